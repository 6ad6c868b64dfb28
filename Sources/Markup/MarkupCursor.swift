// SPDX-License-Identifier: Apache-2.0

/// A place in a document's UTF-8 that moves forward only, and knows its line.
///
/// Of a document that comes in pieces it holds a window: what lies behind is dropped, and there is always a mebibyte ahead, if there is more.
struct MarkupCursor: Sendable {
  private(set) var bytes: [UInt8]
  let subject: String
  private(set) var position = 0
  private var countedTo = 0
  private var countedLines = 1
  private var linesDropped = 0
  private var source: MarkupSource?

  /// The longest tag, comment or section of a document that comes in pieces.
  private static let lookAhead = 1 << 20
  private static let window = 2 << 20

  init(_ bytes: [UInt8], subject: String) {
    self.bytes = bytes
    self.subject = subject
  }

  init(_ source: MarkupSource, subject: String) throws(MarkupError) {
    self.init([], subject: subject)
    self.source = source
    try refill()
  }

  /// Sees to it that the next mebibyte is there.
  mutating func refill() throws(MarkupError) {
    guard let source, bytes.count - position < Self.lookAhead, !source.isExhausted else { return }
    _ = line()
    linesDropped = countedLines - 1
    bytes.removeSubrange(..<position)
    (position, countedTo) = (0, 0)
    while bytes.count < Self.window, let more = try source.next() { bytes += more }
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next byte; 0, which no document contains, at the end.
  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  func starts(with text: StaticString) -> Bool {
    guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + $0.count]) }
  }

  mutating func advance(_ count: Int = 1) { position += count }

  /// Passes over `text` if it is next.
  mutating func skip(_ text: StaticString) -> Bool {
    guard starts(with: text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Passes over white space, and tells whether there was any.
  @discardableResult mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, MarkupCharacter.isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  /// Passes over bytes that mean only themselves in text and in attribute values alike: ASCII but markup, quotes and control characters.
  mutating func skipPlain() -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.count, Self.isPlain[Int(bytes[position])] { position += 1 }
    return bytes[start..<position]
  }

  private static let isPlain: [Bool] = (0...255).map { (0x20...0x7E).contains($0) && !"<>&\"']".utf8.contains(UInt8($0)) }

  /// Passes over everything up to and including `end`.
  /// - Returns: The bytes before it.
  mutating func skip(through end: StaticString, of what: String) throws(MarkupError) -> ArraySlice<UInt8> {
    let start = position
    let first = end.withUTF8Buffer { $0[0] }
    while position < bytes.count {
      if bytes[position] == first, starts(with: end) {
        defer { position += end.utf8CodeUnitCount }
        return bytes[start..<position]
      }
      position += 1
    }
    throw error(.truncated, "\(what) has no end")
  }

  /// The name that begins here, without a colon.
  mutating func name() throws(MarkupError) -> String {
    let start = position
    while position < bytes.count {
      guard let (scalar, length) = scalar(at: position) else { break }
      guard position == start ? MarkupCharacter.startsName(scalar) : MarkupCharacter.continuesName(scalar) else { break }
      position += length
    }
    guard position > start else { throw isAtEnd ? error(.truncated, "a name is missing") : error(.malformed, "a name was expected here") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The character at an offset where one begins, and its length in bytes. The document was checked to be UTF-8.
  func scalar(at offset: Int) -> (Unicode.Scalar, length: Int)? {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard offset + length <= bytes.count else { return nil }
    let lead = UInt32(first) & (0xFF >> UInt32(length + 1))
    let value = bytes[(offset + 1)..<(offset + length)].reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }
    return Unicode.Scalar(value).map { ($0, length) }
  }

  /// The line of the place, from 1.
  mutating func line() -> Int {
    countedLines += Self.lineEnds(bytes, countedTo..<position)
    countedTo = position
    return countedLines
  }

  /// An error at this place.
  func error(_ code: MarkupError.Code, _ detail: String) -> MarkupError {
    let end = min(position, bytes.count)
    let lineStart = bytes[..<end].lastIndex { $0 == 0xA || $0 == 0xD }.map { $0 + 1 } ?? 0
    let column = bytes[lineStart..<end].count { $0 & 0xC0 != 0x80 } + 1
    let place = MarkupError.Place(line: linesDropped + Self.lineEnds(bytes, 0..<end) + 1, column: column)
    if code == .truncated, source?.isExhausted == false {
      return MarkupError(.limitExceeded, subject: subject, place: place, detail: "one piece of it is longer than \(Self.lookAhead) bytes")
    }
    return MarkupError(code, subject: subject, place: place, detail: detail)
  }

  /// LF, CR LF, or CR alone.
  private static func lineEnds(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      range.reduce(0) { count, index in
        let byte = bytes[index]
        return byte == 0xA && (index == 0 || bytes[index - 1] != 0xD) || byte == 0xD ? count + 1 : count
      }
    }
  }
}
