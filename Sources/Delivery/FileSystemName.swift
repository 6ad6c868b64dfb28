// SPDX-License-Identifier: Apache-2.0

internal import Files
import Foundation

/// Makes texts fit for file names on every file system that a delivery may pass through: ext4, XFS, APFS, NTFS, exFAT and object stores.
enum FileSystemName {
  /// The longest name that all of them take, in bytes of UTF-8.
  static let maximumByteCount = 255

  /// Letters that lose more than an accent on their way to ASCII.
  private static let spelled: [Character: String] = [
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "&": "and", "+": "plus",
  ]

  /// `text` in letters, digits, dots, dashes and underscores of ASCII; empty where nothing of it can be kept.
  ///
  /// Other scripts are romanised, apostrophes vanish, and anything else becomes a dash; dashes never double, lead or trail.
  static func sanitized(_ text: String) -> String {
    let spelledOut = text.precomposedStringWithCanonicalMapping.map { spelled[$0] ?? String($0) }.joined()
    let latin = spelledOut.applyingTransform(.toLatin, reverse: false) ?? spelledOut
    let plain = latin.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil)
    var name = ""
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_": name.unicodeScalars.append(scalar)
      case "'", "’", "ʼ", "ʹ", "ʺ": continue
      default: if name.last != "-" { name.append("-") }
      }
    }
    return name.trimmingCharacters(in: CharacterSet(charactersIn: "-. "))
  }

  /// Whether Windows reserves `name` for a device.
  static func isReserved(_ name: String) -> Bool { SystemPath.isDevice(name) }
}
