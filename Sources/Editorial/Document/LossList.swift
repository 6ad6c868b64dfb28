// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What a format cannot say of a cut, with its place, as far as a person can read it.
struct LossList {
  private static let limit = 1000

  private var lost: [String] = []
  private var more = 0
  private var said: Set<String> = []
  /// What was kept of other formats: how often each name stands there, and where first.
  private var kept: [String: (count: Int, place: String)] = [:]

  /// Something at a place of a cut.
  mutating func add(_ timeline: Timeline, _ place: FrameCount, _ what: @autoclosure () -> String) {
    guard lost.count < Self.limit else {
      more += 1
      return
    }
    lost.append("\(timeline.start.advanced(wrapping: place)): \(what())")
  }

  /// Something of a cut as a whole, or of a track.
  mutating func add(_ what: String) {
    guard lost.count < Self.limit else {
      more += 1
      return
    }
    if said.insert(what).inserted { lost.append(what) }
  }

  /// What only another format says, told once for each name in it: one clip of Premiere's has ten such things.
  mutating func add(_ item: Kept, of what: String, _ place: Timecode?) {
    let name = item.text.drop { $0 == "<" }.prefix { !" =>/".contains($0) }.prefix(40)
    let at = place.map { "\($0), of \(what)" } ?? what
    kept["\(item.format): \(name)", default: (0, at)].count += 1
  }

  var finished: [String] {
    let names = kept.keys.sorted().map { name in
      let (count, place) = kept[name] ?? (0, "")
      return "what only \(name) says, \(count == 1 ? "at" : "\(count) times, first at") \(place)"
    }
    return lost + (more == 0 ? [] : ["\(more) more of this kind"]) + names
  }
}

extension String {
  /// The text with what XML cannot hold replaced by the replacement character; `nil` where there is no such character.
  var cleanedForXML: String? {
    guard utf8.contains(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 13 || $0 == 0xEF }) else { return nil }
    var result = String.UnicodeScalarView()
    var isChanged = false
    for scalar in unicodeScalars {
      let isFine = scalar.value >= 32 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || [9, 10, 13].contains(scalar.value)
      result.append(isFine ? scalar : "\u{FFFD}")
      isChanged = isChanged || !isFine
    }
    return isChanged ? String(result) : nil
  }
}
