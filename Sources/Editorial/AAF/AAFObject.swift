// SPDX-License-Identifier: Apache-2.0

/// An object of an AAF: a class, and the values of its properties as the file has them.
///
/// AAF Low-Level Container Specification v1.0.1: each object is a storage, whose `properties` stream begins with an index of property identifier,
/// stored form and size.
final class AAFObject {
  /// How a property's value is stored.
  enum Form: UInt16 {
    case data = 0x82
    case stream = 0x42
    case strong = 0x22
    case strongVector = 0x32
    case strongSet = 0x3A
    case weak = 0x02
    case weakVector = 0x12
    case weakSet = 0x1A
    case uniqueID = 0x86
    case opaque = 0x40
  }

  /// A property: where in the stream its value lies.
  struct Field {
    var property: UInt16
    var form: UInt16
    var range: Range<Int>
  }

  /// Its storage in the compound file.
  let entry: Int
  /// Its class as the file names it.
  let classID: UniqueIdentifier
  /// The class that the standard knows: its own, or the nearest of which it is an extension.
  let kind: AAFClass
  private let bytes: [UInt8]
  let fields: [Field]
  /// What of its index could not be read.
  private(set) var fault: String?

  init(entry: Int, classID: UniqueIdentifier, kind: AAFClass, bytes: [UInt8]) {
    (self.entry, self.classID, self.kind, self.bytes) = (entry, classID, kind, bytes)
    var fields: [Field] = []
    guard bytes.count >= 4, bytes[0] == 0x4C else {
      fault = bytes.first == 0x42 ? "is written with the most significant byte first, which no known program does" : "has no properties"
      self.fields = []
      return
    }
    let count = min(Int(bytes.number(at: 2, UInt16.self)), (bytes.count - 4) / 6)
    var place = 4 + 6 * count
    if count < Int(bytes.number(at: 2, UInt16.self)) { fault = "has an index of properties that is cut short" }
    fields.reserveCapacity(count)
    for number in 0..<count {
      let start = 4 + 6 * number
      let size = Int(bytes.number(at: start + 4, UInt16.self))
      guard place + size <= bytes.count else {
        fault = "has properties that are cut short"
        break
      }
      fields.append(
        Field(property: bytes.number(at: start, UInt16.self), form: bytes.number(at: start + 2, UInt16.self), range: place..<place + size))
      place += size
    }
    self.fields = fields
  }

  /// The property, where it is there.
  func field(_ property: UInt16) -> Field? { fields.first { $0.property == property } }

  /// The bytes of a value.
  func data(_ property: UInt16) -> ArraySlice<UInt8>? { field(property).map { bytes[$0.range] } }

  /// A whole number of any width up to eight bytes, with its sign where `signed` asks for it.
  func integer(_ property: UInt16) -> Int? {
    guard let data = data(property), (1...8).contains(data.count) else { return nil }
    return AAFValue.integer(data, isSigned: data.count > 4 || AAFProperty.signed.contains(property))
  }

  /// A text of UTF-16 up to the first zero.
  func text(_ property: UInt16) -> String? { data(property).map(AAFValue.text) }

  /// A fraction: two numbers of four bytes.
  func rational(_ property: UInt16) -> (numerator: Int, denominator: Int)? { data(property).flatMap(AAFValue.rational) }

  /// An identifier of sixteen bytes.
  func identifier(_ property: UInt16) -> UniqueIdentifier? {
    field(property).flatMap { $0.range.count == 16 ? UniqueIdentifier(littleEndian: bytes, at: $0.range.lowerBound) : nil }
  }

  /// A mob's identifier.
  func mob(_ property: UInt16) -> MobIdentifier? {
    field(property).flatMap { $0.range.count == 32 ? MobIdentifier(littleEndian: bytes, at: $0.range.lowerBound) : nil }
  }

  /// The table entry and the key of a reference to a definition.
  func weak(_ property: UInt16) -> (target: Int, key: UniqueIdentifier)? {
    guard let field = field(property), field.form == Form.weak.rawValue, field.range.count == 21, bytes[field.range.lowerBound + 4] == 16 else {
      return nil
    }
    return (Int(bytes.number(at: field.range.lowerBound, UInt16.self)), UniqueIdentifier(littleEndian: bytes, at: field.range.lowerBound + 5))
  }
}

/// Values of bytes, by their types.
enum AAFValue {
  static func integer(_ data: ArraySlice<UInt8>, isSigned: Bool) -> Int {
    var value = UInt64(0)
    for byte in data.reversed() { value = value << 8 | UInt64(byte) }
    guard isSigned, data.count < 8, data.last ?? 0 >= 0x80 else { return Int(truncatingIfNeeded: value) }
    return Int(truncatingIfNeeded: value | UInt64.max << UInt64(8 * data.count))
  }

  static func text(_ data: ArraySlice<UInt8>) -> String { String(littleEndianUTF16: data) }

  static func rational(_ data: ArraySlice<UInt8>) -> (numerator: Int, denominator: Int)? {
    guard data.count == 8 else { return nil }
    return (integer(data.prefix(4), isSigned: true), integer(data.suffix(4), isSigned: true))
  }

  static func utf16(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in text.utf16 where unit != 0 { bytes.append(number: unit) }
    bytes.append(number: UInt16(0))
    return bytes
  }
}
