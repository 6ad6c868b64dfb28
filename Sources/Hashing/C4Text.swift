// SPDX-License-Identifier: Apache-2.0

/// The text of a C4 identifier (SMPTE ST 2114): "c4" and the SHA-512 value as one number in base 58, filled up with "1" on the left.
enum C4Text {
  /// The length of every C4 identifier in characters, prefix included.
  static let length = 90

  private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let prefix = Array("c4".utf8)
  private static let limbCount = 16  // 512 bits as 32-bit limbs, most significant first

  /// The value of each ASCII character, 255 where it is no digit.
  private static let digitValues: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// The identifier of a 64-byte SHA-512 value.
  static func encode(_ bytes: [UInt8]) -> String {
    var limbs = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    var text = [UInt8](repeating: alphabet[0], count: length)
    text.replaceSubrange(0..<prefix.count, with: prefix)
    for place in (prefix.count..<length).reversed() {
      var remainder: UInt64 = 0
      for index in limbs.indices {
        let value = remainder << 32 | limbs[index]
        limbs[index] = value / 58
        remainder = value % 58
      }
      text[place] = alphabet[Int(remainder)]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The SHA-512 value an identifier stands for; nothing when it is not one or stands for more than 512 bits.
  static func decode(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count == length, characters.starts(with: prefix) else { return nil }
    var limbs = [UInt64](repeating: 0, count: limbCount)
    for character in characters.dropFirst(prefix.count) {
      let digit = digitValues[Int(character)]
      guard digit != 255 else { return nil }
      var carry = UInt64(digit)
      for index in limbs.indices.reversed() {
        let value = limbs[index] * 58 + carry
        limbs[index] = value & 0xFFFF_FFFF
        carry = value >> 32
      }
      guard carry == 0 else { return nil }
    }
    return limbs.flatMap { limb in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: limb >> $0) } }
  }
}
