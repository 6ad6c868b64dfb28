// SPDX-License-Identifier: Apache-2.0

/// JSON that comes out the same, byte for byte, wherever the same values are written: the JSON Canonicalization Scheme (RFC 8785) for the
/// values an audit entry has. No white space; names sorted by their UTF-16 code units (3.2.3); the shortest escapes (3.2.2.2); characters
/// beyond ASCII as they are, not normalized. Whole numbers are written out in full also beyond 2⁵³, where RFC 8785 would have them rounded.
public enum CanonicalJSON {
  /// An object of audit values.
  public static func text(_ object: [String: AuditValue]) -> String {
    write(object.map { ($0.key, text($0.value)) })
  }

  /// An object whose values are written already.
  static func write(_ members: [(name: String, json: String)]) -> String {
    let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    return "{" + sorted.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
  }

  /// A value.
  static func text(_ value: AuditValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .null: "null"
    }
  }

  /// Text in quotes.
  static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\u{8}": json += "\\b"
      case "\t": json += "\\t"
      case "\n": json += "\\n"
      case "\u{C}": json += "\\f"
      case "\r": json += "\\r"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
