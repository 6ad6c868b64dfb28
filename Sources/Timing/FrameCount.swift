// SPDX-License-Identifier: Apache-2.0

/// A number of frames: a zero-based position or a length, at a rate that its context knows.
///
/// It is a type of its own so that a count of frames never adds up with a count of samples or seconds by accident.
public struct FrameCount: Hashable, Comparable, Sendable, Codable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The count itself.
  public let value: Int

  /// A count of `value` frames.
  @inlinable
  public init(_ value: Int) { self.value = value }

  /// A count written as a literal.
  @inlinable
  public init(integerLiteral value: Int) { self.value = value }

  /// A count read as a bare integer.
  public init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Int.self) }

  /// A count written as a bare integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// The count in digits.
  public var description: String { String(value) }

  /// No frames.
  public static let zero = FrameCount(0)

  /// Whether `left` comes before `right`.
  @inlinable
  public static func < (left: FrameCount, right: FrameCount) -> Bool { left.value < right.value }

  /// The sum of two counts.
  @inlinable
  public static func + (left: FrameCount, right: FrameCount) -> FrameCount { FrameCount(left.value + right.value) }

  /// The difference of two counts.
  @inlinable
  public static func - (left: FrameCount, right: FrameCount) -> FrameCount { FrameCount(left.value - right.value) }

  /// Adds `right` in place.
  @inlinable
  public static func += (left: inout FrameCount, right: FrameCount) { left = left + right }
}
