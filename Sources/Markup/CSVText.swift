// SPDX-License-Identifier: Apache-2.0

/// Comma-separated values as RFC 4180 has them: lines end in CRLF; cells with commas, quotes or line ends are quoted, quotes doubled. UTF-8 without a
/// byte order mark.
public enum CSVText {
  /// A line of cells.
  public static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

  /// Words from outside. Where a spreadsheet would run them as a formula (`=`, `+`, `-`, `@`, tab or return in front) they get an apostrophe before
  /// them, as spreadsheets themselves do, but for a number with its unit (`-23.0 LUFS ± 0.5 LU`), which is no formula; and what drives a terminal
  /// becomes U+FFFD; whoever reads the file with a program takes it off such cells.
  public static func disarmed(_ cell: String) -> String {
    let cell = visible(cell)
    guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), cell.wholeMatch(of: quantity) == nil else { return cell }
    return "'" + cell
  }

  /// A signed number and its unit: words of letters, numbers and `±` alone, so that nothing in it could be run.
  private static var quantity: Regex<Substring> { /[-+−][0-9]+(?:\.[0-9]+)?(?: (?:[A-Za-z%µ²³°]+|±|[0-9]+(?:\.[0-9]+)?))+/ }

  /// The cell with U+FFFD for what drives a terminal or turns the direction of writing; line ends and tabs stay.
  private static func visible(_ cell: String) -> String {
    let kept = cell.unicodeScalars.map { scalar -> Unicode.Scalar in
      if "\n\r\t\u{200C}\u{200D}".unicodeScalars.contains(scalar) { return scalar }
      return switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(kept))
  }

  private static func quoted(_ cell: String) -> String {
    // By scalar: "\r\n" is one Character, and a quotation mark may carry a combining accent.
    guard cell.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return cell }
    var quoted = "\""
    for scalar in cell.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
    return quoted + "\""
  }
}
