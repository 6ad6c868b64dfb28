// SPDX-License-Identifier: Apache-2.0

/// How far sound may lie off the picture where a flash and a pip mark the same moment (EBU R 37 gives limits for a whole chain; a client's are often closer).
public struct SyncLimits: Hashable, Sendable, Codable {
  /// How far sound may come before the picture, in milliseconds.
  public var early: Double
  /// How far sound may come after the picture, in milliseconds.
  public var late: Double
  /// How far a pip may lie from a flash to belong to it, in seconds.
  public var reach: Double
  /// The share of the picture that has to flash, 0 to 1.
  public var area: Double
  /// The longest flash, in seconds: what stays lit is a cut.
  public var longestFlash: Double
  /// What sound too early or too late weighs, and a file in which no flash has a pip.
  public var severity: Severity
  /// Whether a file in which no flash has a pip is passed. Then only marks before the programme are judged: inside it a flash and a bang are drama.
  public var isOptional = false

  /// Limits; by default a twentieth of the picture flashes for no longer than a quarter of a second, and a pip is looked for half a second around.
  public init(early: Double, late: Double, reach: Double = 0.5, area: Double = 0.05, longestFlash: Double = 0.25, severity: Severity = .mandatory) {
    self.early = early
    self.late = late
    self.reach = reach
    self.area = area
    self.longestFlash = longestFlash
    self.severity = severity
  }
}
