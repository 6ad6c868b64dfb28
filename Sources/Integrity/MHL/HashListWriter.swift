// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Markup

extension HashList {
  /// The namespace of manifests.
  public static let namespace = "urn:ASC:MHL:v2.0"
  /// The namespace of what a copy left behind, inside `metadata`.
  static let omissionNamespace = "urn:lineup:omitted:v1"
  /// The namespace of what a generation lets go or takes back, inside `metadata`.
  static let withdrawalNamespace = "urn:lineup:withdrawn:v1"

  /// Writes the manifest as XML, in the element order of `ASCMHL.xsd`.
  /// - Parameter emit: takes the bytes in pieces of a mebibyte or so, so that the manifest of a million files needs little memory.
  /// - Throws: `IntegrityError` with code `inexpressible` for what the schema does not allow; nothing invalid is ever written whole.
  public func write(subject: String, to emit: (_ bytes: [UInt8]) throws -> Void) throws {
    try check(subject)
    try write(subject: subject, entries: entries, to: emit)
  }

  /// Writes the manifest with `entries` in place of its own, which must be of different paths: one after the other, so that they need not
  /// all be held.
  func write(subject: String, entries: some Sequence<Entry>, to emit: (_ bytes: [UInt8]) throws -> Void) throws {
    try checkCreator(subject)
    var xml = XMLWriter(subject: subject)
    try xml.start("hashlist", [("version", "2.0"), ("xmlns", Self.namespace)])
    try write(creator, to: &xml)
    try write(process, to: &xml)
    var count = 0
    for entry in entries {
      if count == 0 { try xml.start("hashes") }
      try check(entry, subject)
      try write(entry, to: &xml)
      count += 1
      if count % 1024 == 0 { try emit(xml.takeBytes()) }
    }
    if count > 0 { xml.end() }
    if !omitted.isEmpty || !withdrawn.isEmpty || !reinstated.isEmpty {
      try xml.start("metadata")
      if !omitted.isEmpty {
        try xml.start("omitted", [("xmlns", Self.omissionNamespace)])
        for one in omitted { try xml.element("entry", [("reason", one.reason)], one.path) }
        xml.end()
      }
      for (name, paths) in [("withdrawn", withdrawn), ("reinstated", reinstated)] where !paths.isEmpty {
        try xml.start(name, [("xmlns", Self.withdrawalNamespace)])
        for path in paths { try xml.element("entry", [], path.text) }
        xml.end()
      }
      xml.end()
    }
    if !references.isEmpty {
      try xml.start("references")
      for reference in references {
        try xml.start("hashlistreference")
        try xml.element("path", [], reference.path.text)
        try xml.element("c4", [], reference.c4.text)
        xml.end()
      }
      xml.end()
    }
    xml.end()
    try emit(xml.finish())
  }

  /// The manifest as XML, in memory.
  public func xml(subject: String = "manifest") throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write(subject: subject) { bytes += $0 }
    return bytes
  }

  // MARK: -

  /// What the schema and the specification ask for beyond the order of elements.
  private func check(_ subject: String) throws(IntegrityError) {
    var seen: Set<ContainedPath> = []
    for entry in entries where !seen.insert(entry.path).inserted {
      throw IntegrityError(.inexpressible, subject, "\(entry.path) is listed twice; a manifest lists each path once")
    }
  }

  private func check(_ entry: Entry, _ subject: String) throws(IntegrityError) {
    let digests: [Digest] =
      switch entry {
      case .file(let file): file.hashes.map(\.digest)
      case .folder(let folder): folder.digests.content + folder.digests.structure
      }
    guard digests.allSatisfy(\.algorithm.isManifestFormat) else {
      throw IntegrityError(.inexpressible, subject, "\(entry.path) has a hash that ASC MHL does not know; leave out SHA-256")
    }
    if case .file(let file) = entry, file.hashes.isEmpty || file.hashes.contains(where: { $0.action == nil }) {
      throw IntegrityError(.inexpressible, subject, "\(entry.path) needs a hash, and each hash must say original, verified or failed")
    }
  }

  private func checkCreator(_ subject: String) throws(IntegrityError) { try Self.check(creator.authors, subject) }

  /// Refuses what the schema cannot hold of people; asked before hours of hashing, too.
  static func check(_ authors: [Author], _ subject: String) throws(IntegrityError) {
    for email in authors.compactMap(\.email) where !Self.isEmail(email) {
      throw IntegrityError(.inexpressible, subject, "‘\(email)’ is not an e-mail address as the schema has it; write name@host.domain")
    }
  }

  /// `[^@]+@[^\.]+\..+` (EmailAddressAttributeType).
  static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let dot = parts[1].firstIndex(of: ".") else { return false }
    return dot > parts[1].startIndex && parts[1].index(after: dot) < parts[1].endIndex
  }

  private func write(_ creator: Creator, to xml: inout XMLWriter) throws(MarkupError) {
    try xml.start("creatorinfo")
    try xml.element("creationdate", [], creator.date.manifestText)
    try xml.element("hostname", [], creator.hostName)
    try xml.element("tool", creator.toolVersion.map { [("version", $0)] } ?? [], creator.tool)
    for author in creator.authors {
      let attributes = [("email", author.email), ("phone", author.phone), ("role", author.role)]
      try xml.element("author", attributes.compactMap { name, value in value.map { (name, $0) } }, author.name)
    }
    if let location = creator.location { try xml.element("location", [], location) }
    if let comment = creator.comment { try xml.element("comment", [], comment) }
    xml.end()
  }

  private func write(_ process: Process, to xml: inout XMLWriter) throws(MarkupError) {
    try xml.start("processinfo")
    try xml.element("process", [], process.kind.rawValue)
    if let rootHash = process.rootHash {
      try xml.start("roothash")
      try write(rootHash, to: &xml)
      xml.end()
    }
    if !process.ignorePatterns.isEmpty {
      try xml.start("ignore")
      for pattern in process.ignorePatterns { try xml.element("pattern", [], pattern) }
      xml.end()
    }
    xml.end()
  }

  private func write(_ entry: Entry, to xml: inout XMLWriter) throws(MarkupError) {
    switch entry {
    case .file(let file):
      try xml.start("hash")
      let size = file.size.map { [("size", String($0))] } ?? []
      try xml.element("path", size + dates(file.modified), file.path.text)
      for hash in file.hashes.sorted(by: { $0.digest.algorithm < $1.digest.algorithm }) {
        let action = hash.action.map { [("action", $0.rawValue)] } ?? []
        let date = hash.date.map { [("hashdate", $0.manifestText)] } ?? []
        try xml.element(hash.digest.algorithm.rawValue, action + date, hash.digest.text)
      }
      if let previous = file.previousPath { try xml.element("previousPath", [], previous.text) }
    case .folder(let folder):
      try xml.start("directoryhash")
      try xml.element("path", dates(folder.modified), folder.path.text)
      try write(folder.digests, to: &xml)
      if let previous = folder.previousPath { try xml.element("previousPath", [], previous.text) }
    }
    xml.end()
  }

  private func dates(_ modified: Timestamp?) -> [(String, String)] { modified.map { [("lastmodificationdate", $0.manifestText)] } ?? [] }

  private func write(_ digests: DirectoryDigests, to xml: inout XMLWriter) throws(MarkupError) {
    let date = digests.date.map { [("hashdate", $0.manifestText)] } ?? []
    for (name, values) in [("content", digests.content), ("structure", digests.structure)] {
      try xml.start(name)
      for digest in values.sorted(by: { $0.algorithm < $1.algorithm }) { try xml.element(digest.algorithm.rawValue, date, digest.text) }
      xml.end()
    }
  }
}

extension Timestamp {
  /// Whole seconds of UTC with the offset spelt out, as ASC MHL's own tools write dates: `2020-01-16T09:15:00+00:00`.
  var manifestText: String { wholeSecond.description.dropLast() + "+00:00" }

  /// A date of a manifest (`xs:dateTime`); one without an offset is taken as UTC.
  init?(manifestText text: String) {
    guard let moment = Timestamp(text) ?? Timestamp(text + "Z") else { return nil }
    self = moment
  }
}
