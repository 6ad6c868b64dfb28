// SPDX-License-Identifier: Apache-2.0

/// An identifier of the Entertainment Identifier Registry, `10.5240/7791-8534-2C23-9030-8610-5`: a DOI whose suffix is twenty hexadecimal digits and a check
/// character over these (EIDR ID Format; DOI Handbook, “Considerations about the use of check digits”).
public struct EIDR: Hashable, Sendable, CustomStringConvertible {
  /// The twenty hexadecimal digits, in capitals.
  public let digits: String
  /// The check character, which follows from the digits.
  public let check: Character

  private static let prefix = "10.5240/"
  private static let addresses = ["HTTPS://DOI.ORG/", "HTTPS://UI.EIDR.ORG/VIEW/CONTENT?ID=", "DOI:", "URN:EIDR:", "EIDR:", "EIDR "]

  /// An identifier as read, with notes on what was put right: an address or `urn:eidr:` before it, and missing dashes.
  ///
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public static func reading(_ text: String) throws(IdentifierFault) -> (value: EIDR, notes: [String]) {
    var source = try IdentifierText(text, .eidr)
    for address in addresses where source.drop(prefix: address) {
      source.notes.append("what stands before ‘10.’ was left out")
      break
    }
    if source.drop(prefix: "10.5240:") { source.bytes = Array(prefix.utf8) + source.bytes }  // the form of a URN (RFC 7972)
    let value = try EIDR(source)
    if source.text != value.description { source.notes.append("dashes were put in") }
    return (value, source.notes)
  }

  /// The canonical form.
  public var description: String {
    let groups = stride(from: 0, to: 20, by: 4).map { digits.dropFirst($0).prefix(4) }
    return "\(Self.prefix)\(groups.joined(separator: "-"))-\(check)"
  }

  // MARK: -

  private init(_ source: IdentifierText) throws(IdentifierFault) {
    var rest = source
    guard rest.drop(prefix: Self.prefix) else {
      throw source.fault("prefix", "does not begin with ‘\(Self.prefix)’", "write the identifier of the content, as \(IdentifierKind.eidr.example)")
    }
    let suffix = rest.bytes
    let characters = suffix.filter { $0 != UInt8(ascii: "-") }
    let dashes = suffix.indices.filter { suffix[$0] == UInt8(ascii: "-") }
    guard dashes.isEmpty || dashes == [4, 9, 14, 19, 24] || characters.count != 21 else {
      throw source.fault("suffix", "has its dashes in other places", "write five groups of four digits, and the check character, with dashes between")
    }
    if let place = characters.prefix(20).firstIndex(where: { !$0.isHexadecimal }) {
      throw source.fault(
        "suffix", "has ‘\(characters[place...place].asText)’ as digit \(place + 1)",
        "use 0 to 9 and A to F; look whether an ‘O’ is a zero or an ‘I’ a one")
    }
    guard characters.count >= 20 else {
      throw source.fault("suffix", "has \(characters.count) of 20 digits", "write five groups of four, and the check character")
    }
    let check = CheckCharacter.mod37And36(characters.prefix(20))
    guard characters.count == 21 else {
      let fault = characters.count == 20 ? "has no check character" : "has \(characters.count - 21) characters too many"
      let remedy = characters.count == 20 ? "if the digits are right, it is ‘\([check].asText)’" : "write 20 digits and one check character"
      throw source.fault(characters.count == 20 ? "check character" : "suffix", fault, remedy)
    }
    guard characters[20] == check else {
      throw source.fault(
        "check character", "ends in ‘\(characters[20...].asText)’ where its digits ask for ‘\([check].asText)’",
        "compare it with the registry: a digit is wrong, or the check character is")
    }
    digits = characters.prefix(20).asText
    self.check = Character(UnicodeScalar(check))
  }
}
