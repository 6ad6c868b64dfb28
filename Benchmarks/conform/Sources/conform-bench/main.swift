// SPDX-License-Identifier: Apache-2.0

import Editorial

// Matches a list of 10,000 events to 100,000 media, drawn from a seed: reels of a hundred clips, names as ARRI cameras give them, a tenth of the reels cut
// to eight characters. A second store has one reel and one first label for all, the worst that there can be. The bar is two seconds for the first,
// the list's reading and the index included. Files that are named are read five times each, without the start of a process: the least time is printed.

struct Draw {
  var state: UInt64
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
func label(_ frames: Int) -> String { [frames / 90_000 % 24, frames / 1500 % 60, frames / 25 % 60, frames % 25].map(two).joined(separator: ":") }

/// Media are read from lists in which each is an event, so that no other module is needed to make their labels.
func media(_ count: Int, alike: Bool) throws -> [MediaItem] {
  var items: [MediaItem] = []
  items.reserveCapacity(count)
  for first in stride(from: 0, to: count, by: 1000) {
    var text = "TITLE: media\nFCM: NON-DROP FRAME\n"
    for number in first..<min(first + 1000, count) {
      let start = alike ? 0 : (number % 100) * 2000
      text +=
        "\(number - first + 1)  R V C \(label(start)) \(label(start + 1499)) \(label((number - first) * 1500)) \(label((number - first + 1) * 1500))\n"
    }
    let timeline = try TimelineFormat.edl.read(Array(text.utf8), subject: "media").timelines[0]
    for (offset, clip) in timeline.tracks.flatMap(\.items).compactMap(\.clip).enumerated() {
      let number = first + offset
      let roll = alike ? "A001" : "\("ABCDEFGHJK".dropFirst(number / 100 % 10).prefix(1))\(100 + number / 1000)"
      let name = alike ? "C0001" : "\(roll)C\(100 + number % 100)_261126_R\(1000 + number / 100)"
      items.append(
        MediaItem(
          path: "/store/\(roll)/\(number / 100)/\(name).mov",
          aliases: [.init(.reel, alike ? roll : "\(roll)_CARD_\(number / 100)", by: "the file itself")],
          labels: clip.source, rate: clip.source?.rate, frames: clip.frames, codec: "Apple ProRes 422 HQ", raster: "3840×2160", byteCount: number))
    }
  }
  return items
}

func list(_ count: Int, of media: [MediaItem], alike: Bool) -> String {
  var draw = Draw(state: 5)
  var text = "TITLE: cut\nFCM: NON-DROP FRAME\n"
  for number in 0..<count {
    let place = draw.next(media.count)
    let start = (alike ? 0 : (place % 100) * 2000) + 100 + draw.next(1200)
    let reel = media[place].aliases[0].value
    let name = number % 10 == 0 ? String(reel.prefix(8)) : reel
    text += "\(number + 1)  \(name) V C \(label(start)) \(label(start + 48)) \(label(number * 48)) \(label((number + 1) * 48))\n"
    text += "* FROM CLIP NAME: \(media[place].name)\n"
  }
  return text
}

for path in CommandLine.arguments.dropFirst() {
  let format = try TimelineFormat(path: path)
  let times = try (0..<5).map { _ in try ContinuousClock().measure { _ = try format.read(path: path, rate: .fps25) } }
  print("\(path): read in \(times.min() ?? .zero)")
}

for alike in [false, true] {
  let items = try media(100_000, alike: alike)
  let text = list(10_000, of: items, alike: alike)
  let clock = ContinuousClock()
  var result: ConformResult?
  var index: MediaIndex?
  let indexing = clock.measure { index = MediaIndex(items) }
  guard let index else { break }
  let matching = try clock.measure {
    let timeline = try TimelineFormat.edl.read(Array(text.utf8), subject: "cut").timelines[0]
    result = Conform(index, handles: 12).run(timeline)
  }
  let states = ConformState.allCases.filter { result?.count($0) ?? 0 > 0 }.map { "\(result?.count($0) ?? 0) \($0.words)" }
  print(
    "\(alike ? "one reel, one label" : "reels of a hundred clips"): index \(indexing), list and conform \(matching): \(states.joined(separator: ", "))"
  )
}
