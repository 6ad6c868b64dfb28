// SPDX-License-Identifier: Apache-2.0

public import Essence
import Files
public import Timing

/// A layout that a master is formatted to: what stands where, and what a description of it leaves open: which clock, where the sync flash stands, how parts break.
///
///     name: uk-programme
///     layout: …            # as a delivery specification has it
///     format:
///       source: dpp-file
///       card: programme
///       sync: {at: 09:59:57:06, frames: 2, pip: 1}
///     items: …             # what the clock says, as a specification's metadata
public struct FormatLayout: Hashable, Sendable, Encodable {
  /// A short name: lower-case letters, digits and dashes.
  public let name: String
  /// The title for people.
  public let title: String
  /// What it is for, in a sentence.
  public let summary: String
  /// The documents that its figures come from.
  public let sources: [SpecificationSource]
  /// What stands where.
  public let layout: LayoutRequirement
  /// How it is built.
  public let directions: FormatDirections
  /// What is asked of the master before it can be formatted.
  public let items: [MetadataItem]
}

/// What a layout does not say of itself and somebody who builds it has to know.
public struct FormatDirections: Hashable, Sendable, Encodable {
  /// What a clock says first.
  public enum Card: String, Hashable, Sendable, Encodable, CaseIterable {
    /// A programme's title.
    case programme
    /// A commercial's clock number.
    case commercial
  }

  /// What counts down on the clock.
  public enum Face: String, Hashable, Sendable, Encodable, CaseIterable {
    /// A dial with a hand.
    case analogue
    /// Figures within lamps that go out.
    case countdown
    /// Nothing: a slate.
    case slate
  }

  /// A flash by which sound is laid against picture.
  public struct Sync: Hashable, Sendable, Encodable {
    /// What is white.
    public enum Shape: String, Hashable, Sendable, Encodable, CaseIterable {
      /// All of the picture.
      case full
      /// A square in its middle.
      case square
    }

    /// The first frame.
    public let at: Figure<LayoutPosition>
    /// How many frames are white.
    public let frames: Figure<Int>
    /// How many frames of 1 kHz sound from the first on.
    public let pip: Figure<Int>
    /// What is white; all of the picture where nothing is said.
    public let shape: Figure<Shape>?
  }

  /// What stands between the parts of a programme.
  public struct Parts: Hashable, Sendable, Encodable {
    /// How long the last picture of a part is held.
    public let freeze: Figure<LayoutDistance>
    /// The shortest black after it.
    public let black: Figure<LayoutDistance>
    /// How long before the next part, which begins on a whole minute, its clock begins.
    public let clock: Figure<LayoutDistance>
    /// The black between the clock and the part.
    public let blackBefore: Figure<LayoutDistance>
  }

  /// Where textless elements stand.
  public struct Textless: Hashable, Sendable, Encodable {
    /// The black between the end of the programme's layout and the first element.
    public let black: Figure<LayoutDistance>
    /// The black between elements.
    public let between: Figure<LayoutDistance>
  }

  /// The rates at which the layout's labels mean something; any where `nil`.
  public var rates: Figure<Requirement<FrameRate>>?
  /// The label of the file's first frame, where nothing in the layout says it.
  public var start: Figure<String>?
  /// What a clock says first; `nil` where the layout has none.
  public var card: Figure<Card>?
  /// What counts on it.
  public var face: Figure<Face>?
  /// The line-up signal of a soundtrack in 5.1, where it is another than the section's.
  public var surroundTone: Figure<LayoutRequirement.Tone>?
  /// The sync flash.
  public var sync: Sync?
  /// The countdown leader that stands before the programme.
  public var leader: Figure<LayoutDistance>?
  /// What stands between parts; `nil` where a programme has one part.
  public var parts: Parts?
  /// Where textless elements stand; `nil` where the layout has no place for any.
  public var textless: Textless?
}

extension FormatLayout {
  /// The answers to everything that the layout asks for: those given, and its defaults for the rest.
  ///
  /// - Throws: one `DeliveryError.invalidMetadata` that names everything missing, unknown or malformed at once.
  public func answers(to given: [String: String]) throws(DeliveryError) -> [String: String] {
    try MetadataItem.answers(to: given, of: items, subject: "the layout ‘\(name)’", list: "‘lineup format layouts \(name)’ lists what it asks for")
  }

  /// The layout of a delivery specification, built with the directions and items of `model`.
  ///
  /// - Throws: `DeliveryError` where the specification has no layout.
  public init(_ specification: DeliverySpec, model: FormatLayout) throws(DeliveryError) {
    guard let layout = specification.layout else {
      throw DeliveryError(
        .invalidSpecification, subject: "the specification ‘\(specification.name)’", fault: "has no layout",
        remedy: "name a layout with --layout; ‘lineup format layouts’ lists them")
    }
    var directions = model.directions
    // A flash stands where the specification leaves room for it, or not at all.
    if let sync = directions.sync, case .label(let label) = sync.at.value, layout.occupies(label) { directions.sync = nil }
    self.init(
      name: specification.name, title: specification.title, summary: specification.summary, sources: specification.sources, layout: layout,
      directions: directions, items: model.items)
  }

  /// The layout whose clock and breaks a specification's layout is built with: that of commercials where the specification asks for a clock number.
  public static func model(for specification: DeliverySpec) -> String {
    specification.metadata.contains { $0.key == "clockNumber" } ? "uk-commercial" : "uk-programme"
  }
}

extension LayoutRequirement {
  /// Whether a section that shows something lies over the frame of a label.
  fileprivate func occupies(_ label: String) -> Bool {
    sections.contains { figure in
      guard case .label(let from) = figure.value.from, case .label(let to)? = figure.value.to else { return false }
      return from <= label && label < to  // labels of one day sort as they follow each other
    }
  }
}

extension MetadataItem {
  /// The answers to `items`: those given, and defaults for the rest.
  static func answers(
    to given: [String: String], of items: [MetadataItem], subject: String, list: String
  ) throws(DeliveryError) -> [String: String] {
    let keys = items.map(\.key)
    let unknown = given.keys.filter { !keys.contains($0) }.sorted()
    var faults = unknown.map { key in "‘\(key)’ is not asked for" + NearestName.question(key, among: keys) }
    var answers: [String: String] = [:]
    var missing: [MetadataItem] = []
    for item in items {
      if let answer = given[item.key] ?? item.defaultAnswer, !answer.isEmpty {
        if let fault = item.fault(of: answer) { faults.append(fault) }
        answers[item.key] = answer
      } else if item.isRequired {
        missing.append(item)
      }
    }
    guard faults.isEmpty, missing.isEmpty else {
      let lacks = missing.isEmpty ? [] : ["needs " + missing.map { "‘\($0.key)’" }.joined(separator: ", ")]
      let remedy = missing.map { "--set \($0.key)=\(quoted($0.example ?? "…"))" }.joined(separator: " ")
      throw DeliveryError(
        .invalidMetadata, subject: subject, fault: (lacks + faults).joined(separator: "; "), remedy: missing.isEmpty ? list : "add \(remedy)")
    }
    return answers
  }

  private static func quoted(_ text: String) -> String { text.contains(" ") ? "\"\(text)\"" : text }
}
