// SPDX-License-Identifier: Apache-2.0

/// What stands in a document beside its elements and text: declaration, document type, comments, processing instructions. All of it is
/// checked and passed over.
enum MarkupProlog {
  /// Passes over everything before the outermost element.
  static func skip(_ cursor: inout MarkupCursor) throws(MarkupError) {
    if cursor.starts(with: "<?xml"), cursor.bytes.count > cursor.position + 5, MarkupCharacter.isSpace(cursor.bytes[cursor.position + 5]) {
      let body = try cursor.skip(through: "?>", of: "the XML declaration").dropFirst(5)
      let declaration =
        /\s+version\s*=\s*(["'])1\.[0-9]+\1(\s+encoding\s*=\s*(["'])[A-Za-z][A-Za-z0-9._\-]*\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*/
      guard String(decoding: body, as: UTF8.self).wholeMatch(of: declaration) != nil else {
        throw cursor.error(.malformed, "its XML declaration is not one")
      }
    }
    var hasType = false
    while true {
      cursor.skipSpace()
      if cursor.skip("<!--") {
        try skipComment(&cursor)
      } else if cursor.skip("<?") {
        try skipInstruction(&cursor)
      } else if !hasType, cursor.skip("<!DOCTYPE") {
        hasType = true
        let start = cursor.position
        try skipDocumentType(&cursor)
        try MarkupText.check(cursor.bytes[start..<cursor.position], cursor)
      } else {
        break
      }
    }
    if cursor.isAtEnd { throw cursor.error(.empty, "it has no element") }
    guard cursor.next == UInt8(ascii: "<") else { throw cursor.error(.malformed, "it does not begin as XML does") }
  }

  /// Passes over a comment after its `<!--`.
  static func skipComment(_ cursor: inout MarkupCursor) throws(MarkupError) {
    let body = try cursor.skip(through: "--", of: "a comment")
    try MarkupText.check(body, cursor)
    guard cursor.skip(">") else { throw cursor.error(cursor.isAtEnd ? .truncated : .malformed, "a comment cannot contain ‘--’") }
  }

  /// Passes over a processing instruction after its `<?`.
  static func skipInstruction(_ cursor: inout MarkupCursor) throws(MarkupError) {
    let target = try cursor.name()
    guard target.lowercased() != "xml" else { throw cursor.error(.malformed, "an XML declaration can only be the very first thing") }
    guard cursor.isAtEnd || cursor.starts(with: "?>") || MarkupCharacter.isSpace(cursor.next) else {
      throw cursor.error(.malformed, "a processing instruction has a name and then a space")
    }
    try MarkupText.check(try cursor.skip(through: "?>", of: "a processing instruction"), cursor)
  }

  private static func skipDocumentType(_ cursor: inout MarkupCursor) throws(MarkupError) {
    while !cursor.isAtEnd {
      switch cursor.next {
      case UInt8(ascii: ">"):
        cursor.advance()
        return
      case UInt8(ascii: "["):
        cursor.advance()
        try skipInternalSubset(&cursor)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try skipQuoted(&cursor)
      case UInt8(ascii: "<"): throw cursor.error(.malformed, "the document type is not closed by ‘>’")
      default: cursor.advance()
      }
    }
    throw cursor.error(.truncated, "the document type has no end")
  }

  private static func skipInternalSubset(_ cursor: inout MarkupCursor) throws(MarkupError) {
    while !cursor.isAtEnd {
      if cursor.starts(with: "<!ENTITY") { throw cursor.error(.entityRefused, "it declares an entity, and none is expanded here") }
      if cursor.skip("<!--") {
        try skipComment(&cursor)
      } else if cursor.skip("<?") {
        try skipInstruction(&cursor)
      } else if cursor.skip("]") {
        return
      } else if cursor.next == UInt8(ascii: "%") {
        throw cursor.error(.entityRefused, "its document type uses a parameter entity, and none is expanded here")
      } else if cursor.next == UInt8(ascii: "\"") || cursor.next == UInt8(ascii: "'") {
        try skipQuoted(&cursor)
      } else {
        cursor.advance()
      }
    }
    throw cursor.error(.truncated, "the document type has no end")
  }

  private static func skipQuoted(_ cursor: inout MarkupCursor) throws(MarkupError) {
    let isDouble = cursor.next == UInt8(ascii: "\"")
    cursor.advance()
    _ = try cursor.skip(through: isDouble ? "\"" : "'", of: "a quoted text in the document type")
  }
}
