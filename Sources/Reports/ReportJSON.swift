// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// The JSON of reports: the same value always gives the same bytes (RFC 8259, UTF-8, indented by two spaces, ends in a line feed).
///
/// Keys are sorted, dates are ISO 8601 in UTC, and a property without a value is written as `null`, not left out, so that a reader finds
/// the same shape each time.
public enum ReportJSON {
  /// `value` as JSON.
  ///
  /// - Throws: `ReportsError.notEncodable` where it holds a number that JSON has no notation for, such as infinity.
  public static func encode(_ value: some Encodable) throws -> Data {
    let tree = try JSONTreeEncoder.tree(of: value, at: [])
    return Data((JSONText.text(of: tree, indent: "") + "\n").utf8)
  }
}

/// A JSON value before it is written.
indirect enum JSONTree {
  case null
  case bool(Bool)
  /// A number as its text.
  case number(String)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])
}

/// Writes a tree as text.
private enum JSONText {
  static func text(of tree: JSONTree, indent: String) -> String {
    let inner = indent + "  "
    switch tree {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let text): return text
    case .string(let text): return quoted(text)
    case .array(let values) where values.isEmpty: return "[]"
    case .array(let values) where values.allSatisfy(\.isScalar):
      return "[" + values.map { text(of: $0, indent: inner) }.joined(separator: ", ") + "]"
    case .array(let values):
      return "[\n" + values.map { inner + text(of: $0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.sorted { $0.key < $1.key }.map { "\(inner)\(quoted($0.key)): \(text(of: $0.value, indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  /// RFC 8259, 7: quotation mark, reverse solidus and U+0000 to U+001F are escaped.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<"\u{20}": quoted += String(format: "\\u%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension JSONTree {
  fileprivate var isScalar: Bool {
    switch self {
    case .null, .bool, .number: true
    case .string, .array, .object: false
    }
  }
}
