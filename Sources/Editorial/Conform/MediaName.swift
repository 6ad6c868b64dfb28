// SPDX-License-Identifier: Apache-2.0

/// Names of media as they are compared: paths, files, heads, versions, reels.
///
/// Names come from outside and are short; all of this is linear in their length.
enum MediaName {
  /// The last name of a path or address, whichever slash parts it.
  static func file(_ path: String) -> String {
    guard let cut = path.utf8.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else { return path }
    return String(path[path.utf8.index(after: cut)...])
  }

  /// A file's name without its extension. What looks like one has up to five letters or figures, and not figures alone: `.0001` is a frame's number.
  static func stem(_ name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return name }
    let ending = name.utf8[name.utf8.index(after: dot)...]
    guard (1...5).contains(ending.count), ending.allSatisfy(isWord), ending.contains(where: { !(48...57).contains($0) }) else { return name }
    return String(name[..<dot])
  }

  /// Whether a name has an extension.
  static func hasExtension(_ name: String) -> Bool { stem(name).utf8.count < name.utf8.count }

  /// The path that a file's address names: `file://localhost/Volumes/A%20B` and `file:///c%3a/x` as a file system has them.
  static func path(ofAddress text: String) -> String {
    var path = text[...]
    if path.lowercased().hasPrefix("file:") {
      path = path.dropFirst(5)
      if path.hasPrefix("//") {
        path = path.dropFirst(2)
        path = path.firstIndex(of: "/").map { path[$0...] } ?? path
      }
      path = decoded(path)[...]
    }
    let parted = String(path).replacing("\\", with: "/")
    let bytes = Array(parted.utf8)
    // A slash before a Windows drive belongs to the address.
    let hasDrive = bytes.count > 2 && bytes[0] == UInt8(ascii: "/") && bytes[2] == UInt8(ascii: ":")
    return hasDrive ? String(parted.dropFirst()) : parted
  }

  /// A name as others are compared with it: capitals, without spaces and underscores.
  static func key(_ name: some StringProtocol) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(name.utf8.count)
    var isASCII = true
    for byte in name.utf8 {
      if byte >= 128 { isASCII = false }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") { continue }
      key.append((97...122).contains(byte) ? byte - 32 : byte)
    }
    return isASCII ? key : Array(name.uppercased().utf8).filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "_") }
  }

  /// What a file is called apart from its version, the number of a frame or part and its extension, with the version.
  ///
  /// `AGM_104_PL01_v003.1001.exr` is version 3 of `AGM_104_PL01`.
  static func head(_ name: String) -> (head: String, version: Int?) {
    let stem = stem(name)
    if let version = VersionedName(stem) {
      let head = version.head.utf8.reversed().drop { "_-. ".utf8.contains($0) }.reversed()
      if !head.isEmpty { return (String(decoding: Array(head), as: UTF8.self), version.number) }
    }
    var rest = Array(stem.utf8)[...]
    if let dot = rest.lastIndex(of: UInt8(ascii: ".")), dot > rest.startIndex, case let number = rest[(dot + 1)...], (3...8).contains(number.count),
      number.allSatisfy(isFigure)
    {
      rest = rest[..<dot]  // a frame of a sequence
    }
    return (String(decoding: rest, as: UTF8.self), nil)
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count, let high = bytes[place + 1].hexadecimalValue,
        let low = bytes[place + 2].hexadecimalValue
      {
        result.append(high << 4 | low)
        place += 3
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func isFigure(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
  static func isWord(_ byte: UInt8) -> Bool { isFigure(byte) || isLetter(byte) }
}

/// Where a list says that a file is.
public enum MediaAddress {
  /// The path of a file's path or address, with `/` between names: `file://localhost/Volumes/A%20B` is `/Volumes/A B`.
  public static func path(of text: String) -> String { MediaName.path(ofAddress: text) }
}
