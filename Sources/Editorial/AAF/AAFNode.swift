// SPDX-License-Identifier: Apache-2.0

internal import Hashing

/// An object that is to be written, with what it holds.
struct AAFNode: Sendable {
  /// What a property is given.
  enum Value: Sendable {
    case data([UInt8])
    case stream(CompoundFileWriter.Content)
    case strong(AAFNode)
    case vector([AAFNode])
    /// Objects by the value of their property `key`.
    case set([AAFNode], key: UInt16)
    case weak(AAFTarget, UniqueIdentifier)
    case weakVector(AAFTarget, [UniqueIdentifier])
    case weakSet(AAFTarget, [UniqueIdentifier])
  }

  /// A class, or the root, which has none of the standard's.
  var classID: UniqueIdentifier
  var values: [(property: UInt16, value: Value)] = []

  init(_ kind: AAFClass) { classID = kind.id }

  init(classID: UniqueIdentifier) { self.classID = classID }

  subscript(property: UInt16) -> Value? {
    get { values.first { $0.property == property }?.value }
    set {
      values.removeAll { $0.property == property }
      if let newValue { values.append((property, newValue)) }
    }
  }

  mutating func set(_ property: UInt16, _ text: String) { self[property] = .data(AAFValue.utf16(text)) }
  mutating func set(_ property: UInt16, _ id: UniqueIdentifier) { self[property] = .data(id.littleEndianBytes) }
  mutating func set(_ property: UInt16, _ id: MobIdentifier) { self[property] = .data(id.littleEndianBytes) }
  mutating func set(_ property: UInt16, _ flag: Bool) { self[property] = .data([flag ? 1 : 0]) }

  mutating func set(_ property: UInt16, _ number: some FixedWidthInteger & BitwiseCopyable) {
    var bytes: [UInt8] = []
    bytes.append(number: number)
    self[property] = .data(bytes)
  }

  mutating func set(_ property: UInt16, _ rate: AAFRate) {
    var bytes: [UInt8] = []
    bytes.append(number: Int32(clamping: rate.numerator))
    bytes.append(number: Int32(clamping: rate.denominator))
    self[property] = .data(bytes)
  }

  /// A digest of all that it holds, by which the same cut gets the same identifier; of media that is embedded only the length.
  var digest: [UInt8] {
    var bytes: [UInt8] = []
    describe(into: &bytes)
    return bytes.withUnsafeBytes { Digest.of($0, algorithm: .sha256) }.bytes
  }

  private func describe(into bytes: inout [UInt8]) {
    bytes.append(number: classID.high)
    bytes.append(number: classID.low)
    for (property, value) in values {
      bytes.append(number: property)
      switch value {
      case .data(let data):
        bytes.append(number: UInt32(data.count))
        bytes += data
      case .stream(let content): bytes.append(number: content.byteCount)
      case .strong(let node): node.describe(into: &bytes)
      case .vector(let nodes), .set(let nodes, _):
        bytes.append(number: UInt32(nodes.count))
        for node in nodes { node.describe(into: &bytes) }
      case .weak(_, let id): bytes += id.littleEndianBytes
      case .weakVector(_, let ids), .weakSet(_, let ids): for id in ids { bytes += id.littleEndianBytes }
      }
    }
  }
}

/// Sets that weak references lead to, as paths of properties from the root.
enum AAFTarget: Int, CaseIterable, Sendable {
  case classes, types, data, operations, parameters, containers, interpolations

  var path: [UInt16] {
    let dictionary = [AAFProperty.header, AAFProperty.dictionary]
    switch self {
    case .classes: return [AAFProperty.metaDictionary, AAFProperty.classDefinitions]
    case .types: return [AAFProperty.metaDictionary, AAFProperty.typeDefinitions]
    case .data: return dictionary + [AAFProperty.dataDefinitions]
    case .operations: return dictionary + [AAFProperty.operationDefinitions]
    case .parameters: return dictionary + [AAFProperty.parameterDefinitions]
    case .containers: return dictionary + [AAFProperty.containerDefinitions]
    case .interpolations: return dictionary + [AAFProperty.interpolationDefinitions]
    }
  }

  /// The property by which what is in the set is known.
  var key: UInt16 {
    switch self {
    case .classes, .types: AAFProperty.metaIdentification
    default: AAFProperty.identification
    }
  }
}

extension CompoundFileWriter {
  /// The largest value that a property can have: its size is a number of two bytes.
  static let largestValue = 65_535

  /// Lays an object and all that it holds in a storage.
  mutating func add(_ node: AAFNode, in storage: Int) {
    var index: [UInt8] = [0x4C, 0x20]
    index.append(number: UInt16(node.values.count))
    var data: [UInt8] = []
    for (property, value) in node.values {
      let name = Self.name(of: property)
      let form: AAFObject.Form
      var bytes: [UInt8]
      switch value {
      case .data(let value): (form, bytes) = (.data, value)
      case .stream(let content):
        (form, bytes) = (.stream, [0x55] + AAFValue.utf16(name))
        addStream(name, in: storage, content)
      case .strong(let part):
        (form, bytes) = (.strong, AAFValue.utf16(name))
        add(part, in: addStorage(name, in: storage, classID: part.classID))
      case .vector(let parts):
        (form, bytes) = (.strongVector, AAFValue.utf16(name))
        addVector(parts, name, in: storage)
      case .set(let parts, let key):
        (form, bytes) = (.strongSet, AAFValue.utf16(name))
        addSet(parts, key, name, in: storage)
      case .weak(let target, let id):
        form = .weak
        bytes = []
        bytes.append(number: UInt16(target.rawValue))
        bytes.append(number: target.key)
        bytes.append(16)
        bytes += id.littleEndianBytes
      case .weakVector(let target, let ids), .weakSet(let target, let ids):
        if case .weakSet = value { form = .weakSet } else { form = .weakVector }
        bytes = AAFValue.utf16(name)
        var list: [UInt8] = []
        list.append(number: UInt32(ids.count))
        list.append(number: UInt16(target.rawValue))
        list.append(number: target.key)
        list.append(16)
        for id in ids { list += id.littleEndianBytes }
        addStream(name + " index", in: storage, .bytes(list))
      }
      precondition(bytes.count <= Self.largestValue, "values are bounded before they come here")
      index.append(number: property)
      index.append(number: form.rawValue)
      index.append(number: UInt16(bytes.count))
      data += bytes
    }
    addStream("properties", in: storage, .bytes(index + data))
  }

  /// `referenced properties`, to which the numbers of weak references point.
  mutating func addTargets() {
    let paths = AAFTarget.allCases.map(\.path)
    var bytes: [UInt8] = [0x4C]
    bytes.append(number: UInt16(paths.count))
    bytes.append(number: UInt32(paths.reduce(0) { $0 + $1.count + 1 }))
    for path in paths { for property in path + [0] { bytes.append(number: property) } }
    addStream("referenced properties", in: Self.root, .bytes(bytes))
  }

  // MARK: -

  /// The name of a property's storage: that of the property, shortened so that an index fits behind it, and its number.
  private static func name(of property: UInt16) -> String {
    let name =
      AAFModel.standard.properties[property]?.name ?? (property == AAFProperty.header ? "Header" : property == 1 ? "MetaDictionary" : "Property")
    return "\(name.prefix(15))-\(String(property, radix: 16))"
  }

  private mutating func addVector(_ parts: [AAFNode], _ name: String, in storage: Int) {
    var list: [UInt8] = []
    for number in [UInt32(parts.count), UInt32(parts.count), 0xFFFF_FFFF] { list.append(number: number) }
    for (number, part) in parts.enumerated() {
      list.append(number: UInt32(number))
      add(part, in: addStorage("\(name){\(String(number, radix: 16))}", in: storage, classID: part.classID))
    }
    addStream(name + " index", in: storage, .bytes(list))
  }

  private mutating func addSet(_ parts: [AAFNode], _ key: UInt16, _ name: String, in storage: Int) {
    var list: [UInt8] = []
    for number in [UInt32(parts.count), UInt32(parts.count), 0xFFFF_FFFF] { list.append(number: number) }
    list.append(number: key)
    let keyed = parts.enumerated().map { number, part -> (key: [UInt8], number: Int) in
      if case .data(let bytes)? = part[key] { (bytes, number) } else { ([], number) }
    }
    list.append(UInt8(keyed.first?.key.count ?? 16))
    for (bytes, number) in keyed.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      list.append(number: UInt32(number))
      list.append(number: UInt32(1))
      list += bytes
    }
    for (number, part) in parts.enumerated() {
      add(part, in: addStorage("\(name){\(String(number, radix: 16))}", in: storage, classID: part.classID))
    }
    addStream(name + " index", in: storage, .bytes(list))
  }
}
