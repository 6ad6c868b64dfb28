// SPDX-License-Identifier: Apache-2.0

internal import Markup

/// An element of an XML document of cuts, held small: a long programme has millions of them.
///
/// White space between elements is not kept. Where text and elements are mixed, each run of text is a child without a name.
struct DocumentNode: Sendable {
  /// An attribute, its name without prefix.
  struct Attribute: Sendable {
    var name: String
    var value: String
  }

  /// Its name without prefix; empty for a run of text among elements.
  var name: String
  /// Its text, where it has no children.
  var text = ""
  var attributes: [Attribute] = []
  var children: [DocumentNode] = []
  /// The line it begins on, from 1; 0 for one that was not read.
  var line = 0

  init(_ name: String, attributes: [Attribute] = [], text: String = "", children: [DocumentNode] = [], line: Int = 0) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
    self.line = line
  }

  /// An attribute's value.
  func attribute(_ name: String) -> String? {
    for attribute in attributes where attribute.name == name { return attribute.value }
    return nil
  }

  /// The first child called `name`.
  func first(_ name: String) -> DocumentNode? {
    for child in children where child.name == name { return child }
    return nil
  }

  /// Its children without the runs of text among them.
  var elements: [DocumentNode] { children.contains { $0.name.isEmpty } ? children.filter { !$0.name.isEmpty } : children }

  /// The text of the first child called `name`, without white space around it; empty where there is none.
  func value(_ name: String) -> String { first(name)?.trimmedText ?? "" }

  /// Its text without white space around it.
  var trimmedText: String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, first <= 32 || last <= 32 else { return text }
    guard let begin = bytes.firstIndex(where: { $0 > 32 }), let end = bytes.lastIndex(where: { $0 > 32 }) else { return "" }
    return String(text[begin...end])
  }

  /// Whether neither text nor attribute nor child says anything.
  var isBlank: Bool { trimmedText.isEmpty && attributes.isEmpty && children.allSatisfy(\.isBlank) }
}

extension DocumentNode {
  /// More elements than any programme has: the shortest are four bytes in a file, and many times that here.
  private static let mostElements = 1 << 25

  /// Reads a document as far as it goes.
  ///
  /// - Returns: the outermost element; where the document breaks off or is not well-formed, with what stands before that place, and the fault.
  /// - Throws: `MarkupError` where there is not even one element.
  static func read(_ bytes: [UInt8], subject: String) throws(MarkupError) -> (root: DocumentNode, fault: MarkupError?) {
    var reader = try XMLReader(bytes, subject: subject)
    var open: [DocumentNode] = []
    var count = 0
    do throws(MarkupError) {
      while let event = try reader.next() {
        switch event {
        case .start(let tag):
          count += 1
          guard count <= mostElements else {
            throw MarkupError(.limitExceeded, subject: subject, detail: "it has more than \(mostElements) elements, and no cut has so many")
          }
          if let last = open.indices.last { open[last].makeRoomForChild() }
          var node = DocumentNode(tag.name.local, line: tag.line)
          node.attributes = tag.attributes.map { Attribute(name: $0.name.local, value: $0.value) }
          open.append(node)
        case .text(let text): if let last = open.indices.last { open[last].append(text) }
        case .end:
          guard let node = open.popLast() else { break }
          guard let parent = open.indices.last else { return (node, remainder(&reader)) }
          open[parent].children.append(node)
        }
      }
      throw MarkupError(.empty, subject: subject, detail: "it has no element")
    } catch {
      // What was open ends where the document does.
      while open.count > 1, let node = open.popLast() { open[open.count - 1].children.append(node) }
      guard let root = open.first else { throw error }
      return (root, error)
    }
  }

  /// What is wrong behind the outermost element.
  private static func remainder(_ reader: inout XMLReader) -> MarkupError? {
    do throws(MarkupError) {
      while try reader.next() != nil {}
      return nil
    } catch { return error }
  }

  private mutating func makeRoomForChild() {
    guard !text.isEmpty else { return }
    if !Self.isSpace(text) { children.append(DocumentNode("", text: text)) }
    text = ""
  }

  private mutating func append(_ more: String) {
    if children.isEmpty {
      text += more
    } else if !Self.isSpace(more) {
      children.append(DocumentNode("", text: more))
    }
  }

  private static func isSpace(_ text: String) -> Bool { text.utf8.allSatisfy { $0 <= 32 } }
}

extension DocumentNode {
  /// The element as text without line breaks of its own, for what is kept to the letter.
  var markup: String {
    if name.isEmpty { return text }
    var writer = XMLWriter(fragmentOf: "what is kept")
    // A reader gave it, so that every character and name is one that XML can hold.
    guard (try? writer.node(self)) != nil else { return "" }
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  /// What was kept, as an element again; `nil` where it is none.
  init?(markup: String) {
    guard markup.utf8.first == UInt8(ascii: "<"), let (root, fault) = try? DocumentNode.read(Array(markup.utf8), subject: "what is kept"),
      fault == nil
    else { return nil }
    self = root
  }
}

extension XMLWriter {
  /// Writes an element with everything inside it.
  mutating func node(_ node: DocumentNode) throws(MarkupError) {
    if node.name.isEmpty { return try text(node.text) }
    try start(node.name, node.attributes.map { ($0.name, $0.value) })
    try text(node.text)
    for child in node.children { try self.node(child) }
    end()
  }
}
