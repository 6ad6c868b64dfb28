// SPDX-License-Identifier: Apache-2.0

/// A run of frames from an in-point, which belongs to it, to an out-point, which does not.
///
///     let shot = try TimecodeRange(in: Timecode("10:00:00:00", at: .fps25), out: Timecode("10:00:02:00", at: .fps25))
///     shot.duration    // 50
///     shot.last        // 10:00:01:24
public struct TimecodeRange: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The first frame.
  public let start: Timecode
  /// The number of frames: from none to below a day.
  public let duration: FrameCount

  /// The frames from `start` up to but without `end`; across midnight where `end` is the smaller label, none where they are equal.
  ///
  /// - Throws: `TimingError.rateMismatch` where the two are not counted alike.
  public init(in start: Timecode, out end: Timecode) throws(TimingError) {
    self.start = start
    duration = try start.duration(until: end)
  }

  /// `duration` frames from `start`.
  ///
  /// - Throws: `TimingError.outsideDay` for a duration below zero, or of a day and more, in which labels would come twice.
  public init(in start: Timecode, duration: FrameCount) throws(TimingError) {
    _ = try Timecode(duration, at: start.rate)
    self.start = start
    self.duration = duration
  }

  /// The rate at which the range is counted.
  public var rate: FrameRate { start.rate }
  /// The label after the last frame.
  public var end: Timecode { start.advanced(wrapping: duration) }
  /// The last frame; `nil` where there is none.
  public var last: Timecode? { isEmpty ? nil : end.advanced(wrapping: -1) }
  /// Whether there are no frames.
  public var isEmpty: Bool { duration == .zero }
  /// Whether the labels start again from zero within the range.
  public var crossesMidnight: Bool { (start.frameCount + duration).value > rate.framesPerDay }

  /// Frames from the in-point to a label; `nil` where the label is not in the range or counted otherwise.
  public func offset(of timecode: Timecode) -> FrameCount? {
    guard let offset = try? start.duration(until: timecode), offset < duration else { return nil }
    return offset
  }

  /// Whether a label is in the range.
  public func contains(_ timecode: Timecode) -> Bool { offset(of: timecode) != nil }

  /// As many frames from the label with the same digits at `target`; see `Timecode.withSameDigits(at:)`.
  public func withSameDigits(at target: FrameRate) -> TimecodeRange? {
    guard let start = start.withSameDigits(at: target) else { return nil }
    return try? TimecodeRange(in: start, duration: duration)
  }

  /// In- and out-point, `10:00:00:00-10:00:02:00`.
  public var description: String { "\(start)-\(end)" }

  private enum CodingKeys: String, CodingKey { case start, duration }

  /// A range from its in-point and duration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(in: container.decode(Timecode.self, forKey: .start), duration: container.decode(FrameCount.self, forKey: .duration))
  }
}
