// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text fit for one line of a terminal or a log. What would break the line, drive the terminal or turn the direction of writing is
  /// shown as an escape, `\u{1B}`; a name from outside can then neither hide nor pretend.
  public var printable: String {
    // Almost all text is of plain letters, and to ask for a character's category takes longer than all else that is done with a line.
    guard utf8.contains(where: { !Self.isPlain($0) }) else { return self }
    var line = ""
    for scalar in unicodeScalars {
      if Self.acts(scalar) { line += scalar.escaped(asASCII: true) } else { line.unicodeScalars.append(scalar) }
    }
    return line
  }

  /// Whether a byte is a letter, figure or sign of ASCII, or a space.
  private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    // Joiners are part of emoji and of Indic and Persian spelling.
    if scalar.value == 0x200C || scalar.value == 0x200D { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
