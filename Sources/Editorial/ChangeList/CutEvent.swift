// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A clip where it lies in a cut, with what a comparison of two cuts looks at.
public struct CutEvent: Hashable, Sendable {
  /// A track's kind and number: `V1`.
  public struct TrackName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What it carries.
    public var kind: Track.Kind
    /// Its number, from 1.
    public var number: Int

    /// Pictures first, then from the lowest up.
    public static func < (left: TrackName, right: TrackName) -> Bool {
      (left.kind == .video ? 0 : 1, left.number) < (right.kind == .video ? 0 : 1, right.number)
    }

    /// `V1`, `A2`.
    public var description: String { "\(kind == .video ? "V" : "A")\(number)" }
  }

  /// The track.
  public var track: TrackName
  /// The clip.
  public var clip: Clip
  /// Its place in the programme, counted from midnight at `rate`.
  public var start: FrameCount
  /// Its length, at `rate`.
  public var frames: FrameCount
  /// The rate at which places are counted: the programme's, or the sample rate of sound that is cut to the sample.
  public var rate: FrameRate
  /// How it is passed into.
  public var opening: Transition?
  /// How it is passed out of.
  public var following: Transition?
  /// Whether a clip follows it, to which `following` belongs.
  public var isFollowed: Bool
  /// The labels of the programme.
  public var labels: FrameRate
  /// The rate at which the clip's own frames on the track, its speed and its transitions are counted.
  var pace: FrameRate

  /// Whether it has a length. Clips without one show nothing, and any number of them lies at one place: they are listed, but bear no ripple and prove none.
  var isShown: Bool { frames > .zero }
  /// The label of its first frame.
  public var recordIn: Timecode { label(start) }
  /// The label behind its last frame.
  public var recordOut: Timecode { label(start + frames) }
  /// The way out of it, where nothing follows that would be passed into.
  var closing: Transition? { isFollowed ? nil : following }

  private func label(_ place: FrameCount) -> Timecode {
    Timecode(wrapping: (try? place.convertedByRealTime(from: rate, to: labels, rounding: .down)) ?? place, at: labels)
  }

  /// What it takes of its material, in frames from midnight at `rate`; behind the day's end where it crosses midnight.
  func source(at rate: FrameRate) -> Range<Int>? {
    guard let source = clip.source else { return nil }
    if source.rate.hasSameSpeed(as: rate) {
      let start = (source.start.withSameDigits(at: rate) ?? source.start).frameCount.value
      return start..<start + source.duration.value
    }
    func converted(_ frames: FrameCount) -> Int {
      ((try? frames.convertedByRealTime(from: source.rate, to: rate, rounding: .nearest)) ?? frames).value
    }
    let start = converted(source.start.frameCount)
    return start..<max(start, converted(source.start.frameCount + source.duration))
  }

  /// What its transitions and it take of its material, with `handles` frames of the programme more at each end.
  func need(handles: Int, at rate: FrameRate) -> Range<Int>? {
    guard let source = source(at: rate) else { return nil }
    let handle = taken(handles, of: labels, at: rate)
    let head = handle + taken(opening?.head.value ?? 0, of: pace, at: rate)
    let tail = handle + taken(following?.tail.value ?? 0, of: pace, at: rate)
    let (before, after) = clip.speed.numerator < 0 ? (tail, head) : (head, tail)
    return source.lowerBound - before..<source.upperBound + after
  }

  /// Farther from a clip no handle can be meant to reach.
  private static let farthest = 1 << 40

  /// How many frames of its material, at `rate`, pass in `frames` of `unit` as the clip plays it: a clip at twice the speed takes twice as many, and so
  /// does material of twice the rate. Of a frozen one, as many as at its own speed.
  private func taken(_ frames: Int, of unit: FrameRate, at rate: FrameRate) -> Int {
    guard frames > 0 else { return 0 }
    let speed = clip.speed.numerator == 0 ? .one : clip.speed
    return min(Pace(speed, of: rate, at: unit)?.frames(in: frames) ?? Self.farthest, Self.farthest)
  }
}

extension Timeline {
  /// The clips of a cut in the order of its tracks.
  ///
  /// - Parameter units: the rate at which each kind of track is counted.
  func events(in units: [Track.Kind: FrameRate]) -> [CutEvent] {
    var events: [CutEvent] = []
    for track in tracks {
      let (own, unit) = (track.rate ?? rate, units[track.kind] ?? rate)
      func counted(_ frames: FrameCount, from rate: FrameRate) -> FrameCount {
        rate.hasSameSpeed(as: unit) ? frames : (try? frames.convertedByRealTime(from: rate, to: unit, rounding: .nearest)) ?? frames
      }
      let first = counted(start.frameCount, from: rate)
      var place = FrameCount.zero
      var opening: Transition?
      for (index, item) in track.items.enumerated() {
        defer { place += item.frames }
        switch item {
        case .transition(let transition): opening = transition
        case .gap: opening = nil
        case .clip(let clip):
          var event = CutEvent(
            track: .init(kind: track.kind, number: track.number), clip: clip, start: first + counted(place, from: own), frames: .zero, rate: unit,
            opening: opening, following: nil, isFollowed: false, labels: rate, pace: own)
          event.frames = first + counted(place + clip.frames, from: own) - event.start
          if index + 1 < track.items.count, case .transition(let transition) = track.items[index + 1] { event.following = transition }
          let behind = track.items[(index + 1)...].prefix(2).first { if case .transition = $0 { false } else { true } }
          event.isFollowed = behind?.clip != nil
          events.append(event)
          opening = nil
        }
      }
    }
    return events
  }
}
