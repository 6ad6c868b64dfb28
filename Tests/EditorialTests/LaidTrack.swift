// SPDX-License-Identifier: Apache-2.0

import Editorial
import Timing

/// A track with the places of what lies on it, for comparing it with another.
struct LaidTrack {
  /// A transition, with the numbers of the clips on both sides; 0 where none is.
  struct Passage {
    var transition: Transition
    var before: Int
    var after: Int
    var cut: Int
    var label: Timecode
  }

  let track: Track
  let rate: FrameRate
  private(set) var clips: [LaidClip] = []
  private(set) var transitions: [Passage] = []
  /// Units of the track in a frame of the cut, on a track that is counted in samples; else one.
  let perFrame: Int

  init(_ track: Track, of cut: Timeline) {
    self.track = track
    rate = track.rate ?? cut.rate
    perFrame = track.rate == nil ? 1 : rate.numerator / rate.denominator * cut.rate.denominator / cut.rate.numerator
    for (index, (start, item)) in track.placedItems.enumerated() {
      let label = cut.start.advanced(wrapping: (try? start.convertedByRealTime(from: rate, to: cut.rate, rounding: .down)) ?? start)
      switch item {
      case .gap: break
      case .clip(let clip): clips.append(LaidClip(clip, start: start.value, label: label))
      case .transition(let transition):
        let (before, after) = (index > 0 ? track.items[index - 1].clip : nil, index + 1 < track.items.count ? track.items[index + 1].clip : nil)
        transitions.append(
          Passage(transition: transition, before: before?.name.number ?? 0, after: after?.name.number ?? 0, cut: start.value, label: label))
      }
    }
  }

  var isInSamples: Bool { rate.numerator / rate.denominator >= 1000 }
  var endsInGap: Bool { if case .gap = track.items.last { true } else { false } }

  /// Where a clip of this track lies on another that may be counted otherwise.
  func edges(_ clip: LaidClip, in other: LaidTrack) -> (Int, Int) { (converted(clip.start, to: other), converted(clip.end, to: other)) }

  /// The head and the tail of a transition, as another track counts them.
  func lengths(_ passage: Passage, in other: LaidTrack) -> (Int, Int) {
    let cut = converted(passage.cut, to: other)
    return (
      cut - converted(passage.cut - passage.transition.head.value, to: other), converted(passage.cut + passage.transition.tail.value, to: other) - cut
    )
  }

  /// By how much places may differ on another track: where frames do not hold a whole number of samples, a format may round up or down.
  func slack(in other: LaidTrack) -> Int { rate.hasSameSpeed(as: other.rate) || !other.isInSamples ? 0 : 1 }

  private func converted(_ place: Int, to other: LaidTrack) -> Int {
    guard !rate.hasSameSpeed(as: other.rate) else { return place }
    return (try? FrameCount(place).convertedByRealTime(from: rate, to: other.rate, rounding: .nearest))?.value ?? place
  }
}

/// A clip with its place.
struct LaidClip {
  private(set) var clip: Clip
  var start: Int
  var label: Timecode
  /// Whether its source was moved by what cannot be told exactly.
  private(set) var isMovedAtSpeed = false

  init(_ clip: Clip, start: Int, label: Timecode) { (self.clip, self.start, self.label) = (clip, start, label) }

  var end: Int { start + clip.frames.value }
  /// The number in its name.
  var number: Int { clip.name.number }

  /// The clip as it is where the cuts at its ends lie elsewhere.
  func moved(_ move: (start: Int, end: Int), at rate: FrameRate) -> LaidClip {
    guard move != (0, 0) else { return self }
    func units(_ frames: Int) -> FrameCount {
      guard let own = clip.source?.rate, !own.hasSameSpeed(as: rate) else { return FrameCount(frames) }
      return (try? FrameCount(frames).convertedByRealTime(from: rate, to: own, rounding: .nearest)) ?? FrameCount(frames)
    }
    var result = self
    result.isMovedAtSpeed = clip.speed != .one || !clip.speedCurve.isEmpty
    result.clip.source = clip.source.flatMap { source in
      try? TimecodeRange(
        in: source.start.advanced(wrapping: units(move.start)), duration: source.duration + units(move.end - move.start))
    }
    return result
  }

  /// Whether two ranges are the same, where one may count samples and the other frames: then to the sample, or to the frame that a sample lies in.
  static func isSame(_ one: TimecodeRange?, _ other: TimecodeRange?) -> Bool {
    guard let one, let other, one.rate != other.rate, isOfSamples(one.rate) != isOfSamples(other.rate) else { return one == other }
    func isNear(_ frames: FrameCount, _ place: FrameCount) -> Bool {
      guard let converted = try? frames.convertedByRealTime(from: one.rate, to: other.rate, rounding: .nearest) else { return false }
      // A length is rounded by itself, so that an end may be two samples off.
      return abs(converted.value - place.value) <= (isOfSamples(other.rate) ? 2 : 1)
    }
    return isNear(one.start.frameCount, other.start.frameCount)
      && isNear(one.start.frameCount + one.duration, other.start.frameCount + other.duration)
  }

  /// Whether one range counts samples, and the other the frames in which these lie.
  static func isCoarser(_ one: TimecodeRange?, _ other: TimecodeRange?) -> Bool {
    guard let one, let other else { return false }
    return isOfSamples(one.rate) && !isOfSamples(other.rate)
  }

  private static func isOfSamples(_ rate: FrameRate) -> Bool { rate.numerator / rate.denominator >= 1000 }
}

/// A mark, wherever it is set.
struct PlacedMarker {
  var marker: Marker
  /// The number of the clip, or the track, or the cut.
  var owner: String
  /// Units from the beginning of the cut, at `rate`.
  var place: Int
  var rate: FrameRate
  var label: Timecode

  var number: Int { marker.text.number }
  var seconds: Double { Double(place) * Double(rate.denominator) / Double(rate.numerator) }

  /// Whether another is at the same place of the programme.
  func isWhere(_ other: PlacedMarker, _ cut: Timeline, _ otherCut: Timeline) -> Bool {
    let shift = Double(otherCut.start.frameCount.value - cut.start.frameCount.value) * Double(cut.rate.denominator) / Double(cut.rate.numerator)
    let frame = Double(cut.rate.denominator) / Double(cut.rate.numerator)
    let allowed = rate.hasSameSpeed(as: other.rate) ? frame / 1000 : frame
    return abs(seconds - other.seconds - shift) <= allowed
  }

  /// Its length, as another counts it.
  func length(at other: FrameRate) -> Int {
    rate.hasSameSpeed(as: other)
      ? marker.frames.value : (try? marker.frames.convertedByRealTime(from: rate, to: other, rounding: .nearest))?.value ?? 0
  }
}

extension Timeline {
  /// All marks but those of cuts within.
  var placedMarkers: [PlacedMarker] {
    func label(_ place: FrameCount, _ rate: FrameRate) -> Timecode {
      start.advanced(wrapping: (try? place.convertedByRealTime(from: rate, to: self.rate, rounding: .down)) ?? place)
    }
    var all = markers.map { PlacedMarker(marker: $0, owner: "the cut", place: $0.place.value, rate: rate, label: label($0.place, rate)) }
    for track in tracks {
      let rate = track.rate ?? self.rate
      all += track.markers.map {
        PlacedMarker(marker: $0, owner: "\(track.kind) \(track.number)", place: $0.place.value, rate: rate, label: label($0.place, rate))
      }
      for (place, item) in track.placedItems {
        all += (item.clip?.markers ?? []).map {
          PlacedMarker(
            marker: $0, owner: item.clip?.name.number.description ?? "", place: (place + $0.place).value, rate: rate, label: label(place, rate))
        }
      }
    }
    return all
  }

  /// What was kept, but of cuts within; of clips with those numbers alone, where some are given.
  func allKept(ofClips numbers: Set<Int>?) -> [Kept] {
    kept + markers.flatMap(\.kept)
      + tracks.flatMap { track in
        track.kept + track.markers.flatMap(\.kept)
          + track.items.flatMap { item -> [Kept] in
            switch item {
            case .gap: []
            case .transition(let transition): transition.kept
            case .clip(let clip) where numbers?.contains(clip.name.number) == false: []
            case .clip(let clip): clip.kept + clip.media.kept + clip.effects.flatMap(\.kept) + clip.markers.flatMap(\.kept)
            }
          }
      }
  }
}

extension String {
  /// The first number in it.
  var number: Int { Int(drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }) ?? 0 }
}
