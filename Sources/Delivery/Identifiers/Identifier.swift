// SPDX-License-Identifier: Apache-2.0

/// An identifier of any kind that is understood.
public enum Identifier: Hashable, Sendable, CustomStringConvertible {
  /// A clock number.
  case clock(ClockNumber)
  /// An Ad-ID.
  case adID(AdID)
  /// An identifier of the Entertainment Identifier Registry.
  case eidr(EIDR)
  /// An International Standard Audiovisual Number.
  case isan(ISAN)

  /// An identifier as read, with notes on what was put right.
  ///
  /// - Parameter kind: what the text should be; told by its look where `nil`.
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public static func reading(_ text: String, as kind: IdentifierKind? = nil) throws(IdentifierFault) -> (value: Identifier, notes: [String]) {
    guard let kind = kind ?? self.kind(of: text) else {
      let examples = IdentifierKind.allCases.map { "\($0.withArticle) (\($0.example))" }.joined(separator: ", ")
      throw IdentifierFault(
        nil, IdentifierText.excerpt(text), part: "kind", "looks like no identifier that is known here", "say what it should be; there is \(examples)")
    }
    switch kind {
    case .clock:
      let (value, notes) = try ClockNumber.reading(text)
      return (.clock(value), notes)
    case .adID:
      let (value, notes) = try AdID.reading(text)
      return (.adID(value), notes)
    case .eidr:
      let (value, notes) = try EIDR.reading(text)
      return (.eidr(value), notes)
    case .isan:
      let (value, notes) = try ISAN.reading(text)
      return (.isan(value), notes)
    }
  }

  /// Its kind.
  public var kind: IdentifierKind {
    switch self {
    case .clock: .clock
    case .adID: .adID
    case .eidr: .eidr
    case .isan: .isan
    }
  }

  /// Its canonical form: what is stored, and compared with.
  public var description: String {
    switch self {
    case .clock(let value): value.description
    case .adID(let value): value.description
    case .eidr(let value): value.description
    case .isan(let value): value.description
    }
  }

  /// Its parts by their names, in their order.
  public var parts: [(name: String, text: String)] {
    switch self {
    case .clock(let value):
      [
        ("agency", value.agency), ("advertiser", value.advertiser), ("product", value.product), ("version", value.versionText),
        ("seconds", value.secondsText),
      ]
    case .adID(let value): [("prefix", value.prefix), ("code", value.code), ("definition", value.definition.rawValue)].filter { !$0.1.isEmpty }
    case .eidr(let value): [("digits", value.digits), ("check character", String(value.check))]
    case .isan(let value): [("root", value.root), ("episode", value.episode)] + (value.version.map { [("version", $0)] } ?? [])
    }
  }

  /// The kind that a text looks like, right or wrong; `nil` where it looks like none. No kind is guessed for what is far too long.
  static func kind(of text: String) -> IdentifierKind? {
    guard let source = try? IdentifierText(text, .clock) else { return nil }
    let signs = source.bytes.filter { !$0.isLetter && !$0.isDigit }
    let count = source.bytes.count - signs.count
    if source.text.contains("10.52") || source.text.contains("EIDR") { return .eidr }
    if source.bytes.starts(with: "ISAN".utf8) || source.bytes.starts(with: "URN:ISAN".utf8) { return .isan }
    if signs.contains(UInt8(ascii: "/")) || signs.contains(UInt8(ascii: "_")) { return .clock }
    guard signs.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") }) else { return nil }
    return switch count {
    case 10, 11: .adID
    case 12: signs == [UInt8(ascii: "-"), UInt8(ascii: "-")] ? .clock : .adID
    case 13: .clock
    case 15...28: .isan
    default: nil
    }
  }
}
