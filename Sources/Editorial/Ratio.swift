// SPDX-License-Identifier: Apache-2.0

/// An exact fraction with a sign: the speed of a clip, where 1 is as recorded, 2 twice as fast, -1 backwards and 0 a still.
public struct Ratio: Hashable, Sendable, CustomStringConvertible {
  /// The part above the line, with the sign.
  public let numerator: Int
  /// The part below the line, above zero; the fraction is in lowest terms.
  public let denominator: Int

  /// As recorded.
  public static let one = Ratio(unchecked: 1, 1)

  /// `numerator / denominator` in lowest terms; `nil` where the denominator is zero or a part is too large to be meant.
  public init?(_ numerator: Int, _ denominator: Int = 1) {
    guard denominator != 0, numerator.magnitude < 1 << 62, denominator.magnitude < 1 << 62 else { return nil }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int(a) * (denominator < 0 ? -1 : 1)
    self.init(unchecked: numerator / divisor, denominator / divisor)
  }

  private init(unchecked numerator: Int, _ denominator: Int) {
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// A decimal as people and lists write it: `047.6`, `-25`, `.5`; `nil` for any other text.
  public init?(decimal text: some StringProtocol) {
    var digits = text.utf8[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard !digits.isEmpty, digits.count <= 17 else { return nil }
    var (value, scale, hasPoint, hasDigit) = (0, 1, false, false)
    for byte in digits {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard (48...57).contains(byte) else { return nil }
      hasDigit = true
      value = value * 10 + Int(byte) - 48
      if hasPoint { scale *= 10 }
    }
    guard hasDigit else { return nil }
    self.init(isNegative ? -value : value, scale)
  }

  /// The product; `nil` where it is too large to be meant.
  public func multiplied(by numerator: Int, over denominator: Int) -> Ratio? {
    let (top, overTop) = self.numerator.multipliedReportingOverflow(by: numerator)
    let (bottom, overBottom) = self.denominator.multipliedReportingOverflow(by: denominator)
    return overTop || overBottom ? nil : Ratio(top, bottom)
  }

  /// `3/2`, or `2` where the denominator is one.
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
