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
  private var bindings: [String: String] = ["": "", "xml": xml]
  /// What each open element's declarations replaced.
  private var replaced: [[(prefix: String, namespace: String?)]] = []

  mutating func enter() { replaced.append([]) }

  mutating func leave() {
    guard let outer = replaced.popLast() else { return }
    for (prefix, namespace) in outer.reversed() { bindings[prefix] = namespace }
  }

  /// Notes the attribute if it declares a namespace.
  mutating func declare(_ name: WrittenName, _ value: String, _ cursor: MarkupCursor) throws(MarkupError) {
    guard name.declaresNamespace else { return }
    let prefix = name.prefix.isEmpty ? "" : name.local
    let isReserved = prefix == "xmlns" || (prefix == "xml") != (value == Self.xml) || value == "http://www.w3.org/2000/xmlns/"
    guard !isReserved, prefix.isEmpty || !value.isEmpty else { throw cursor.error(.malformed, "\(name.text) cannot stand for ‘\(value)’") }
    replaced[replaced.count - 1].append((prefix, bindings.updateValue(value, forKey: prefix)))
  }

  /// The name with its namespace. An attribute without prefix has none.
  func resolve(_ name: WrittenName, isAttribute: Bool, _ cursor: MarkupCursor) throws(MarkupError) -> MarkupName {
    if isAttribute, name.prefix.isEmpty { return MarkupName(name.local) }
    guard let namespace = bindings[name.prefix] else {
      throw cursor.error(.malformed, "the prefix of \(name.text) stands for no namespace")
    }
    return MarkupName(name.local, namespace: namespace, prefix: name.prefix)
  }
}
