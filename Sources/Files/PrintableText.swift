// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text fit for one line of a terminal or a log. What would break the line, drive the terminal or turn the direction of writing is
  /// shown as an escape, `\u{1B}`; a name from outside can then neither hide nor pretend.
  public var printable: String {
    var line = ""
    for scalar in unicodeScalars {
      if Self.acts(scalar) { line += scalar.escaped(asASCII: true) } else { line.unicodeScalars.append(scalar) }
    }
    return line
  }

  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    // Joiners are part of emoji and of Indic and Persian spelling.
    if scalar.value == 0x200C || scalar.value == 0x200D { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
