// SPDX-License-Identifier: Apache-2.0

/// A time in ticks of a rational clock, as wrappers state it: `value × numerator / denominator` seconds.
public struct MediaTime: Hashable, Sendable, Codable {
  /// Ticks.
  public var value: Int
  /// The length of a tick in seconds.
  public var tick: Ratio

  /// `value` ticks of `tick` seconds.
  public init(_ value: Int, tick: Ratio) {
    self.value = value
    self.tick = tick
  }

  /// The time in seconds, for display only.
  public var seconds: Double { Double(value) * Double(tick.numerator) / Double(tick.denominator) }
}
