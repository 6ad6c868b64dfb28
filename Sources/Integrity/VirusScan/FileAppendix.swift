// SPDX-License-Identifier: Apache-2.0

import Files

/// Looks for what was put behind the end of a media file: an archive or a program there is carried unseen by every player.
///
/// What is looked for: an archive at the end of the file, whatever the file is; bytes after the last box of QuickTime and MP4 (ISO/IEC
/// 14496-12, 4.2), and after the length that RIFF, RF64 and BW64 state. What hides inside a box or a chunk, or behind the
/// end of another format, is not found so.
struct FileAppendix {
  /// How many boxes are walked. Fragmented recordings have some thousand.
  private static let boxLimit = 100_000
  /// How many zeros behind the end count as room that a recorder made and did not fill.
  private static let zeroLimit: Int64 = 256 << 20

  private let file: FileEnd
  private var size: Int64 { file.size }

  /// What is behind the end of the file, in words; nil when nothing was found.
  /// - Parameter prefix: the first bytes of the file.
  static func found(in file: FileEnd, prefix: [UInt8]) throws(FilesError) -> String? {
    let appendix = FileAppendix(file: file)
    if let archive = try appendix.archiveAtEnd() { return archive }
    guard let end = try appendix.statedEnd(prefix), end < file.size, try !appendix.isZero(from: end) else { return nil }
    return "\(file.size - end) bytes after its end"
  }

  // MARK: -

  private func archiveAtEnd() throws(FilesError) -> String? {
    if try !file.zipRecords().isEmpty { return "a ZIP archive at its end" }
    let tail = try file.tail().bytes
    for place in tail.indices {
      switch tail[place] {
      case 0x52 where tail[place...].starts(with: Array("Rar!".utf8) + [0x1A, 0x07]): return "a RAR archive at its end"
      case 0x37 where tail[place...].starts(with: Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C]): return "a 7-Zip archive at its end"
      default: break
      }
    }
    return nil
  }

  /// Where the file ends by its own account; nil when it does not say, or has not even that many bytes.
  private func statedEnd(_ prefix: [UInt8]) throws(FilesError) -> Int64? {
    if prefix.starts(with: "RIFF".utf8) { return riffEnd(number(prefix, at: 4, UInt32.self, .little).map(UInt64.init)) }
    if prefix.starts(with: "RF64".utf8) || prefix.starts(with: "BW64".utf8) { return riffEnd(number(prefix, at: 20, UInt64.self, .little)) }
    let isISO = ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"].contains { prefix.dropFirst(4).starts(with: $0.utf8) }
    return isISO ? try lastBoxEnd() : nil
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], at offset: Int, _: Number.Type, _ order: ByteReader.ByteOrder
  ) -> Number? {
    var reader = ByteReader(Array(bytes.dropFirst(offset).prefix(MemoryLayout<Number>.size)), subject: file.path)
    return try? reader.integer(Number.self, order)
  }

  /// A recorder that was cut off leaves zero or all ones; an odd length has a byte of padding.
  private func riffEnd(_ length: UInt64?) -> Int64? {
    guard let length, length > 0, length != UInt64(UInt32.max), length < UInt64(size) else { return nil }
    return 8 + Int64(length) + Int64(length & 1)
  }

  private func lastBoxEnd() throws(FilesError) -> Int64? {
    var offset: Int64 = 0
    for _ in 0..<Self.boxLimit {
      let header = try file.read(16, at: offset)
      guard header.count >= 8 else { return offset }
      guard let short = number(header, at: 0, UInt32.self, .big), header[4..<8].allSatisfy(Self.isOfBoxName) else { return offset }
      if short == 0 { return nil }  // to the end of the file
      let length = short == 1 ? number(header, at: 8, UInt64.self, .big) : UInt64(short)
      guard let length, length >= (short == 1 ? 16 : 8) else { return offset }
      guard length <= UInt64(size - offset) else { return nil }  // cut short: nothing can be behind it
      offset += Int64(length)
      if offset == size { return offset }
    }
    return offset
  }

  private static func isOfBoxName(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == 0xA9 }

  private func isZero(from start: Int64) throws(FilesError) -> Bool {
    guard size - start <= Self.zeroLimit else { return false }
    var offset = start
    while offset < size {
      let block = try file.read(Int(min(1 << 20, size - offset)), at: offset)
      guard !block.isEmpty, block.allSatisfy({ $0 == 0 }) else { return false }
      offset += Int64(block.count)
    }
    return true
  }
}
