// SPDX-License-Identifier: Apache-2.0

/// The classes and types of the standard that are written, as data: what a file's own dictionary of classes says of itself.
struct AAFModel {
  /// A class.
  struct Class {
    var kind: AAFClass
    var name: String
    var parent: AAFClass?
    var isConcrete: Bool
    var properties: [Property]
  }

  /// A property of a class.
  struct Property {
    var number: UInt16
    var name: String
    var type: UniqueIdentifier
    var id: UniqueIdentifier
    var isOptional: Bool
    var isUnique: Bool
  }

  /// A type.
  struct Kind {
    var kind: String
    var id: UniqueIdentifier
    var name: String
    var rest: [Substring]
  }

  /// The model of the standard.
  static let standard = AAFModel()

  private(set) var classes: [Class] = []
  private(set) var types: [Kind] = []
  private(set) var properties: [UInt16: Property] = [:]
  private let known: Set<AAFClass>
  private let kinds: [UniqueIdentifier: Kind]

  private init() {
    for line in Self.classText.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix(" ") {
        classes[classes.count - 1].properties.append(Self.property(words))
      } else if let kind = Self.kind(words[0]) {
        classes.append(Class(kind: kind, name: String(words[1]), parent: Self.kind(words[2]), isConcrete: words[3] == "+", properties: []))
      }
    }
    types = Self.typeText.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return Kind(kind: String(words[0]), id: Self.type(words[1]), name: String(words[2]), rest: Array(words.dropFirst(3)))
    }
    known = Set(classes.map(\.kind))
    kinds = Dictionary(types.map { ($0.id, $0) }) { first, _ in first }
    for one in classes.flatMap(\.properties) { properties[one.number] = one }
  }

  /// Whether the standard has this class among those that are known here.
  func isDefined(_ kind: AAFClass) -> Bool { known.contains(kind) || Self.others.contains(kind) }

  /// The type of an identifier.
  func type(_ id: UniqueIdentifier) -> Kind? { kinds[id] }

  /// How values of a type are stored.
  func form(of type: UniqueIdentifier) -> AAFObject.Form {
    guard let kind = kinds[type] else { return .data }
    switch kind.kind {
    case "strong": return .strong
    case "weak": return .weak
    case "stream": return .stream
    case "vector", "set":
      let isSet = kind.kind == "set"
      switch kind.rest.first.map({ form(of: Self.type($0)) }) {
      case .strong: return isSet ? .strongSet : .strongVector
      case .weak: return isSet ? .weakSet : .weakVector
      default: return .data
      }
    default: return .data
    }
  }

  /// The identifier of a type, which the text shortens to its first eight digits.
  static func type(_ word: Substring) -> UniqueIdentifier {
    guard word.count == 8, let high = UInt64(word, radix: 16) else { return UniqueIdentifier(word) ?? .zero }
    return UniqueIdentifier(high: high << 32, low: 0x060E_2B34_0104_0101)
  }

  /// The identifier of a class, which the text shortens to the eight digits in which classes differ.
  static func kind(_ word: Substring) -> AAFClass? { UInt32(word, radix: 16).map(AAFClass.init(rawValue:)) }

  // MARK: -

  /// Classes that are read as something although they are not written.
  private static let others: Set<AAFClass> = [.pulldown, .commentMarker, .staticMobSlot, .multipleDescriptor]

  private static func property(_ words: [Substring]) -> Property {
    let flags = words[1].drop { $0 != "?" && $0 != "!" }
    var id = String(words[3])
    // `~02` stands for the end that almost all have.
    if let mark = id.firstIndex(of: "~") { id.replaceSubrange(mark...mark, with: "-060e-2b34010101") }
    return Property(
      number: UInt16(words[0], radix: 16) ?? 0, name: String(words[1].prefix { $0 != "?" && $0 != "!" }), type: type(words[2]),
      id: UniqueIdentifier(id) ?? .zero, isOptional: flags.contains("?"), isUnique: flags.contains("!"))
  }
}
