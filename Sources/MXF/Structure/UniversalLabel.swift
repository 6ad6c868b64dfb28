// SPDX-License-Identifier: Apache-2.0

/// Sixteen bytes that name a kind of thing: a key, a property, a coding, a container (SMPTE ST 298).
public struct UniversalLabel: Hashable, Sendable {
  /// The first eight bytes, the first one highest.
  let high: UInt64
  /// The other eight.
  let low: UInt64

  /// The label of these two halves, as registers print them: `0x060e2b34_01010102, 0x07020110_02040000`.
  init(_ high: UInt64, _ low: UInt64) { (self.high, self.low) = (high, low) }

  /// The label in sixteen bytes; nothing where there are more or fewer.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The label as SMPTE's registers write it: `060e2b34.02050101.0d010201.01020400`, with or without `urn:smpte:ul:`.
  public init?(_ text: String) {
    let digits = (text.hasPrefix("urn:smpte:ul:") ? text.dropFirst(13) : text[...]).filter { $0 != "." }
    guard digits.count == 32, let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16) else { return nil }
    self.init(high, low)
  }

  /// Its sixteen bytes.
  public var bytes: [UInt8] { (0..<16).map { self[$0] } }

  /// One of its bytes, counted from nought.
  subscript(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: (place < 8 ? high : low) >> ((7 - place % 8) * 8)) }

  /// Whether it names the same in any version of the register: byte eight counts those (ST 298).
  public func matches(_ other: Self) -> Bool { low == other.low && (high ^ other.high) & ~0xFF == 0 }

  /// The same label with another byte at a place counted from nought.
  func with(_ byte: UInt8, at place: Int) -> Self {
    let shift = UInt64((7 - place % 8) * 8)
    func put(_ half: UInt64) -> UInt64 { half & ~(0xFF << shift) | UInt64(byte) << shift }
    return place < 8 ? Self(put(high), low) : Self(high, put(low))
  }
}

extension UniversalLabel: CustomStringConvertible {
  /// As registers write it.
  public var description: String {
    func word(_ half: UInt64, _ shift: UInt64) -> String {
      let digits = String(half >> shift & 0xFFFF_FFFF, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return [word(high, 32), word(high, 0), word(low, 32), word(low, 0)].joined(separator: ".")
  }
}
