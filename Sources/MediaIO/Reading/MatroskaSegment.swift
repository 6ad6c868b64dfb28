// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The outermost elements of a Matroska or WebM file (RFC 8794, EBML; RFC 9559, Matroska): an identifier, a length, contents.
struct MatroskaSegment {
  /// How many bytes the file lacks of the end that its segment states or, where its writer left that open, of the last element in it; `nil` where it
  /// lacks none, or nothing is stated.
  private(set) var missingBytes: Int?
  /// How many bytes behind its last element are no part of it; `nil` where there are none.
  private(set) var foreignBytes: Int?

  private static let segment: UInt32 = 0x1853_8067
  /// What a file is made of: header, segment, and what may stand anywhere, `Void` and `CRC-32` (RFC 8794, 11.2 and 11.3).
  private static let outermost: Set<UInt32> = [0x1A45_DFA3, segment, 0xEC, 0xBF]
  /// What a segment is made of (RFC 9559, 5.1): SeekHead, Info, Tracks, Cluster, Cues, Attachments, Chapters, Tags.
  private static let inside: Set<UInt32> = [
    0x114D_9B74, 0x1549_A966, 0x1654_AE6B, 0x1F43_B675, 0x1C53_BB6B, 0x1941_A469, 0x1043_A770, 0x1254_C367,
  ]

  /// Looks at the elements of the file at `path`, without their contents.
  init(_ path: String, byteCount: Int) {
    guard let file = try? InputFile(path) else { return }
    var (offset, known) = (0, Self.outermost)
    // A header and a segment, then a cluster for some seconds.
    for _ in 0..<1_000_000 {
      guard offset < byteCount, let bytes = try? file.bytes(at: Int64(offset), count: 12) else { return }
      guard let head = Head(bytes), known.contains(head.identifier) else {
        foreignBytes = offset == 0 ? nil : byteCount - offset
        return
      }
      guard let length = head.length else {
        // Elements inside a segment of unknown length are looked at one by one; no other tells its end.
        guard head.identifier == Self.segment else { return }
        known.formUnion(Self.inside)
        offset += head.size
        continue
      }
      let (end, isTooLarge) = (offset + head.size).addingReportingOverflow(length)
      guard !isTooLarge, end <= byteCount else {
        missingBytes = isTooLarge ? nil : end - byteCount
        return
      }
      offset = end
    }
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
