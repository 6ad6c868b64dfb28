// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension Timeline {
  /// Adds what a list of clips cannot say of the cut that has words for names, lengths, sources, reels and paths, and else for `aspects` alone.
  func unsaid(by format: TimelineFormat, with aspects: Set<TimelineLoss.Aspect>, in lost: inout LossList) {
    var unsaying = Unsaying(format: format, aspects: aspects, lost: lost)
    unsaying.run(self)
    lost = unsaying.lost
  }
}

/// Goes through a cut and says what there are no words for.
private struct Unsaying {
  let format: TimelineFormat
  let aspects: Set<TimelineLoss.Aspect>
  var lost: LossList

  mutating func run(_ cut: Timeline) {
    lose(cut.kept, of: "the cut")
    // None of these lists has a place for a mark of anything but a clip.
    for marker in cut.markers { lost.add(.markers, cut, marker.place, "the marker ‘\(marker.text)’ of the whole cut") }
    for track in cut.tracks {
      let called = "the \(track.kind.rawValue) track \(track.number)"
      lose(!track.name.isEmpty, .trackNames, nil, "the name of \(called), ‘\(track.name)’")
      lose(!track.isEnabled, .trackStates, nil, "that \(called) is switched off")
      if let rate = track.rate { lose(true, .trackRates, nil, "that \(called) is counted at \(rate), written to the frame") }
      for marker in track.markers { lost.add(.markers, at: cut.label(marker.place, of: track), "the marker ‘\(marker.text)’ of \(called)") }
      lose(track.kept, of: called)
      for (place, item) in track.placedItems {
        let label = cut.label(place, of: track)
        switch item {
        case .gap: break
        case .transition(let transition):
          lose(true, .transitions, label, "a transition of \(transition.frames) frames")
          lose(transition.kept, of: "a transition", label)
        case .clip(let clip): lose(clip, label)
        }
      }
    }
  }

  private mutating func lose(_ clip: Clip, _ place: Timecode) {
    let (name, media) = (clip.name, clip.media)
    lose(!clip.isEnabled, .clipStates, place, "that ‘\(name)’ is switched off")
    lose(clip.sequence != nil, .nesting, place, "the cut inside ‘\(name)’, written as a clip")
    lose(clip.speed != .one, .speeds, place, "that ‘\(name)’ plays at \(clip.speed) of its speed")
    lose(!clip.speedCurve.isEmpty, .speedCurves, place, "how the speed of ‘\(name)’ changes, written as its mean")
    lose(clip.sourceTrack > 0, .channels, place, "that ‘\(name)’ is of channel \(clip.sourceTrack) of its material")
    for effect in clip.effects { lose(true, .effects, place, "the effect ‘\(effect.name)’ on ‘\(name)’") }
    lose(!media.name.isEmpty && media.name != name, .mediaNames, place, "that the material of ‘\(name)’ is called ‘\(media.name)’")
    lose(!media.identifier.isEmpty, .identifiers, place, "the identifier of ‘\(name)’, \(media.identifier)")
    if let available = media.available { lose(true, .extents, place, "how much there is of the material of ‘\(name)’: \(available)") }
    lose(!media.generator.isEmpty, .generators, place, "that ‘\(name)’ is made by ‘\(media.generator)’")
    lose(clip.grade != nil, .grades, place, "the grade of ‘\(name)’")
    for comment in clip.comments { lose(true, .comments, place, "the comment ‘\(comment.value)’ on ‘\(name)’") }
    for marker in clip.markers { lose(true, .markers, place, "the marker ‘\(marker.text)’ on ‘\(name)’") }
    for kept in [clip.kept, media.kept] + clip.effects.map(\.kept) + clip.markers.map(\.kept) { lose(kept, of: "‘\(name)’", place) }
  }

  private mutating func lose(_ isThere: Bool, _ aspect: TimelineLoss.Aspect, _ place: Timecode?, _ text: @autoclosure () -> String) {
    if isThere, !aspects.contains(aspect) { lost.add(aspect, at: place, text()) }
  }

  private mutating func lose(_ kept: [Kept], of what: String, _ place: Timecode? = nil) {
    for one in kept where one.format != format.rawValue { lost.add(one, of: what, place) }
  }
}

extension Timeline {
  /// The label at which a place of a track lies.
  func label(_ place: FrameCount, of track: Track) -> Timecode {
    start.advanced(wrapping: track.rate.flatMap { try? place.convertedByRealTime(from: $0, to: rate, rounding: .down) } ?? place)
  }
}
