// SPDX-License-Identifier: Apache-2.0

/// The number of an advertisement in the United States, `ABCD1234000H`: a licensed prefix of four, a code of seven, and for pictures in high definition or 3D
/// a letter (Ad-ID, “Components of an Ad-ID code”).
public struct AdID: Hashable, Sendable, CustomStringConvertible {
  /// What the twelfth character says of the pictures.
  public enum Definition: String, Hashable, Sendable, Codable, CaseIterable {
    /// No twelfth character: standard definition, or no pictures.
    case standard = ""
    /// High definition.
    case high = "H"
    /// 3D.
    case stereoscopic = "D"
  }

  /// The advertiser's prefix: letters and digits, the first no zero.
  public let prefix: String
  /// The seven letters and digits behind it.
  public let code: String
  /// What the twelfth character says.
  public let definition: Definition

  /// An Ad-ID as read, with notes on what was put right.
  ///
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public static func reading(_ text: String) throws(IdentifierFault) -> (value: AdID, notes: [String]) {
    var source = try IdentifierText(text, .adID)
    let bytes = source.bytes.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    if bytes.count < source.bytes.count { source.notes.append("spaces and dashes were left out") }
    source.bytes = bytes
    return (try AdID(source), source.notes)
  }

  /// The Ad-ID in capitals.
  public var description: String { prefix + code + definition.rawValue }

  // MARK: -

  private init(_ source: IdentifierText) throws(IdentifierFault) {
    let bytes = source.bytes
    if let place = bytes.firstIndex(where: { !$0.isLetter && !$0.isDigit }) {
      throw source.fault(
        place < 4 ? "prefix" : "code", "has ‘\(bytes[place...place].asText)’ as its character \(place + 1)", "use letters and digits only")
    }
    guard (11...12).contains(bytes.count) else {
      throw source.fault(
        "length", "has \(bytes.count) characters",
        "write 11, or 12 with ‘H’ (high definition) or ‘D’ (3D) at the end, as \(IdentifierKind.adID.example)")
    }
    guard bytes[0] != UInt8(ascii: "0") else {
      throw source.fault("prefix", "begins with a zero", "look whether it is the letter ‘O’: no prefix begins with a zero")
    }
    guard let definition = Definition(rawValue: bytes.dropFirst(11).asText) else {
      throw source.fault(
        "definition", "ends in ‘\(bytes[11...].asText)’", "end it with ‘H’ (high definition) or ‘D’ (3D), or leave it at 11 characters")
    }
    (prefix, code) = (bytes.prefix(4).asText, bytes[4..<11].asText)
    self.definition = definition
  }
}
