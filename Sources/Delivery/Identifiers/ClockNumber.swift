// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The number of a commercial in the United Kingdom and Ireland, `ABC/WXYZ001/030`: agency, advertiser, product, version and seconds.
///
/// Clearcast issues the agency's three letters; the agency makes the rest (Clearcast, “How do I create a clock number and slate?”). Above 180 seconds the long
/// form gives a digit of the version to the seconds, `ABC/WXYZ01/0720` (Peach, “What is a Clock Number”), so that a number has one form only. Without the slashes
/// the two cannot always be told apart: the number is what is stored, and names are made of it.
public struct ClockNumber: Hashable, Sendable, CustomStringConvertible {
  /// The agency, three letters.
  public let agency: String
  /// The advertiser, two letters.
  public let advertiser: String
  /// The product, two letters.
  public let product: String
  /// The version: up to 999, in the long form up to 99.
  public let version: Int
  /// How long the commercial runs on air.
  public let seconds: Int

  /// The longest that the short form can say.
  public static let longestShortForm = 180

  /// A number as read, with notes on what was put right: small letters, and `_` or `-` in place of the slashes, as file names have them.
  ///
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public static func reading(_ text: String) throws(IdentifierFault) -> (value: ClockNumber, notes: [String]) {
    var source = try IdentifierText(text, .clock)
    if source.bytes.contains(where: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }) {
      source.bytes = source.bytes.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") ? UInt8(ascii: "/") : $0 }
      source.notes.append("‘_’ and ‘-’ were read as slashes")
    }
    return (try ClockNumber(source), source.notes)
  }

  /// The number of these parts.
  ///
  /// - Throws: `IdentifierFault` with the part that is wrong.
  public init(agency: String, advertiser: String, product: String, version: Int, seconds: Int) throws(IdentifierFault) {
    let source = try IdentifierText("\(agency) \(advertiser) \(product) \(version) \(seconds)", .clock)
    for (part, letters, count) in [("agency", agency, 3), ("advertiser", advertiser, 2), ("product", product, 2)] {
      try Self.expect(
        letters.uppercased().utf8.prefix(count + 1).map(\.self)[...], part, count, source, "\(count == 3 ? "three" : "two") letters for it")
    }
    guard (0...(seconds > Self.longestShortForm ? 99 : 999)).contains(version) else {
      throw source.fault("version", "has \(version) for its version", "take one up to 999, or above \(Self.longestShortForm) seconds up to 99")
    }
    guard (1...9999).contains(seconds) else {
      throw source.fault("seconds", "has \(seconds) for its seconds", "say how many seconds go to air, up to 9999")
    }
    (self.agency, self.advertiser, self.product) = (agency.uppercased(), advertiser.uppercased(), product.uppercased())
    (self.version, self.seconds) = (version, seconds)
  }

  /// Whether the number is written in the long form.
  public var isLongForm: Bool { seconds > Self.longestShortForm }

  /// The number as it stands on the slate, in capitals with its slashes.
  public var description: String { Self.text(agency: agency, advertiser + product, version: version, seconds: seconds) }

  /// The version in as many digits as the form has.
  public var versionText: String { Self.digits(version, isLongForm ? 2 : 3) }

  /// The seconds in as many digits as the form has.
  public var secondsText: String { Self.digits(seconds, isLongForm ? 4 : 3) }

  // MARK: -

  private init(_ source: IdentifierText) throws(IdentifierFault) {
    let groups = source.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard groups.count == 3 else { throw Self.slashes(groups.count - 1, source) }
    try Self.expect(groups[0], "agency", 3, source, "the three letters that Clearcast gave the agency")
    let (letters, version) = (groups[1].prefix(4), groups[1].dropFirst(4))
    try Self.expect(letters.prefix(2), "advertiser", 2, source, "two letters for the advertiser, behind the first slash")
    try Self.expect(letters.dropFirst(2), "product", 2, source, "two letters for the product, behind the advertiser’s")
    let seconds = groups[2]
    guard let number = Self.number(version, 2...3) else {
      throw source.fault("version", "has ‘\(version.asText)’ for its version", "write three digits behind the product, in the long form two")
    }
    guard let length = Self.number(seconds, 3...4) else {
      throw source.fault("seconds", "has ‘\(seconds.asText)’ for its seconds", "write three digits behind the second slash, in the long form four")
    }
    guard version.count + seconds.count == 6 else {
      throw source.fault(
        version.count == 2 ? "version" : "seconds", "has \(version.count) digits of version and \(seconds.count) of seconds",
        "write three and three, or above \(Self.longestShortForm) seconds two and four")
    }
    guard length > 0 else { throw source.fault("seconds", "runs for no time at all", "write how many seconds go to air") }
    let isLong = seconds.count == 4
    guard isLong == (length > Self.longestShortForm) else { throw Self.form(isLong, groups, number, length, source) }
    (agency, advertiser, product) = (groups[0].asText, letters.prefix(2).asText, letters.dropFirst(2).asText)
    (self.version, self.seconds) = (number, length)
  }

  private static func text(agency: String, _ letters: String, version: Int, seconds: Int) -> String {
    let isLong = seconds > longestShortForm
    return "\(agency)/\(letters)\(digits(version, isLong ? 2 : 3))/\(digits(seconds, isLong ? 4 : 3))"
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  private static func number(_ digits: ArraySlice<UInt8>, _ counts: ClosedRange<Int>) -> Int? {
    guard counts.contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func expect(
    _ letters: ArraySlice<UInt8>, _ part: String, _ count: Int, _ source: IdentifierText, _ remedy: String
  ) throws(IdentifierFault) {
    guard letters.count == count, letters.allSatisfy(\.isLetter) else {
      throw source.fault(part, "has ‘\(letters.asText)’ for its \(part)", "write \(remedy)")
    }
  }

  private static func slashes(_ count: Int, _ source: IdentifierText) -> IdentifierFault {
    let fault = "has \(count == 0 ? "no slash" : count == 1 ? "one slash" : "\(count) slashes")"
    let bytes = source.bytes
    // Both forms have 13 letters and digits, and few of them can be read as either.
    let guesses = [10, 9].compactMap { version in
      bytes.count == 13 ? try? reading("\(bytes[..<3].asText)/\(bytes[3..<version].asText)/\(bytes[version...].asText)").value.description : nil
    }
    if count == 0, !guesses.isEmpty {
      let words = guesses.map { "‘\($0)’" }.joined(separator: " or ")
      return source.fault("slashes", fault, "write \(words), whichever the slate says; a file name is not the number")
    }
    return source.fault("slashes", fault, "write two, one behind the agency and one before the seconds, as \(IdentifierKind.clock.example)")
  }

  private static func form(
    _ isLong: Bool, _ groups: [ArraySlice<UInt8>], _ version: Int, _ seconds: Int, _ source: IdentifierText
  ) -> IdentifierFault {
    let right = text(agency: groups[0].asText, groups[1].prefix(4).asText, version: version, seconds: seconds)
    let fault = "says \(seconds) seconds in the \(isLong ? "long" : "short") form"
    guard isLong || version <= 99 else {
      return source.fault("version", fault, "above \(longestShortForm) seconds the version has two digits: take one below 100")
    }
    return source.fault("seconds", fault, "write \(right); the long form is for what runs longer than \(longestShortForm) seconds")
  }
}
