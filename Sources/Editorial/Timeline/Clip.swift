// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A piece of material on a track.
public struct Clip: Hashable, Sendable {
  /// Its name; empty where it has none.
  public var name: String
  /// Frames that it takes on the track, at the timeline's rate.
  public var frames: FrameCount
  /// What is taken of the material; `nil` where the format does not say.
  public var source: TimecodeRange?
  /// How fast the material plays: 2 is twice as fast, -1 backwards, 0 a still of the source's first frame.
  public var speed: Ratio
  /// The material.
  public var media: MediaReference
  /// The grade.
  public var grade: ColorDecisionText?
  /// Marks; their places are frames of the timeline from the clip's beginning, and may lie outside it.
  public var markers: [Marker]
  /// What people wrote of it, in order.
  public var comments: [Comment]
  /// What a reader did not understand of it.
  public var kept: [Kept]

  /// A remark, with what it is about.
  public struct Comment: Hashable, Sendable {
    /// What it is about, in the words of the format; empty where it does not say.
    public var key: String
    /// What it says.
    public var value: String

    /// A remark as given.
    public init(key: String, value: String) { (self.key, self.value) = (key, value) }
  }

  /// A clip as given.
  public init(
    name: String, frames: FrameCount, source: TimecodeRange?, speed: Ratio = .one, media: MediaReference = MediaReference(),
    grade: ColorDecisionText? = nil,
    markers: [Marker] = [], comments: [Comment] = [], kept: [Kept] = []
  ) {
    self.name = name
    self.frames = frames
    self.source = source
    self.speed = speed
    self.media = media
    self.grade = grade
    self.markers = markers
    self.comments = comments
    self.kept = kept
  }
}

/// What a list says of the material that a clip is of. Each is evidence of its own strength; a list may give one, several or none.
public struct MediaReference: Hashable, Sendable {
  /// The reel, tape or card; empty where none is named.
  public var reel: String
  /// The file's path or name, as it was written; empty where none is named.
  public var path: String

  /// A reference as given.
  public init(reel: String = "", path: String = "") {
    self.reel = reel
    self.path = path
  }
}

/// A grade of the ASC CDL as a list wrote it. The text is kept to the letter, for those who come after compare it so.
public struct ColorDecisionText: Hashable, Sendable {
  /// `(s s s)(o o o)(p p p)`; empty where only a saturation is given.
  public var slopeOffsetPower: String
  /// The saturation; empty where none is given.
  public var saturation: String

  /// A grade as given.
  public init(slopeOffsetPower: String = "", saturation: String = "") {
    self.slopeOffsetPower = slopeOffsetPower
    self.saturation = saturation
  }
}
