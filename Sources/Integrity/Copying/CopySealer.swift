// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Ends a destination: writes its manifest when all of it is proved, and says how it fared.
struct CopySealer {
  let job: CopyJob
  let items: CopyReport.Items
  /// Whether every file of the source was read and held still.
  let isWhole: Bool
  let started: Timestamp

  /// Seals one destination. A destination that is not complete keeps its journal and gets no manifest.
  func seal(
    _ writer: DestinationWriter, _ outcome: DestinationWriter.Outcome, caughtUpFrom: String?, gate: DestinationGate
  ) -> CopyReport.Destination {
    var reason = writer.queue.dropReason
    var manifest: String?
    if reason == nil, isWhole, outcome.failures.isEmpty, outcome.complete.count == job.files.count, let journal = writer.journal {
      do {
        manifest = try job.isFolder ? sealFolder(writer.target, journal, gate) : sealFile(writer.target, journal, gate)
        try journal.remove()
      } catch { reason = "the manifest could not be written: \(error)" }
    }
    // Nothing was added to what another copy finished there: no trace stays that would make it look like this copy's.
    if manifest == nil, outcome.mismatches > 0, writer.target.finished?.count == job.files.count { try? writer.journal?.remove() }
    let status: IntegrityStatus =
      if manifest != nil { job.skipped.isEmpty ? .clean : .partial } else if outcome.mismatches > 0 { .rejected } else {
        !outcome.complete.isEmpty ? .partial : .failed
      }
    return CopyReport.Destination(
      path: job.isFolder ? writer.target.root : "\(writer.target.root)/\(job.name)", status: status, manifest: manifest,
      complete: outcome.complete.count, failed: outcome.failures, reason: reason, readBack: outcome.bypass, device: writer.target.device,
      volume: writer.target.volume, caughtUpFrom: caughtUpFrom, resumedBytes: outcome.keptBytes)
  }

  // MARK: - A folder

  /// Carries the source's histories, and then adds a generation to each and to the copy's own, nested ones first.
  private func sealFolder(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    try removeOrphans(target, journal, gate)
    let carrier = HistoryCarrier(source: job.source, target: target.root, gate: gate) { path throws(FilesError) in
      try journal.append([.init(manifest: path)])
    }
    var scopes = try job.histories.carried.map { one in
      Scope(folder: one.folder, history: try carrier.carry(one), carried: one.history.generations.count)
    }
    if !scopes.contains(where: { $0.folder == nil }) { scopes.insert(Scope(folder: nil, history: try History(scope: target.root)), at: 0) }
    let members = Dictionary(grouping: items.indices) { job.histories.folder(of: items.path(at: $0)) }
    var written: [Written] = []
    var manifest = ""
    // Histories come in the order of their paths, so that going backwards meets a nested one before the one around it.
    for scope in scopes.reversed() {
      manifest = try seal(scope, members, target, journal, gate, &written)
    }
    return manifest
  }

  /// A folder with a history of its own, at the copy.
  private struct Scope {
    let folder: ContainedPath?
    let history: History?
    /// How many of the generations came with the source.
    var carried = 0
  }

  /// The last generation of a nested history.
  private struct Written {
    let folder: ContainedPath?
    let reference: HashList.Reference
    /// Whether this run wrote it.
    let isNew: Bool
  }

  /// Adds a generation to one history, unless an earlier run did.
  private func seal(
    _ scope: Scope, _ members: [ContainedPath?: [Int]], _ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate,
    _ written: inout [Written]
  ) throws -> String {
    let root = scope.folder.map { "\(target.root)/\($0)" } ?? target.root
    if let history = scope.history, !history.isIntact {
      throw IntegrityError(.malformed, root, "its history is damaged (\(history.faults[0])); restore the ascmhl folder or move it away")
    }
    let known = scope.history?.references() ?? [:]
    let own = (members[scope.folder] ?? []).lazy.compactMap { index in
      SourceHistories.inner(items.path(at: index), scope.folder).map { (path: $0, digests: items[index].digests) }
    }
    try Self.check(own, against: known, root)
    let nested = written.filter { job.histories.parent(of: $0.folder) == scope.folder && $0.folder != nil }
    let isSaid = (scope.history?.generations.count ?? 0) > scope.carried && !nested.contains(where: \.isNew) && Self.isSaid(own, known)
    var path = "\(root)/\(GenerationName.folder)/\(scope.history?.generations.last?.fileName ?? "")"
    if !isSaid {
      let list = CopyManifest(job: job, items: items, started: started).contents(
        of: scope.folder, known: known, ignoring: scope.history?.ignorePatterns ?? [],
        references: nested.map { one in
          .init(path: SourceHistories.inner(one.reference.path, scope.folder) ?? one.reference.path, c4: one.reference.c4)
        })
      let writer = GenerationWriter(scope: root, gate: gate)
      path = try writer.append(list.head, entries: list.entries, to: scope.history, folderName: scope.folder?.name ?? job.name) {
        name throws(FilesError) in
        try journal.append([.init(manifest: Self.manifestPath(name, scope.folder))])
      }
    }
    if let folder = scope.folder {
      let inner = try ContainedPath(Self.manifestPath((path as NSString).lastPathComponent, folder))
      let c4 = Digest.of(try InputFile.list(at: path), algorithm: .c4)
      written.append(Written(folder: folder, reference: .init(path: inner, c4: c4), isNew: !isSaid))
    }
    return path
  }

  private static func manifestPath(_ name: String, _ folder: ContainedPath?) -> String {
    (folder.map { "\($0)/" } ?? "") + "\(GenerationName.folder)/\(name)"
  }

  /// A manifest that an earlier run began to write and the chain does not list is not part of the history: this run writes it anew.
  private func removeOrphans(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws {
    let announced = Set(journal.announcedManifests.compactMap { try? ContainedPath($0) })
    for (folder, manifests) in Dictionary(grouping: announced, by: \.parent) {
      guard let folder, folder.name == GenerationName.folder, let path = try? folder.resolved(in: target.root),
        try FileFacts.ifExists(path) != nil
      else { continue }
      let chain = "\(path)/\(GenerationName.chain)"
      let listed = try FileFacts.ifExists(chain) == nil ? [] : HashChain.reading(InputFile.list(at: chain), subject: chain).value.links
      for name in manifests.map(\.name) where GenerationName(name) != nil && !listed.contains(where: { $0.fileName == name }) {
        try gate.act(.remove, name)
        unlink("\(path)/\(name)")
        unlink(PendingFile.temporaryPath(for: "\(path)/\(name)"))
      }
      unlink(PendingFile.temporaryPath(for: chain))
      // The folder, if that is all there is left of it; `rmdir` takes none that holds anything.
      if listed.isEmpty { rmdir(path) }
    }
  }

  /// A history can be continued only when it vouches for what is copied: in a common format, the same value.
  private static func check(
    _ own: some Sequence<(path: ContainedPath, digests: [Digest])>, against known: [ContainedPath: [Digest]], _ scope: String
  ) throws(IntegrityError) {
    for item in own {
      guard let recorded = known[item.path], !recorded.isEmpty else { continue }
      let common = recorded.filter { old in item.digests.contains { $0.algorithm == old.algorithm } }
      if common.isEmpty {
        let formats = recorded.map(\.algorithm.rawValue).joined(separator: " or ")
        throw IntegrityError(.inexpressible, scope, "its history knows \(item.path) by \(formats) only; copy with that hash as well")
      }
      if !common.allSatisfy(item.digests.contains) {
        throw IntegrityError(.malformed, scope, "its history records another hash for \(item.path); find out which is right before going on")
      }
    }
  }

  /// Whether the history already says everything about these files.
  private static func isSaid(_ own: some Sequence<(path: ContainedPath, digests: [Digest])>, _ known: [ContainedPath: [Digest]]) -> Bool {
    own.allSatisfy { item in
      let digests = Set(known[item.path] ?? [])
      return item.digests.allSatisfy { !$0.algorithm.isManifestFormat || digests.contains($0) }
    }
  }

  // MARK: - A single file

  /// A single file gets a manifest of its own beside it, outside any history (a stand-alone manifest of ASC MHL v2.0).
  private func sealFile(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    if let name = journal.announcedManifests.last(where: { standsWhole($0, in: target.root) }) { return "\(target.root)/\(name)" }
    if let name = try earlierManifest(in: target.root) { return "\(target.root)/\(name)" }
    let name = String(GenerationName(number: 1, folder: job.name, date: started).description.dropFirst("0001_".count))
    try journal.append([.init(manifest: name)])
    let list = CopyManifest(job: job, items: items, started: started).contents(known: [:], ignoring: [])
    try GenerationWriter.write(list.head, entries: list.entries, to: "\(target.root)/\(name)", gate: gate)
    return "\(target.root)/\(name)"
  }

  /// The manifest that an earlier, complete run wrote for the same bytes.
  private func earlierManifest(in folder: String) throws -> String? {
    for case .entry(let entry) in try FolderWalk(folder, where: { $0.parent == nil && $0.name.hasSuffix(".mhl") }) {
      if entry.path.name.hasPrefix("\(job.name)_"), standsWhole(entry.path.name, in: folder) { return entry.path.name }
    }
    return nil
  }

  private func standsWhole(_ name: String, in folder: String) -> Bool {
    guard let bytes = try? InputFile.list(at: "\(folder)/\(name)"), let list = try? HashList.reading(bytes, subject: name).value else {
      return false
    }
    let known = Dictionary(list.files.map { ($0.path, $0.hashes.map(\.digest)) }) { first, _ in first }
    return Self.isSaid(items.lazy.map { ($0.path, $0.digests) }, known)
  }
}
