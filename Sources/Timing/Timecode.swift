// SPDX-License-Identifier: Apache-2.0

/// A frame label: the count of a frame since midnight at a rate.
///
/// The digits are only how it prints, so a label that cannot exist (`00:01:00;00`) cannot be made. SMPTE ST 12-1:2014.
///
///     let start = try Timecode("10:00:00:00", at: .fps25)
///     start.frameCount                          // 900000
///     try start.advanced(by: 50).description    // 10:00:02:00
///
/// Timecodes have no order of their own: at two rates there is none, and a tape that ran past midnight has the larger label first.
/// `distance(to:)` answers within a day, `duration(until:)` across midnight.
public struct Timecode: Hashable, Sendable {
  /// Frames since midnight, from zero and below `framesPerDay`.
  public let frameCount: FrameCount
  /// The rate at which the label is counted.
  public let rate: FrameRate

  /// The label of the frame that comes `frameCount` frames after midnight.
  ///
  /// - Throws: `TimingError.outsideDay` for a count below zero or past the day; see `init(wrapping:at:)`.
  @inlinable
  public init(_ frameCount: FrameCount, at rate: FrameRate) throws(TimingError) {
    guard frameCount.value >= 0, frameCount.value < rate.framesPerDay else { throw Timecode.outsideDay(frameCount, at: rate) }
    self.init(unchecked: frameCount, at: rate)
  }

  /// The label of a count taken modulo the day: one before midnight is the last label of the day.
  public init(wrapping frameCount: FrameCount, at rate: FrameRate) {
    let day = rate.framesPerDay
    let remainder = frameCount.value % day
    self.init(unchecked: FrameCount(remainder < 0 ? remainder + day : remainder), at: rate)
  }

  /// A label whose count is known to lie within the day.
  @usableFromInline
  init(unchecked frameCount: FrameCount, at rate: FrameRate) {
    self.frameCount = frameCount
    self.rate = rate
  }

  /// The label `frames` later, or earlier where that is negative, on the same day.
  ///
  /// - Throws: `TimingError.outsideDay` where midnight lies between.
  public func advanced(by frames: FrameCount) throws(TimingError) -> Timecode {
    let (count, overflows) = frameCount.value.addingReportingOverflow(frames.value)
    guard !overflows, count >= 0, count < rate.framesPerDay else {
      throw TimingError(
        .outsideDay, subject: "\(self) and \(frames) frames", remedy: "the result passes midnight; ask for wrapping where that is meant")
    }
    return Timecode(unchecked: FrameCount(count), at: rate)
  }

  /// The label `frames` later, or earlier where that is negative; midnight follows the last label of the day.
  public func advanced(wrapping frames: FrameCount) -> Timecode {
    Timecode(wrapping: FrameCount(frameCount.value + frames.value % rate.framesPerDay), at: rate)
  }

  /// Frames from this label to `other` on the same day; negative where `other` is earlier.
  ///
  /// - Throws: `TimingError.rateMismatch` where the two are not counted alike.
  public func distance(to other: Timecode) throws(TimingError) -> FrameCount {
    try requireRate(of: other)
    return other.frameCount - frameCount
  }

  /// Frames that pass from this label until `other` comes next: below a day, never negative, across midnight where `other` is smaller.
  ///
  /// - Throws: `TimingError.rateMismatch` where the two are not counted alike.
  public func duration(until other: Timecode) throws(TimingError) -> FrameCount {
    let frames = try distance(to: other)
    return frames < .zero ? frames + FrameCount(rate.framesPerDay) : frames
  }

  // MARK: -

  @usableFromInline
  @inline(never)
  static func outsideDay(_ frameCount: FrameCount, at rate: FrameRate) -> TimingError {
    TimingError(.outsideDay, subject: frameCount.description, remedy: "a day at \(rate) has \(rate.framesPerDay) frames, numbered from 0")
  }

  private func requireRate(of other: Timecode) throws(TimingError) {
    guard rate == other.rate else {
      throw TimingError(.rateMismatch, subject: "\(other) at \(other.rate)", remedy: "convert it to \(rate) first, by real time or by frame count")
    }
  }
}

extension Timecode: Codable {
  enum CodingKeys: String, CodingKey { case frameCount, rate }

  /// A timecode from its count and rate.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(container.decode(FrameCount.self, forKey: .frameCount), at: container.decode(FrameRate.self, forKey: .rate))
  }

  /// A timecode as its count and rate.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(frameCount, forKey: .frameCount)
    try container.encode(rate, forKey: .rate)
  }
}
