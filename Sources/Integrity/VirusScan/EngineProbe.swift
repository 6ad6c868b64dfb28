// SPDX-License-Identifier: Apache-2.0

import Files

/// Harmless files that find out what a scanner can do and how it is set up, since clamd tells nobody its settings.
///
/// With its usual settings clamd answers OK for what is beyond its limits and for encrypted archives: it did not look, and does not say so.
/// Whether it says so can be seen from what it answers to a file that it cannot have looked through, and how far it does look from whether
/// it finds what is at the end of a large one.
enum EngineProbe {
  /// The test file that every scanner finds and that does nothing (EICAR). In two halves, so that no scanner finds it in this program.
  static let testFile = Array((#"X5O!P%@AP[4\PZX54(P^)7CC)7}$"# + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").utf8)

  /// Archives in archives, deeper than clamd goes (MaxRecursion: 17 unless set, and 100 at most).
  static let tooDeep: [UInt8] = (0..<120).reduce(Array("end".utf8)) { inner, _ in archive(of: [inner]) }

  /// An archive whose one file is encrypted.
  static let encrypted = archive(of: [Array(repeating: 0x5A, count: 28)], flags: 1)

  /// An archive of so many bytes with one file in it, an archive again, in which the test file comes last: found only by a scanner that looks
  /// through all of a file of this size and of a file in an archive.
  static func testFile(in size: Int64) -> [UInt8] {
    let filler = max(0, Int(size) - archive(of: [archive(of: [[], testFile])]).count)
    return archive(of: [archive(of: [Array(repeating: 0, count: filler), testFile])])
  }

  /// A ZIP archive of stored files (APPNOTE.TXT 4.3). The checksums are left zero: no scanner looks at them.
  static func archive(of contents: [[UInt8]], flags: UInt16 = 0) -> [UInt8] {
    var files: [UInt8] = []
    var directory: [UInt8] = []
    for content in contents {
      let (name, size) = (Array("a".utf8), UInt32(content.count))
      // What the local header (4.3.7) and the directory's (4.3.12) have in common: version, flags, method, time, date, checksum, sizes, lengths.
      let common =
        bytes(20 as UInt16) + bytes(flags) + bytes(0 as UInt32) + bytes(0x21 as UInt16) + bytes(0 as UInt32) + bytes(size) + bytes(size)
        + bytes(UInt16(name.count)) + bytes(0 as UInt16)
      directory += bytes(0x0201_4B50 as UInt32) + bytes(20 as UInt16) + common + Array(repeating: 0, count: 10) + bytes(UInt32(files.count)) + name
      files += bytes(0x0403_4B50 as UInt32) + common + name + content
    }
    let count = bytes(UInt16(contents.count))
    let end = bytes(0x0605_4B50 as UInt32) + bytes(0 as UInt32) + count + count + bytes(UInt32(directory.count)) + bytes(UInt32(files.count))
    return files + directory + end + bytes(0 as UInt16)
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.littleEndian, Array.init) }
}

extension ClamdClient {
  /// Asks the scanner what it is.
  /// - Throws: `ClamdFault`, of the kind `unintelligible` too when it is not clamd that answers.
  func engine() throws(ClamdFault) -> ScanEngine {
    let answer = try version()
    guard let engine = ScanEngine(answer: answer) else {
      throw ClamdFault(.unintelligible, "what answers there is not clamd: ‘\(String(answer.prefix(80)).printable)’")
    }
    return engine
  }

  /// Has the scanner prove that it scans, and finds out what it is silent about.
  /// - Parameter largest: up to which size it may prove that it looks where it is silent about its limits.
  /// - Throws: `ClamdFault`, of the kind `unintelligible` too when it does not find what every scanner finds.
  func probe(_ engine: ScanEngine, largest: Int64) throws(ClamdFault) -> ScanEngine {
    var engine = engine
    guard Self.isFound(try scan(EngineProbe.testFile)) else {
      throw ClamdFault(.unintelligible, "this clamd does not find the harmless test file that every scanner knows (EICAR): look at its database")
    }
    engine.announcesLimits = Self.announces("Limits", try scan(EngineProbe.tooDeep))
    engine.announcesEncryption = Self.announces("Encrypted", try scan(EngineProbe.encrypted))
    for size in [min(largest, Self.largestProof), 25_000_000, 1_000_000, 100_000] where size <= largest {
      guard Self.isFound(try scan(EngineProbe.testFile(in: size))) else { continue }
      engine.looksInsideUpTo = size
      break
    }
    engine.looksUpTo = engine.announcesLimits ? ScanPolicy.largestOfAll : engine.looksInsideUpTo
    return engine
  }

  /// The proof is made in memory. Whoever wants more believed has clamd announce its limits.
  private static let largestProof: Int64 = 200_000_000

  private static func isFound(_ reply: ClamdReply) -> Bool {
    if case .found = reply { true } else { false }
  }

  private static func announces(_ family: String, _ reply: ClamdReply) -> Bool {
    if case .notLookedAt(let text) = reply { text.contains("(Heuristics.\(family)") } else { false }
  }
}
