// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The outermost chunks of a file of the Interchange File Format's family: `RIFF` of AVI with the further ones of OpenDML, `FORM` of AIFF, and the
/// 64-bit form of Sony Wave64.
enum InterchangeForm {
  /// `riff` as Wave64 has it: 16 bytes, of which the first four are letters.
  private static let wave64: [UInt8] = [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]

  /// How many bytes the file lacks of the end that its last outermost chunk states; `nil` where it lacks none, or its writer left that open.
  static func missingBytes(_ path: String, byteCount: Int) -> Int? {
    guard let file = try? InputFile(path) else { return nil }
    var offset = 0
    // One, or one for each gigabyte.
    for _ in 0..<100_000 {
      guard offset <= byteCount - 12, let head = try? file.bytes(at: Int64(offset), count: 24), let end = end(of: head, at: offset) else {
        return nil
      }
      guard end <= byteCount else { return end - byteCount }
      offset = end + end % 2
    }
    return nil
  }

  private static func end(of head: [UInt8], at offset: Int) -> Int? {
    if offset == 0, head.starts(with: wave64), head.count == 24 {
      // The length of the whole file.
      return Int(exactly: head[16..<24].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
    guard head.count >= 12 else { return nil }
    let size =
      switch Array(head[0..<4]) {
      case Array("RIFF".utf8): head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      case Array("FORM".utf8): head[4..<8].reduce(0) { $0 << 8 | Int($1) }
      default: 0
      }
    // A program that stopped left nought, or all ones.
    return size == 0 || size == 0xFFFF_FFFF ? nil : offset + 8 + size
  }
}
