// SPDX-License-Identifier: Apache-2.0

/// When a field order is told from the pictures.
public struct FieldOrderLimits: Hashable, Sendable, Codable {
  /// How many pictures have to speak for an order before it is believed.
  public var minimumPictures: Int
  /// The share of speaking pictures, 0 to 1, that have to agree on the file as a whole.
  public var agreement: Double
  /// What pictures against the declared order weigh. The EBU calls the item subjective: no device is certain.
  public var severity: Severity

  /// Limits; by default ten pictures, nine tenths of them agreeing.
  public init(minimumPictures: Int = 10, agreement: Double = 0.9, severity: Severity = .advisory) {
    self.minimumPictures = minimumPictures
    self.agreement = agreement
    self.severity = severity
  }
}
