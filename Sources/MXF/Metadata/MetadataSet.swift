// SPDX-License-Identifier: Apache-2.0

import Files

/// A set of header metadata: what it is, and the value of each property (SMPTE ST 377-1:2019, 9.3). What is not understood here is kept as it is.
public struct MetadataSet: Hashable, Sendable {
  /// A property and its value as stored.
  public struct Item: Hashable, Sendable {
    /// The property's label.
    public let label: UniversalLabel
    /// Its value.
    public var value: [UInt8]
  }

  /// What it is.
  public let key: UniversalLabel
  /// The properties, in the order in which they are stored.
  public private(set) var items: [Item] = []

  /// A set with its identifier, to which others refer.
  public init(_ key: UniversalLabel, identifier: [UInt8]) {
    self.key = key
    put(.instanceID, identifier)
  }

  init(_ key: UniversalLabel, items: [Item]) { (self.key, self.items) = (key, items) }

  /// Its identifier; nothing in a set that lacks it.
  public var identifier: [UInt8]? { self[.instanceID].flatMap { $0.count == 16 ? $0 : nil } }

  /// A property's value as stored.
  public subscript(_ property: MetadataProperty) -> [UInt8]? { self[property.label] }

  /// A property's value as stored.
  public subscript(_ label: UniversalLabel) -> [UInt8]? { items.first { $0.label.matches(label) }?.value }

  /// Stores a value, in the place of the one that is there.
  public mutating func put(_ property: MetadataProperty, _ value: [UInt8]) { put(property.label, value) }

  mutating func put(_ label: UniversalLabel, _ value: [UInt8]) {
    if let place = items.firstIndex(where: { $0.label.matches(label) }) {
      items[place].value = value
    } else {
      items.append(.init(label: label, value: value))
    }
  }

  /// Takes a property away.
  mutating func remove(_ property: MetadataProperty) { items.removeAll { $0.label.matches(property.label) } }
}

/// Values by their types (ST 377-1:2019, 4.3).
extension MetadataSet {
  /// A number.
  public func integer<Number: FixedWidthInteger & BitwiseCopyable>(_ property: MetadataProperty, as type: Number.Type = Number.self) -> Number? {
    reader(property).flatMap { reader in
      var reader = reader
      return reader.remaining == MemoryLayout<Number>.size ? try? reader.integer(type) : nil
    }
  }

  /// Two numbers, the second of which divides the first; nothing where it is nought.
  public func rational(_ property: MetadataProperty) -> (numerator: Int32, denominator: Int32)? {
    guard var reader = reader(property), let first = try? reader.integer(Int32.self), let second = try? reader.integer(Int32.self), second != 0 else {
      return nil
    }
    return (first, second)
  }

  /// Text, which is UTF-16, up to a zero.
  public func text(_ property: MetadataProperty) -> String? {
    guard var reader = reader(property) else { return nil }
    var units: [UInt16] = []
    while let unit = try? reader.integer(UInt16.self), unit != 0 { units.append(unit) }
    return String(decoding: units, as: UTF16.self)
  }

  /// A label.
  public func label(_ property: MetadataProperty) -> UniversalLabel? { self[property].flatMap { UniversalLabel($0) } }

  /// Labels of a batch.
  public func labels(_ property: MetadataProperty) -> [UniversalLabel] {
    guard var reader = reader(property) else { return [] }
    return (try? reader.batch { (reader) throws(FilesError) in try reader.label() }) ?? []
  }

  /// The identifiers of the sets that the property refers to: of one, or of a batch.
  public func references(_ property: MetadataProperty) -> [[UInt8]] {
    guard var reader = reader(property) else { return [] }
    if reader.remaining == 16 { return (try? reader.bytes(16)).map { [$0] } ?? [] }
    return (try? reader.batch { (reader) throws(FilesError) in try reader.bytes(16) }) ?? []
  }

  private func reader(_ property: MetadataProperty) -> ByteReader? { self[property].map { ByteReader($0, subject: property.name) } }

  // MARK: - To write

  mutating func put(_ property: MetadataProperty, _ number: some FixedWidthInteger) { put(property, Array(number: number)) }
  mutating func put(_ property: MetadataProperty, _ flag: Bool) { put(property, [flag ? 1 : 0]) }
  mutating func put(_ property: MetadataProperty, _ label: UniversalLabel) { put(property, label.bytes) }
  mutating func put(_ property: MetadataProperty, _ text: String) { put(property, text.utf16.flatMap { Array(number: $0) }) }
  mutating func put(_ property: MetadataProperty, _ numerator: Int32, over denominator: Int32) {
    put(property, Array(number: numerator) + Array(number: denominator))
  }
  mutating func put(_ property: MetadataProperty, labels: [UniversalLabel]) { put(property, batch: labels.map(\.bytes), size: 16) }
  mutating func put(_ property: MetadataProperty, references: [[UInt8]]) { put(property, batch: references, size: 16) }
  mutating func put(_ property: MetadataProperty, batch: [[UInt8]], size: Int) {
    put(property, Array(number: UInt32(batch.count)) + Array(number: UInt32(size)) + batch.flatMap(\.self))
  }
}
