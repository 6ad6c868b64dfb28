// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A piece of material on a track.
public struct Clip: Hashable, Sendable {
  /// Its name; empty where it has none.
  public var name: String
  /// Frames that it takes on the track, at the track's rate.
  public var frames: FrameCount
  /// What is taken of the material, from its lowest label up whichever way it plays, at the material's own rate; `nil` where the format does not say.
  ///
  /// Where the material has no timecode, its first frame is labelled zero. Sound that is cut to the sample is counted at its sample rate.
  public var source: TimecodeRange?
  /// How fast the material plays: 2 is twice as fast, -1 backwards, 0 a still of the source's first frame. With a `speedCurve`, the mean.
  public var speed: Ratio
  /// Where in the material the clip is at a place of its own, for a speed that changes; in order of place, empty for an even speed.
  public var speedCurve: [SpeedPoint]
  /// The material.
  public var media: MediaReference
  /// The cut that it is made of, where its material is another cut (a nested sequence, a compound clip): `source` is a range of that one's labels.
  public var sequence: Timeline?
  /// Which channel or layer of the material is used, from 1; 0 where nobody said.
  public var sourceTrack: Int
  /// Whether it is seen or heard.
  public var isEnabled: Bool
  /// What is done to its pictures or sound besides speed and grade, in the order in which it is done.
  public var effects: [Effect]
  /// The grade.
  public var grade: ColorDecisionText?
  /// Marks; their places are frames of the track from the clip's beginning, and may lie outside it.
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

  /// A point of a changing speed: at `place` frames of the clip, its picture is `source` frames behind the label `source.start` of the material.
  public struct SpeedPoint: Hashable, Sendable {
    /// Frames from the clip's beginning, at the track's rate; before or behind it where the curve goes on beyond the clip.
    public var place: FrameCount
    /// Frames from the first label of the clip's source, at the material's rate.
    public var source: Ratio

    /// A point as given.
    public init(place: FrameCount, source: Ratio) { (self.place, self.source) = (place, source) }
  }

  /// Something that is done to a clip.
  public struct Effect: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// Its parameters, as the format writes them.
    public var parameters: [Comment]
    /// What a reader did not understand of it.
    public var kept: [Kept]

    /// An effect as given.
    public init(name: String, parameters: [Comment] = [], kept: [Kept] = []) {
      self.name = name
      self.parameters = parameters
      self.kept = kept
    }
  }

  /// A clip as given.
  public init(
    name: String, frames: FrameCount, source: TimecodeRange?, speed: Ratio = .one, speedCurve: [SpeedPoint] = [],
    media: MediaReference = MediaReference(), sequence: Timeline? = nil, sourceTrack: Int = 0, isEnabled: Bool = true, effects: [Effect] = [],
    grade: ColorDecisionText? = nil, markers: [Marker] = [], comments: [Comment] = [], kept: [Kept] = []
  ) {
    self.name = name
    self.frames = frames
    self.source = source
    self.speed = speed
    self.speedCurve = speedCurve
    self.media = media
    self.sequence = sequence
    self.sourceTrack = sourceTrack
    self.isEnabled = isEnabled
    self.effects = effects
    self.grade = grade
    self.markers = markers
    self.comments = comments
    self.kept = kept
  }

  /// The clip with its source counted as `media.available` is, by the digits of its labels, where one of them counts drop-frame and the other does not.
  /// Frames can then be told from labels by subtraction.
  var countedAsItsMedia: Clip {
    guard let source, let available = media.available, source.rate.isDropFrame != available.rate.isDropFrame,
      source.rate.hasSameSpeed(as: available.rate), let counted = source.withSameDigits(at: available.rate)
    else { return self }
    var clip = self
    clip.source = counted
    return clip
  }
}
