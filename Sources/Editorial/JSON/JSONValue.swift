// SPDX-License-Identifier: Apache-2.0

/// A value that is to be written. What was read and is only passed on stays the text that it was.
indirect enum JSONValue: Hashable, Sendable {
  /// A value's JSON text, to the letter: a number, a quoted text.
  case raw(String)
  /// Members in order.
  case object([Member])
  /// Values in order.
  case array([JSONValue])

  struct Member: Hashable, Sendable {
    var key: String
    var value: JSONValue
  }

  /// A text.
  static func text(_ text: String) -> JSONValue { .raw(quoted(text)) }
  /// A whole number.
  static func whole(_ number: Int) -> JSONValue { .raw(String(number)) }
  /// A number as OpenTimelineIO writes doubles: always with a point.
  static func number(_ number: Double) -> JSONValue { .raw(number.description) }
  /// A truth.
  static func truth(_ truth: Bool) -> JSONValue { .raw(truth ? "true" : "false") }
  /// Nothing.
  static let null = JSONValue.raw("null")

  /// An object of what is there.
  static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
  }

  /// The value of a text; `nil` where the text is none, or damaged.
  init?(parsing text: String) {
    guard text.utf8.count < 1 << 30 else { return nil }
    let tape = JSONTape(Array(text.utf8))
    guard tape.fault == nil, let root = tape.root else { return nil }
    self = Self.value(root, of: tape)
  }

  private static func value(_ index: Int, of tape: JSONTape) -> JSONValue {
    switch tape.kind(index) {
    case .object: .object(tape.members(of: index).map { Member(key: tape.string($0.key) ?? "", value: value($0.value, of: tape)) })
    case .array: .array(tape.elements(of: index).map { value($0, of: tape) })
    case .string, .escapedString, .number, .yes, .no, .null: .raw(tape.compact(index))
    }
  }

  /// The members, where it is an object.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  /// The values, where it is an array.
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  /// Whether it is an object or array of nothing.
  var isEmpty: Bool { self == .object([]) || self == .array([]) }

  /// The value of a name, where it is an object that has one.
  subscript(_ key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  /// The text, where it is one.
  var string: String? {
    guard case .raw(let text) = self, text.hasPrefix("\"") else { return nil }
    let tape = JSONTape(Array(text.utf8))
    return tape.root.flatMap { tape.string($0) }
  }

  /// Both objects as one; where both have a name whose values are no objects, `other`'s goes.
  func merged(with other: JSONValue) -> JSONValue {
    guard case .object(var members) = self, case .object(let more) = other else { return self }
    for member in more {
      if let index = members.firstIndex(where: { $0.key == member.key }) {
        members[index].value = members[index].value.merged(with: member.value)
      } else {
        members.append(member)
      }
    }
    return .object(members)
  }

  /// A text in quotation marks, with what RFC 8259, 7, asks to be escaped.
  static func quoted(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) { return "\"\(text)\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The whole text, indented by four spaces as OpenTimelineIO does.
  func write(into bytes: inout [UInt8], depth: Int = 0) {
    switch self {
    case .raw(let text): bytes += text.utf8
    case .object(let members):
      Self.write(members.count, UInt8(ascii: "{"), UInt8(ascii: "}"), into: &bytes, depth: depth) { index, bytes in
        bytes += Self.quoted(members[index].key).utf8
        bytes += [UInt8(ascii: ":"), 32]
        members[index].value.write(into: &bytes, depth: depth + 1)
      }
    case .array(let elements):
      Self.write(elements.count, UInt8(ascii: "["), UInt8(ascii: "]"), into: &bytes, depth: depth) { index, bytes in
        elements[index].write(into: &bytes, depth: depth + 1)
      }
    }
  }

  private static func write(
    _ count: Int, _ open: UInt8, _ close: UInt8, into bytes: inout [UInt8], depth: Int, _ part: (Int, inout [UInt8]) -> Void
  ) {
    bytes.append(open)
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(depth + 1, &bytes)
      part(index, &bytes)
    }
    if count > 0 { newLine(depth, &bytes) }
    bytes.append(close)
  }

  private static func newLine(_ depth: Int, _ bytes: inout [UInt8]) {
    bytes.append(10)
    bytes.append(contentsOf: repeatElement(32, count: depth * 4))
  }
}
