// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The sets of an MXF file's header metadata that lead to its timecodes. libav reads them too, but does not say which package a timecode
/// belongs to. SMPTE ST 377-1:2019: KLV coding in 6.3, partition packs in 7, local sets in 9.
struct MXFHeader {
  /// A local set: its kind (byte 14 of its key, annexes A and B) and its items by local tag.
  struct LocalSet {
    let kind: UInt8
    let items: [UInt16: ByteReader]
  }

  /// The sets by their instance identifier.
  private(set) var sets: [[UInt8]: LocalSet] = [:]
  /// Where the header partition says that the footer begins, in bytes from the file's beginning (ST 377-1, 7.1); `nil` where it does not say.
  private var footer: Int?
  /// The last eight bytes of the keys of sets outside the structural metadata, in hexadecimal, each once: descriptive metadata.
  private(set) var otherSets: [String] = []
  /// The identifiers in file order.
  private(set) var order: [[UInt8]] = []

  /// Header metadata beyond this is not looked at; real headers have some kilobytes.
  static let byteLimit = 8 << 20
  /// A run-in and a header partition pack: what says where the footer is.
  static let packLimit = 65_536 + 256
  private static let setLimit = 20_000
  /// A file may begin with up to this many bytes of something else (ST 377-1, 6.5: run-in).
  private static let runInLimit = 65_536

  private static let headerPartition: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01, 0x02]
  static let essence: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x01, 0x02, 0x01, 0x01, 0x0D, 0x01, 0x03, 0x01]
  static let systemItem: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x03, 0x01]
  private static let localSet: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x53, 0x01, 0x01, 0x0D, 0x01, 0x01, 0x01, 0x01, 0x01]
  private static let anySet: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x53, 0x01, 0x01]
  private static let instanceIdentifier: UInt16 = 0x3C0A

  /// Reads the header of the file at `path`, as far as it can be read; no more than `limit` bytes of it.
  init(path: String, limit: Int = byteLimit) throws(FilesError) {
    let file = try InputFile(path)
    let count = Int(min(Int64(limit), try file.facts().size))
    self.init(ByteReader(try file.bytes(at: 0, count: count), subject: path))
  }

  /// Reads sets from the header partition on until the essence, the end, or something that is no KLV packet.
  init(_ bytes: ByteReader) {
    var reader = bytes
    do throws(FilesError) {
      while !reader.starts(with: MXFHeader.headerPartition) {
        guard reader.offset - bytes.offset < MXFHeader.runInLimit else { return }
        try reader.skip(1)
      }
      footer = try MXFHeader.footer(reader)
      while !reader.isAtEnd, !reader.starts(with: MXFHeader.essence), order.count < MXFHeader.setLimit {
        let isSet = reader.starts(with: MXFHeader.localSet)
        let kind = reader.peek(14) ?? 0
        if !isSet, reader.starts(with: MXFHeader.anySet) { noteOther(reader) }
        try reader.skip(16)
        let length = try MXFHeader.length(&reader)
        let value = try reader.part(length)
        if isSet { add(kind, try MXFHeader.items(value)) }
      }
    } catch {
      return  // a header that is cut or false gives what it gave so far
    }
  }

  /// How many bytes a file of so many lacks at the least before its footer begins; `nil` where it lacks none, or nothing is said of a footer.
  func bytesBeforeFooter(in byteCount: Int) -> Int? {
    guard let footer, footer >= byteCount else { return nil }
    return footer - byteCount
  }

  /// The place of the footer by a header partition pack: the third of the positions that follow version and KAG size.
  private static func footer(_ header: ByteReader) throws(FilesError) -> Int? {
    var reader = header
    let start = reader.offset
    try reader.skip(16)
    _ = try length(&reader)
    try reader.skip(2 + 2 + 4 + 8 + 8)
    let position = try reader.integer(UInt64.self)
    guard position > 0, position < 1 << 62 else { return nil }
    return start + Int(position)
  }

  private mutating func noteOther(_ reader: ByteReader) {
    let key = (8..<16).compactMap { reader.peek($0) }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    if otherSets.count < 1000, !otherSets.contains(key) { otherSets.append(key) }
  }

  private mutating func add(_ kind: UInt8, _ items: [UInt16: ByteReader]) {
    guard var item = items[MXFHeader.instanceIdentifier], let identifier = try? item.bytes(16), sets[identifier] == nil else { return }
    sets[identifier] = LocalSet(kind: kind, items: items)
    order.append(identifier)
  }

  /// The items of a local set: a two-byte tag, a two-byte length, a value, again and again (ST 377-1, 9.3).
  private static func items(_ value: ByteReader) throws(FilesError) -> [UInt16: ByteReader] {
    var (reader, items) = (value, [UInt16: ByteReader]())
    while !reader.isAtEnd {
      let tag = try reader.integer(UInt16.self)
      let length = try reader.integer(UInt16.self)
      items[tag] = try reader.part(Int(length))
    }
    return items
  }

  /// A BER length (ST 377-1, 6.3.4): one byte up to 127, else the number of bytes that follow.
  static func length(_ reader: inout ByteReader) throws(FilesError) -> Int {
    let first = try reader.integer(UInt8.self)
    guard first > 127 else { return Int(first) }
    guard (1...8).contains(first & 0x7F) else { return Int.max }  // no length: the part that it asks for is refused
    return Int(clamping: try reader.unsigned(width: Int(first & 0x7F)))
  }
}

extension MXFHeader.LocalSet {
  /// The item's number.
  func integer<Number: FixedWidthInteger & BitwiseCopyable>(_ tag: UInt16, _ type: Number.Type) -> Number? {
    guard var item = items[tag] else { return nil }
    return try? item.integer(type)
  }

  /// The item's text, UTF-16 in big-endian order up to a zero.
  func text(_ tag: UInt16) -> String? {
    guard var item = items[tag] else { return nil }
    var units: [UInt16] = []
    while let unit = try? item.integer(UInt16.self), unit != 0 { units.append(unit) }
    return String(decoding: units, as: UTF16.self)
  }

  /// The sets that the item refers to: one identifier, or a batch of them (ST 377-1, 4.3).
  func references(_ tag: UInt16) -> [[UInt8]] {
    guard var item = items[tag] else { return [] }
    if item.remaining == 16 { return (try? item.bytes(16)).map { [$0] } ?? [] }
    guard let count = try? item.integer(UInt32.self), (try? item.integer(UInt32.self)) == 16 else { return [] }
    return (0..<min(Int(count), item.remaining / 16)).compactMap { _ in try? item.bytes(16) }
  }
}
