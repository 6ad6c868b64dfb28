// SPDX-License-Identifier: Apache-2.0

/// The lines of a text file of unknown origin: its coding and its line ends are found out, and what had to be supposed is noted.
struct PlainText {
  /// The byte order mark in UTF-8.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private(set) var lines: [String] = []
  private(set) var notes: [ParseNote] = []

  init(_ bytes: [UInt8]) {
    let text = decode(bytes[...])
    lines = Self.split(text)
    if let line = lines.firstIndex(where: { $0.unicodeScalars.contains("\0") }) {
      notes.append(ParseNote(line: line + 1, "it holds bytes of zero, which no text has: the file is damaged there"))
    }
  }

  // MARK: -

  private mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while bytes.starts(with: Self.mark) { bytes = bytes.dropFirst(Self.mark.count) }
    if bytes.starts(with: [0xFF, 0xFE]) { return wide(bytes.dropFirst(2), isBigEndian: false, marked: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return wide(bytes.dropFirst(2), isBigEndian: true, marked: true) }
    if let isBigEndian = Self.looksWide(bytes) { return wide(bytes, isBigEndian: isBigEndian, marked: false) }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // Old Macs ended lines with CR alone; whoever wrote Latin-1 did not.
    let isMac = !bytes.contains(UInt8(ascii: "\n")) && bytes.contains(UInt8(ascii: "\r"))
    notes.append(ParseNote(line: 0, "it is not UTF-8 and was read as \(isMac ? "Mac OS Roman" : "Windows Latin 1"): check accented letters"))
    let table = Array((isMac ? Self.macRoman : Self.windowsLatin).unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(byte < 0x80 ? Unicode.Scalar(byte) : table[Int(byte) - 0x80]) }
    return String(text)
  }

  private mutating func wide(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool, marked: Bool) -> String {
    if !marked { notes.append(ParseNote(line: 0, "it was read as UTF-16, although no byte order mark says so")) }
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    if bytes.count % 2 == 1 { notes.append(ParseNote(line: 0, "it ends in half a character: the file is cut short")) }
    return String(decoding: units, as: UTF16.self)
  }

  /// Whether every other byte of the beginning is zero, and which: Western text in UTF-16.
  private static func looksWide(_ bytes: ArraySlice<UInt8>) -> Bool? {
    let head = bytes.prefix(64)
    guard head.count >= 16 else { return nil }
    let even = stride(from: head.startIndex, to: head.endIndex, by: 2).count { head[$0] == 0 }
    let odd = stride(from: head.startIndex + 1, to: head.endIndex, by: 2).count { head[$0] == 0 }
    if odd * 2 > head.count - 4, even == 0 { return false }
    if even * 2 > head.count - 4, odd == 0 { return true }
    return nil
  }

  /// Lines that end in LF, CR or both. The empty one behind the last end is none.
  private static func split(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      if scalar == "\n" || scalar == "\r" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  /// Bytes 80h to FFh of Mac OS Roman, as Apple's table has them since Mac OS 8.5.
  private static let macRoman =
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    + "¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
  /// Bytes 80h to FFh of Windows code page 1252; five that it leaves free keep the control characters of Latin-1.
  private static let windowsLatin =
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿"
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
}
