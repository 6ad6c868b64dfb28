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
    var missing: Int?
    walk(path, byteCount: byteCount) { _, end in
      if end > byteCount { missing = end == .max ? nil : end - byteCount }
      return true
    }
    return missing
  }

  /// Whether the index (`moov`) stands before the essence (`mdat`); `nil` where one of them was not met. A fragmented file has its index in parts.
  static func indexComesFirst(_ path: String, byteCount: Int) -> Bool? {
    var (index, essence): (Int?, Int?) = (nil, nil)
    var count = 0
    walk(path, byteCount: byteCount) { name, _ in
      if name == "moov" { index = index ?? count }
      if name == "mdat" { essence = essence ?? count }
      count += 1
      return index == nil || essence == nil
    }
    guard let index, let essence else { return nil }
    return index < essence
  }

  /// Shows the name and end of each outermost atom, in order, until `body` has enough, the file ends, or what follows is no atom. The end of one that is too long
  /// to count is the greatest number there is.
  private static func walk(_ path: String, byteCount: Int, _ body: (_ name: String, _ end: Int) -> Bool) {
    guard let file = try? InputFile(path) else { return }
    var offset = 0
    // A file has a handful of outermost atoms, or two for each fragment.
    for _ in 0..<1_000_000 {
      guard offset <= byteCount - 8, let head = try? file.bytes(at: Int64(offset), count: min(16, byteCount - offset)), head.count >= 8,
        head[4..<8].allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0xA9 })
      else { return }
      var size = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
      if size == 1, head.count == 16 { size = head[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }.clamped }
      let name = String(decoding: head[4..<8], as: UTF8.self)
      // Nought stands for the rest of the file; fewer than eight bytes are no atom.
      guard size >= 8 else {
        if size == 0 { _ = body(name, byteCount) }
        return
      }
      let (end, isTooLarge) = offset.addingReportingOverflow(size)
      guard body(name, isTooLarge ? .max : end), !isTooLarge, end <= byteCount else { return }
      offset = end
    }
  }
}

extension UInt64 {
  fileprivate var clamped: Int { Int(Swift.min(self, UInt64(Int.max))) }
}
