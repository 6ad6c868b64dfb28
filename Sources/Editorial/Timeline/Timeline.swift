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
  /// The length of the longest track.
  public var frames: FrameCount { tracks.map(\.frames).max() ?? .zero }
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
  /// The items, end to end.
  public var items: [TrackItem]

  /// A track as given.
  public init(_ kind: Kind, number: Int, name: String = "", items: [TrackItem] = []) {
    self.kind = kind
    self.number = number
    self.name = name
    self.items = items
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

/// What lies on a track.
public enum TrackItem: Hashable, Sendable {
  /// A piece of material.
  case clip(Clip)
  /// Nothing: black, or silence.
  case gap(FrameCount)
  /// The passage from the item before to the item behind.
  case transition(Transition)

  /// Frames that it takes on the track; a transition takes none, for it lies on the cut.
  public var frames: FrameCount {
    switch self {
    case .clip(let clip): clip.frames
    case .gap(let frames): frames
    case .transition: .zero
    }
  }

  /// The clip, where it is one.
  public var clip: Clip? { if case .clip(let clip) = self { clip } else { nil } }
}

/// How one item passes into the next. It lies on the cut between them, and both keep the lengths that they would have without it.
public struct Transition: Hashable, Sendable {
  /// What it looks or sounds like.
  public enum Kind: Hashable, Sendable {
    /// A dissolve, or a crossfade of sound.
    case dissolve
    /// A wipe with a pattern's number: those of SMPTE ST 258 where the list follows it.
    case wipe(Int)
    /// A key that is brought in or taken away.
    case key
    /// One with a name only.
    case named(String)
  }

  /// What it looks or sounds like.
  public var kind: Kind
  /// Frames of the incoming item that are seen before the cut: the B-head.
  public var head: FrameCount
  /// Frames of the outgoing item that are seen after the cut: the A-tail.
  public var tail: FrameCount

  /// A transition as given.
  public init(_ kind: Kind, head: FrameCount, tail: FrameCount) {
    self.kind = kind
    self.head = head
    self.tail = tail
  }

  /// Frames from its beginning to its end.
  public var frames: FrameCount { head + tail }
}

/// A mark that somebody set.
public struct Marker: Hashable, Sendable {
  /// Its first frame: from the start of what it is set on, at that one's rate.
  public var place: FrameCount
  /// Its length; none for a mark on one frame.
  public var frames: FrameCount
  /// The colour's name, in lower case; empty where it has none.
  public var color: String
  /// What was written.
  public var text: String

  /// A mark as given.
  public init(place: FrameCount, frames: FrameCount = .zero, color: String = "", text: String) {
    self.place = place
    self.frames = frames
    self.color = color
    self.text = text
  }
}

/// Something that a reader did not understand, to the letter. A writer of the same format writes it back.
public struct Kept: Hashable, Sendable {
  /// The format that it is of: `edl`.
  public var format: String
  /// The text.
  public var text: String

  /// A text of a format.
  public init(_ format: String, _ text: String) {
    self.format = format
    self.text = text
  }
}
