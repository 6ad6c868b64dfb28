// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Markup

extension HashChain {
  /// The namespace of chains.
  public static let namespace = "urn:ASC:MHL:DIRECTORY:v2.0"

  /// The chain as XML, by `ASCMHLDirectory.xsd`.
  public func xml(subject: String = GenerationName.chain) throws -> [UInt8] {
    var xml = XMLWriter(subject: subject)
    try xml.start("ascmhldirectory", [("xmlns", Self.namespace)])
    for link in links {
      try xml.start("hashlist", [("sequencenr", String(link.number))])
      try xml.element("path", [], link.fileName)
      try xml.element("c4", [], link.c4.text)
      xml.end()
    }
    xml.end()
    return xml.finish()
  }

  /// Reads a chain or a collection. Everything that the schema does not have is noted, since nothing else vouches for a chain; a link that
  /// cannot be used is left out.
  /// - Throws: `IntegrityError` with code `malformed` when it is not XML, or not a chain.
  public static func reading(_ bytes: [UInt8], subject: String) throws(IntegrityError) -> (value: HashChain, notes: [ManifestNote]) {
    let root: MarkupElement
    do { root = try MarkupElement(parsing: bytes, subject: subject) } catch { throw IntegrityError(.malformed, subject, error.description) }
    guard root.name.local == "ascmhldirectory" else {
      throw IntegrityError(.malformed, subject, "is not an ASC MHL chain: its outermost element is not ascmhldirectory")
    }
    var chain = HashChain()
    var notes: [ManifestNote] = []
    func note(_ element: MarkupElement, _ text: String) { notes.append(.init(line: element.line, text: text, leavesOutEntry: false)) }
    if root.name.namespace != namespace { note(root, "the namespace is ‘\(root.name.namespace.printable)’, not \(namespace)") }
    for element in root.children {
      guard element.name.local == "hashlist" else {
        note(element, "an element that a chain does not have: \(element.name.local)")
        continue
      }
      guard let number = element["sequencenr"].flatMap({ Int($0) }), let name = element.first("path")?.trimmedText,
        let path = try? ContainedPath(name), path.parent == nil,
        let c4 = element.first("c4").flatMap({ try? Digest($0.trimmedText, algorithm: .c4) })
      else {
        note(element, "a generation without a usable number, file name and c4 passed over")
        continue
      }
      chain.links.append(.init(number: number, fileName: name, c4: c4))
    }
    for (element, text) in strays(in: root, depth: 0) { note(element, text) }
    return (chain, notes)
  }

  /// What stands in a chain that `ASCMHLDirectory.xsd` does not have.
  private static func strays(in element: MarkupElement, depth: Int) -> [(MarkupElement, String)] {
    var found: [(MarkupElement, String)] = []
    let isLeaf = depth == 2
    let attributes: Set<String> = depth == 1 ? ["sequencenr"] : isLeaf && element.name.local == "c4" ? ["action", "hashdate", "structure"] : []
    for attribute in element.attributes where !attributes.contains(attribute.name.local) && !attribute.name.namespace.hasPrefix("http://www.w3.org/")
    {
      found.append((element, "an attribute that a chain does not have: \(attribute.name.local)"))
    }
    if !isLeaf, !element.trimmedText.isEmpty { found.append((element, "text where a chain has none: ‘\(element.trimmedText.printable)’")) }
    if isLeaf, !element.children.isEmpty { found.append((element, "elements inside \(element.name.local)")) }
    for child in element.children where !isLeaf {
      if child.name.namespace != namespace, element.name.namespace == namespace {
        found.append((child, "\(child.name.local) is in the namespace ‘\(child.name.namespace.printable)’"))
      }
      found += strays(in: child, depth: depth + 1)
    }
    if depth == 1, element.name.local == "hashlist", element.children.map(\.name.local) != ["path", "c4"] {
      found.append((element, "a generation has path and c4, and here is \(element.children.map(\.name.local).joined(separator: ", "))"))
    }
    return found
  }
}
