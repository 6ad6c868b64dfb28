// SPDX-License-Identifier: Apache-2.0

/// One thing that a specification asks, in words: what, how it is measured, who says so, and how sure that is.
public struct SpecificationRule: Hashable, Sendable, Encodable {
  /// The part of the specification that it stands in: `Picture`.
  public let section: String
  /// What it is about: `frame rate`.
  public let name: String
  /// What is asked: `25 or 50`.
  public let asked: String
  /// How Lineup finds out, in a sentence.
  public let measured: String
  /// What missing it weighs.
  public let level: RequirementLevel
  /// The document that asks for it.
  public let source: SpecificationSource
  /// How sure the figure is.
  public let certainty: SpecificationSource.Certainty
}

/// Gathers rules, section by section.
struct RuleList {
  private(set) var rules: [SpecificationRule] = []
  /// The section that rules are added to.
  var section = ""

  /// Adds the rule that `figure` states, if it is there.
  mutating func add<Value>(
    _ name: String, _ figure: Figure<Value>?, unit: String = "", _ measured: String, asked: (Value) -> String = { "\($0)" }
  ) {
    guard let figure else { return }
    rules.append(
      SpecificationRule(
        section: section, name: name, asked: asked(figure.value) + (unit.isEmpty ? "" : " \(unit)"), measured: measured, level: figure.level,
        source: figure.source, certainty: figure.certainty))
  }

  /// Adds the rule of a wish that is yes or no; one that says no is no rule.
  mutating func add(_ name: String, _ figure: Figure<Bool>?, asked: String, _ measured: String) {
    guard let figure, figure.value else { return }
    add(name, figure, measured) { _ in asked }
  }
}
