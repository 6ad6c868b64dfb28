// SPDX-License-Identifier: Apache-2.0

/// A name as a tag has it, before anyone knows what its prefix stands for.
struct WrittenName {
  let prefix: String
  let local: String

  init(_ cursor: inout MarkupCursor) throws(MarkupError) {
    let first = try cursor.name()
    if cursor.skip(":") {
      prefix = first
      local = try cursor.name()
    } else {
      prefix = ""
      local = first
    }
  }

  var text: String { prefix.isEmpty ? local : "\(prefix):\(local)" }
  var declaresNamespace: Bool { prefix == "xmlns" || prefix.isEmpty && local == "xmlns" }
}

/// Which prefix stands for which namespace at a place in the document (Namespaces in XML 1.0).
struct NamespaceScopes: Sendable {
  static let xml = "http://www.w3.org/XML/1998/namespace"
  private var bindings: [(prefix: String, namespace: String)] = [("", ""), ("xml", xml)]
  private var starts: [Int] = []

  mutating func enter() { starts.append(bindings.count) }

  mutating func leave() {
    guard let start = starts.popLast() else { return }
    bindings.removeSubrange(start...)
  }

  /// Notes the attribute if it declares a namespace.
  mutating func declare(_ name: WrittenName, _ value: String, _ cursor: MarkupCursor) throws(MarkupError) {
    guard name.declaresNamespace else { return }
    let prefix = name.prefix.isEmpty ? "" : name.local
    let isReserved = prefix == "xmlns" || (prefix == "xml") != (value == Self.xml) || value == "http://www.w3.org/2000/xmlns/"
    guard !isReserved, prefix.isEmpty || !value.isEmpty else { throw cursor.error(.malformed, "\(name.text) cannot stand for ‘\(value)’") }
    bindings.append((prefix, value))
  }

  /// The name with its namespace. An attribute without prefix has none.
  func resolve(_ name: WrittenName, isAttribute: Bool, _ cursor: MarkupCursor) throws(MarkupError) -> MarkupName {
    if isAttribute, name.prefix.isEmpty { return MarkupName(name.local) }
    guard let binding = bindings.last(where: { $0.prefix == name.prefix }) else {
      throw cursor.error(.malformed, "the prefix of \(name.text) stands for no namespace")
    }
    return MarkupName(name.local, namespace: binding.namespace, prefix: name.prefix)
  }
}
