// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Markup

/// Whether histories and manifests are sound in themselves, whatever the files are like: schema, chain, hashes, references.
public enum HistoryCheck {
  /// Checks the history of a folder and those inside it; or one manifest, chain, or collection with its manifests.
  ///
  /// In the report, `verified` counts documents, and `failed` has an entry for each breach with the document and its line.
  /// - Throws: `IntegrityError`: `unreadable`, `noHistory`.
  public static func run(_ path: String) throws(IntegrityError) -> VerificationReport {
    let begin = ContinuousClock.now
    let facts: FileFacts
    do throws(FilesError) { facts = try FileFacts.of(path) } catch { throw IntegrityError(.unreadable, path, error.description) }
    var checked = Checked()
    var chain: VerificationReport.Chain?
    var unread: [CopyReport.Failure] = []
    if facts.kind == .folder {
      guard let record = try HistoryRecord(scope: path) else { throw IntegrityError(.noHistory, path, "has no ASC MHL history to check") }
      let tree = try TreeScan(path, record: record, ignoring: [])
      for fault in HistoryFault.all(in: tree) {
        checked.fail(fault.path, fault.text)
        if fault.kind == .missingManifest { checked.documents += 1 }
      }
      let isIntact = checked.failed.isEmpty
      // There may be a history inside, and nothing is known of it.
      unread = tree.unreadFailures
      for node in tree.nodes {
        let prefix = node.folder.map { "\($0)/" } ?? ""
        checked.check(
          "\(path)/\(prefix)\(GenerationName.folder)/\(GenerationName.chain)", as: "\(prefix)\(GenerationName.folder)/\(GenerationName.chain)")
        for generation in node.record.generations {
          let name = "\(prefix)\(GenerationName.folder)/\(generation.fileName)"
          checked.check("\(path)/\(name)", as: name)
        }
      }
      chain = .init(generations: tree.nodes.reduce(0) { $0 + $1.record.generations.count }, intact: isIntact)
    } else {
      checked.check(path, as: path)
      checked.checkBundle(path)
    }
    return VerificationReport(
      status: !checked.failed.isEmpty ? .rejected : unread.isEmpty ? .clean : .partial, against: path, verified: checked.sound, bytes: checked.bytes,
      seconds: (ContinuousClock.now - begin).inSeconds, failed: checked.failed + unread, missing: [], new: [], chain: chain, notes: [],
      listed: checked.documents, present: checked.documents)
  }
}

/// Documents being checked.
private struct Checked {
  private(set) var failed: [CopyReport.Failure] = []
  /// How many there are, or should be.
  var documents = 0
  private(set) var sound = 0
  private(set) var bytes: Int64 = 0

  mutating func fail(_ path: String, _ reason: String) { failed.append(.init(path: path, reason: reason)) }

  mutating func check(_ path: String, as name: String) {
    documents += 1
    do {
      guard let facts = try FileFacts.ifExists(path) else { return }  // the chain has said that it is missing
      let document = try ManifestFile(path)
      bytes += facts.size
      let isChain = path.lowercased().hasSuffix(".xml")
      var breaches = try ManifestRules.breaches({ () throws(MarkupError) in try document.reader() }, subject: path, isChain: isChain)
      if isChain { breaches += try HashChain.reading(InputFile.list(at: path), subject: path).notes }
      for breach in breaches { fail(name, "\(breach)") }
      if !failed.contains(where: { $0.path == name }) { sound += 1 }
    } catch { fail(name, "\(error)") }
  }

  /// The manifests that a collection, or a chain given by itself, lists.
  mutating func checkBundle(_ path: String) {
    guard path.lowercased().hasSuffix(".xml"), let bytes = try? InputFile.list(at: path) else { return }
    for link in (try? HashChain.reading(bytes, subject: path).value.links) ?? [] {
      let manifest = "\(SystemPath.split(path).folder)/\(link.fileName)"
      do {
        if try ManifestFile(manifest).c4 != link.c4 { fail(link.fileName, "was changed after it was written: its hash is not the one in \(path)") }
        check(manifest, as: link.fileName)
      } catch { fail(link.fileName, "\(error)") }
    }
  }
}
