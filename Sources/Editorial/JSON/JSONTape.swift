// SPDX-License-Identifier: Apache-2.0

/// A JSON text (RFC 8259) as a flat list of its values in the order in which they stand: nothing is made of a value before somebody asks for it.
///
/// `NaN`, `Infinity` and `Inf` are numbers here, as OpenTimelineIO writes them. A text that is damaged or cut short ends at the fault: what was
/// open there is closed, so that all that stands before can be used.
final class JSONTape {
  /// What a value is.
  enum Kind: UInt8 {
    case object, array, string, escapedString, number, yes, no, null
  }

  /// A value: where it stands, and which value comes behind it and all that it holds.
  struct Node {
    var start: UInt32
    var end: UInt32
    var next: UInt32
    var kind: Kind
  }

  /// What ended the reading early.
  struct Fault: Hashable {
    var offset: Int
    var text: String
  }

  /// How deep values may lie in each other.
  static let deepest = 512
  /// More values than any cut has; each takes sixteen bytes.
  static let mostNodes = 1 << 25

  let bytes: [UInt8]
  let nodes: [Node]
  let fault: Fault?

  /// The values of a text in UTF-8.
  ///
  /// - Precondition: it has fewer than 2³² bytes.
  init(_ bytes: [UInt8]) {
    precondition(bytes.count < Int(UInt32.max), "a text of more than 4 GiB is refused before")
    var scanner = JSONScanner()
    bytes.withUnsafeBufferPointer { scanner.scan($0) }
    (self.bytes, nodes, fault) = (bytes, scanner.nodes, scanner.fault)
  }

  /// The outermost value; `nil` where there is none.
  var root: Int? { nodes.isEmpty ? nil : 0 }
}

/// Goes through the bytes once, without recursion.
private struct JSONScanner {
  private(set) var nodes: [JSONTape.Node] = []
  private(set) var fault: JSONTape.Fault?
  private var open: [UInt32] = []
  private var place = 0

  private enum Expected { case value, keyOrEnd, valueOrEnd, commaOrEnd }

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    nodes.reserveCapacity(min(bytes.count / 16, JSONTape.mostNodes))
    var expected = Expected.value
    repeat {
      skipSpace(bytes)
      guard place < bytes.count else {
        fail("the file ends in the middle of a value: it is cut short")
        break
      }
      guard let next = step(bytes, expected) else { break }
      expected = next
    } while !open.isEmpty
    if fault != nil { closeAll(at: bytes.count) }
  }

  private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>, _ expected: Expected) -> Expected? {
    let byte = bytes[place]
    switch expected {
    case .commaOrEnd:
      if byte == UInt8(ascii: ",") {
        place += 1
        return isInObject ? .keyOrEnd : .valueOrEnd
      }
      return end(byte) ?? fail("a comma or an end is missing")
    case .keyOrEnd:
      if byte == UInt8(ascii: "}") { return end(byte) }
      guard byte == UInt8(ascii: "\"") else { return fail("a name is missing") }
      guard string(bytes) else { return nil }
      skipSpace(bytes)
      guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return fail("a colon is missing behind a name") }
      place += 1
      return .value
    case .valueOrEnd where byte == UInt8(ascii: "]"): return end(byte)
    case .value, .valueOrEnd: return value(bytes, byte)
    }
  }

  private var isInObject: Bool { open.last.map { nodes[Int($0)].kind == .object } ?? false }

  private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, _ byte: UInt8) -> Expected? {
    guard nodes.count < JSONTape.mostNodes else { return fail("no cut has so many values") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < JSONTape.deepest else { return fail("no cut has values that lie so deep in each other") }
      let isObject = byte == UInt8(ascii: "{")
      open.append(UInt32(nodes.count))
      add(isObject ? .object : .array, place, place + 1)
      place += 1
      return isObject ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "\""): return string(bytes) ? .commaOrEnd : nil
    default:
      let start = place
      while place < bytes.count, Self.isWord(bytes[place]) { place += 1 }
      guard let kind = Self.kind(UnsafeBufferPointer(rebasing: bytes[start..<place])) else {
        place = start
        return fail("something stands there that is no value")
      }
      add(kind, start, place)
      return .commaOrEnd
    }
  }

  private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = place
    var isEscaped = false
    var end = place + 1
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        add(isEscaped ? .escapedString : .string, start, end + 1)
        place = end + 1
        return true
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        end += 1
      }
      end += 1
    }
    fail("a text has no end: the file is cut short")
    return false
  }

  private mutating func end(_ byte: UInt8) -> Expected? {
    guard byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")), let index = open.popLast() else { return nil }
    place += 1
    nodes[Int(index)].end = UInt32(place)
    nodes[Int(index)].next = UInt32(nodes.count)
    return .commaOrEnd
  }

  private mutating func add(_ kind: JSONTape.Kind, _ start: Int, _ end: Int) {
    nodes.append(.init(start: UInt32(start), end: UInt32(end), next: UInt32(nodes.count + 1), kind: kind))
  }

  @discardableResult
  private mutating func fail(_ text: String) -> Expected? {
    if fault == nil { fault = .init(offset: place, text: text) }
    return nil
  }

  /// Ends all that is open; a name without a value goes.
  private mutating func closeAll(at end: Int) {
    if let container = open.last.map(Int.init), nodes[container].kind == .object {
      var child = container + 1
      while child < nodes.count {
        guard child + 1 < nodes.count else {
          nodes.removeLast()
          break
        }
        child = Int(nodes[child + 1].next)
      }
    }
    for index in open.reversed() { (nodes[Int(index)].end, nodes[Int(index)].next) = (UInt32(end), UInt32(nodes.count)) }
    open = []
  }

  private mutating func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>) {
    while place < bytes.count, bytes[place] <= 32 { place += 1 }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  private static func kind(_ word: UnsafeBufferPointer<UInt8>) -> JSONTape.Kind? {
    guard let first = word.first else { return nil }
    if first == UInt8(ascii: "-") || (48...57).contains(first) {
      if isDecimal(word) { return .number }
      return ["-Infinity", "-Inf"].contains(String(decoding: word, as: UTF8.self)) ? .number : nil
    }
    switch String(decoding: word.prefix(16), as: UTF8.self) {
    case "true": return .yes
    case "false": return .no
    case "null": return .null
    case "NaN", "Infinity", "Inf": return .number
    default: return nil
    }
  }
  /// Whether it is `-1.5e+3`, of which only the first digits must be there (RFC 8259, 6).
  private static func isDecimal(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = word.first == UInt8(ascii: "-") ? 1 : 0
    func digits() -> Bool {
      let start = place
      while place < word.count, (48...57).contains(word[place]) { place += 1 }
      return place > start
    }
    guard digits() else { return false }
    if place < word.count, word[place] == UInt8(ascii: ".") {
      place += 1
      guard digits() else { return false }
    }
    if place < word.count, word[place] | 32 == UInt8(ascii: "e") {
      place += 1
      if place < word.count, word[place] == UInt8(ascii: "+") || word[place] == UInt8(ascii: "-") { place += 1 }
      guard digits() else { return false }
    }
    return place == word.count
  }
}
