// SPDX-License-Identifier: Apache-2.0

import Files

/// Something that a specification wants to be told of a programme: a key of `--set`, in the standard's own item name.
public struct MetadataItem: Hashable, Sendable, Encodable {
  /// The key, in camelCase: `seriesTitle`.
  public let key: String
  /// What to answer, for people.
  public let help: String
  /// Whether a delivery cannot be made without it.
  public let isRequired: Bool
  /// The answer where none is given.
  public let defaultAnswer: String?
  /// The answers there are, where only some are accepted.
  public let choices: [String]
  /// A regular expression that the whole answer has to match.
  public let pattern: String?
  /// An answer of the right form.
  public let example: String?
  /// The longest answer, in characters.
  public let maximumLength: Int
  /// The document that asks for it.
  public let source: SpecificationSource

  /// What is wrong with `answer`, as the end of a sentence; `nil` where nothing is.
  func fault(of answer: String) -> String? {
    let expected = example.map { ", as ‘\($0)’" } ?? ""
    if answer.count > maximumLength { return "‘\(key)’ has \(answer.count) characters where \(maximumLength) are allowed" }
    if answer.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) { return "‘\(key)’ holds a control character" }
    if !choices.isEmpty, !choices.contains(answer) {
      return "‘\(key)’ is ‘\(answer)’, which is none of \(choices.joined(separator: ", "))" + NearestName.question(answer, among: choices)
    }
    if let pattern, !Self.matches(answer, pattern) { return "‘\(key)’ is ‘\(answer)’, which is not of the form asked for\(expected)" }
    return nil
  }

  /// Whether `pattern` is a regular expression that matches the whole of `text`.
  static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = try? Regex(pattern) else { return false }
    return text.wholeMatch(of: expression) != nil
  }
}

extension DeliverySpec {
  /// The answers to everything this specification asks for: those given, and its defaults for the rest.
  ///
  /// - Throws: one `DeliveryError.invalidMetadata` that names everything missing, unknown or malformed at once.
  public func answers(to given: [String: String]) throws(DeliveryError) -> [String: String] {
    try MetadataItem.answers(to: given, of: metadata, subject: "‘\(name)’", list: "‘lineup specs show \(name)’ lists what it asks for")
  }
}
