// SPDX-License-Identifier: Apache-2.0

extension ClipMetadata {
  /// A unique material identifier (SMPTE ST 330) as an entry keeps it: capital hexadecimal digits and nothing else; text that is none as it is.
  ///
  /// Written are 32 bytes (basic) or 64 (extended), with or without `0x` before them and points, hyphens or spaces between.
  public static func umid(_ text: String) -> String {
    var digits = text.uppercased()
    if digits.hasPrefix("0X") { digits.removeFirst(2) }
    digits.removeAll { ".- :".contains($0) }
    guard digits.utf8.count == 64 || digits.utf8.count == 128, digits.utf8.allSatisfy({ (48...57).contains($0) || (65...70).contains($0) }) else {
      return text
    }
    return digits
  }
}
