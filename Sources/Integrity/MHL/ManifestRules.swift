// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Markup

/// Whether a manifest or chain is as its schema and the specification have it: what a strict reader elsewhere would refuse.
///
/// The reader of manifests is lenient on purpose; this is the other half. Rules: `ASCMHL.xsd`, `ASCMHLDirectory.xsd`, ASC MHL v2.0, section 6.
enum ManifestRules {
  /// The breaches of a manifest or, where `isChain`, of a chain or collection.
  /// - Throws: `IntegrityError` with code `malformed` when it is not XML.
  static func breaches(_ reader: () throws(MarkupError) -> XMLReader, subject: String, isChain: Bool) throws(IntegrityError) -> [ManifestNote] {
    var checker = RuleChecker()
    do {
      var xml = try reader()
      guard case .start(let root)? = try xml.next() else { throw IntegrityError(.malformed, subject, "has no element") }
      try isChain ? checker.checkChain(root, &xml) : checker.checkManifest(root, &xml)
      while try xml.next() != nil {}
    } catch let error as IntegrityError { throw error } catch { throw IntegrityError(.malformed, subject, "\(error)") }
    return checker.breaches
  }
}

/// What may stand in an element, in this order.
private struct Shape {
  struct Part {
    let name: String
    let least: Int
    let most: Int

    init(_ name: String, _ least: Int = 1, _ most: Int = 1) {
      self.name = name
      self.least = least
      self.most = most
    }
  }

  let parts: [Part]
  let attributes: Set<String>

  init(_ parts: [Part] = [], attributes: Set<String> = []) {
    self.parts = parts
    self.attributes = attributes
  }

  private static let formats = ["c4", "md5", "sha1", "xxh128", "xxh3", "xxh64"].map { Part($0, 0) }

  static let manifest: [String: Shape] = [
    "creatorinfo": Shape([
      Part("creationdate"), Part("hostname"), Part("tool"), Part("author", 0, .max), Part("location", 0), Part("comment", 0),
    ]),
    "processinfo": Shape([Part("process"), Part("roothash", 0), Part("ignore", 0)]),
    "roothash": Shape([Part("content"), Part("structure")]),
    "ignore": Shape([Part("pattern", 1, .max)]),
    "hash": Shape([Part("path")] + formats + [Part("previousPath", 0), Part("metadata", 0)]),
    "directoryhash": Shape([Part("path"), Part("content"), Part("structure"), Part("previousPath", 0), Part("metadata", 0)]),
    "content": Shape(formats), "structure": Shape(formats),
    "references": Shape([Part("hashlistreference", 1, .max)]),
    "hashlistreference": Shape([Part("path"), Part("c4")]),
    "tool": Shape(attributes: ["version"]), "author": Shape(attributes: ["email", "phone", "role"]),
    "path": Shape(attributes: ["size", "creationdate", "lastmodificationdate"]),
  ]

  static let hash = Shape(attributes: ["action", "hashdate", "structure"])
}

private struct RuleChecker {
  private(set) var breaches: [ManifestNote] = []

  private mutating func breach(_ line: Int, _ text: String) {
    if breaches.count < 1000 { breaches.append(ManifestNote(line: line, text: text, leavesOutEntry: false)) }
  }

  // MARK: - Manifests

  mutating func checkManifest(_ root: MarkupTag, _ xml: inout XMLReader) throws(MarkupError) {
    if root.name.local != "hashlist" { breach(root.line, "the outermost element is \(root.name.local), not hashlist") }
    if root.name.namespace != HashList.namespace { breach(root.line, "the namespace is ‘\(root.name.namespace)’, not \(HashList.namespace)") }
    if root["version"] != "2.0" { breach(root.line, "the version is \(root["version"] ?? "missing"), not 2.0") }
    let order = ["creatorinfo", "processinfo", "hashes", "metadata", "references"]
    var seen: [String] = []
    var paths: Set<ContainedPath> = []
    var depth = 1
    while depth > 0, let event = try xml.next() {
      switch event {
      case .text(let text):
        if text.contains(where: { !$0.isWhitespace }) { breach(root.line, "there is text between elements: ‘\(text.prefix(40))’") }
      case .end: depth -= 1
      case .start(let tag) where depth == 1:
        if let place = order.firstIndex(of: tag.name.local), !seen.contains(where: { (order.firstIndex(of: $0) ?? 0) >= place }) {
          seen.append(tag.name.local)
        } else {
          breach(tag.line, "\(tag.name.local) stands where the schema has none; the order is \(order.joined(separator: ", "))")
        }
        if tag.name.local == "hashes" {
          depth += 1
        } else {
          check(try MarkupElement(reading: tag, from: &xml), &paths)
        }
      case .start(let tag):
        let element = try MarkupElement(reading: tag, from: &xml)
        if !["hash", "directoryhash"].contains(tag.name.local) { breach(tag.line, "\(tag.name.local) cannot stand in hashes") }
        check(element, &paths)
      }
    }
    for name in ["creatorinfo", "processinfo"] where !seen.contains(name) { breach(root.line, "\(name) is missing") }
  }

  private mutating func check(_ element: MarkupElement, _ paths: inout Set<ContainedPath>) {
    if element.name.local == "metadata" { return }
    checkShape(element, Shape.manifest[element.name.local])
    switch element.name.local {
    case "creatorinfo": checkCreator(element)
    case "processinfo": checkProcess(element)
    case "hash", "directoryhash": checkEntry(element, &paths)
    case "references": for reference in element.all("hashlistreference") { checkReference(reference) }
    default: break
    }
  }

  private mutating func checkShape(_ element: MarkupElement, _ shape: Shape?) {
    guard let shape else { return }
    let name = element.name.local
    for attribute in element.attributes where attribute.name.namespace.isEmpty && !shape.attributes.contains(attribute.name.local) {
      breach(element.line, "\(name) has the attribute \(attribute.name.local), which the schema does not know")
    }
    guard !shape.parts.isEmpty else {
      if let child = element.children.first { breach(child.line, "\(name) holds text only, and here is \(child.name.local)") }
      return
    }
    var rest = element.children[...]
    for part in shape.parts {
      var count = 0
      while let next = rest.first, next.name.local == part.name, count < part.most {
        rest.removeFirst()
        count += 1
        if part.name != "metadata" { checkShape(next, isHash(next, in: name) ? Shape.hash : Shape.manifest[part.name] ?? Shape()) }
      }
      if count < part.least { breach(element.line, "\(name) lacks \(part.name), or it is not in its place") }
    }
    for extra in rest { breach(extra.line, "\(extra.name.local) stands in \(name) where the schema has none; the order matters") }
  }

  private func isHash(_ element: MarkupElement, in parent: String) -> Bool {
    ["hash", "content", "structure", "hashlistreference"].contains(parent) && HashAlgorithm(rawValue: element.name.local)?.isManifestFormat == true
  }

  private mutating func checkCreator(_ element: MarkupElement) {
    checkDate(element.first("creationdate")?.trimmedText, element.line, "creationdate")
    for author in element.all("author") {
      if let email = author["email"], !HashList.isEmail(email) {
        breach(author.line, "‘\(email.printable)’ is not an e-mail address as the schema has it")
      }
    }
  }

  private mutating func checkProcess(_ element: MarkupElement) {
    let kind = element.first("process")?.text ?? ""
    if HashList.Process.Kind(rawValue: kind) == nil { breach(element.line, "the process is ‘\(kind.printable)’, not in-place, transfer or flatten") }
    if let root = element.first("roothash") { checkFolderHashes(root) }
  }

  private mutating func checkEntry(_ element: MarkupElement, _ paths: inout Set<ContainedPath>) {
    guard let path = element.first("path") else { return }
    checkPath(path.text, path.line, "path")
    if let known = try? ContainedPath(path.text), !paths.insert(known).inserted { breach(path.line, "\(known.text.printable) is listed twice") }
    if let previous = element.first("previousPath") { checkPath(previous.text, previous.line, "previousPath") }
    for name in ["creationdate", "lastmodificationdate"] { if let date = path[name] { checkDate(date, path.line, name) } }
    if element.name.local == "directoryhash" {
      if path["size"] != nil { breach(path.line, "a folder has no size") }
      return checkFolderHashes(element)
    }
    if let size = path["size"], Int64(size).map({ $0 < 0 }) ?? true { breach(path.line, "the size ‘\(size.printable)’ is none") }
    let hashes = element.children.filter { HashAlgorithm(rawValue: $0.name.local) != nil }
    if hashes.isEmpty { breach(element.line, "\(path.text.printable) has no hash") }
    for hash in hashes {
      checkValue(hash)
      switch hash["action"] {
      case nil: breach(hash.line, "a hash of \(path.text.printable) does not say original, verified or failed")
      case .some(let action) where HashList.RecordedHash.Action(rawValue: action) == nil:
        breach(hash.line, "the action ‘\(action.printable)’ is none")
      default: break
      }
    }
  }

  private mutating func checkFolderHashes(_ element: MarkupElement) {
    let (content, structure) = (element.first("content")?.children ?? [], element.first("structure")?.children ?? [])
    for hash in content + structure { checkValue(hash) }
    if content.map(\.name.local) != structure.map(\.name.local) { breach(element.line, "content and structure have hashes in different formats") }
  }

  private mutating func checkReference(_ element: MarkupElement) {
    if let path = element.first("path") { checkPath(path.text, path.line, "path") }
    if let c4 = element.first("c4") { checkValue(c4) }
  }

  private mutating func checkValue(_ hash: MarkupElement) {
    guard let algorithm = HashAlgorithm(rawValue: hash.name.local) else { return }
    if (try? Digest(hash.text, algorithm: algorithm))?.text != hash.text {
      breach(hash.line, "‘\(hash.text.prefix(100).description.printable)’ is not a value of \(algorithm.rawValue) as the specification writes it")
    }
    if let date = hash["hashdate"] { checkDate(date, hash.line, "hashdate") }
  }

  private mutating func checkPath(_ text: String, _ line: Int, _ what: String) {
    if (try? ContainedPath(text)) == nil { breach(line, "the \(what) ‘\(text.printable)’ is no path inside the folder") }
  }

  private mutating func checkDate(_ text: String?, _ line: Int, _ what: String) {
    guard let text, Timestamp(manifestText: text) != nil else { return breach(line, "the \(what) ‘\((text ?? "").printable)’ is no date and time") }
  }

  // MARK: - Chains

  mutating func checkChain(_ root: MarkupTag, _ xml: inout XMLReader) throws(MarkupError) {
    let element = try MarkupElement(reading: root, from: &xml)
    if element.name.local != "ascmhldirectory" { breach(element.line, "the outermost element is \(element.name.local), not ascmhldirectory") }
    if element.all("hashlist").isEmpty { breach(element.line, "there is no generation in it") }
    for (index, link) in element.all("hashlist").enumerated() {
      if let path = link.first("path") { checkPath(path.text, path.line, "path") }
      if let c4 = link.first("c4") { checkValue(c4) }
      if link["sequencenr"].flatMap({ Int($0) }) != index + 1 { breach(link.line, "the sequence number is not \(index + 1)") }
    }
  }
}
