// SPDX-License-Identifier: Apache-2.0

import Files

/// A key, a length and a value (SMPTE ST 336), by where they are in a file.
public struct KLVPacket: Hashable, Sendable {
  /// What it is.
  public let key: UniversalLabel
  /// Where the key begins, in bytes from the beginning of the file.
  public let position: Int64
  /// Where the value begins.
  public let value: Int64
  /// How many bytes the value has.
  public let count: Int64

  /// Where the next packet begins.
  public var end: Int64 { value + count }
}

/// Lengths in the long and short form of BER (SMPTE ST 336, 5.3; ST 377-1, 6.3.4).
enum BERLength {
  /// The length in so many bytes, the first of which says how many follow; one byte alone where it is below 128.
  static func encoded(_ count: Int64, width: Int) -> [UInt8] {
    precondition((1...9).contains(width) && count >= 0, "a length has one to nine bytes")
    guard width > 1 else { return [UInt8(count)] }
    return [0x80 | UInt8(width - 1)] + (0..<width - 1).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
  }

  /// Reads one. Eight bytes follow at most, and none may claim more than a file can have.
  static func read(_ reader: inout ByteReader) throws(FilesError) -> Int64 {
    let place = reader.offset
    let first = try reader.integer(UInt8.self)
    guard first > 127 else { return Int64(first) }
    guard (1...8).contains(first & 0x7F), let count = Int64(exactly: try reader.unsigned(width: Int(first & 0x7F))) else {
      throw FilesError(.malformed, subject: reader.subject, remedy: "the length at byte \(place) is none")
    }
    return count
  }
}

/// Bytes of a KLV packet to write.
enum KLVBytes {
  /// A key, a length of four bytes (of nine where the value needs it) and the value.
  static func packet(_ key: UniversalLabel, _ value: [UInt8]) -> [UInt8] {
    key.bytes + BERLength.encoded(Int64(value.count), width: value.count < 1 << 24 ? 4 : 9) + value
  }

  /// What the key and the length of a fill item take.
  static let smallestFill = 20

  /// A fill item of `count` bytes in all: 20 at least, which its key and length take.
  static func fill(_ count: Int) -> [UInt8] {
    precondition(count >= 20, "a fill item has a key and a length")
    return packet(.fill, [UInt8](repeating: 0, count: count - 20))
  }
}

/// Appends numbers with the most significant byte first, as all of MXF has them.
extension [UInt8] {
  mutating func append(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// The bytes of a number.
  init(number: some FixedWidthInteger) { self = Swift.withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}
