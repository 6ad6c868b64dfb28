// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The outermost chunks of a file of the Interchange File Format's family: `RIFF` of AVI with the further ones of OpenDML, `FORM` of AIFF, and the
/// 64-bit form of Sony Wave64.
enum InterchangeForm {
  /// `riff` as Wave64 has it: 16 bytes, of which the first four are letters.
  private static let wave64: [UInt8] = [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]

  /// What a header of no length tells, to follow "the file": a recorder leaves nought until it closes the file, a program that writes into a pipe for good.
  static let unclosed = "was not closed by what wrote it: its header states no length, so nobody can say whether all of it is here"

  /// Whether the header of the file at `path` states no length.
  static func isUnclosed(_ path: String) -> Bool {
    guard let file = try? InputFile(path), let head = try? file.bytes(at: 0, count: 24) else { return false }
    return size(of: head, at: 0) == 0
  }

  /// What tells that the file is not whole, to follow "the file"; `nil` where nothing does.
  static func fault(_ path: String, byteCount: Int) -> String? {
    guard let file = try? InputFile(path) else { return nil }
    var offset = 0
    // One, or one for each gigabyte.
    for _ in 0..<100_000 {
      guard offset <= byteCount - 12, let head = try? file.bytes(at: Int64(offset), count: 24), let size = size(of: head, at: offset) else {
        return nil
      }
      guard size > 0 else { return unclosed }
      let end = offset + size
      guard end <= byteCount else { return "ends \(end - byteCount) bytes before the end that its header promises" }
      offset = end + end % 2
    }
    return nil
  }

  /// How long the form is whose first bytes are `head`; 0 where its writer stated nothing, `nil` where it is no form, or one that is measured otherwise.
  private static func size(of head: [UInt8], at offset: Int) -> Int? {
    if offset == 0, head.starts(with: wave64), head.count == 24 {
      // The length of the whole file.
      return Int(exactly: head[16..<24].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
    guard head.count >= 12 else { return nil }
    let size: Int
    switch Array(head[0..<4]) {
    case Array("RIFF".utf8): size = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    case Array("FORM".utf8): size = head[4..<8].reduce(0) { $0 << 8 | Int($1) }
    default: return nil
    }
    // All ones stand for a length that these four bytes cannot state.
    return size == 0 ? 0 : size == 0xFFFF_FFFF ? nil : 8 + size
  }
}
