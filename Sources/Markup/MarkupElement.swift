// SPDX-License-Identifier: Apache-2.0

/// An element with everything inside it: a document read whole, or one to be written.
public struct MarkupElement: Hashable, Sendable {
  /// Its name.
  public let name: MarkupName
  /// Its attributes, in document order.
  public let attributes: [MarkupAttribute]
  /// The elements and texts inside it, in document order.
  public let content: [MarkupNode]
  /// The line it begins on, from 1; 0 for one that was not read.
  public let line: Int

  /// An element as given.
  public init(_ name: MarkupName, attributes: [MarkupAttribute] = [], content: [MarkupNode] = [], line: Int = 0) {
    self.name = name
    self.attributes = attributes
    self.content = content
    self.line = line
  }

  /// The outermost element of the document `bytes`.
  /// - Throws: As `XMLReader`.
  public init(parsing bytes: [UInt8], subject: String, limits: MarkupLimits = .standard) throws(MarkupError) {
    var reader = try XMLReader(bytes, subject: subject, limits: limits)
    guard case .start(let tag)? = try reader.next() else {
      throw MarkupError(.empty, subject: subject, detail: "it has no element")
    }
    self = try MarkupElement(reading: tag, from: &reader)
    while try reader.next() != nil {}  // what follows must be well-formed too
  }

  /// The element that `tag` begins, with `reader` just behind that tag: for taking one element after the other out of a large document.
  public init(reading tag: MarkupTag, from reader: inout XMLReader) throws(MarkupError) {
    var content: [MarkupNode] = []
    while let event = try reader.next() {
      switch event {
      case .start(let inner): content.append(.element(try MarkupElement(reading: inner, from: &reader)))
      case .text(let text): content.append(.text(text))
      case .end:
        self.init(tag.name, attributes: tag.attributes, content: content, line: tag.line)
        return
      }
    }
    preconditionFailure("the reader lets no document end inside an element")
  }

  /// The elements directly inside it.
  public var children: [MarkupElement] {
    content.compactMap { node in
      guard case .element(let element) = node else { return nil }
      return element
    }
  }

  /// The text directly inside it, that of its children left out.
  public var text: String {
    content.reduce(into: "") { text, node in
      if case .text(let part) = node { text += part }
    }
  }

  /// Its text without white space at both ends.
  public var trimmedText: String {
    let text = text.unicodeScalars
    guard let first = text.firstIndex(where: { !Self.isSpace($0) }), let last = text.lastIndex(where: { !Self.isSpace($0) }) else { return "" }
    return String(text[first...last])
  }

  /// The value of the attribute `local` in no namespace.
  public subscript(_ local: String) -> String? { attributes.first { $0.name.local == local && $0.name.namespace.isEmpty }?.value }

  /// The first child called `local`, in whatever namespace.
  public func first(_ local: String) -> MarkupElement? {
    for case .element(let element) in content where element.name.local == local { return element }
    return nil
  }

  /// All children called `local`, in whatever namespace.
  public func all(_ local: String) -> [MarkupElement] { children.filter { $0.name.local == local } }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && MarkupCharacter.isSpace(UInt8(scalar.value)) }
}

/// What can be inside an element.
public enum MarkupNode: Hashable, Sendable {
  /// An element.
  case element(MarkupElement)
  /// Text, references resolved.
  case text(String)
}
