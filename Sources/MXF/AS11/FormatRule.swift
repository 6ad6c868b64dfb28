// SPDX-License-Identifier: Apache-2.0

/// A rule of a specification, by the component that states it.
public protocol FormatRule: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What it asks for, in one sentence.
  var words: String { get }
  /// Whether a file without it is still one of the specification.
  var isRecommendation: Bool { get }
}

/// What was found when a rule was looked at.
public enum RuleState: Hashable, Sendable {
  /// The file does as it says.
  case held
  /// It does not, and why.
  case broken(String)
  /// Nothing could be said of it, and why.
  case undecided(String)

  /// Held where it is so, and broken otherwise.
  static func held(_ isSo: Bool, _ why: @autoclosure () -> String) -> RuleState { isSo ? .held : .broken(why()) }
}

/// What came of looking at a rule.
public struct RuleVerdict<Rule: FormatRule>: Hashable, Sendable {
  /// The rule.
  public let rule: Rule
  /// What was found.
  public let state: RuleState
}
