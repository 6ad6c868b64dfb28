// SPDX-License-Identifier: Apache-2.0

/// The character classes of XML 1.0, fifth edition.
enum MarkupCharacter {
  /// Production 2, Char: what may stand in a document at all.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Production 4, NameStartChar, without the colon, which separates prefixes (Namespaces in XML 1.0, production 4).
  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
      0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// Production 4a, NameChar, without the colon.
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: startsName(scalar)
    }
  }

  /// Whether `text` is a name without a colon.
  static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, startsName(first) else { return false }
    return text.unicodeScalars.dropFirst().allSatisfy(continuesName)
  }

  /// Production 3, S: white space.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x9 || byte == 0xA || byte == 0xD }
}
