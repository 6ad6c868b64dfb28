// SPDX-License-Identifier: Apache-2.0

extension Ratio {
  /// The fraction in the fewest digits that a double stands for; `nil` where it is no number, or too large to be meant.
  ///
  /// A fraction whose denominator is below 2²⁶ comes back from the nearest double exactly: the first convergent of the double's continued fraction that
  /// gives the same double.
  public init?(nearest number: Double) {
    guard number.isFinite, number.magnitude < 1e15 else { return nil }
    var (top, bottom) = (1, 0)
    var (lastTop, lastBottom) = (0, 1)
    var rest = number.magnitude
    for _ in 0..<64 {
      let whole = Int(rest)
      let (nextTop, nextBottom) = (
        whole.multipliedReportingOverflow(by: top), whole.multipliedReportingOverflow(by: bottom)
      )
      guard !nextTop.overflow, !nextBottom.overflow else { break }
      let (sumTop, sumBottom) = (nextTop.partialValue.addingReportingOverflow(lastTop), nextBottom.partialValue.addingReportingOverflow(lastBottom))
      guard !sumTop.overflow, !sumBottom.overflow, sumTop.partialValue < 1 << 52, sumBottom.partialValue < 1 << 40 else { break }
      (lastTop, lastBottom, top, bottom) = (top, bottom, sumTop.partialValue, sumBottom.partialValue)
      if Double(top) / Double(bottom) == number.magnitude { break }
      let fraction = rest - Double(whole)
      guard fraction > 1e-12 else { break }
      rest = 1 / fraction
      guard rest < 1e15 else { break }
    }
    self.init(number < 0 ? -top : top, bottom)
  }

  /// The nearest double.
  var double: Double { Double(numerator) / Double(denominator) }
}
