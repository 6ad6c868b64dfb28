// SPDX-License-Identifier: Apache-2.0

import Editorial

/// Media and a list of them, drawn from a seed: reels of a hundred clips, names as ARRI cameras give them, a tenth of the reels cut to eight characters.
struct DrawnMedia {
  let items: [MediaItem]
  /// Whether all have one reel and one first label: the worst store that there can be.
  let isAlike: Bool

  /// So many media. They are read from lists in which each is an event, so that no other module is needed to make their labels.
  init(_ count: Int, alike: Bool) throws {
    isAlike = alike
    var items: [MediaItem] = []
    items.reserveCapacity(count)
    for first in stride(from: 0, to: count, by: 1000) {
      var text = "TITLE: media\nFCM: NON-DROP FRAME\n"
      for number in first..<min(first + 1000, count) {
        let start = alike ? 0 : (number % 100) * 2000
        let record = "\(label((number - first) * 1500)) \(label((number - first + 1) * 1500))"
        text += "\(number - first + 1)  R V C \(label(start)) \(label(start + 1499)) \(record)\n"
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
    self.items = items
  }

  /// An edit decision list of so many pieces of them.
  func list(_ count: Int) -> [UInt8] {
    var draw = Draw(state: 5)
    var text = "TITLE: cut\nFCM: NON-DROP FRAME\n"
    for number in 0..<count {
      let place = draw.next(items.count)
      let start = (isAlike ? 0 : (place % 100) * 2000) + 100 + draw.next(1200)
      let reel = items[place].aliases[0].value
      let name = number % 10 == 0 ? String(reel.prefix(8)) : reel
      text += "\(number + 1)  \(name) V C \(label(start)) \(label(start + 48)) \(label(number * 48)) \(label((number + 1) * 48))\n"
      text += "* FROM CLIP NAME: \(items[place].name)\n"
    }
    return Array(text.utf8)
  }

  private struct Draw {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}

private func label(_ frames: Int) -> String {
  [frames / 90_000 % 24, frames / 1500 % 60, frames / 25 % 60, frames % 25].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
}
