// SPDX-License-Identifier: Apache-2.0

/// A key of fixed length as PEM (RFC 7468): one line of base 64 between two lines that say what it is.
///
/// Nothing else is read: a key that this type did not understand in full is better refused than guessed at. Bytes, not strings, so that a
/// private key can be cleared from memory.
enum PEMText {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of `prefix` and `key`, whose length together must be a multiple of three up to 48.
  static func encode(_ key: [UInt8], label: String, prefix: [UInt8]) -> [UInt8] {
    var der = prefix + key
    defer { der.wipe() }
    let isWhole = der.count % 3 == 0
    precondition(der.count <= 48, "a key of this kind has one line")
    var text = Array("-----BEGIN \(label)-----\n".utf8)
    text.reserveCapacity(256)  // so that growing leaves no copy behind
    for start in stride(from: 0, to: der.count, by: 3) {
      let (first, second, third) = (der[start], start + 1 < der.count ? der[start + 1] : 0, start + 2 < der.count ? der[start + 2] : 0)
      text.append(digits[Int(first >> 2)])
      text.append(digits[Int(first << 4 & 0x30 | second >> 4)])
      text.append(digits[Int(second << 2 & 0x3C | third >> 6)])
      text.append(digits[Int(third & 0x3F)])
    }
    if !isWhole {
      let missing = 3 - der.count % 3
      text.replaceSubrange((text.count - missing)..., with: repeatElement(UInt8(ascii: "="), count: missing))
    }
    text += Array("\n-----END \(label)-----\n".utf8)
    return text
  }

  /// The key of `text`; nothing unless it is exactly what `encode` writes of it. Line ends may be of either kind, and the last may be absent.
  static func decode(_ text: [UInt8], label: String, prefix: [UInt8], count: Int) -> [UInt8]? {
    guard text.count <= 1024 else { return nil }
    var lines = text.filter { $0 != UInt8(ascii: "\r") }
    defer { lines.wipe() }
    let (first, last) = (Array("-----BEGIN \(label)-----\n".utf8), Array("\n-----END \(label)-----".utf8))
    if lines.last == UInt8(ascii: "\n") { lines.removeLast() }
    guard lines.starts(with: first), lines.count > first.count + last.count, lines.suffix(last.count).elementsEqual(last) else { return nil }
    var der = bytes(ofBase64: lines[first.count..<lines.count - last.count])
    defer { der.wipe() }
    guard der.starts(with: prefix), der.count == prefix.count + count else { return nil }
    var key = Array(der[prefix.count...])
    var again = encode(key, label: label, prefix: prefix)  // base 64 has several ways to write the same bytes
    defer { again.wipe() }
    guard again.dropLast().elementsEqual(lines) else {
      key.wipe()
      return nil
    }
    return key
  }

  /// The bytes of one line of base 64; none where a character is no digit of it. What is beyond the last whole byte is dropped.
  private static func bytes(ofBase64 line: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    var (value, bits): (UInt32, Int) = (0, 0)
    for character in line.prefix(100) where character != UInt8(ascii: "=") {
      guard let digit = digits.firstIndex(of: character) else { return [] }
      (value, bits) = ((value << 6 | UInt32(digit)) & 0xFFFF, bits + 6)
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
    }
    return bytes
  }
}
