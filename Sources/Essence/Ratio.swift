// SPDX-License-Identifier: Apache-2.0

/// An exact ratio of two whole numbers, as in a pixel or display aspect ratio.
public struct Ratio: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The upper number.
  public var numerator: Int
  /// The lower number.
  public var denominator: Int

  /// The ratio `numerator:denominator`.
  public init(_ numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// As people write it, `16:9`.
  public var description: String { "\(numerator):\(denominator)" }
}
