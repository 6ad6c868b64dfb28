// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The first atom of a QuickTime or MP4 file, which tells one that was cut short from a text file with its name.
enum QuickTimeAtom {
  /// What files begin with (QuickTime File Format specification; ISO/IEC 14496-12, 4.3).
  private static let first = ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "uuid", "styp", "moof", "sidx"].map { Array($0.utf8) }

  /// Whether the file at `path` begins with an atom: a length, then a known name.
  static func begins(_ path: String) -> Bool {
    guard let file = try? InputFile(path), let bytes = try? file.bytes(at: 0, count: 8), bytes.count == 8 else { return false }
    return first.contains(Array(bytes[4...]))
  }

  /// How many bytes the file lacks of the end that its last outermost atom states; `nil` where it lacks none, or what follows is no atom.
  static func missingBytes(_ path: String, byteCount: Int) -> Int? {
    guard let file = try? InputFile(path) else { return nil }
    var offset = 0
    // A file has a handful of outermost atoms, or two for each fragment.
    for _ in 0..<1_000_000 {
      guard offset <= byteCount - 8, let head = try? file.bytes(at: Int64(offset), count: min(16, byteCount - offset)), head.count >= 8 else {
        return nil
      }
      guard head[4..<8].allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0xA9 }) else { return nil }
      var size = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
      if size == 1, head.count == 16 { size = head[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }.clamped }
      // Nought stands for the rest of the file; fewer than eight bytes are no atom.
      guard size >= 8 else { return nil }
      let (end, isTooLarge) = offset.addingReportingOverflow(size)
      guard !isTooLarge, end <= byteCount else { return isTooLarge ? nil : end - byteCount }
      offset = end
    }
    return nil
  }
}

extension UInt64 {
  fileprivate var clamped: Int { Int(Swift.min(self, UInt64(Int.max))) }
}
