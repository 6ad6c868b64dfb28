// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// The end of an open file, where archives have their directories.
struct FileEnd {
  /// The end-of-directory record of a ZIP archive (APPNOTE.TXT 4.3.16).
  struct ZIPRecord {
    /// Where the record begins, which is where the directory ends.
    let place: Int64
    /// How many files the directory lists; all ones in ZIP64.
    let count: UInt16
    /// The directory's length in bytes.
    let length: Int64
    /// The number of this part of a split archive; zero in a whole one.
    let disk: UInt16
  }

  /// How much is searched: the record with the longest comment.
  private static let searched = 22 + 0xFFFF

  let path: String
  let size: Int64
  private let descriptor: Int32

  /// The end of a file that stays open for as long as this value is used.
  init(_ file: borrowing InputFile, size: Int64) {
    path = file.path
    descriptor = file.descriptor
    self.size = size
  }

  /// So many bytes; fewer where the file ends.
  func read(_ count: Int, at offset: Int64) throws(FilesError) -> [UInt8] {
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

  /// The bytes that are searched, and where they begin.
  func tail() throws(FilesError) -> (bytes: [UInt8], start: Int64) {
    let start = max(0, size - Int64(Self.searched))
    return (try read(Int(size - start), at: start), start)
  }

  /// Every record there whose directory stands where it says: four bytes alone come about by chance in essence.
  func zipRecords() throws(FilesError) -> [ZIPRecord] {
    let (tail, start) = try tail()
    var records: [ZIPRecord] = []
    for place in tail.indices where tail[place] == 0x50 && tail[place...].starts(with: [0x50, 0x4B, 5, 6]) {
      if let record = try record(Array(tail[place...].prefix(22)), at: start + Int64(place)) { records.append(record) }
    }
    return records
  }

  private func record(_ bytes: [UInt8], at place: Int64) throws(FilesError) -> ZIPRecord? {
    var reader = ByteReader(Array(bytes.dropFirst(4)), subject: path)
    guard bytes.count == 22, let disk = try? reader.integer(UInt16.self, .little), (try? reader.skip(4)) != nil,
      let count = try? reader.integer(UInt16.self, .little), let length = try? reader.integer(UInt32.self, .little), count > 0,
      Int64(length) <= place,
      try read(4, at: place - Int64(length)) == [0x50, 0x4B, 1, 2]
    else { return nil }
    return ZIPRecord(place: place, count: count, length: Int64(length), disk: disk)
  }
}
