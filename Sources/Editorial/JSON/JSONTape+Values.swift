// SPDX-License-Identifier: Apache-2.0

extension JSONTape {
  /// The members of an object, in order: the places of each name and its value. None where the value is no object.
  func members(of index: Int) -> Members { Members(nodes: nodes, index: index, kind: .object) }

  /// The values of an array, in order: none where the value is no array.
  func elements(of index: Int) -> Elements { Elements(nodes: nodes, index: index) }

  /// Goes through an object.
  struct Members: Sequence, IteratorProtocol {
    private let nodes: [Node]
    private var place: Int
    private let end: Int

    init(nodes: [Node], index: Int, kind: Kind) {
      self.nodes = nodes
      (place, end) = nodes[index].kind == kind ? (index + 1, Int(nodes[index].next)) : (0, 0)
    }

    mutating func next() -> (key: Int, value: Int)? {
      guard place + 1 < end else { return nil }
      let key = place
      place = Int(nodes[key + 1].next)
      return (key, key + 1)
    }
  }

  /// Goes through an array.
  struct Elements: Sequence, IteratorProtocol {
    private let nodes: [Node]
    private var place: Int
    private let end: Int

    init(nodes: [Node], index: Int) {
      self.nodes = nodes
      (place, end) = nodes[index].kind == .array ? (index + 1, Int(nodes[index].next)) : (0, 0)
    }

    mutating func next() -> Int? {
      guard place < end else { return nil }
      defer { place = Int(nodes[place].next) }
      return place
    }
  }

  /// The value of a name in an object; the first where it stands there twice.
  func member(_ name: String, of index: Int) -> Int? {
    for (key, value) in members(of: index) where isText(key, name) { return value }
    return nil
  }

  /// Whether a text is `word`, without making one of it.
  func isText(_ index: Int, _ word: String) -> Bool {
    let node = nodes[index]
    guard node.kind == .string else { return node.kind == .escapedString && string(index) == word }
    let (start, count) = (Int(node.start) + 1, Int(node.end) - Int(node.start) - 2)
    guard count == word.utf8.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      var place = start
      for byte in word.utf8 {
        guard bytes[place] == byte else { return false }
        place += 1
      }
      return true
    }
  }

  /// What a value is.
  func kind(_ index: Int) -> Kind { nodes[index].kind }
  /// Whether a value is none.
  func isNull(_ index: Int) -> Bool { nodes[index].kind == .null }
  /// Whether an object or array holds nothing.
  func isEmpty(_ index: Int) -> Bool { Int(nodes[index].next) == index + 1 }

  /// A text; `nil` where the value is none.
  func string(_ index: Int) -> String? {
    let node = nodes[index]
    guard node.kind == .string || node.kind == .escapedString else { return nil }
    let text = bytes[Int(node.start) + 1..<max(Int(node.start) + 1, Int(node.end) - 1)]
    return node.kind == .string ? String(decoding: text, as: UTF8.self) : Self.unescaped(text)
  }

  /// A number, the nearest that a double holds; `nil` where the value is none.
  func number(_ index: Int) -> Double? {
    let node = nodes[index]
    guard node.kind == .number else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)])
      return Self.decimal(text) ?? Double(Self.widened(String(decoding: text, as: UTF8.self)))
    }
  }

  /// A truth; `nil` where the value is none.
  func truth(_ index: Int) -> Bool? {
    switch nodes[index].kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// A value without the spaces between its parts; every number and text to the letter.
  func compact(_ index: Int) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(Int(nodes[index].end - nodes[index].start))
    append(index, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Whole or with zeros behind the point, as nearly all are; `nil` for any other.
  private static func decimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var (value, place) = (0, 0)
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative { place = 1 }
    guard text.count < 18 else { return nil }
    while place < text.count, case let digit = text[place] &- 48, digit < 10 {
      value = value * 10 + Int(digit)
      place += 1
    }
    if place < text.count, text[place] == UInt8(ascii: ".") {
      place += 1
      while place < text.count, text[place] == UInt8(ascii: "0") { place += 1 }
    }
    guard place == text.count, value < 1 << 53 else { return nil }
    return isNegative ? -Double(value) : Double(value)
  }

  private static func widened(_ text: String) -> String {
    switch text {
    case "Inf": "Infinity"
    case "-Inf": "-Infinity"
    default: text
    }
  }

  private func append(_ index: Int, to text: inout [UInt8]) {
    let node = nodes[index]
    switch node.kind {
    case .object:
      text.append(UInt8(ascii: "{"))
      for (number, member) in members(of: index).enumerated() {
        if number > 0 { text.append(UInt8(ascii: ",")) }
        append(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        append(member.value, to: &text)
      }
      text.append(UInt8(ascii: "}"))
    case .array:
      text.append(UInt8(ascii: "["))
      for (number, element) in elements(of: index).enumerated() {
        if number > 0 { text.append(UInt8(ascii: ",")) }
        append(element, to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .string, .escapedString, .number, .yes, .no, .null: text += bytes[Int(node.start)..<Int(node.end)]
    }
  }

  /// RFC 8259, 7; half a surrogate pair becomes U+FFFD.
  private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      guard byte == UInt8(ascii: "\\"), place < text.endIndex else {
        units.append(byte)
        continue
      }
      let sign = text[place]
      place += 1
      switch sign {
      case UInt8(ascii: "n"): units.append(10)
      case UInt8(ascii: "t"): units.append(9)
      case UInt8(ascii: "r"): units.append(13)
      case UInt8(ascii: "b"): units.append(8)
      case UInt8(ascii: "f"): units.append(12)
      case UInt8(ascii: "u"):
        var scalar = hex(text, &place)
        if (0xD800..<0xDC00).contains(scalar), text[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
          var behind = place + 2
          let low = hex(text, &behind)
          if (0xDC00..<0xE000).contains(low) { (scalar, place) = (0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00), behind) }
        }
        units += Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
      default: units.append(sign)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// Up to four hexadecimal digits.
  private static func hex(_ text: ArraySlice<UInt8>, _ place: inout Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard place < text.endIndex, let digit = Character(Unicode.Scalar(text[place])).hexDigitValue else { break }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}
