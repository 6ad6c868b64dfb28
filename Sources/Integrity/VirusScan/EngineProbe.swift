// SPDX-License-Identifier: Apache-2.0

import Files

/// Two harmless files that find out how a scanner is set up, since clamd tells nobody its settings.
///
/// With its usual settings clamd answers OK for what is beyond its limits and for encrypted archives: it did not look, and does not say so.
/// Whether it says so can be seen from what it answers to a file that it cannot have looked through.
enum EngineProbe {
  /// Archives in archives, deeper than clamd goes (MaxRecursion: 17 unless set, and 100 at most).
  static let tooDeep: [UInt8] = (0..<120).reduce(Array("end".utf8)) { inner, _ in archive(of: inner) }

  /// An archive whose one file is encrypted.
  static let encrypted = archive(of: Array(repeating: 0x5A, count: 28), flags: 1)

  /// A ZIP archive of one stored file (APPNOTE.TXT 4.3). The checksum is left zero: no scanner looks at it.
  static func archive(of content: [UInt8], flags: UInt16 = 0) -> [UInt8] {
    let name = Array("a".utf8)
    let size = UInt32(content.count)
    // What the local header (4.3.7) and the central directory (4.3.12) have in common: version, flags, method, time, date, checksum, sizes, lengths.
    let common =
      bytes(20 as UInt16) + bytes(flags) + bytes(0 as UInt32) + bytes(0x21 as UInt16) + bytes(0 as UInt32) + bytes(size) + bytes(size)
      + bytes(UInt16(name.count)) + bytes(0 as UInt16)
    let local = bytes(0x0403_4B50 as UInt32) + common + name
    let central = bytes(0x0201_4B50 as UInt32) + bytes(20 as UInt16) + common + Array(repeating: 0, count: 14) + name
    let end =
      bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt32) + bytes(1 as UInt16) + bytes(1 as UInt16) + bytes(UInt32(central.count))
      + bytes(UInt32(local.count + content.count)) + bytes(0 as UInt16)
    return local + content + central + end
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.littleEndian, Array.init) }
}

extension ClamdClient {
  /// Asks the scanner what it is, and finds out what it is silent about.
  /// - Throws: `ClamdFault`, of the kind `unintelligible` too when it is not clamd that answers.
  func engine() throws(ClamdFault) -> ScanEngine {
    let answer = try version()
    guard var engine = ScanEngine(answer: answer) else {
      throw ClamdFault(.unintelligible, "what answers there is not clamd: ‘\(String(answer.prefix(80)).printable)’")
    }
    engine.announcesLimits = Self.announces("Limits", try scan(EngineProbe.tooDeep))
    engine.announcesEncryption = Self.announces("Encrypted", try scan(EngineProbe.encrypted))
    return engine
  }

  private static func announces(_ family: String, _ reply: ClamdReply) -> Bool {
    if case .notLookedAt(let text) = reply { text.contains("(Heuristics.\(family)") } else { false }
  }
}
