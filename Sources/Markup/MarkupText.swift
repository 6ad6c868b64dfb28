// SPDX-License-Identifier: Apache-2.0

/// Character data and attribute values: references resolved, line ends normalized, forbidden characters refused.
enum MarkupText {
  /// Adds the text from here to the next "<" to `text`. Outside the outermost element there may only be white space.
  static func readCharacters(_ cursor: inout MarkupCursor, into text: inout String?, insideRoot: Bool) throws(MarkupError) {
    guard insideRoot else {
      cursor.skipSpace()
      guard cursor.isAtEnd || cursor.next == UInt8(ascii: "<") else { throw cursor.error(.malformed, "there is text outside the outermost element") }
      return
    }
    var buffer: [UInt8] = []
    while !cursor.isAtEnd, cursor.next != UInt8(ascii: "<") {
      if cursor.starts(with: "]]>") { throw cursor.error(.malformed, "‘]]>’ must be written ‘]]&gt;’") }
      try readOne(&cursor, into: &buffer, isAttribute: false)
      try cursor.refill()
    }
    append(buffer, to: &text)
  }

  /// Adds a CDATA section, after its `<![CDATA[`, to `text`.
  static func readSection(_ cursor: inout MarkupCursor, into text: inout String?) throws(MarkupError) {
    let body = try cursor.skip(through: "]]>", of: "a CDATA section")
    try check(body, cursor)
    var buffer: [UInt8] = []
    var previous: UInt8 = 0
    for byte in body {
      if byte == 0xD { buffer.append(0xA) } else if byte != 0xA || previous != 0xD { buffer.append(byte) }
      previous = byte
    }
    append(buffer, to: &text)
  }

  /// The value of an attribute, from its opening quote to its closing one.
  static func attributeValue(_ cursor: inout MarkupCursor, of name: String) throws(MarkupError) -> String {
    let quote = cursor.next
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw cursor.error(cursor.isAtEnd ? .truncated : .malformed, "the value of \(name) is not in quotes")
    }
    cursor.advance()
    var buffer: [UInt8] = []
    while !cursor.isAtEnd {
      if cursor.next == quote {
        cursor.advance()
        return String(decoding: buffer, as: UTF8.self)
      }
      guard cursor.next != UInt8(ascii: "<") else { throw cursor.error(.malformed, "‘<’ in the value of \(name) must be written ‘&lt;’") }
      try readOne(&cursor, into: &buffer, isAttribute: true)
    }
    throw cursor.error(.truncated, "the value of \(name) has no end")
  }

  /// Refuses characters that XML forbids, in bytes the cursor has just passed.
  static func check(_ bytes: ArraySlice<UInt8>, _ cursor: MarkupCursor) throws(MarkupError) {
    for index in bytes.indices where isForbidden(bytes, at: index) {
      throw cursor.error(.illegalCharacter, "shortly before there is a character that XML forbids")
    }
  }

  // MARK: -

  /// Adds in place: text cut into many pieces by comments must not be copied once a piece.
  private static func append(_ bytes: [UInt8], to text: inout String?) {
    let piece = String(decoding: bytes, as: UTF8.self)
    if text == nil { text = piece } else { text?.append(piece) }
  }

  private static func readOne(_ cursor: inout MarkupCursor, into buffer: inout [UInt8], isAttribute: Bool) throws(MarkupError) {
    let byte = cursor.next
    switch byte {
    case UInt8(ascii: "&"): buffer.append(contentsOf: try reference(&cursor).utf8)
    case 0xD:  // with a following LF, or alone, it is one line end (section 2.11)
      cursor.advance()
      if cursor.next == 0xA { cursor.advance() }
      buffer.append(isAttribute ? 0x20 : 0xA)
    case 0x9, 0xA:
      cursor.advance()
      buffer.append(isAttribute ? 0x20 : byte)
    default:
      guard !isForbidden(cursor.bytes[...], at: cursor.position) else {
        throw cursor.error(.illegalCharacter, "there is a character that XML forbids")
      }
      buffer.append(byte)
      cursor.advance()
      buffer += cursor.skipPlain()
    }
  }

  /// Control characters, and the non-characters U+FFFE and U+FFFF; surrogates cannot occur in UTF-8.
  private static func isForbidden(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
    let byte = bytes[index]
    if byte < 0x20 { return byte != 0x9 && byte != 0xA && byte != 0xD }
    return byte == 0xEF && index + 2 < bytes.endIndex && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
  }

  private static func reference(_ cursor: inout MarkupCursor) throws(MarkupError) -> String {
    let fault = cursor
    cursor.advance()
    if cursor.skip("#") { return String(try characterReference(&cursor, fault)) }
    let name = try cursor.name()
    guard cursor.skip(";") else { throw fault.error(.malformed, "‘&’ must be written ‘&amp;’") }
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: throw fault.error(.entityRefused, "it uses the entity &\(name);, and none is expanded here")
    }
  }

  private static func characterReference(_ cursor: inout MarkupCursor, _ fault: MarkupCursor) throws(MarkupError) -> Unicode.Scalar {
    let radix: UInt32 = cursor.skip("x") ? 16 : 10
    var value: UInt32 = 0
    var digits = 0
    while let digit = Character(Unicode.Scalar(cursor.next)).hexDigitValue, digit < radix, value <= 0x10FFFF {
      value = value * radix + UInt32(digit)
      digits += 1
      cursor.advance()
    }
    guard digits > 0, cursor.skip(";") else { throw fault.error(.malformed, "a character reference is not a number and ‘;’") }
    guard let scalar = Unicode.Scalar(value), MarkupCharacter.isAllowed(scalar) else {
      throw fault.error(.illegalCharacter, "a reference names a character that XML forbids")
    }
    return scalar
  }
}
