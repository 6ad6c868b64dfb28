// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A cut: what is seen and heard, from which material, in which order; whatever format it came from.
///
/// Items lie end to end on their track and have lengths alone; a position is the sum of what comes before. The nouns are OpenTimelineIO's.
public struct Timeline: Hashable, Sendable {
  /// Its name, or the list's title.
  public var name: String
  /// The label of its first frame; its rate is that of all lengths on the tracks.
  public var start: Timecode
  /// The tracks, pictures first, each kind from the lowest up.
  public var tracks: [Track]
  /// Marks of the whole cut; their places are frames from the start.
  public var markers: [Marker]
  /// What a reader did not understand of the cut as a whole.
  public var kept: [Kept]

  /// A cut as given.
  public init(name: String, start: Timecode, tracks: [Track] = [], markers: [Marker] = [], kept: [Kept] = []) {
    self.name = name
    self.start = start
    self.tracks = tracks
    self.markers = markers
    self.kept = kept
  }

  /// The rate of the programme.
  public var rate: FrameRate { start.rate }
  /// The length of the longest track, at the timeline's rate; what is left of a frame counts as one.
  public var frames: FrameCount {
    tracks.map { track in
      guard let rate = track.rate else { return track.frames }
      return (try? track.frames.convertedByRealTime(from: rate, to: self.rate, rounding: .up)) ?? track.frames
    }.max() ?? .zero
  }

  /// The longest that a reader lets one item be: longer ones are not meant, and sums of millions of these still fit.
  public static let longestItem = FrameCount(1 << 40)
  /// How deep cuts may lie within cuts. A reader leaves deeper ones out, with a note.
  public static let deepestNesting = 32
}

/// One layer of pictures, or one channel of sound.
public struct Track: Hashable, Sendable {
  /// What a track carries.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// Pictures.
    case video
    /// Sound.
    case audio
  }

  /// What it carries.
  public var kind: Kind
  /// Its number among those of its kind, from 1 at the bottom.
  public var number: Int
  /// Its name; empty where nobody gave one.
  public var name: String
  /// The rate at which the lengths of its items are counted, where it is not the timeline's: the sample rate, on a track of sound that is
  /// cut to the sample.
  public var rate: FrameRate?
  /// Whether it is seen or heard.
  public var isEnabled: Bool
  /// The items, end to end.
  public var items: [TrackItem]
  /// Marks of the track; their places are counted from its beginning at its rate.
  public var markers: [Marker]
  /// What a reader did not understand of it.
  public var kept: [Kept]

  /// A track as given.
  public init(
    _ kind: Kind, number: Int, name: String = "", rate: FrameRate? = nil, isEnabled: Bool = true, items: [TrackItem] = [], markers: [Marker] = [],
    kept: [Kept] = []
  ) {
    self.kind = kind
    self.number = number
    self.name = name
    self.rate = rate
    self.isEnabled = isEnabled
    self.items = items
    self.markers = markers
    self.kept = kept
  }

  /// The sum of its items' lengths.
  public var frames: FrameCount { items.reduce(.zero) { $0 + $1.frames } }

  /// The items with their places, in frames from the track's beginning. A transition's place is its cut.
  public var placedItems: [(start: FrameCount, item: TrackItem)] {
    var place = FrameCount.zero
    return items.map { item in
      defer { place = place + item.frames }
      return (place, item)
    }
  }
}
