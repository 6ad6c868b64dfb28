// SPDX-License-Identifier: Apache-2.0

extension FrameRate: CustomStringConvertible {
  /// The rate as people type it: `25`, `23.976`, `29.97df`; a rate without a name as a fraction, `25/2`.
  public var description: String {
    let name: String
    if denominator == 1 {
      name = "\(numerator)"
    } else if let spoken = FrameRate.spoken.first(where: { denominator == 1001 && numerator == $0.nominal * 1000 }) {
      name = spoken.name
    } else {
      name = "\(numerator)/\(denominator)"
    }
    return isDropFrame ? name + "df" : name
  }

  /// A rate from text as people type it.
  ///
  /// Understood are whole numbers (`25`), fractions (`24000/1001`), decimals (`12.5`), each with `p` or `fps` after it or not, and `df` or
  /// `ndf` last; case and spaces before these do not matter. A decimal name of an NTSC rate, rounded to two places or more (`23.98`,
  /// `23.976`, `59.94`), means that rate exactly: 29.97 is 30000/1001. Other decimals are taken at their word, except those so close to
  /// an NTSC rate that they are likely a slip.
  ///
  /// - Throws: `TimingError.invalidRate` or `.noDropFrame`, with what to type instead.
  public init(_ text: String) throws(TimingError) {
    var rest = Substring(text.lowercased())
    func drop(_ suffix: String) -> Bool {
      while rest.last == " " { rest.removeLast() }
      guard rest.hasSuffix(suffix) else { return false }
      rest.removeLast(suffix.count)
      return true
    }
    let isPlain = drop("ndf")
    let isDrop = !isPlain && drop("df")
    _ = drop("fps") || drop("p")
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }

    let parts: (Int, Int)
    if let fraction = FrameRate.fraction(rest) {
      parts = fraction
    } else if let decimal = FrameRate.decimal(rest) {
      parts = try FrameRate.resolved(decimal, text: text)
    } else {
      throw TimingError(.invalidRate, subject: text, remedy: "type a rate such as 25, 29.97df or 24000/1001")
    }
    try self.init(parts.0, parts.1, dropFrame: isDrop)
  }

  // MARK: -

  /// What people call the rates of n × 1000/1001.
  private static let spoken: [(nominal: Int, name: String)] = [
    (24, "23.976"), (25, "24.975"), (30, "29.97"), (48, "47.952"), (60, "59.94"), (96, "95.904"), (120, "119.88"),
  ]

  /// `25` or `24000/1001`.
  private static func fraction(_ text: Substring) -> (Int, Int)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let numerator = digits(first) else { return nil }
    guard parts.count == 2 else { return (numerator, 1) }
    return digits(parts[1]).map { (numerator, $0) }
  }

  /// `12.5` as 125 tenths: (125, 10).
  private static func decimal(_ text: Substring) -> (Int, Int)? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let whole = digits(parts[0]), whole < 100_000, let tail = digits(parts[1]), parts[1].count <= 6 else { return nil }
    let scale = (0..<parts[1].count).reduce(1) { scale, _ in scale * 10 }
    return (whole * scale + tail, scale)
  }

  private static func digits(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }

  /// The exact fraction that a decimal stands for.
  private static func resolved(_ decimal: (value: Int, scale: Int), text: String) throws(TimingError) -> (Int, Int) {
    for (nominal, name) in spoken where decimal.value % decimal.scale != 0 {
      let exact = nominal * 1000 * decimal.scale  // in 1001ths of the decimal's last place
      if decimal.scale >= 100, decimal.value == (exact * 2 + 1001) / 2002 { return (nominal * 1000, 1001) }
      guard abs(decimal.value * 1001 - exact) * 40 > 1001 * decimal.scale else {
        throw TimingError(
          .invalidRate, subject: text,
          remedy: "for \(nominal * 1000)/1001 type \(name); if \(decimal.value)/\(decimal.scale) is meant, type it as that fraction")
      }
    }
    return (decimal.value, decimal.scale)
  }
}

extension FrameRate: Codable {
  /// A rate from its description.
  public init(from decoder: any Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

  /// A rate as its description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
