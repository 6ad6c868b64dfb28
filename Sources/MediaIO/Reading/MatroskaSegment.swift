// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The outermost elements of a Matroska or WebM file (RFC 8794, EBML; RFC 9559, Matroska): an identifier, a length, contents.
enum MatroskaSegment {
  private static let segment: UInt32 = 0x1853_8067

  /// How many bytes the file lacks of the end that its segment states or, where its writer left that open, of the last element in it; `nil` where it
  /// lacks none, or nothing is stated.
  static func missingBytes(_ path: String, byteCount: Int) -> Int? {
    guard let file = try? InputFile(path) else { return nil }
    var offset = 0
    // A header and a segment, then a cluster for some seconds.
    for _ in 0..<1_000_000 {
      guard offset < byteCount, let bytes = try? file.bytes(at: Int64(offset), count: 12), let head = Head(bytes) else { return nil }
      guard let length = head.length else {
        // Elements inside a segment of unknown length are looked at one by one; no other tells its end.
        guard head.identifier == segment else { return nil }
        offset += head.size
        continue
      }
      let (end, isTooLarge) = (offset + head.size).addingReportingOverflow(length)
      guard !isTooLarge, end <= byteCount else { return isTooLarge ? nil : end - byteCount }
      offset = end
    }
    return nil
  }

  /// An element's identifier of 1 to 4 bytes and its length of 1 to 8 (RFC 8794, 4 and 5).
  private struct Head {
    let identifier: UInt32
    /// `nil` where the writer left it open: all bits are one.
    let length: Int?
    /// Bytes of both.
    let size: Int

    init?(_ bytes: [UInt8]) {
      guard let first = bytes.first, first >= 0x10 else { return nil }
      let idCount = first.leadingZeroBitCount + 1
      guard bytes.count > idCount, case let mark = bytes[idCount], mark != 0 else { return nil }
      let lengthCount = mark.leadingZeroBitCount + 1
      guard bytes.count >= idCount + lengthCount else { return nil }
      identifier = bytes[..<idCount].reduce(0) { $0 << 8 | UInt32($1) }
      let number = bytes[idCount..<idCount + lengthCount].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let ones = (UInt64(1) << UInt64(7 * lengthCount)) - 1
      length = number & ones == ones ? nil : Int(number & ones)
      size = idCount + lengthCount
    }
  }
}
