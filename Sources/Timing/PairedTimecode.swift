// SPDX-License-Identifier: Apache-2.0

/// A frame of a fast picture as SMPTE ST 12-1 labels it: by the number of its pair, and whether it is the pair's first or second.
///
/// ST 12-1 counts to 30 frames a second at most; from 47.952 to 60 two pictures share a number and a flag tells them apart. The same
/// frame so reads `01:00:00:30` where every picture has a number, and `01:00:00:15.0` here. Nothing converts between them by itself.
public struct PairedTimecode: Hashable, Sendable, CustomStringConvertible {
  /// The label of the pair, at half the rate.
  public let pair: Timecode
  /// Whether this is the second picture of the pair (`.1`).
  public let isSecond: Bool
  /// The rate of the pictures.
  public let rate: FrameRate

  /// The pair notation of a label that numbers every picture.
  ///
  /// - Throws: `TimingError.outOfRange` at rates that are not labelled in pairs.
  public init(_ timecode: Timecode) throws(TimingError) {
    let half = try PairedTimecode.pairRate(of: timecode.rate)
    rate = timecode.rate
    pair = Timecode(unchecked: FrameCount(timecode.frameCount.value / 2), at: half)
    isSecond = timecode.frameCount.value % 2 == 1
  }

  /// A label in pair notation, `HH:MM:SS:FF.0` or `.1`, of pictures at `rate`.
  ///
  /// - Throws: `TimingError` as for the label of a pair, or where the text does not end in `.0` or `.1`.
  public init(_ text: String, at rate: FrameRate) throws(TimingError) {
    let half = try PairedTimecode.pairRate(of: rate)
    guard text.hasSuffix(".0") || text.hasSuffix(".1") else {
      throw TimingError(
        .malformed, subject: text, remedy: "type the pair's label and .0 or .1 for its first or second picture, such as 01:00:00:15.0")
    }
    pair = try Timecode(String(text.dropLast(2)), at: half)
    isSecond = text.hasSuffix("1")
    self.rate = rate
  }

  /// The label that numbers every picture.
  public var timecode: Timecode { Timecode(unchecked: FrameCount(pair.frameCount.value * 2 + (isSecond ? 1 : 0)), at: rate) }

  /// The pair's label and the picture's place in it, `01:00:00:15.0`.
  public var description: String { "\(pair).\(isSecond ? 1 : 0)" }

  private static func pairRate(of rate: FrameRate) throws(TimingError) -> FrameRate {
    guard rate.nominal % 2 == 0, (31...60).contains(rate.nominal) else {
      throw TimingError(.outOfRange, subject: "\(rate)", remedy: "labels in pairs exist at even rates above 30 and up to 60, such as 50 or 59.94df")
    }
    let isEven = rate.numerator % 2 == 0
    return try FrameRate(isEven ? rate.numerator / 2 : rate.numerator, isEven ? rate.denominator : rate.denominator * 2, dropFrame: rate.isDropFrame)
  }
}
