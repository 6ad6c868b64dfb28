// SPDX-License-Identifier: Apache-2.0

/// Writes XML 1.0 in UTF-8: elements indented by two spaces, attributes in the order given, everything escaped so that a reader gets back
/// exactly what was put in.
///
///     var writer = XMLWriter(subject: "0001_A001.mhl")
///     try writer.start("hashlist", [("version", "2.0"), ("xmlns", "urn:ASC:MHL:v2.0")])
///     try writer.element("path", [("size", "48000")], "Clips/A001C003.mxf")
///     writer.end()
///     let bytes = writer.finish()
public struct XMLWriter: Sendable {
  private let subject: String
  private var bytes: [UInt8]
  private var open: [Level] = []
  private var hasRoot = false
  private let isFragment: Bool
  /// Levels that hold text, inside which no line is broken.
  private var textLevels = 0

  private struct Level {
    let name: String
    var isEmpty = true
    var hasText = false
  }

  /// A writer of a new document.
  /// - Parameters:
  ///   - subject: what errors call it, usually its path.
  ///   - documentType: the name in its DOCTYPE, for readers that want one.
  public init(subject: String, documentType: String? = nil) {
    self.subject = subject
    isFragment = false
    bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    if let documentType { append("<!DOCTYPE \(documentType)>\n") }
  }

  /// A writer of one element that is to stand in a document of another: without a declaration and without line breaks.
  public init(fragmentOf subject: String) {
    self.subject = subject
    isFragment = true
    bytes = []
  }

  /// Begins an element. Namespaces are declared as the attributes `xmlns` and `xmlns:prefix`.
  /// - Throws: `MarkupError` with code `illegalCharacter` for a name that is none or a value XML cannot hold.
  public mutating func start(_ name: String, _ attributes: [(String, String)] = []) throws(MarkupError) {
    precondition(!open.isEmpty || !hasRoot, "a document has one outermost element")
    hasRoot = true
    beginContent()
    breakLine()
    try check(name)
    append("<")
    append(name)
    for (attribute, value) in attributes {
      try check(attribute)
      append(" ")
      append(attribute)
      append("=\"")
      try escape(value, isAttribute: true)
      append("\"")
    }
    open.append(Level(name: name))
  }

  /// Writes text inside the current element, which is not indented from then on: white space there would be text too.
  /// - Throws: `MarkupError` with code `illegalCharacter` for a control character, which XML cannot hold in any form.
  public mutating func text(_ text: String) throws(MarkupError) {
    precondition(!open.isEmpty, "text stands inside an element")
    guard !text.isEmpty else { return }
    beginContent()
    if !open[open.count - 1].hasText {
      open[open.count - 1].hasText = true
      textLevels += 1
    }
    try escape(text, isAttribute: false)
  }

  /// Ends the current element.
  public mutating func end() {
    guard let level = open.popLast() else { preconditionFailure("no element is open") }
    if level.isEmpty {
      append("/>")
    } else {
      if level.hasText { textLevels -= 1 } else { breakLine() }
      append("</")
      append(level.name)
      append(">")
    }
    if open.isEmpty, !isFragment { append("\n") }
  }

  /// Writes an element that has nothing but text.
  public mutating func element(_ name: String, _ attributes: [(String, String)] = [], _ text: String = "") throws(MarkupError) {
    try start(name, attributes)
    try self.text(text)
    end()
  }

  /// What was written since the last call, so that a long document need not be held in memory.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// What was written since the last `takeBytes()`, all elements being closed.
  public consuming func finish() -> [UInt8] {
    precondition(open.isEmpty && hasRoot, "every element is closed at the end")
    return bytes
  }

  // MARK: -

  /// ASCII that means only itself in text and attributes alike.
  private static let isPlain: [Bool] = (0...255).map { (0x20...0x7E).contains($0) && !"<>&\"".utf8.contains(UInt8($0)) }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Closes the start tag that is still open for attributes.
  private mutating func beginContent() {
    guard let level = open.last, level.isEmpty else { return }
    append(">")
    open[open.count - 1].isEmpty = false
  }

  private mutating func breakLine() {
    guard !isFragment, textLevels == 0, !open.isEmpty || bytes.last != UInt8(ascii: "\n") else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in open { append("  ") }
  }

  private func check(_ name: String) throws(MarkupError) {
    if let first = name.utf8.first, (first | 0x20) &- 97 < 26, name.utf8.allSatisfy({ ($0 | 0x20) &- 97 < 26 || $0 &- 48 < 10 }) { return }
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ MarkupCharacter.isName(String($0)) }) else {
      throw MarkupError(.illegalCharacter, subject: subject, detail: "‘\(name)’ is not a name in XML")
    }
  }

  private mutating func escape(_ text: String, isAttribute: Bool) throws(MarkupError) {
    if text.utf8.allSatisfy({ Self.isPlain[Int($0)] }) { return append(text) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": append("&amp;")
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "\"" where isAttribute: append("&quot;")
      case "\r": append("&#13;")  // a reader would make it LF
      case "\n" where isAttribute: append("&#10;")  // a reader would make it a space
      case "\t" where isAttribute: append("&#9;")
      default:
        guard MarkupCharacter.isAllowed(scalar) else {
          let number = String(scalar.value, radix: 16, uppercase: true)
          throw MarkupError(
            .illegalCharacter, subject: subject, detail: "\(text.debugDescription) has the character U+\(number), which XML cannot hold")
        }
        scalar.utf8.forEach { bytes.append($0) }
      }
    }
  }
}
