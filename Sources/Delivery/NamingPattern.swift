// SPDX-License-Identifier: Apache-2.0

import Files

/// How a delivered file is named: plain text with fields in braces, as `{seriesTitle}_{version}_{spec}.mov`.
///
/// A pattern is checked when it is read. Values are made fit for every file system (other scripts romanised, spaces and reserved characters
/// turned into dashes), so a title can never lead out of the folder; a name never comes out empty.
public struct NamingPattern: Hashable, Sendable, CustomStringConvertible {
  /// Fields that need no `--set`: Lineup fills them in.
  public enum BuiltInField: String, CaseIterable, Sendable {
    /// The specification's name.
    case spec
    /// The name of the source file without its extension.
    case source
    /// The day of delivery as `20261127`.
    case date
  }

  private enum Part: Hashable, Sendable {
    case text(String)
    case field(String)
  }

  /// The pattern as it was written.
  public let description: String
  private let parts: [Part]

  /// The pattern that `text` describes, which may use the built-in fields and `fields`.
  ///
  /// - Throws: `DeliveryError.invalidPattern` for an unknown field, a stray brace, a character that file systems refuse, or no extension.
  public init(_ text: String, fields: [String]) throws(DeliveryError) {
    description = text
    let known = BuiltInField.allCases.map(\.rawValue) + fields
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw Self.error(text, "has a ‘{’ that nothing closes", "write fields as {seriesTitle}") }
        let field = String(rest[rest.index(after: rest.startIndex)..<end])
        guard known.contains(field) else {
          throw Self.error(
            text, "asks for ‘{\(field)}’, which nothing gives\(NearestName.question(field, among: known))", "use \(known.joined(separator: ", "))")
        }
        parts.append(.field(field))
        rest = rest[rest.index(after: end)...]
      } else {
        let plain = String(rest.prefix { $0 != "{" })
        let refused = plain.first { !($0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0))) }
        if let refused {
          throw Self.error(text, "has ‘\(refused)’, which not every file system takes", "use letters, digits, dots, dashes and underscores")
        }
        parts.append(.text(plain))
        rest = rest.dropFirst(plain.count)
      }
    }
    self.parts = parts
    guard case .text(let tail)? = parts.last, let dot = tail.lastIndex(of: "."), tail.index(after: dot) < tail.endIndex else {
      throw Self.error(text, "has no extension", "end it with the wrapper’s, as ‘.mov’")
    }
    guard !text.hasPrefix(".") else { throw Self.error(text, "has no name before its extension", "begin it with a field such as {source}") }
  }

  /// The fields that it uses, in order.
  public var fields: [String] { parts.compactMap { if case .field(let name) = $0 { name } else { nil } } }

  /// The extension that every name has, without its dot.
  public var fileExtension: String { String(description.split(separator: ".").last ?? "") }

  /// The file name for `values`.
  ///
  /// - Throws: `DeliveryError.invalidMetadata` naming the field that is missing or of which nothing is left, or that makes the name too long.
  public func fileName(_ values: [String: String]) throws(DeliveryError) -> String {
    var name = ""
    var longest = (field: "", count: 0)
    for part in parts {
      switch part {
      case .text(let text): name += text
      case .field(let field):
        let value = values[field] ?? ""
        guard !value.isEmpty else { throw Self.missing(field, in: description) }
        let plain = FileSystemName.sanitized(value)
        guard !plain.isEmpty else {
          throw DeliveryError(
            .invalidMetadata, subject: "‘\(value)’", fault: "leaves nothing that a file name may hold",
            remedy: Self.remedy(field, "in letters or digits"))
        }
        if plain.utf8.count > longest.count { longest = (field, plain.utf8.count) }
        name += plain
      }
    }
    guard name.utf8.count <= FileSystemName.maximumByteCount else {
      throw DeliveryError(
        .invalidMetadata, subject: "the file name ‘\(name.prefix(40))…’",
        fault: "has \(name.utf8.count) bytes where file systems take \(FileSystemName.maximumByteCount)",
        remedy: Self.remedy(longest.field, "to something shorter"))
    }
    guard !FileSystemName.isReserved(name) else {
      throw DeliveryError(
        .invalidMetadata, subject: "the file name ‘\(name)’", fault: "is a device’s name on Windows",
        remedy: Self.remedy(longest.field, "to another value"))
    }
    return name
  }

  // MARK: -

  private static func missing(_ field: String, in pattern: String) -> DeliveryError {
    DeliveryError(.invalidMetadata, subject: "the name ‘\(pattern)’", fault: "needs ‘\(field)’", remedy: remedy(field, ""))
  }

  private static func remedy(_ field: String, _ how: String) -> String {
    let hint = BuiltInField(rawValue: field) == nil ? "give --set \(field)=…" : "choose ‘\(field)’"
    return how.isEmpty ? hint : "\(hint) \(how)"
  }

  private static func error(_ pattern: String, _ fault: String, _ remedy: String) -> DeliveryError {
    DeliveryError(.invalidPattern, subject: "the naming pattern ‘\(pattern)’", fault: fault, remedy: remedy)
  }
}

extension NamingPattern: Encodable {
  /// The pattern as it was written.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
