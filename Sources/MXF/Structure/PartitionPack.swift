// SPDX-License-Identifier: Apache-2.0

import Files

/// What every part of an MXF file begins with: where it is, what it holds, and whether its metadata are final (SMPTE ST 377-1:2019, 7.1).
public struct PartitionPack: Hashable, Sendable {
  /// Which part it is.
  public enum Kind: UInt8, Sendable {
    case header = 2
    case body = 3
    case footer = 4
  }

  /// Which part it is.
  public var kind: Kind
  /// Whether the header metadata in it are final.
  public var isClosed: Bool
  /// Whether none of them are missing.
  public var isComplete: Bool
  /// The grid on which packets begin, in bytes; 1 for none.
  public var alignment: UInt32 = 1
  /// Where this partition begins, in bytes from the end of the run-in.
  public var position: Int64 = 0
  /// Where the one before begins; nought in the first.
  public var previous: Int64 = 0
  /// Where the footer begins; nought where that is not known.
  public var footer: Int64 = 0
  /// Bytes of header metadata from the primer to the end of the fill after the last set.
  public var headerByteCount: Int64 = 0
  /// Bytes of index tables, with the fill after them.
  public var indexByteCount: Int64 = 0
  /// The number of the index table in it; nought for none.
  public var indexStream: UInt32 = 0
  /// How many bytes of the essence container come before this partition.
  public var bodyOffset: Int64 = 0
  /// The number of the essence container in it; nought for none.
  public var bodyStream: UInt32 = 0
  /// The operational pattern.
  public var pattern: UniversalLabel
  /// The kinds of essence container in the file.
  public var containers: [UniversalLabel]

  /// The key of partition packs, without kind and state.
  static let key = UniversalLabel(0x060e2b34_02050101, 0x0d010201_01000000)

  /// A pack of this kind, closed and complete.
  public init(_ kind: Kind, pattern: UniversalLabel, containers: [UniversalLabel]) {
    (self.kind, isClosed, isComplete) = (kind, true, true)
    (self.pattern, self.containers) = (pattern, containers)
  }

  /// Whether a key is that of a partition pack.
  static func isPack(_ label: UniversalLabel) -> Bool {
    label.with(0, at: 13).with(0, at: 14).matches(key) && Kind(rawValue: label[13]) != nil && (1...4).contains(label[14])
  }

  /// Reads the pack whose key is `label` out of its value.
  init(_ label: UniversalLabel, _ value: ByteReader) throws(FilesError) {
    guard Self.isPack(label), let kind = Kind(rawValue: label[13]) else { throw FilesError(.malformed, subject: value.subject) }
    var reader = value
    // No file has more bytes, and sums of these stay numbers.
    func place() throws(FilesError) -> Int64 { min(Int64(clamping: try reader.integer(UInt64.self)), 1 << 60) }
    self.kind = kind
    (isClosed, isComplete) = (label[14] % 2 == 0, label[14] > 2)
    try reader.skip(4)
    alignment = try reader.integer(UInt32.self)
    position = try place()
    previous = try place()
    footer = try place()
    headerByteCount = try place()
    indexByteCount = try place()
    indexStream = try reader.integer(UInt32.self)
    bodyOffset = try place()
    bodyStream = try reader.integer(UInt32.self)
    pattern = try reader.label()
    containers = try reader.batch { (reader) throws(FilesError) in try reader.label() }
  }

  /// Key, length and value.
  var encoded: [UInt8] {
    var value: [UInt8] = []
    value.append(UInt16(1))
    value.append(UInt16(3))  // ST 377-1:2011 and later
    value.append(alignment)
    for place in [position, previous, footer, headerByteCount, indexByteCount] { value.append(place) }
    value.append(indexStream)
    value.append(bodyOffset)
    value.append(bodyStream)
    value += pattern.bytes
    value.append(UInt32(containers.count))
    value.append(UInt32(16))
    for label in containers { value += label.bytes }
    let state = UInt8((isClosed ? 2 : 1) + (isComplete ? 2 : 0))
    return KLVBytes.packet(Self.key.with(kind.rawValue, at: 13).with(state, at: 14), value)
  }
}

extension ByteReader {
  /// The next sixteen bytes as a label.
  mutating func label() throws(FilesError) -> UniversalLabel {
    UniversalLabel(try integer(UInt64.self), try integer(UInt64.self))
  }

  /// A batch or an array (ST 377-1, 4.3): how many, how long each is, and then those. What each has beyond what is read of it is passed over.
  mutating func batch<Element>(_ read: (inout ByteReader) throws(FilesError) -> Element) throws(FilesError) -> [Element] {
    let place = offset
    let (count, size) = (Int(try integer(UInt32.self)), Int(try integer(UInt32.self)))
    guard size > 0 || count == 0, count <= remaining / Swift.max(size, 1) else {
      throw FilesError(
        .malformed, subject: subject, remedy: "the list at byte \(place) claims more than is there")
    }
    var elements: [Element] = []
    for _ in 0..<count {
      var one = try part(size)
      elements.append(try read(&one))
    }
    return elements
  }
}
