// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What a format has words for, besides items with names, lengths, sources and reels, which every one has.
struct TimelineWords: OptionSet, Sendable {
  let rawValue: Int

  static let trackNames = TimelineWords(rawValue: 1 << 0)
  static let trackRates = TimelineWords(rawValue: 1 << 1)
  static let trackMarkers = TimelineWords(rawValue: 1 << 2)
  static let timelineMarkers = TimelineWords(rawValue: 1 << 3)
  static let disabled = TimelineWords(rawValue: 1 << 4)
  static let nestedCuts = TimelineWords(rawValue: 1 << 5)
  static let effects = TimelineWords(rawValue: 1 << 6)
  static let speeds = TimelineWords(rawValue: 1 << 7)
  static let speedCurves = TimelineWords(rawValue: 1 << 8)
  static let sourceTracks = TimelineWords(rawValue: 1 << 9)
  static let mediaNames = TimelineWords(rawValue: 1 << 10)
  static let mediaIdentifiers = TimelineWords(rawValue: 1 << 11)
  static let mediaRanges = TimelineWords(rawValue: 1 << 12)
  static let generators = TimelineWords(rawValue: 1 << 13)
  static let markers = TimelineWords(rawValue: 1 << 14)
  static let markerNames = TimelineWords(rawValue: 1 << 15)
  static let grades = TimelineWords(rawValue: 1 << 16)
  static let comments = TimelineWords(rawValue: 1 << 17)
  static let transitions = TimelineWords(rawValue: 1 << 18)
}

extension Timeline {
  /// No report names more losses one by one.
  private static let mostLosses = 1000

  /// What a format without some words cannot say of the cut, item by item, each with its place. What was kept of other formats is among it.
  func unsaid(by format: TimelineFormat, with words: TimelineWords) -> [String] {
    var losses: [String] = []
    var more = 0
    func lose(_ text: String) { if losses.count < Self.mostLosses { losses.append(text) } else { more += 1 } }
    func loseKept(_ kept: [Kept], of subject: String) {
      for one in kept where one.format != format.rawValue { lose("what \(one.format) says of \(subject): \(one.text.prefix(60))") }
    }
    func loseNames(_ markers: [Marker], _ place: String) {
      for marker in markers {
        if !marker.name.isEmpty, !words.contains(.markerNames) { lose("\(place): that the marker ‘\(marker.text)’ is called ‘\(marker.name)’") }
        loseKept(marker.kept, of: "the marker ‘\(marker.text)’")
      }
    }

    loseKept(kept, of: "the cut")
    if !words.contains(.timelineMarkers) {
      for marker in markers { lose("\(start.advanced(wrapping: marker.place)): the marker ‘\(marker.text)’ of the whole cut") }
    } else {
      loseNames(markers, "\(start)")
    }
    for track in tracks {
      let called = "the \(track.kind == .video ? "video" : "audio") track \(track.number)"
      if !track.name.isEmpty, !words.contains(.trackNames) { lose("the name of \(called), ‘\(track.name)’") }
      if let rate = track.rate, !words.contains(.trackRates) { lose("that \(called) is counted at \(rate), written to the frame") }
      if !track.isEnabled, !words.contains(.disabled) { lose("that \(called) is switched off") }
      if !words.contains(.trackMarkers) {
        for marker in track.markers { lose("\(label(marker.place, of: track)): the marker ‘\(marker.text)’ of \(called)") }
      } else {
        loseNames(track.markers, called)
      }
      loseKept(track.kept, of: called)
      for (place, item) in track.placedItems {
        switch item {
        case .gap: break
        case .transition(let transition):
          if !words.contains(.transitions) { lose("\(label(place, of: track)): a transition of \(transition.frames) frames") }
          loseKept(transition.kept, of: "a transition at \(label(place, of: track))")
        case .clip(let clip):
          for loss in clip.unsaid(with: words) { lose("\(label(place, of: track)): \(loss)") }
          loseNames(clip.markers, "\(label(place, of: track))")
          for kept in [clip.kept, clip.media.kept] + clip.effects.map(\.kept) { loseKept(kept, of: "‘\(clip.name)’") }
        }
      }
    }
    return more == 0 ? losses : losses + ["\(more) more losses"]
  }

  /// The label at which a place of a track lies.
  private func label(_ place: FrameCount, of track: Track) -> Timecode {
    start.advanced(wrapping: track.rate.flatMap { try? place.convertedByRealTime(from: $0, to: rate, rounding: .down) } ?? place)
  }
}

extension Clip {
  fileprivate func unsaid(with words: TimelineWords) -> [String] {
    var losses: [String] = []
    func lose(_ isThere: Bool, _ word: TimelineWords, _ text: @autoclosure () -> String) {
      if isThere, !words.contains(word) { losses.append(text()) }
    }
    lose(!isEnabled, .disabled, "that ‘\(name)’ is switched off")
    lose(sequence != nil, .nestedCuts, "the cut inside ‘\(name)’, written as a clip")
    lose(speed != .one, .speeds, "that ‘\(name)’ plays at \(speed) of its speed")
    lose(!speedCurve.isEmpty, .speedCurves, "how the speed of ‘\(name)’ changes, written as its mean")
    lose(sourceTrack > 0, .sourceTracks, "that ‘\(name)’ is of channel \(sourceTrack) of its material")
    for effect in effects { lose(true, .effects, "the effect ‘\(effect.name)’ on ‘\(name)’") }
    lose(!media.name.isEmpty && media.name != name, .mediaNames, "that the material of ‘\(name)’ is called ‘\(media.name)’")
    lose(!media.identifier.isEmpty, .mediaIdentifiers, "the identifier of ‘\(name)’, \(media.identifier)")
    lose(media.available != nil, .mediaRanges, "how much there is of the material of ‘\(name)’: \(media.available.map(\.description) ?? "")")
    lose(!media.generator.isEmpty, .generators, "that ‘\(name)’ is made by ‘\(media.generator)’")
    lose(grade != nil, .grades, "the grade of ‘\(name)’")
    for comment in comments { lose(true, .comments, "the comment ‘\(comment.value)’ on ‘\(name)’") }
    for marker in markers { lose(true, .markers, "the marker ‘\(marker.text)’ on ‘\(name)’") }
    return losses
  }
}
