// SPDX-License-Identifier: Apache-2.0

extension AAFModel {
  /// The dictionary of classes and types that a file begins with: the same in each.
  static let dictionary: AAFNode = standard.made()

  private func made() -> AAFNode {
    var dictionary = AAFNode(.metaDictionary)
    dictionary[AAFProperty.classDefinitions] = .set(classes.map(definition), key: AAFProperty.metaIdentification)
    dictionary[AAFProperty.typeDefinitions] = .set(types.map(definition), key: AAFProperty.metaIdentification)
    return dictionary
  }

  // MARK: - Classes

  private func definition(_ one: Class) -> AAFNode {
    var node = AAFNode(.classDefinition)
    node.set(AAFProperty.metaIdentification, one.kind.id)
    node.set(AAFProperty.metaName, one.name)
    // A class without a parent is its own.
    node[AAFProperty.parentClass] = .weak(.classes, (one.parent ?? one.kind).id)
    if !one.properties.isEmpty { node[AAFProperty.classProperties] = .set(one.properties.map(definition), key: AAFProperty.metaIdentification) }
    node.set(0x000A, one.isConcrete)
    return node
  }

  private func definition(_ property: Property) -> AAFNode {
    var node = AAFNode(.propertyDefinition)
    node.set(AAFProperty.metaIdentification, property.id)
    node.set(AAFProperty.metaName, property.name)
    node.set(0x000B, property.type)
    node.set(0x000C, property.isOptional)
    node.set(AAFProperty.localIdentification, property.number)
    if property.isUnique { node.set(0x000E, true) }
    return node
  }

  // MARK: - Types

  /// Classes of type definitions, and the property that names what the type is made of.
  private static let kinds: [String: (kind: UInt32, element: UInt16)] = [
    "int": (0x0204_0000, 0), "strong": (0x0205_0000, 0x11), "weak": (0x0206_0000, 0x12), "enum": (0x0207_0000, 0x14), "array": (0x0208_0000, 0x17),
    "vector": (0x0209_0000, 0x19), "set": (0x020A_0000, 0x1A), "string": (0x020B_0000, 0x1B), "stream": (0x020C_0000, 0), "record": (0x020D_0000, 0),
    "rename": (0x020E_0000, 0x1E), "extenum": (0x0220_0000, 0), "indirect": (0x0221_0000, 0), "opaque": (0x0222_0000, 0),
    "character": (0x0223_0000, 0),
  ]

  private func definition(_ type: Kind) -> AAFNode {
    let kind = Self.kinds[type.kind] ?? (0x0203_0000, 0)
    var node = AAFNode(AAFClass(rawValue: kind.kind))
    node.set(AAFProperty.metaIdentification, type.id)
    node.set(AAFProperty.metaName, type.name)
    switch type.kind {
    case "int":
      node.set(0x0F, UInt8(type.rest[0].prefix(1)) ?? 0)
      node.set(0x10, type.rest[0].hasSuffix("s"))
    case "strong", "weak":
      node[kind.element] = .weak(.classes, Self.kind(type.rest[0])?.id ?? .zero)
      if type.kind == "weak" { node[0x13] = .data(path(type.rest[1]).flatMap(\.littleEndianBytes)) }
    case "enum":
      node[kind.element] = .weak(.types, Self.type(type.rest[0]))
      let members = type.rest.dropFirst().map { $0.split(separator: "=") }
      node[0x15] = .data(members.flatMap { AAFValue.utf16(String($0[1])) })
      var values: [UInt8] = []
      for member in members { values.append(number: Int64(member[0]) ?? 0) }
      node[0x16] = .data(values)
    case "record":
      let members = type.rest.map { $0.split(separator: "=") }
      node[0x1C] = .weakVector(.types, members.map { Self.type($0[1]) })
      node[0x1D] = .data(members.flatMap { AAFValue.utf16(String($0[0])) })
    case "extenum":
      let members = type.rest.map { $0.split(separator: "=") }
      node[0x1F] = .data(members.flatMap { AAFValue.utf16(String($0[1])) })
      node[0x20] = .data(members.flatMap { Self.label(String($0[0])).littleEndianBytes })
    case "array":
      node[kind.element] = .weak(.types, Self.type(type.rest[0]))
      node.set(0x18, UInt32(type.rest[1]) ?? 0)
    case "vector", "set", "string", "rename": node[kind.element] = .weak(.types, Self.type(type.rest[0]))
    default: break
    }
    return node
  }

  /// The identifiers of the properties along a path from the root, such as `Header.Dictionary.DataDefinitions`.
  private func path(_ text: Substring) -> [UniqueIdentifier] {
    text.split(separator: ".").map { name in
      switch name {
      // The root is in no dictionary of classes.
      case "MetaDictionary": UniqueIdentifier(high: 0x0D01_0301_0101_0100, low: 0x060E_2B34_0101_0102)
      case "Header": UniqueIdentifier(high: 0x0D01_0301_0102_0100, low: 0x060E_2B34_0101_0102)
      default: classes.lazy.flatMap(\.properties).first { $0.name == name && form(of: $0.type) != .data }?.id ?? .zero
      }
    }
  }

  /// An identifier of an extendible enumeration, whose usual beginnings and ends the text shortens.
  private static func label(_ text: String) -> UniqueIdentifier {
    var text = text.first == "^" ? "04010101-" + text.dropFirst() : text
    if let mark = text.firstIndex(of: "~"), let end = text.last {
      text = (text.contains("-") ? "" : "0d010102-0101-") + text[..<mark] + "-060e-2b34040101" + (end == "6" ? "06" : "01")
    }
    return UniqueIdentifier(text) ?? .zero
  }
}
