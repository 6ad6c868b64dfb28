// SPDX-License-Identifier: Apache-2.0

/// A label that belongs to one side of an edit. A time of one side can be measured against its own side only.
public protocol EditTime: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The label.
  var timecode: Timecode { get }
  /// The side's time at a label.
  init(_ timecode: Timecode)
}

extension EditTime {
  /// The label.
  public var description: String { timecode.description }

  /// The time `frames` later on this side; throws where midnight lies between.
  public func advanced(by frames: FrameCount) throws(TimingError) -> Self { try Self(timecode.advanced(by: frames)) }

  /// Frames to another time of this side, negative where it is earlier; throws where the two are not counted alike.
  public func distance(to other: Self) throws(TimingError) -> FrameCount { try timecode.distance(to: other.timecode) }
}

/// A time in the material: a tape, a camera file, a sound roll.
public struct SourceTime: EditTime {
  /// The label in the material.
  public let timecode: Timecode

  /// The time at a label of the material.
  public init(_ timecode: Timecode) { self.timecode = timecode }
}

/// A time in the programme that is being made.
public struct RecordTime: EditTime {
  /// The label in the programme.
  public let timecode: Timecode

  /// The time at a label of the programme.
  public init(_ timecode: Timecode) { self.timecode = timecode }
}
