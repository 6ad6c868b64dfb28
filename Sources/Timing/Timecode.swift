// SPDX-License-Identifier: Apache-2.0

/// A frame label: the count of a frame since midnight at a rate.
///
/// The digits are only how it prints, so a label that cannot exist (`00:01:00;00`) cannot be made. SMPTE ST 12-1:2014.
///
///     let start = try Timecode("10:00:00:00", at: .fps25)
///     start.frameCount                     // 900000
///     (start + 50).description             // 10:00:02:00
public struct Timecode: Hashable, Sendable {
  /// Frames since midnight, from zero and below `framesPerDay`.
  public let frameCount: FrameCount
  /// The rate at which the label is counted.
  public let rate: FrameRate

  /// The label of the frame that comes `frameCount` frames after midnight.
  ///
  /// - Throws: `TimingError.outsideDay` for a count below zero or past the day; see `init(wrapping:at:)`.
  public init(_ frameCount: FrameCount, at rate: FrameRate) throws(TimingError) {
    guard frameCount.value >= 0, frameCount.value < rate.framesPerDay else {
      throw TimingError(.outsideDay, subject: frameCount.description, remedy: "a day at \(rate) has \(rate.framesPerDay) frames, numbered from 0")
    }
    self.frameCount = frameCount
    self.rate = rate
  }

  /// The label of a count taken modulo the day: one before midnight is the last label of the day.
  public init(wrapping frameCount: FrameCount, at rate: FrameRate) {
    let day = rate.framesPerDay
    let remainder = frameCount.value % day
    self.frameCount = FrameCount(remainder < 0 ? remainder + day : remainder)
    self.rate = rate
  }
}
