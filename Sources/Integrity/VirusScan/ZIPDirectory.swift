// SPDX-License-Identifier: Apache-2.0

import Files

/// The directory of a ZIP archive (APPNOTE.TXT 4.3.12), as far as it tells whether a scanner can have seen all that is inside.
///
/// clamd 1.4 unpacks of each file in a ZIP archive as much as MaxFileSize allows, scans that and says OK, with `AlertExceedsMax` too; other archives
/// are announced. So the sizes that the directory states are compared with what the scanner was seen to look into.
struct ZIPDirectory {
  /// The longest directory that is read: some hundred thousand files.
  private static let longest: Int64 = 32 << 20
  /// What clamd unpacks: stored, deflated, Deflate64, bzip2 (4.4.5).
  private static let methods: Set<UInt16> = [0, 8, 9, 12]

  private let bytes: [UInt8]
  private let count: UInt16
  private let path: String

  /// The directory at the end of a file; nil when there is none that can be read, or it is of ZIP64.
  init?(at end: FileEnd) throws(FilesError) {
    guard let record = try end.zipRecords().last, record.length <= Self.longest, record.count != .max, record.disk == 0 else { return nil }
    bytes = try end.read(Int(record.length), at: record.place - record.length)
    count = record.count
    path = end.path
  }

  /// Why an OK about the archive says nothing; nil when it may be believed.
  /// - Parameter limit: the largest file inside, in bytes, that the scanner was seen to look through.
  func reasonToDoubt(_ limit: Int64) -> String? {
    var reader = ByteReader(bytes, subject: path)
    do throws(FilesError) {
      for _ in 0..<count {
        if let reason = try Self.nextReason(&reader, limit) { return reason }
      }
      return reader.isAtEnd ? nil : "its directory has more in it than it says"
    } catch { return "its directory is damaged" }
  }

  private static func nextReason(_ reader: inout ByteReader, _ limit: Int64) throws(FilesError) -> String? {
    guard try reader.integer(UInt32.self, .little) == 0x0201_4B50 else { return "its directory is damaged" }
    try reader.skip(6)
    let method = try reader.integer(UInt16.self, .little)
    try reader.skip(8)
    let (packed, size) = (Int64(try reader.integer(UInt32.self, .little)), Int64(try reader.integer(UInt32.self, .little)))
    let lengths = (try reader.integer(UInt16.self, .little), try reader.integer(UInt16.self, .little), try reader.integer(UInt16.self, .little))
    try reader.skip(12)
    let name = try reader.text(Int(lengths.0)).printable
    try reader.skip(Int(lengths.1) + Int(lengths.2))
    guard methods.contains(method) else { return "‘\(name)’ in it is packed in a way (\(method)) that ClamAV does not unpack" }
    guard size <= limit else {
      return "‘\(name)’ in it has \(size) bytes, and this clamd was seen to look through \(limit) of a file in a ZIP archive"
    }
    // Packing makes nothing much larger; a size that says so is a lie.
    guard method == 0 ? packed == size : packed <= size + size / 100 + 1024 else { return "the sizes in its directory are false" }
    return nil
  }
}
