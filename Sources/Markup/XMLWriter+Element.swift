// SPDX-License-Identifier: Apache-2.0

extension XMLWriter {
  /// Writes an element with everything inside it, under the prefixes its names carry. Namespaces are declared where they are first needed.
  /// - Throws: As `start(_:_:)` and `text(_:)`.
  public mutating func element(_ element: MarkupElement) throws(MarkupError) {
    try write(element, declared: ["": "", "xml": NamespaceScopes.xml])
  }

  private mutating func write(_ element: MarkupElement, declared: [String: String]) throws(MarkupError) {
    var declared = declared
    var declarations: [(String, String)] = []
    for name in [element.name] + element.attributes.map(\.name).filter({ !$0.prefix.isEmpty }) where declared[name.prefix] != name.namespace {
      declared[name.prefix] = name.namespace
      declarations.append((name.prefix.isEmpty ? "xmlns" : "xmlns:\(name.prefix)", name.namespace))
    }
    try start(element.name.written, declarations + element.attributes.map { ($0.name.written, $0.value) })
    for node in element.content {
      switch node {
      case .element(let child): try write(child, declared: declared)
      case .text(let text): try self.text(text)
      }
    }
    end()
  }
}
