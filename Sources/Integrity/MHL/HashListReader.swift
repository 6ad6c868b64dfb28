// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Markup

extension HashList {
  /// Reads a manifest, forgiving: elements in any order and namespace, missing actions, unknown elements. What was passed over is noted.
  /// - Parameter subject: the file's path, for errors.
  /// - Throws: `IntegrityError` with code `malformed` when it is not XML, or not an ASC MHL manifest.
  public static func reading(_ bytes: [UInt8], subject: String) throws(IntegrityError) -> (value: HashList, notes: [ManifestNote]) {
    try reading(subject: subject) { () throws(MarkupError) in try XMLReader(bytes, subject: subject) }
  }

  /// Reads a manifest on disk.
  static func reading(_ manifest: ManifestFile) throws(IntegrityError) -> (value: HashList, notes: [ManifestNote]) {
    try reading(subject: manifest.path) { () throws(MarkupError) in try manifest.reader() }
  }

  private static func reading(
    subject: String, _ reader: () throws(MarkupError) -> XMLReader
  ) throws(IntegrityError) -> (value: HashList, notes: [ManifestNote]) {
    var entries: [Entry] = []
    var seen: Set<ContainedPath> = []
    var (list, notes) = try scanning(subject: subject, reader) { entry in
      guard seen.insert(entry.path).inserted else { return false }
      entries.append(entry)
      return true
    }
    list.entries = entries
    return (list, notes)
  }

  /// Reads a manifest and hands over one entry after the other instead of keeping them.
  /// - Parameter take: false when there was an entry of that path before.
  static func scanning(
    _ manifest: ManifestFile, _ take: (Entry) -> Bool
  ) throws(IntegrityError) -> (head: HashList, notes: [ManifestNote]) {
    try scanning(subject: manifest.path, { () throws(MarkupError) in try manifest.reader() }, take)
  }

  private static func scanning(
    subject: String, _ reader: () throws(MarkupError) -> XMLReader, _ take: (Entry) -> Bool
  ) throws(IntegrityError) -> (head: HashList, notes: [ManifestNote]) {
    var reading = HashListReader(subject: subject)
    do {
      var xml = try reader()
      try reading.read(&xml, take)
    } catch let error as MarkupError {
      throw IntegrityError(.malformed, subject, error.description)
    } catch let error as IntegrityError {
      throw error
    } catch { throw IntegrityError(.malformed, subject, "\(error)") }
    return (reading.value, reading.notes)
  }
}

extension HashList.Entry {
  /// Where the file or folder is, from the scope.
  var path: ContainedPath {
    switch self {
    case .file(let file): file.path
    case .folder(let folder): folder.path
    }
  }
}

/// A manifest being read.
private struct HashListReader {
  let subject: String
  var value = HashList(creator: .init(date: Timestamp(seconds: 0), hostName: "", tool: ""), process: .init(kind: .inPlace))
  private var made = ManifestNotes()
  var notes: [ManifestNote] { made.all }

  init(subject: String) { self.subject = subject }

  mutating func read(_ reader: inout XMLReader, _ keep: (HashList.Entry) -> Bool) throws {
    guard case .start(let root)? = try reader.next(), root.name.local == "hashlist" else {
      throw IntegrityError(.malformed, subject, "is not an ASC MHL manifest: its outermost element is not hashlist")
    }
    guard root["version"].map({ !$0.hasPrefix("1") }) ?? true else {
      throw IntegrityError(
        .malformed, subject, "is an MHL \(root["version"] ?? "1") list, not an ASC MHL manifest; verify it with a tool that reads MHL 1")
    }
    if root["version"] != "2.0" { note(root.line, "version \(root["version"] ?? "missing") read as 2.0") }
    if root.name.namespace != HashList.namespace { note(root.line, "the namespace is ‘\(root.name.namespace)’, not \(HashList.namespace)") }
    var isInHashes = false
    while let event = try reader.next() {
      guard case .start(let tag) = event else { continue }
      if tag.name.local == "hashes", !isInHashes {
        isInHashes = true
        continue
      }
      take(try MarkupElement(reading: tag, from: &reader), keep)
    }
  }

  private mutating func note(_ line: Int, _ text: String, leavesOutEntry: Bool = false, isRepeated: Bool = false) {
    made.add(ManifestNote(line: line, text: text, leavesOutEntry: leavesOutEntry, isRepeated: isRepeated))
  }

  private mutating func take(_ element: MarkupElement, _ keep: (HashList.Entry) -> Bool) {
    switch element.name.local {
    case "creatorinfo": takeCreator(element)
    case "processinfo": takeProcess(element)
    case "hash": if let file = file(element) { put(.file(file), element, keep) }
    case "directoryhash": if let folder = folder(element) { put(.folder(folder), element, keep) }
    case "references": for reference in element.all("hashlistreference") { takeReference(reference) }
    case "metadata":
      for list in element.all("omitted") { takeOmissions(list) }
      for list in element.all("withdrawn") where list.name.namespace == HashList.withdrawalNamespace {
        value.withdrawn += list.all("entry").compactMap { try? ContainedPath($0.text) }
      }
      for list in element.all("reinstated") where list.name.namespace == HashList.withdrawalNamespace {
        value.reinstated += list.all("entry").compactMap { try? ContainedPath($0.text) }
      }
    default: note(element.line, "unknown element \(element.name.local) passed over")
    }
  }

  /// What a copy of ours left behind; other programs' metadata is theirs.
  private mutating func takeOmissions(_ element: MarkupElement) {
    guard element.name.namespace == HashList.omissionNamespace else { return }
    value.omitted += element.all("entry").map { .init(path: $0.text, reason: $0["reason"] ?? "") }
  }

  private mutating func put(_ entry: HashList.Entry, _ element: MarkupElement, _ keep: (HashList.Entry) -> Bool) {
    if !keep(entry) { note(element.line, "\(entry.path) is listed twice; the first entry counts", isRepeated: true) }
  }

  private mutating func takeCreator(_ element: MarkupElement) {
    let date = element.first("creationdate")
    if let moment = date.flatMap({ Timestamp(manifestText: $0.trimmedText) }) {
      value.creator.date = moment
    } else {
      note(element.line, "no usable creationdate")
    }
    value.creator.hostName = element.first("hostname")?.trimmedText ?? ""
    value.creator.tool = element.first("tool")?.trimmedText ?? ""
    value.creator.toolVersion = element.first("tool")?["version"]
    value.creator.authors = element.all("author").map { author in
      // Early tools wrote the parts of an author as elements.
      func part(_ name: String) -> String? { author[name] ?? author.first(name)?.trimmedText }
      return .init(name: part("name") ?? author.trimmedText, role: part("role"), email: part("email"), phone: part("phone"))
    }
    value.creator.location = element.first("location")?.trimmedText
    value.creator.comment = element.first("comment")?.text
  }

  private mutating func takeProcess(_ element: MarkupElement) {
    let kind = element.first("process")?.trimmedText ?? ""
    if let known = HashList.Process.Kind(rawValue: kind) { value.process.kind = known } else { note(element.line, "unknown process ‘\(kind)’") }
    if let root = element.first("roothash") { value.process.rootHash = directoryDigests(root) }
    value.process.ignorePatterns = element.first("ignore")?.all("pattern").map(\.text) ?? []
  }

  private mutating func file(_ element: MarkupElement) -> HashList.File? {
    guard let (path, attributes) = path(of: element) else { return nil }
    let hashes = element.children.compactMap { recordedHash($0) }
    if hashes.isEmpty { note(element.line, "\(path) has no usable hash") }
    return .init(
      path: path, size: attributes["size"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil },
      modified: attributes["lastmodificationdate"].flatMap { Timestamp(manifestText: $0) }, hashes: hashes, previousPath: previousPath(element))
  }

  private mutating func folder(_ element: MarkupElement) -> HashList.Folder? {
    guard let (path, attributes) = path(of: element) else { return nil }
    return .init(
      path: path, modified: attributes["lastmodificationdate"].flatMap { Timestamp(manifestText: $0) }, digests: directoryDigests(element),
      previousPath: previousPath(element))
  }

  private mutating func takeReference(_ element: MarkupElement) {
    guard let text = element.first("path")?.text, let path = try? ContainedPath(text), let c4 = element.first("c4").flatMap({ digest($0, .c4) })
    else {
      return note(element.line, "a reference without a usable path and c4 passed over")
    }
    value.references.append(.init(path: path, c4: c4))
  }

  /// The path of an entry; one that leaves the scope is passed over, so that nothing outside is ever touched.
  private mutating func path(of element: MarkupElement) -> (ContainedPath, MarkupElement)? {
    guard let written = element.first("path"), let path = try? ContainedPath(written.text) else {
      note(
        element.line, "an entry with no path inside the folder passed over: ‘\((element.first("path")?.text ?? "").printable)’", leavesOutEntry: true)
      return nil
    }
    return (path, written)
  }

  private func previousPath(_ element: MarkupElement) -> ContainedPath? { element.first("previousPath").flatMap { try? ContainedPath($0.text) } }

  private mutating func recordedHash(_ element: MarkupElement) -> HashList.RecordedHash? {
    if ["path", "previousPath", "metadata"].contains(element.name.local) { return nil }
    guard let algorithm = HashAlgorithm(rawValue: element.name.local), let digest = digest(element, algorithm) else {
      note(element.line, "a hash that cannot be read passed over: \(element.name.local) ‘\(element.trimmedText.prefix(100))’")
      return nil
    }
    let written = element["action"].map { String($0.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }) }
    let action = written.flatMap { HashList.RecordedHash.Action(rawValue: $0.lowercased()) }
    if let written, action == nil {
      note(element.line, "a hash passed over, since nobody knows what its action ‘\(written.prefix(100).description.printable)’ means")
      return nil
    }
    if action == nil { note(element.line, "a hash without an action, taken as original") }
    return .init(digest, action: action, date: element["hashdate"].flatMap { Timestamp(manifestText: $0) })
  }

  private func directoryDigests(_ element: MarkupElement) -> HashList.DirectoryDigests {
    func digests(_ name: String) -> [Digest] {
      element.first(name)?.children.compactMap { child in HashAlgorithm(rawValue: child.name.local).flatMap { digest(child, $0) } } ?? []
    }
    let date = element.first("content")?.children.first?["hashdate"].flatMap { Timestamp(manifestText: $0) }
    return .init(content: digests("content"), structure: digests("structure"), date: date)
  }

  private func digest(_ element: MarkupElement, _ algorithm: HashAlgorithm) -> Digest? { try? Digest(element.trimmedText, algorithm: algorithm) }
}
