// SPDX-License-Identifier: Apache-2.0

/// Packs a few files as they are: an archive that every reader of zip takes (APPNOTE.TXT 6.3, 4.3.6), the same for the same files.
enum ZipWriting {
  /// - Precondition: all together have fewer than 4 GiB.
  static func archive(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    precondition(files.reduce(0) { $0 + $1.bytes.count } < Int(UInt32.max) - 1 << 20, "larger archives need other records")
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let offset = archive.count
      // Version 2.0, names in UTF-8 (flag 11), stored, and the first day that a zip archive knows.
      let common =
        number(20, 2) + number(0x800, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(Int(Checksum.crc32(bytes)), 4)
        + number(bytes.count, 4) + number(bytes.count, 4) + number(name.utf8.count, 2) + number(0, 2)
      archive += number(0x0403_4B50, 4) + common + Array(name.utf8) + bytes
      directory += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(offset, 4)
      directory += Array(name.utf8)
    }
    let start = archive.count
    archive += directory
    archive += number(0x0605_4B50, 4) + number(0, 2) + number(0, 2) + number(files.count, 2) + number(files.count, 2)
    return archive + number(directory.count, 4) + number(start, 4) + number(0, 2)
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}
