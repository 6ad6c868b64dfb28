// SPDX-License-Identifier: Apache-2.0

extension CanonicalJSON {
  /// A list of values that are written already.
  static func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

  /// Canonical JSON laid out for people, a member a line: the same values, with white space between them.
  static func laidOut(_ json: String) -> String {
    var (text, depth, scanner) = ("", 0, StringScanner())
    var previous: Unicode.Scalar = " "
    func newLine() -> String { "\n" + String(repeating: "  ", count: depth) }
    for scalar in json.unicodeScalars {
      defer { previous = scalar }
      guard !scanner.isInString(with: scalar) else {
        if "[{".unicodeScalars.contains(previous), scanner.hasJustOpened { text += newLine() }
        text.unicodeScalars.append(scalar)
        continue
      }
      let opensEmpty = "[{".unicodeScalars.contains(previous)
      switch scalar {
      case "}", "]":
        depth -= 1
        text += (opensEmpty ? "" : newLine()) + String(scalar)
      case "{", "[":
        text += (opensEmpty ? newLine() : "") + String(scalar)
        depth += 1
      case ",": text += "," + newLine()
      case ":": text += ": "
      default:
        if opensEmpty { text += newLine() }
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\n"
  }

  /// A JSON text without the white space between its values. Nothing else is looked at: what comes out is JSON if what went in was.
  static func withoutWhiteSpace(_ json: String) -> String {
    var (text, scanner) = ("", StringScanner())
    for scalar in json.unicodeScalars where scanner.isInString(with: scalar) || !" \t\r\n".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}

/// Tells what of a JSON text is inside a string, quotation marks included.
private struct StringScanner {
  private(set) var hasJustOpened = false
  private var isOpen = false
  private var isEscaped = false

  mutating func isInString(with scalar: Unicode.Scalar) -> Bool {
    hasJustOpened = false
    guard isOpen else {
      (isOpen, hasJustOpened) = (scalar == "\"", scalar == "\"")
      return isOpen
    }
    if isEscaped {
      isEscaped = false
    } else if scalar == "\\" {
      isEscaped = true
    } else if scalar == "\"" {
      isOpen = false
    }
    return true
  }
}
