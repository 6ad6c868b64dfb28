// SPDX-License-Identifier: Apache-2.0

/// Reads XML 1.0 with namespaces, one event after the other.
///
/// Made for documents of unknown origin: no entity but the five of XML itself is known, nothing outside the document is ever looked at, and
/// depth, attributes and length are bounded. A DOCTYPE is passed over, unless it declares entities; defaults it gives for attributes are not
/// applied.
///
///     var reader = try XMLReader(bytes, subject: "0001_A001.mhl")
///     while let event = try reader.next() { … }
public struct XMLReader: Sendable {
  private var cursor: MarkupCursor
  private let limits: MarkupLimits
  private var open: [MarkupName] = []
  private var scopes = NamespaceScopes()
  private var pendingEnd = false
  private var hasRoot = false

  /// A reader of the document `bytes`, in UTF-8, UTF-16, UTF-32 or whatever encoding it declares and the system knows.
  /// - Parameter subject: what errors call it, usually its path.
  /// - Throws: `MarkupError`: `empty`, `limitExceeded`, `badEncoding`, `entityRefused`, `malformed`, …
  public init(_ bytes: [UInt8], subject: String, limits: MarkupLimits = .standard) throws(MarkupError) {
    guard bytes.count <= limits.bytes else {
      throw MarkupError(.limitExceeded, subject: subject, detail: "it has \(bytes.count) bytes, and at most \(limits.bytes) are read")
    }
    try self.init(MarkupCursor(try MarkupBytes.utf8(bytes, subject: subject), subject: subject), limits)
  }

  /// A reader of a document that `source` gives piece by piece, so that memory does not grow with its length. One in another encoding than
  /// UTF-8 is read whole first.
  /// - Throws: As `init(_:subject:limits:)`, and what `source` throws.
  public init(_ source: MarkupSource, subject: String, limits: MarkupLimits = .standard) throws(MarkupError) {
    if try source.begin(subject, limits) {
      try self.init(try MarkupCursor(source, subject: subject), limits)
    } else {
      try self.init(try source.rest(), subject: subject, limits: limits)
    }
  }

  private init(_ cursor: MarkupCursor, _ limits: MarkupLimits) throws(MarkupError) {
    self.cursor = cursor
    self.limits = limits
    try MarkupProlog.skip(&self.cursor)
  }

  /// The next event; nothing after the end of the document.
  /// - Throws: `MarkupError` with the place. The reader is then of no further use.
  public mutating func next() throws(MarkupError) -> MarkupEvent? {
    if pendingEnd { return endElement() }
    var text: String?
    while true {
      try cursor.refill()
      if cursor.isAtEnd { break }
      if cursor.next != UInt8(ascii: "<") {
        try MarkupText.readCharacters(&cursor, into: &text, insideRoot: !open.isEmpty)
      } else if cursor.skip("<!--") {
        try MarkupProlog.skipComment(&cursor)
      } else if cursor.skip("<?") {
        try MarkupProlog.skipInstruction(&cursor)
      } else if !open.isEmpty, cursor.skip("<![CDATA[") {
        try MarkupText.readSection(&cursor, into: &text)
      } else if let text {
        return .text(text)
      } else if cursor.skip("</") {
        return try endTag()
      } else {
        return .start(try startTag())
      }
    }
    guard let unclosed = open.last else {
      guard hasRoot else { throw cursor.error(.empty, "it has no element") }
      return nil
    }
    throw cursor.error(.truncated, "it ends inside <\(unclosed.written)>")
  }

  // MARK: -

  private mutating func startTag() throws(MarkupError) -> MarkupTag {
    guard !open.isEmpty || !hasRoot else { throw cursor.error(.malformed, "only one outermost element is allowed") }
    guard open.count < limits.depth else { throw cursor.error(.limitExceeded, "elements are nested more than \(limits.depth) deep") }
    hasRoot = true
    let line = cursor.line()
    cursor.advance()
    let written = try WrittenName(&cursor)
    var attributes: [(WrittenName, String)] = []
    scopes.enter()
    while true {
      let spaced = cursor.skipSpace()
      if cursor.skip("/>") {
        pendingEnd = true
        break
      }
      if cursor.skip(">") { break }
      guard spaced else { throw cursor.error(cursor.isAtEnd ? .truncated : .malformed, "the tag <\(written.text) is not closed by ‘>’") }
      guard attributes.count < limits.attributes else {
        throw cursor.error(.limitExceeded, "<\(written.text)> has more than \(limits.attributes) attributes")
      }
      attributes.append(try attribute())
    }
    let name = try scopes.resolve(written, isAttribute: false, cursor)
    open.append(name)
    return MarkupTag(name: name, attributes: try resolve(attributes, of: written), line: line)
  }

  private mutating func attribute() throws(MarkupError) -> (WrittenName, String) {
    let name = try WrittenName(&cursor)
    cursor.skipSpace()
    guard cursor.skip("=") else { throw cursor.error(cursor.isAtEnd ? .truncated : .malformed, "the attribute \(name.text) has no value") }
    cursor.skipSpace()
    let value = try MarkupText.attributeValue(&cursor, of: name.text)
    try scopes.declare(name, value, cursor)
    return (name, value)
  }

  private func resolve(_ written: [(WrittenName, String)], of element: WrittenName) throws(MarkupError) -> [MarkupAttribute] {
    var attributes: [MarkupAttribute] = []
    var seen: Set<MarkupName> = []
    var declared: Set<String> = []
    for (name, value) in written {
      if name.declaresNamespace {
        guard declared.insert(name.text).inserted else { throw cursor.error(.malformed, "<\(element.text)> has \(name.text) twice") }
        continue
      }
      let resolved = try scopes.resolve(name, isAttribute: true, cursor)
      guard seen.insert(resolved).inserted else { throw cursor.error(.malformed, "<\(element.text)> has the attribute \(name.text) twice") }
      attributes.append(MarkupAttribute(resolved, value))
    }
    return attributes
  }

  private mutating func endTag() throws(MarkupError) -> MarkupEvent {
    let written = try WrittenName(&cursor)
    cursor.skipSpace()
    guard cursor.skip(">") else { throw cursor.error(cursor.isAtEnd ? .truncated : .malformed, "</\(written.text) is not closed by ‘>’") }
    guard let expected = open.last else { throw cursor.error(.malformed, "</\(written.text)> ends nothing") }
    guard expected.written == written.text else {
      throw cursor.error(.malformed, "</\(written.text)> stands where </\(expected.written)> was expected")
    }
    return endElement()
  }

  private mutating func endElement() -> MarkupEvent {
    pendingEnd = false
    scopes.leave()
    return .end(open.removeLast())
  }
}
