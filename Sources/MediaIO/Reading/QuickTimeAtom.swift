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
}
