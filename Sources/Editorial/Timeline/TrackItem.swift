// SPDX-License-Identifier: Apache-2.0

public import Timing

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
  /// What a reader did not understand of it.
  public var kept: [Kept]

  /// A transition as given.
  public init(_ kind: Kind, head: FrameCount, tail: FrameCount, kept: [Kept] = []) {
    self.kind = kind
    self.head = head
    self.tail = tail
    self.kept = kept
  }

  /// Frames from its beginning to its end.
  public var frames: FrameCount { head + tail }
}
