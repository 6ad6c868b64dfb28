// SPDX-License-Identifier: Apache-2.0

/// A text that should be an identifier: plain capital letters, digits and signs, with notes on what was put right to make it so.
///
/// Texts come from slates, mails and spreadsheets and may be of any length. What is too long to be an identifier is refused before it is looked at closely.
struct IdentifierText {
  /// What it should be.
  let kind: IdentifierKind
  /// The text as it was given, for messages.
  let given: String
  /// The text in capitals, without white space around it.
  var bytes: [UInt8]
  /// What was put right.
  var notes: [String] = []

  private static let longest = 128, shown = 40

  /// Puts right what can be meant in one way only: white space around the text, and small letters.
  init(_ text: String, _ kind: IdentifierKind) throws(IdentifierFault) {
    self.kind = kind
    given = Self.excerpt(text)
    bytes = []
    let all = text.utf8
    let count = all.count
    let leading = all.prefix { $0.isSpace }.count
    guard leading < count else { throw IdentifierFault(kind, given, part: "text", "is empty", "write \(kind.withArticle), as \(kind.example)") }
    let trailing = all.reversed().prefix { $0.isSpace }.count
    let inner = count - leading - trailing
    guard inner <= Self.longest else {
      throw IdentifierFault(
        kind, given, part: "length", "has \(inner) bytes, more than any \(kind.words)", "write the \(kind.words) alone, as \(kind.example)")
    }
    bytes = Array(all.dropFirst(leading).prefix(inner))
    if inner < count { notes.append("white space around it was left out") }
    if let place = bytes.firstIndex(where: { !(0x20..<0x7F).contains($0) }) {
      let sign = String(decoding: bytes[place...], as: UTF8.self).unicodeScalars.first.map { "‘\(String($0))’" } ?? "a sign"
      throw IdentifierFault(
        kind, given, part: "characters", "has \(sign) after \(place) characters", "use plain letters and digits only, as \(kind.example)")
    }
    if bytes.contains(where: { (0x61...0x7A).contains($0) }) {
      bytes = bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
      notes.append("small letters were read as capitals")
    }
  }

  /// The text as far as it was put right.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A fault in one part of it.
  func fault(_ part: String, _ fault: String, _ remedy: String) -> IdentifierFault { IdentifierFault(kind, given, part: part, fault, remedy) }

  /// Takes `prefix` off the beginning, where it stands there.
  mutating func drop(prefix: String) -> Bool {
    guard bytes.starts(with: prefix.utf8) else { return false }
    bytes.removeFirst(prefix.utf8.count)
    return true
  }

  /// The beginning of a text of any length.
  static func excerpt(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(shown + 1)
    guard scalars.count > shown else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(shown))) + "…"
  }
}

extension UInt8 {
  /// Whether it is a digit of ASCII.
  var isDigit: Bool { (0x30...0x39).contains(self) }
  /// Whether it is a capital letter of ASCII.
  var isLetter: Bool { (0x41...0x5A).contains(self) }
  /// Whether it is a hexadecimal digit, letters in capitals.
  var isHexadecimal: Bool { isDigit || (0x41...0x46).contains(self) }
  fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension Sequence<UInt8> {
  /// The bytes, which are ASCII, as text.
  var asText: String { String(decoding: Array(self), as: UTF8.self) }
}
