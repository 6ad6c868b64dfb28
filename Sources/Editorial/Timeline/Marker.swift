// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A mark that somebody set.
public struct Marker: Hashable, Sendable {
  /// Its first frame: from the start of what it is set on, at that one's rate.
  public var place: FrameCount
  /// Its length; none for a mark on one frame.
  public var frames: FrameCount
  /// The colour's name, in lower case; empty where it has none.
  public var color: String
  /// Its name, in formats that give a mark a name and a text; empty elsewhere.
  public var name: String
  /// What was written.
  public var text: String
  /// What a reader did not understand of it.
  public var kept: [Kept]

  /// A mark as given.
  public init(place: FrameCount, frames: FrameCount = .zero, color: String = "", name: String = "", text: String, kept: [Kept] = []) {
    self.place = place
    self.frames = frames
    self.color = color
    self.name = name
    self.text = text
    self.kept = kept
  }
}

/// Something that a reader did not understand, to the letter. A writer of the same format writes it back.
public struct Kept: Hashable, Sendable {
  /// The format that it is of, by the name of `TimelineFormat`: `edl`.
  public var format: String
  /// The text.
  public var text: String

  /// A text of a format.
  public init(_ format: String, _ text: String) {
    self.format = format
    self.text = text
  }
}
