// SPDX-License-Identifier: Apache-2.0

extension FrameRate {
  /// The position of the first sound sample that belongs to a frame, both counted from zero at the same instant.
  ///
  /// The exact instant is rounded to the nearest sample, half up. At 30000/1001 and 48 kHz the frames so hold 1602, 1601, 1602, 1601, 1602
  /// samples, the sequence of SMPTE ST 272 for synchronous sound; five frames are exactly 8008 samples.
  /// A position past the range of `Int` gives the end of that range.
  ///
  /// - Precondition: `sampleRate` is above zero.
  public func firstSample(of frame: FrameCount, sampleRate: Int) -> Int {
    precondition(sampleRate > 0, "a sample rate is above zero")
    let doubled = Int128(frame.value) * Int128(sampleRate) * Int128(denominator) * 2 + Int128(numerator)
    return Int(clamping: flooredQuotient(doubled, Int128(numerator) * 2))
  }

  /// The positions of the sound samples that belong to a frame.
  public func samples(of frame: FrameCount, sampleRate: Int) -> Range<Int> {
    firstSample(of: frame, sampleRate: sampleRate)..<firstSample(of: frame + 1, sampleRate: sampleRate)
  }

  /// Frames that so many seconds reach into, a begun one counted; `nil` for a length that is none, or of more than a thousand years.
  ///
  /// What a floating-point number is off by begins no frame: a hundred-thousandth of one is less than a sample of sound.
  public func frames(covering seconds: Double) -> FrameCount? {
    let frames = (seconds * Double(numerator) / Double(denominator) - 1e-5).rounded(.up)
    guard frames.isFinite, frames >= 0, frames < 1e12 else { return nil }
    return FrameCount(Int(frames))
  }

  /// The frame that a sound sample belongs to: the inverse of `samples(of:sampleRate:)`.
  ///
  /// - Precondition: `sampleRate` is above zero.
  public func frame(holdingSample sample: Int, sampleRate: Int) -> FrameCount {
    precondition(sampleRate > 0, "a sample rate is above zero")
    let scaled = Int128(numerator) * (Int128(sample) * 2 + 1) - 1
    return FrameCount(Int(clamping: flooredQuotient(scaled, Int128(sampleRate) * Int128(denominator) * 2)))
  }
}

/// The quotient rounded down, also below zero.
func flooredQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
