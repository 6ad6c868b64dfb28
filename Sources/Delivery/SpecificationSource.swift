// SPDX-License-Identifier: Apache-2.0

/// The document that a figure of a specification was taken from.
public struct SpecificationSource: Hashable, Sendable, Codable {
  /// How sure the figure is.
  public enum Certainty: String, Hashable, Sendable, Codable, CaseIterable {
    /// Read in the document itself.
    case confirmed
    /// Read in another's account of the document.
    case secondary
    /// The facility's own practice; nobody outside asks for it.
    case house
    /// From memory, or where accounts of the document disagree: ask before it decides anything.
    case unsure

    /// How sure the figure is, in words.
    public var words: String {
      switch self {
      case .confirmed: "read in the document"
      case .secondary: "second-hand"
      case .house: "house practice"
      case .unsure: "unsure"
      }
    }
  }

  /// The short name by which the figures of the file refer to it.
  public let id: String
  /// The document's title.
  public let document: String
  /// The edition or date that the document bears.
  public let edition: String
  /// The day on which the figures were last compared with it, as `2026-11-23`.
  public let checked: String
  /// How sure its figures are.
  public let certainty: Certainty
  /// Where the document is published.
  public let url: String?

  /// The document, its edition and the day it was checked, for a report.
  public var citation: String { "\(document), \(edition) (checked \(checked))" }
}

/// How much a requirement weighs.
public enum RequirementLevel: String, Hashable, Sendable, Codable, CaseIterable {
  /// A delivery that misses it is rejected.
  case mandatory
  /// A delivery that misses it is passed with a warning.
  case advisory
  /// Only told.
  case info
}

/// One figure of a specification, with the document that says so and how much it weighs.
///
/// A figure cannot be made without its source, so none can be left undocumented.
public struct Figure<Value: Hashable & Sendable & Encodable>: Hashable, Sendable {
  /// The figure.
  public let value: Value
  /// The document that it was taken from.
  public let source: SpecificationSource
  /// How much it weighs.
  public let level: RequirementLevel
  /// How sure it is: as sure as its source, unless the specification says otherwise.
  public let certainty: SpecificationSource.Certainty

  /// The same source and weight with the value that `change` makes of this one.
  func map<Other>(_ change: (Value) -> Other) -> Figure<Other> {
    Figure<Other>(value: change(value), source: source, level: level, certainty: certainty)
  }
}

extension Figure: Encodable {
  enum CodingKeys: String, CodingKey { case value, source, checked, level, certainty }

  /// The figure with its source's short name and date.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(source.id, forKey: .source)
    try container.encode(source.checked, forKey: .checked)
    try container.encode(level, forKey: .level)
    try container.encode(certainty, forKey: .certainty)
  }
}
