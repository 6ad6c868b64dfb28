// SPDX-License-Identifier: Apache-2.0

/// One requirement of a specification held against one file.
public struct DeliveryCheck: Hashable, Sendable, Codable {
  /// The check's identifier, as `file.codec`.
  public let name: String
  /// What was compared, for people: `picture coding`.
  public let subject: String
  /// What the specification asks for.
  public let expected: String
  /// What the file has; `none` where it has nothing of the kind.
  public let found: String
  /// Whether it satisfies.
  public let passed: Bool
  /// What missing it weighs.
  public let level: RequirementLevel
  /// The document that asks for it, with edition and date.
  public let source: String

  /// A check and its outcome.
  public init(name: String, subject: String, expected: String, found: String, passed: Bool, level: RequirementLevel, source: String) {
    self.name = name
    self.subject = subject
    self.expected = expected
    self.found = found
    self.passed = passed
    self.level = level
    self.source = source
  }
}

/// What the checks of a delivery come to.
public enum DeliveryVerdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// Everything asked for is there.
  case pass
  /// Nothing mandatory is missing, something advisory is.
  case passWithWarnings
  /// Something mandatory is missing.
  case fail

  /// The verdict on `checks`.
  public init(_ checks: [DeliveryCheck]) {
    let missed = checks.filter { !$0.passed }.map(\.level)
    self = missed.contains(.mandatory) ? .fail : missed.contains(.advisory) ? .passWithWarnings : .pass
  }
}
