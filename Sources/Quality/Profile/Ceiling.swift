// SPDX-License-Identifier: Apache-2.0

/// The most that a specification allows, and what more than that weighs.
public struct Ceiling<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  /// The greatest value that is allowed.
  public var most: Value
  /// What more weighs.
  public var severity: Severity

  /// At most `most`; more weighs `severity`.
  public init(_ most: Value, severity: Severity = .mandatory) {
    self.most = most
    self.severity = severity
  }
}
