// SPDX-License-Identifier: Apache-2.0

/// The check character of ISO/IEC 7064, MOD 37,36, which ends an EIDR and stands twice in an ISAN: it betrays any one wrong character and nearly every pair of
/// neighbours that was swapped.
enum CheckCharacter {
  private static let modulus = 36

  /// The check character for a text of digits and capital letters (ISO/IEC 7064:2003, clause 10: hybrid systems with one check character).
  static func mod37And36(_ text: some Sequence<UInt8>) -> UInt8 {
    var product = modulus
    for byte in text {
      let sum = (product + value(byte)) % modulus
      product = (sum == 0 ? modulus : sum) * 2 % (modulus + 1)
    }
    let check = (modulus + 1 - product) % modulus
    return UInt8(check < 10 ? 0x30 + check : 0x41 + check - 10)
  }

  private static func value(_ byte: UInt8) -> Int {
    precondition(byte.isDigit || byte.isLetter, "check characters are computed over digits and capital letters")
    return Int(byte.isDigit ? byte - 0x30 : byte - 0x41 + 10)
  }
}
