// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Looks for what was put behind the end of a media file: an archive or a program there is carried unseen by every player.
///
/// What is looked for: an archive at the end of the file, whatever the file is; bytes after the last box of QuickTime and MP4 (ISO/IEC
/// 14496-12, 4.2), and after the length that RIFF, RF64 and BW64 state. What hides inside a box or a chunk, or behind the
/// end of another format, is not found so.
struct FileAppendix {
  /// How much of the end is searched for archives: the end of a ZIP archive with the longest comment (APPNOTE.TXT 4.3.16).
  private static let searched = 22 + 0xFFFF
  /// How many boxes are walked. Fragmented recordings have some thousand.
  private static let boxLimit = 100_000
  /// How many zeros behind the end count as room that a recorder made and did not fill.
  private static let zeroLimit: Int64 = 256 << 20

  private let path: String
  private let descriptor: Int32
  private let size: Int64

  /// What is behind the end of the file, in words; nil when nothing was found.
  /// - Parameter prefix: the first bytes of the file.
  static func found(in file: borrowing InputFile, size: Int64, prefix: [UInt8]) throws(FilesError) -> String? {
    let appendix = FileAppendix(path: file.path, descriptor: file.descriptor, size: size)
    if let archive = try appendix.archiveAtEnd() { return archive }
    guard let end = try appendix.statedEnd(prefix), end < size, try !appendix.isZero(from: end) else { return nil }
    return "\(size - end) bytes after its end"
  }

  // MARK: -

  private func read(_ count: Int, at offset: Int64) throws(FilesError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(offset) + off_t(filled)) }
      if got < 0 {
        if errno == EINTR { continue }
        throw FilesError(subject: path)
      }
      guard got > 0 else { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  private func archiveAtEnd() throws(FilesError) -> String? {
    let start = max(0, size - Int64(Self.searched))
    let tail = try read(Int(size - start), at: start)
    for place in tail.indices {
      switch tail[place] {
      case 0x50 where tail[place...].starts(with: [0x50, 0x4B, 5, 6]):
        if try isEndOfZIP(Array(tail[place...].prefix(22)), at: start + Int64(place)) { return "a ZIP archive at its end" }
      case 0x52 where tail[place...].starts(with: Array("Rar!".utf8) + [0x1A, 0x07]): return "a RAR archive at its end"
      case 0x37 where tail[place...].starts(with: Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C]): return "a 7-Zip archive at its end"
      default: break
      }
    }
    return nil
  }

  /// Four bytes alone come about by chance in essence; here the directory that they end must stand where they say.
  private func isEndOfZIP(_ record: [UInt8], at place: Int64) throws(FilesError) -> Bool {
    var reader = ByteReader(record, subject: path)
    try reader.skip(min(10, reader.remaining))
    guard let entries = try? reader.integer(UInt16.self, .little), let length = try? reader.integer(UInt32.self, .little), entries > 0,
      Int64(length) <= place
    else { return false }
    return try read(4, at: place - Int64(length)) == [0x50, 0x4B, 1, 2]
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
    var reader = ByteReader(Array(bytes.dropFirst(offset).prefix(MemoryLayout<Number>.size)), subject: path)
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
      let header = try read(16, at: offset)
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
      let block = try read(Int(min(1 << 20, size - offset)), at: offset)
      guard !block.isEmpty, block.allSatisfy({ $0 == 0 }) else { return false }
      offset += Int64(block.count)
    }
    return true
  }
}
