// SPDX-License-Identifier: Apache-2.0

/// An International Standard Audiovisual Number, `ISAN 0000-0000-D07A-0090-Q-0000-0000-X`: twelve hexadecimal digits for the work, four for the episode, and
/// eight for the version where one is named; a check character follows the episode, and another, over all the digits, the version (ISO 15706-1 and -2).
public struct ISAN: Hashable, Sendable, CustomStringConvertible {
  /// The work, twelve hexadecimal digits in capitals.
  public let root: String
  /// The episode or part, four digits; zeros where there is none.
  public let episode: String
  /// The version, eight digits; `nil` where none is named.
  public let version: String?

  /// A number as read, with notes on what was put right: a missing `ISAN`, other dashes, and missing check characters, which machines leave out.
  ///
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public static func reading(_ text: String) throws(IdentifierFault) -> (value: ISAN, notes: [String]) {
    var source = try IdentifierText(text, .isan)
    if source.drop(prefix: "URN:ISAN:") || source.drop(prefix: "ISAN") { source.bytes = source.bytes.drop { $0 == 0x20 || $0 == 0x3A }.map(\.self) }
    let typed = source.text
    source.bytes.removeAll { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") }
    let hasChecks = ![16, 24].contains(source.bytes.count)
    let value = try ISAN(source)
    if !hasChecks {
      source.notes.append("it has no check characters, so that nothing shows whether it was typed right")
    } else if "ISAN \(typed)" != value.description {
      source.notes.append("dashes were put in")
    }
    return (value, source.notes)
  }

  /// The number as people write it, with its check characters.
  public var description: String {
    let digits = Array((root + episode).utf8)
    let groups = stride(from: 0, to: 16, by: 4).map { digits[$0..<$0 + 4].asText }
    let work = "ISAN \(groups.joined(separator: "-"))-\([CheckCharacter.mod37And36(digits)].asText)"
    guard let version else { return work }
    let check = [CheckCharacter.mod37And36(digits + Array(version.utf8))].asText
    return "\(work)-\(version.prefix(4))-\(version.suffix(4))-\(check)"
  }

  // MARK: -

  private init(_ source: IdentifierText) throws(IdentifierFault) {
    let bytes = source.bytes
    guard [16, 17, 24, 26].contains(bytes.count) else {
      throw source.fault(
        "length", "has \(bytes.count) digits and check characters",
        "write 16 digits and a check character, with a version 8 digits and another more, as \(IdentifierKind.isan.example)")
    }
    let hasChecks = bytes.count == 17 || bytes.count == 26
    let work = bytes.prefix(16)
    let version = bytes.dropFirst(hasChecks ? 17 : 16).prefix(8)
    try Self.expect(work, 0, "episode", source)
    try Self.expect(version, 16, "version", source)
    if hasChecks {
      try Self.expect(bytes[16], over: work, "the work and episode", source)
      if bytes.count == 26 { try Self.expect(bytes[25], over: work + version, "all digits", source) }
    }
    (root, episode) = (work.prefix(12).asText, work.dropFirst(12).asText)
    self.version = version.isEmpty ? nil : version.asText
  }

  private static func expect(_ digits: ArraySlice<UInt8>, _ first: Int, _ part: String, _ source: IdentifierText) throws(IdentifierFault) {
    guard let place = digits.firstIndex(where: { !$0.isHexadecimal }) else { return }
    let number = first + digits.distance(from: digits.startIndex, to: place) + 1
    throw source.fault(
      number <= 12 ? "root" : part, "has ‘\(digits[place...place].asText)’ as digit \(number)",
      "use 0 to 9 and A to F; look whether an ‘O’ is a zero or an ‘I’ a one")
  }

  private static func expect(_ check: UInt8, over digits: ArraySlice<UInt8>, _ what: String, _ source: IdentifierText) throws(IdentifierFault) {
    let right = CheckCharacter.mod37And36(digits)
    guard check != right else { return }
    throw source.fault(
      "check character", "has ‘\([check].asText)’ where \(what) ask for ‘\([right].asText)’",
      "compare it with the registry: a digit is wrong, or the check character is")
  }
}
