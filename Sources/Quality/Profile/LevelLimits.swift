// SPDX-License-Identifier: Apache-2.0

/// How far picture levels may leave the nominal range (EBU R 103).
///
/// Ranges are shares of the range from black (0) to white (1), so that one limit serves every bit depth; the code values are rounded to the nearest.
public struct LevelLimits: Hashable, Sendable, Codable {
  /// The edition that findings name.
  public var edition: String
  /// Where red, green and blue may lie.
  public var rgb: ClosedRange<Double>
  /// Where luma may lie.
  public var luma: ClosedRange<Double>
  /// The share of the picture, 0 to 1, from which pixels outside count as a fault.
  public var area: Double
  /// Whether transients are filtered out before the measurement: by 1 2 3 4 3 2 1 across and 1 2 1 down, within the field where there are two.
  public var isFiltered: Bool
  /// The fewest successive pictures that are reported.
  public var minimumFrames: Int
  /// What a finding weighs.
  public var severity: Severity

  /// Limits of `edition`.
  public init(
    edition: String, rgb: ClosedRange<Double>, luma: ClosedRange<Double>, area: Double = 0.01, isFiltered: Bool, minimumFrames: Int = 1,
    severity: Severity = .mandatory
  ) {
    self.edition = edition
    self.rgb = rgb
    self.luma = luma
    self.area = area
    self.isFiltered = isFiltered
    self.minimumFrames = minimumFrames
    self.severity = severity
  }

  /// EBU R 103 version 3.0 (2020): code values 5 to 246 in eight bits, 20 to 984 in ten, for red, green, blue and luma alike.
  public static let r103v3 = LevelLimits(
    edition: "EBU R 103 v3.0", rgb: (-11.0 / 219)...(230.0 / 219), luma: (-11.0 / 219)...(230.0 / 219), isFiltered: true)

  /// EBU R 103 version 1.1 (2000): −5 % to 105 % for red, green and blue, −1 % to 103 % for luma. It allows transients to be filtered out first.
  public static let r103v1 = LevelLimits(edition: "EBU R 103 v1.1", rgb: -0.05...1.05, luma: -0.01...1.03, isFiltered: true)
}
