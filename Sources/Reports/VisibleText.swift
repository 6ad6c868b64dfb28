// SPDX-License-Identifier: Apache-2.0

import Mustache

/// The one door through which text from outside enters a report's HTML and SVG.
///
/// Markup is escaped by Unicode scalar, not by character: a quotation mark that carries a combining accent is a quotation mark to a
/// browser. Controls and direction overrides, which would break a line or show a file name backwards, are made visible instead of obeyed.
struct VisibleText: MustacheContentType {
  /// The name by which templates ask for it: `{{% CONTENT_TYPE: REPORT}}`.
  static let contentType = "REPORT"

  /// `text` with nothing in it that HTML, XML or a line of type would act on.
  func escapeText(_ text: String) -> String { Self.escape(text) }

  /// `text` with nothing in it that HTML, XML or a line of type would act on.
  static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(contentsOf: visible(scalar))
      }
    }
    return escaped
  }

  /// A scalar as it may be printed: itself, or its number where it has no shape of its own.
  private static func visible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // Joiners are part of emoji and of Indic and Persian spelling.
    if scalar.value == 0x200C || scalar.value == 0x200D { return [scalar] }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return Array("‹U+\(hexadecimal(scalar.value))›".unicodeScalars)
    default: return [scalar]
    }
  }

  /// At least four digits, as Unicode writes its numbers.
  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
