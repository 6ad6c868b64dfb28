// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation
public import Hashing
import Markup

/// Hashes a folder or file and writes a list of another kind than ASC MHL: what receivers ask for who do not know it.
public struct ListWriter: Sendable {
  /// The kinds of list.
  public enum Format: String, Sendable, CaseIterable {
    /// Media Hash List 1.1 (XSD of 2016-05-20), with MD5, SHA-1 or XXH64.
    case mhl1
    /// Lines as md5sum writes them.
    case md5
    /// Lines as sha1sum writes them.
    case sha1
    /// Lines as sha256sum writes them.
    case sha256
    /// Lines as xxhsum writes them.
    case xxh64, xxh3, xxh128
    /// Lines of C4 identifiers.
    case c4
  }

  /// The folder.
  public var scope: String
  /// The files and folders in it to list; empty for all.
  public var parts: [ContainedPath] = []
  /// The kind of list.
  public var format: Format
  /// The formats in an MHL 1.1 list.
  public var algorithms: [HashAlgorithm] = [.xxh64]
  /// What is left out.
  public var ignorePatterns: [String] = []
  /// Who signs.
  public var signature: Signature

  /// A writer of a list of `scope`.
  public init(_ scope: String, format: Format, signature: Signature) {
    self.scope = scope
    self.format = format
    self.signature = signature
  }

  /// Hashes and writes.
  /// - Parameter path: the list, which must not be there yet.
  /// - Throws: `IntegrityError`: `inexpressible`, `unreadable`, `unwritable`, `cancelled`.
  public func write(
    to path: String, cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> VerificationReport {
    let begin = ContinuousClock.now
    let started = signature.clock.now
    let formats = try wanted()
    try HistoryPass.checkTarget(path)
    let tree = try TreeScan(scope, record: HistoryRecord(beginningIn: scope), ignoring: ignorePatterns, parts: parts, readsHistories: false)
    // The schema's size is positive: an empty file cannot be said, and that is known before hours of hashing.
    if format == .mhl1, let empty = tree.files.first(where: { $0.size == 0 }) { throw inexpressible(empty) }
    var comparison = Comparison(tree, parts: parts)
    try comparison.hash(formats, detectsRenames: false, asksDevice: false, cancellation, progress)
    let unread = tree.oddities.filter { $0.kind == .unreadable }.map { CopyReport.Failure(path: $0.path, reason: $0.text) }
    let lines = tree.files.indices.filter { comparison.findings[$0] == .original }
    do {
      let writer = try SafeWriter(path)
      if format == .mhl1 {
        try writeLegacy(comparison, lines, started) { try writer.write($0) }
      } else {
        for index in lines { try writer.write(line(tree.files[index].path.text, comparison.digests[index].all[0])) }
      }
      try writer.commit()
    } catch let error as IntegrityError { throw error } catch { throw IntegrityError(.unwritable, path, "the list could not be written: \(error)") }
    let left = tree.oddities.filter { [.link, .special, .unnameable].contains($0.kind) }
    let isWhole = left.isEmpty && unread.isEmpty
    return VerificationReport(
      status: !comparison.failed.isEmpty ? .rejected : isWhole ? .clean : .partial, against: scope, verified: 0, bytes: comparison.bytes,
      seconds: (ContinuousClock.now - begin).inSeconds, failed: comparison.failed + unread, missing: [], new: [], chain: nil,
      notes: left.map { "left out: \($0.path): \($0.text)" }, manifests: [path], listed: lines.count, present: lines.count)
  }

  // MARK: -

  private func wanted() throws(IntegrityError) -> [HashAlgorithm] {
    guard format == .mhl1 else { return [HashAlgorithm(rawValue: format.rawValue) ?? .standard] }
    guard let odd = algorithms.first(where: { Self.legacyNames[$0] == nil }) else { return algorithms }
    throw IntegrityError(.inexpressible, scope, "MHL 1.1 has no \(odd.rawValue); choose among md5, sha1 and xxh64")
  }

  private func inexpressible(_ file: TreeScan.File) -> IntegrityError {
    IntegrityError(.inexpressible, "\(scope)/\(file.path)", "is empty, and MHL 1.1 has no empty files; leave it out with --ignore")
  }

  /// A name with a line break or a backslash is escaped, and the line begins with a backslash (GNU coreutils).
  private func line(_ path: String, _ digest: Digest) -> String {
    let escaped = path.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    let mark = escaped.utf8.elementsEqual(path.utf8) ? "" : "\\"
    return "\(mark)\(digest.algorithm == .xxh3 ? "XXH3_" : "")\(digest.text)  \(escaped)\n"
  }

  private static let legacyNames: [HashAlgorithm: String] = [.md5: "md5", .sha1: "sha1", .xxh64: "xxhash64be"]

  private func writeLegacy(_ comparison: Comparison, _ files: [Int], _ started: Timestamp, _ emit: ([UInt8]) throws -> Void) throws {
    var xml = XMLWriter(subject: scope)
    let finished = signature.clock.now
    try xml.start("hashlist", [("version", "1.1")])
    try xml.start("creatorinfo")
    if let author = signature.authors.first { try xml.element("name", [], author.name) }
    try xml.element("username", [], signature.host.user)
    try xml.element("hostname", [], signature.host.hostName)
    try xml.element("tool", [], "\(signature.host.tool) \(signature.host.toolVersion)")
    try xml.element("startdate", [], started.wholeSecond.description)
    try xml.element("finishdate", [], finished.wholeSecond.description)
    xml.end()
    for index in files {
      let file = comparison.tree.files[index]
      try xml.start("hash")
      try xml.element("file", [], file.path.text)
      try xml.element("size", [], String(file.size))
      try xml.element("lastmodificationdate", [], file.modified.wholeSecond.description)
      for digest in comparison.digests[index].all {
        if let name = Self.legacyNames[digest.algorithm] { try xml.element(name, [], digest.text) }
      }
      try xml.element("hashdate", [], finished.wholeSecond.description)
      xml.end()
      if index % 1024 == 1023 { try emit(xml.takeBytes()) }
    }
    xml.end()
    try emit(xml.finish())
  }
}
