// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Timing

extension FrameRate {
  /// The rate of libav's fraction, or the trade's rate that it stands for; `nil` for "unknown".
  ///
  /// Wrappers round their clocks (a Matroska file at 23.976 says 41.7 ms, a phone's MP4 drifts): what lies within one part in 10 000 of
  /// a rate that the trade uses is that rate. The closest two of those, 24 and 23.976, are ten times further apart.
  init?(_ rate: AVRational) {
    guard rate.num > 0, rate.den > 0, let exact = try? FrameRate(Int(rate.num), Int(rate.den)) else { return nil }
    let near = FrameRate.all.first { known in
      let (left, right) = (exact.numerator * known.denominator, known.numerator * exact.denominator)
      return !known.isDropFrame && abs(left - right) * 10_000 < right
    }
    self = near ?? exact
  }

  /// The rate as libav's type.
  var libAV: AVRational { AVRational(num: Int32(clamping: numerator), den: Int32(clamping: denominator)) }

  /// The length of a frame as libav's type.
  var libAVTick: AVRational { AVRational(num: Int32(clamping: denominator), den: Int32(clamping: numerator)) }
}
