// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Turns any `Encodable` into a `JSONTree`, writing `null` where synthesized code would leave a property out.
struct JSONTreeEncoder: Encoder {
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  fileprivate let place: Place

  /// The tree of `value`. Dates become text and URLs their address; all else encodes itself.
  static func tree(of value: some Encodable, at path: [any CodingKey]) throws -> JSONTree {
    switch value {
    case let date as Date: return .string(date.formatted(.iso8601))
    case let url as URL: return .string(url.absoluteString)
    case let data as Data: return .string(data.base64EncodedString())
    default:
      let place = Place()
      try value.encode(to: JSONTreeEncoder(codingPath: path, place: place))
      return place.tree
    }
  }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedTree<Key>(codingPath: codingPath, place: place))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedTree(codingPath: codingPath, place: place) }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleTree(codingPath: codingPath, place: place) }

  fileprivate static func number(_ value: some BinaryFloatingPoint & LosslessStringConvertible, at path: [any CodingKey]) throws -> JSONTree {
    guard value.isFinite else {
      let name = path.map(\.stringValue).joined(separator: ".")
      throw ReportsError(.notEncodable, subject: name, remedy: "its value is \(value); a value that does not exist must be left empty")
    }
    return .number(value.description)
  }
}

/// Where a container leaves what it holds. A nested container keeps a place of its own until the tree is read.
private final class Place {
  private enum Content {
    case tree(JSONTree)
    case members([String: Place])
    case elements([Place])
  }

  private var content = Content.members([:])

  init() {}

  init(_ tree: JSONTree) { content = .tree(tree) }

  var tree: JSONTree {
    get {
      switch content {
      case .tree(let tree): tree
      case .members(let members): .object(members.mapValues(\.tree))
      case .elements(let elements): .array(elements.map(\.tree))
      }
    }
    set { content = .tree(newValue) }
  }

  /// The number of elements, where this is an array.
  var count: Int { if case .elements(let elements) = content { elements.count } else { 0 } }

  func becomeArray() { if case .elements = content { return } else { content = .elements([]) } }

  func set(_ place: Place, for key: String) {
    guard case .members(var members) = content else { preconditionFailure("a value encodes itself as one kind of container") }
    content = .members([:])  // so that the dictionary below is changed in place, not copied
    members[key] = place
    content = .members(members)
  }

  func append(_ place: Place) {
    guard case .elements(var elements) = content else { preconditionFailure("a value encodes itself as one kind of container") }
    content = .elements([])
    elements.append(place)
    content = .elements(elements)
  }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let codingPath: [any CodingKey]
  let place: Place

  func encodeNil(forKey key: Key) { place.set(Place(.null), for: key.stringValue) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    place.set(Place(try JSONTreeEncoder.tree(of: value, at: codingPath + [key])), for: key.stringValue)
  }

  // What synthesized code calls for optional properties: the reason for this encoder. Each type has a requirement of its own.
  func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }

  private func encodeOrNull(_ value: (some Encodable)?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(KeyedTree<Nested>(codingPath: codingPath + [key], place: nested(key)))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { UnkeyedTree(codingPath: codingPath + [key], place: nested(key)) }

  func superEncoder() -> any Encoder { JSONTreeEncoder(codingPath: codingPath, place: nested("super")) }

  func superEncoder(forKey key: Key) -> any Encoder { JSONTreeEncoder(codingPath: codingPath + [key], place: nested(key)) }

  private func nested(_ key: Key) -> Place { nested(key.stringValue) }

  private func nested(_ name: String) -> Place {
    let inner = Place()
    place.set(inner, for: name)
    return inner
  }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
  let codingPath: [any CodingKey]
  private let place: Place

  init(codingPath: [any CodingKey], place: Place) {
    self.codingPath = codingPath
    self.place = place
    place.becomeArray()
  }

  var count: Int { place.count }

  func encodeNil() { place.append(Place(.null)) }

  func encode(_ value: some Encodable) throws { place.append(Place(try JSONTreeEncoder.tree(of: value, at: codingPath))) }

  func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(KeyedTree<Nested>(codingPath: codingPath, place: nested()))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedTree(codingPath: codingPath, place: nested()) }

  func superEncoder() -> any Encoder { JSONTreeEncoder(codingPath: codingPath, place: nested()) }

  private func nested() -> Place {
    let inner = Place()
    place.append(inner)
    return inner
  }
}

private struct SingleTree: SingleValueEncodingContainer {
  let codingPath: [any CodingKey]
  let place: Place

  func encodeNil() { place.tree = .null }
  func encode(_ value: Bool) { place.tree = .bool(value) }
  func encode(_ value: String) { place.tree = .string(value) }
  func encode(_ value: Double) throws { place.tree = try JSONTreeEncoder.number(value, at: codingPath) }
  func encode(_ value: Float) throws { place.tree = try JSONTreeEncoder.number(value, at: codingPath) }
  func encode(_ value: Int) { place.tree = .number(value.description) }
  func encode(_ value: Int8) { place.tree = .number(value.description) }
  func encode(_ value: Int16) { place.tree = .number(value.description) }
  func encode(_ value: Int32) { place.tree = .number(value.description) }
  func encode(_ value: Int64) { place.tree = .number(value.description) }
  func encode(_ value: UInt) { place.tree = .number(value.description) }
  func encode(_ value: UInt8) { place.tree = .number(value.description) }
  func encode(_ value: UInt16) { place.tree = .number(value.description) }
  func encode(_ value: UInt32) { place.tree = .number(value.description) }
  func encode(_ value: UInt64) { place.tree = .number(value.description) }
  func encode(_ value: some Encodable) throws { place.tree = try JSONTreeEncoder.tree(of: value, at: codingPath) }
}
