// SPDX-License-Identifier: Apache-2.0

import Files

/// Where every partition of a file begins, at the very end of it (SMPTE ST 377-1:2019, 12).
public struct RandomIndexPack: Hashable, Sendable {
  /// A partition.
  public struct Entry: Hashable, Sendable {
    /// The number of the essence container in it; nought for none.
    public var bodyStream: UInt32
    /// Where it begins, in bytes from the end of the run-in.
    public var position: Int64
  }

  /// The partitions in file order.
  public var entries: [Entry]

  /// The pack of these partitions.
  public init(_ entries: [Entry]) { self.entries = entries }

  /// Reads the value of one: entries of twelve bytes, and its own length in four.
  init(_ value: ByteReader) throws(FilesError) {
    var reader = value
    entries = []
    while reader.remaining >= 12 {
      entries.append(.init(bodyStream: try reader.integer(UInt32.self), position: min(Int64(clamping: try reader.integer(UInt64.self)), 1 << 60)))
    }
    guard reader.remaining == 4 else {
      throw FilesError(.malformed, subject: value.subject, remedy: "its random index pack ends in the middle of an entry")
    }
  }

  /// Key, length and value.
  var encoded: [UInt8] {
    var value: [UInt8] = []
    for entry in entries {
      value.append(entry.bodyStream)
      value.append(entry.position)
    }
    value.append(UInt32(16 + 4 + value.count + 4))
    return KLVBytes.packet(.randomIndexPack, value)
  }
}
