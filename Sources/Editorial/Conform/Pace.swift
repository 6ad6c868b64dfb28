// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// An even speed as source frames for each frame of the track.
struct Pace {
  private let over: Int128
  private let under: Int128
  private let isReverse: Bool

  /// `nil` for a speed that no material could follow.
  init?(_ speed: Ratio, of source: FrameRate, at rate: FrameRate) {
    guard speed.numerator.magnitude < 1 << 40, speed.denominator < 1 << 40 else { return nil }
    // Two ways to label one speed are one.
    over = Int128(speed.numerator.magnitude) * Int128(source.hasSameSpeed(as: rate) ? 1 : source.numerator * rate.denominator)
    under = Int128(speed.denominator) * Int128(source.hasSameSpeed(as: rate) ? 1 : source.denominator * rate.numerator)
    isReverse = speed.numerator < 0
  }

  /// Source frames that so many frames of the track take, what is begun of one counted; at least one.
  func frames(in count: Int) -> Int? {
    let (product, overflows) = Int128(count).multipliedReportingOverflow(by: over)
    // Room for the rounding.
    guard !overflows, product < Int128.max - under else { return nil }
    return Int(exactly: (product + under - 1) / under).map { max($0, 1) }
  }

  /// The source frames that are shown at the places of `range`, from the first of the clip's source up.
  func extent(of range: ClosedRange<Int>, taken: Int) -> Range<Int>? {
    guard let first = position(range.lowerBound), let last = position(range.upperBound) else { return nil }
    return isReverse ? (taken - 1 - last)..<(taken - first) : first..<(last + 1)
  }

  private func position(_ place: Int) -> Int? {
    let (product, overflows) = Int128(place).multipliedReportingOverflow(by: over)
    guard !overflows else { return nil }
    let quotient = product / under
    guard let frame = Int(exactly: product % under < 0 ? quotient - 1 : quotient), frame.magnitude < 1 << 48 else { return nil }
    return frame
  }
}
