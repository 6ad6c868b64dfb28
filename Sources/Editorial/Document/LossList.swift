// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What a format cannot say of a cut, as far as a person can read it.
struct LossList {
  private static let limit = 1000

  private var lost: [TimelineLoss] = []
  private var more = 0
  /// What was said of no place, which is said once.
  private var said: Set<String> = []
  /// What was kept of other formats: how often each name stands there, and where first.
  private var kept: [String: (count: Int, place: String)] = [:]

  /// Something at a place, or of a cut or a track as a whole.
  mutating func add(_ aspect: TimelineLoss.Aspect, at place: Timecode? = nil, _ what: @autoclosure () -> String) {
    guard lost.count < Self.limit else {
      more += 1
      return
    }
    let loss = TimelineLoss(aspect, at: place, what())
    if place != nil || said.insert(loss.text).inserted { lost.append(loss) }
  }

  /// Something at a place of a cut.
  mutating func add(_ aspect: TimelineLoss.Aspect, _ timeline: Timeline, _ place: FrameCount, _ what: @autoclosure () -> String) {
    add(aspect, at: timeline.start.advanced(wrapping: place), what())
  }

  /// What only another format says, told once for each name in it: one clip of Premiere's has ten such things.
  mutating func add(_ item: Kept, of what: String, _ place: Timecode? = nil) {
    let name = item.text.drop { $0 == "<" }.prefix { !" =>/".contains($0) }.prefix(40)
    let at = place.map { "\($0), of \(what)" } ?? what
    kept["\(item.format): \(name)", default: (0, at)].count += 1
  }

  /// What a clip says of its material, where nothing of it can be said.
  mutating func add(_ media: MediaReference, of clip: String, _ place: Timecode?, beside what: String) {
    func lose(_ isThere: Bool, _ aspect: TimelineLoss.Aspect, _ text: @autoclosure () -> String) {
      if isThere { add(aspect, at: place, "\(text()) of ‘\(clip)’ beside \(what)") }
    }
    lose(!media.name.isEmpty, .mediaNames, "the material ‘\(media.name)’")
    lose(!media.reel.isEmpty, .reels, "the reel ‘\(media.reel)’")
    lose(!media.path.isEmpty, .paths, "the file ‘\(media.path)’")
    lose(!media.identifier.isEmpty, .identifiers, "the identifier ‘\(media.identifier)’")
    lose(media.available != nil, .extents, "how much there is of the material")
    lose(!media.generator.isEmpty, .generators, "the generator ‘\(media.generator)’")
    for item in media.kept { add(item, of: "‘\(clip)’", place) }
  }

  /// All of it, what was kept of other formats last.
  var finished: [TimelineLoss] {
    let names = kept.keys.sorted().map { name in
      let (count, place) = kept[name] ?? (0, "")
      return TimelineLoss(.kept, "what only \(name) says, \(count == 1 ? "at" : "\(count) times, first at") \(place)")
    }
    return lost + (more == 0 ? [] : [TimelineLoss(.more, "\(more) more of this kind")]) + names
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
