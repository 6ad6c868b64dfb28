// SPDX-License-Identifier: Apache-2.0

/// Sixteen bytes that name a class, a type, a property or a definition, as Windows (GUID), AAF (AUID) and the world (UUID) have them.
public struct UniqueIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The first eight bytes as they are written: most significant first.
  public var high: UInt64
  /// The last eight.
  public var low: UInt64

  /// Nothing but zeros: no identifier.
  public static let zero = UniqueIdentifier(high: 0, low: 0)

  /// An identifier of two halves.
  public init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// `0d010101-0101-0100-060e-2b3402060101`, with or without the strokes; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    var (high, low, count) = (UInt64(0), UInt64(0), 0)
    for byte in text.utf8 where byte != UInt8(ascii: "-") {
      guard count < 32, let digit = byte.hexadecimalValue else { return nil }
      if count < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
      count += 1
    }
    guard count == 32 else { return nil }
    self.init(high: high, low: low)
  }

  /// What lies at `place` as Windows stores it: a number of four bytes and two of two, least significant byte first, and eight bytes as they are.
  init(littleEndian bytes: [UInt8], at place: Int) {
    let first = UInt64(bytes.number(at: place, UInt32.self)) << 32
    high = first | UInt64(bytes.number(at: place + 4, UInt16.self)) << 16 | UInt64(bytes.number(at: place + 6, UInt16.self))
    low = bytes.number(at: place + 8, UInt64.self).byteSwapped
  }

  /// The bytes as Windows stores them.
  var littleEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    bytes.append(number: UInt32(truncatingIfNeeded: high >> 32))
    bytes.append(number: UInt16(truncatingIfNeeded: high >> 16))
    bytes.append(number: UInt16(truncatingIfNeeded: high))
    bytes.append(number: low.byteSwapped)
    return bytes
  }

  /// In small digits, with strokes.
  public var description: String {
    let digits = hexDigits(high) + hexDigits(low)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text += "-" }
      text.append(digit)
    }
    return text
  }
}

extension UInt8 {
  /// What the byte is as a hexadecimal digit; `nil` where it is none.
  var hexadecimalValue: UInt8? {
    switch self {
    case 48...57: self - 48
    case 65...70: self - 55
    case 97...102: self - 87
    default: nil
    }
  }
}

/// Sixteen small hexadecimal digits.
func hexDigits(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
