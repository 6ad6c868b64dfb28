// SPDX-License-Identifier: Apache-2.0

import Files

/// A part of the table that says where each edit unit of an essence container is (SMPTE ST 377-1:2019, 11.2).
public struct IndexTableSegment: Hashable, Sendable {
  /// An element of each edit unit: where it begins in it.
  public struct Element: Hashable, Sendable {
    /// Into the table of positions: nought, where pictures keep their order.
    public var positionTable: Int8 = 0
    /// The slice it is in; elements after one whose length varies are in the next.
    public var slice: UInt8 = 0
    /// Bytes from the beginning of the slice.
    public var offset: UInt32
  }

  /// An edit unit.
  public struct Entry: Hashable, Sendable {
    /// From display order to coded order, in edit units.
    public var temporalOffset: Int8 = 0
    /// To the key picture before it, in edit units: nought or less.
    public var keyFrameOffset: Int8 = 0
    /// Bit 7: can be entered here; bits 5 and 4: needs pictures after it, before it.
    public var flags: UInt8 = 0x80
    /// Bytes from the beginning of the essence container.
    public var offset: UInt64
    /// Where its further slices begin, in bytes from its own beginning.
    public var slices: [UInt32] = []
  }

  /// Its identifier.
  public var identifier: [UInt8]
  /// Edit units a second, as a fraction.
  public var rate: (numerator: Int32, denominator: Int32) {
    get { (rateNumerator, rateDenominator) }
    set { (rateNumerator, rateDenominator) = newValue }
  }
  private var rateNumerator: Int32
  private var rateDenominator: Int32
  /// The first edit unit it describes.
  public var start: Int64 = 0
  /// How many it describes; nought for all there are, where each has the same length.
  public var duration: Int64 = 0
  /// The length of each edit unit in bytes; nought where they differ and entries say where each begins.
  public var editUnitByteCount: UInt32 = 0
  /// The number of the table.
  public var indexStream: UInt32
  /// The number of the essence container.
  public var bodyStream: UInt32
  /// The elements of an edit unit.
  public var elements: [Element] = []
  /// The edit units, where they differ in length.
  public var entries: [Entry] = []

  /// A segment of the table `indexStream` over the container `bodyStream`.
  public init(identifier: [UInt8], rate: (numerator: Int32, denominator: Int32), indexStream: UInt32, bodyStream: UInt32) {
    self.identifier = identifier
    (rateNumerator, rateDenominator) = rate
    (self.indexStream, self.bodyStream) = (indexStream, bodyStream)
  }

  /// An entry's length in the table: eleven bytes and four a further slice. Tables of fractional positions are not read or written.
  private static func entrySize(slices: Int) -> Int { 11 + slices * 4 }

  /// Reads the value of one, a local set.
  init(_ value: ByteReader) throws(FilesError) {
    self.init(identifier: [], rate: (0, 1), indexStream: 0, bodyStream: 0)
    var reader = value
    var (slices, packedEntries) = (0, ByteReader?.none)
    while !reader.isAtEnd {
      let tag = try reader.integer(UInt16.self)
      var item = try reader.part(Int(try reader.integer(UInt16.self)))
      switch tag {
      case 0x3C0A: identifier = try item.bytes(16)
      case 0x3F0B: rate = (try item.integer(Int32.self), try item.integer(Int32.self))
      case 0x3F0C: start = try item.integer(Int64.self)
      case 0x3F0D: duration = try item.integer(Int64.self)
      case 0x3F05: editUnitByteCount = try item.integer(UInt32.self)
      case 0x3F06: indexStream = try item.integer(UInt32.self)
      case 0x3F07: bodyStream = try item.integer(UInt32.self)
      case 0x3F08: slices = Int(try item.integer(UInt8.self))
      case 0x3F09:
        elements = try item.batch { (item) throws(FilesError) in
          Element(positionTable: try item.integer(Int8.self), slice: try item.integer(UInt8.self), offset: try item.integer(UInt32.self))
        }
      case 0x3F0A: packedEntries = item
      default: continue
      }
    }
    guard var packed = packedEntries else { return }
    entries = try packed.batch { (item) throws(FilesError) in
      var entry = Entry(
        temporalOffset: try item.integer(Int8.self), keyFrameOffset: try item.integer(Int8.self), flags: try item.integer(UInt8.self),
        offset: try item.integer(UInt64.self))
      for _ in 0..<slices { entry.slices.append(try item.integer(UInt32.self)) }
      return entry
    }
  }

  /// The largest number of entries whose list fits the two bytes that a local set has for its length.
  static func mostEntries(slices: Int) -> Int { (0xFFFF - 8) / entrySize(slices: slices) }

  /// Key, length and value.
  var encoded: [UInt8] {
    var value: [UInt8] = []
    func item(_ tag: UInt16, _ bytes: [UInt8]) {
      value.append(tag)
      value.append(UInt16(bytes.count))
      value += bytes
    }
    let slices = entries.first?.slices.count ?? 0
    item(0x3C0A, identifier)
    item(0x3F0B, Array(number: rate.numerator) + Array(number: rate.denominator))
    item(0x3F0C, Array(number: start))
    item(0x3F0D, Array(number: duration))
    item(0x3F05, Array(number: editUnitByteCount))
    item(0x3F06, Array(number: indexStream))
    item(0x3F07, Array(number: bodyStream))
    item(0x3F08, [UInt8(slices)])
    if !elements.isEmpty {
      var list: [UInt8] = Array(number: UInt32(elements.count)) + Array(number: UInt32(6))
      for element in elements { list += [UInt8(bitPattern: element.positionTable), element.slice] + Array(number: element.offset) }
      item(0x3F09, list)
    }
    if !entries.isEmpty {
      var list: [UInt8] = Array(number: UInt32(entries.count)) + Array(number: UInt32(Self.entrySize(slices: slices)))
      for entry in entries {
        list += [UInt8(bitPattern: entry.temporalOffset), UInt8(bitPattern: entry.keyFrameOffset), entry.flags] + Array(number: entry.offset)
        for slice in entry.slices { list.append(slice) }
      }
      item(0x3F0A, list)
    }
    return KLVBytes.packet(.indexTableSegment, value)
  }
}
