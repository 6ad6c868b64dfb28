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

  /// Reads a chain, forgiving as to namespace; a link that cannot be used is noted and left out.
  /// - Throws: `IntegrityError` with code `malformed` when it is not XML, or not a chain.
  public static func reading(_ bytes: [UInt8], subject: String) throws(IntegrityError) -> (value: HashChain, notes: [ManifestNote]) {
    let root: MarkupElement
    do { root = try MarkupElement(parsing: bytes, subject: subject) } catch { throw IntegrityError(.malformed, subject, error.description) }
    guard root.name.local == "ascmhldirectory" else {
      throw IntegrityError(.malformed, subject, "is not an ASC MHL chain: its outermost element is not ascmhldirectory")
    }
    var chain = HashChain()
    var notes: [ManifestNote] = []
    for element in root.all("hashlist") {
      guard let number = element["sequencenr"].flatMap({ Int($0) }), let name = element.first("path")?.trimmedText,
        let path = try? ContainedPath(name), path.parent == nil,
        let c4 = element.first("c4").flatMap({ try? Digest($0.trimmedText, algorithm: .c4) })
      else {
        notes.append(.init(line: element.line, text: "a generation without a usable number, file name and c4 passed over", leavesOutEntry: false))
        continue
      }
      chain.links.append(.init(number: number, fileName: name, c4: c4))
    }
    return (chain, notes)
  }
}
