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
    if reason == nil, isWhole, outcome.failures.isEmpty, outcome.complete.count == job.files.count, let journal = writer.journal,
      let folders = writer.folders
    {
      do {
        let path = try job.isFolder ? sealFolder(folders, journal, gate) : sealFile(folders, journal, gate)
        _ = try folders.folder(at: nil)  // it is still where people will look for it
        manifest = path
      } catch { reason = "the manifest could not be written: \(error)" }
      if manifest != nil {
        do { try journal.remove() } catch { reason = "is complete; its journal could not be removed, which the same command does again: \(error)" }
      }
    }
    // Nothing was added to what another copy finished there: no trace stays that would make it look like this copy's.
    if manifest == nil, outcome.mismatches > 0, writer.target.finished?.count == job.files.count, writer.queue.isThrough {
      try? writer.journal?.remove()
    }
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
  private func sealFolder(_ folders: DestinationFolders, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    try removeOrphans(folders, journal, gate)
    let carrier = HistoryCarrier(source: job.source, folders: folders, gate: gate) { path throws(FilesError) in
      try journal.append([.init(manifest: path)])
    }
    var scopes = try job.histories.carried.map { one in
      Scope(folder: one.folder, history: try carrier.carry(one), carried: one.history.generations.count)
    }
    if !scopes.contains(where: { $0.folder == nil }) {
      scopes.insert(Scope(folder: nil, history: try History(scope: folders.folder(at: nil).path)), at: 0)
    }
    let members = Dictionary(grouping: items.indices) { job.histories.folder(of: items.path(at: $0)) }
    var written: [Written] = []
    var manifest = ""
    // Histories come in the order of their paths, so that going backwards meets a nested one before the one around it.
    for scope in scopes.reversed() {
      manifest = try seal(scope, members, folders, journal, gate, &written)
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
    _ scope: Scope, _ members: [ContainedPath?: [Int]], _ folders: DestinationFolders, _ journal: CopyJournal, _ gate: DestinationGate,
    _ written: inout [Written]
  ) throws -> String {
    let home = try folders.folder(at: scope.folder)
    let root = home.path
    if let history = scope.history, !history.isIntact {
      throw IntegrityError(.malformed, root, "its history is damaged (\(history.faults[0])); restore the ascmhl folder or move it away")
    }
    let known = KnownHashes(scope.history)
    let own = (members[scope.folder] ?? []).lazy.compactMap { index in
      SourceHistories.inner(items.path(at: index), scope.folder).map { (path: $0, digests: items[index].digests) }
    }
    try Self.check(own, against: known, root)
    let nested = written.filter { job.histories.parent(of: $0.folder) == scope.folder && $0.folder != nil }
    let isSaid =
      (scope.history?.generations.count ?? 0) > scope.carried && !nested.contains(where: \.isNew) && Self.isSaid(own, known)
      && (scope.folder != nil || job.omissions.allSatisfy(Set(scope.history?.generations.flatMap(\.hashList.omitted) ?? []).contains))
    var path = "\(root)/\(GenerationName.folder)/\(scope.history?.generations.last?.fileName ?? "")"
    var c4: Digest?
    if !isSaid {
      let list = CopyManifest(job: job, items: items, started: started).contents(
        of: scope.folder, known: known, ignoring: scope.history?.ignorePatterns ?? [],
        letGo: scope.history?.generations.withdrawals ?? [],
        references: nested.map { one in
          .init(path: SourceHistories.inner(one.reference.path, scope.folder) ?? one.reference.path, c4: one.reference.c4)
        })
      let writer = GenerationWriter(scope: root, gate: gate, home: home)
      let made = try writer.append(list.head, entries: list.entries, to: scope.history, folderName: scope.folder?.name ?? job.name) {
        name throws(FilesError) in
        try journal.append([.init(manifest: Self.manifestPath(name, scope.folder))])
      }
      (path, c4) = (made.path, made.c4)
    }
    if let folder = scope.folder {
      let inner = try ContainedPath(Self.manifestPath((path as NSString).lastPathComponent, folder))
      let digest = try c4 ?? Digest.of(InputFile.list(at: path), algorithm: .c4)
      written.append(Written(folder: folder, reference: .init(path: inner, c4: digest), isNew: !isSaid))
    }
    return path
  }

  private static func manifestPath(_ name: String, _ folder: ContainedPath?) -> String {
    (folder.map { "\($0)/" } ?? "") + "\(GenerationName.folder)/\(name)"
  }

  /// A manifest that an earlier run began to write and the chain does not list is not part of the history: this run writes it anew. That nobody
  /// else is at work in the history is known while its chain is held.
  /// - Throws: `FilesError` with code `busy` where somebody is.
  private func removeOrphans(_ folders: DestinationFolders, _ journal: CopyJournal, _ gate: DestinationGate) throws {
    let announced = Set(journal.announcedManifests.compactMap { try? ContainedPath($0) })
    for (path, manifests) in Dictionary(grouping: announced, by: \.parent) {
      guard let path, path.name == GenerationName.folder else { continue }
      let home = try folders.folder(at: path.parent)
      guard try home.facts(of: path.name) != nil else { continue }
      let folder = try home.folder(path.name)
      // A chain that waits is put in its place where its manifest is whole: then nothing is to be written anew.
      let hold = try GenerationWriter.holdChain(in: folder)
      let listed = try GenerationWriter.chain(in: folder).links
      for name in manifests.map(\.name) where GenerationName(name) != nil && !listed.contains(where: { $0.fileName == name }) {
        try gate.act(.remove, name)
        if try folder.facts(of: name) != nil { try folder.remove(name) }
        PendingFile.withLeftOver(of: name, in: folder) { try? folder.remove($0) }  // what another run holds is not ours
      }
      _ = consume hold
      // The folder, if that is all there is left of it; one that holds anything stays.
      if listed.isEmpty { try? home.removeFolder(path.name) }
    }
  }

  /// A history can be continued only when it vouches for what is copied: in a common format, the same value.
  private static func check(
    _ own: some Sequence<(path: ContainedPath, digests: [Digest])>, against known: KnownHashes, _ scope: String
  ) throws(IntegrityError) {
    for item in own {
      let recorded = known[item.path]
      guard !recorded.isEmpty else { continue }
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
  private static func isSaid(_ own: some Sequence<(path: ContainedPath, digests: [Digest])>, _ known: KnownHashes) -> Bool {
    own.allSatisfy { item in
      let digests = known[item.path]
      return item.digests.allSatisfy { !$0.algorithm.isManifestFormat || digests.contains($0) }
    }
  }

  // MARK: - A single file

  /// A single file gets a manifest of its own beside it, outside any history (a stand-alone manifest of ASC MHL v2.0).
  private func sealFile(_ folders: DestinationFolders, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    let folder = try folders.folder(at: nil)
    if let name = journal.announcedManifests.last(where: { standsWhole($0, in: folder) }) { return SystemPath.join(folder.path, name) }
    if let name = try earlierManifest(in: folder) { return SystemPath.join(folder.path, name) }
    let name = String(GenerationName(number: 1, folder: job.name, date: started).description.dropFirst("0001_".count))
    try journal.append([.init(manifest: name)])
    let list = CopyManifest(job: job, items: items, started: started).contents(known: KnownHashes(), ignoring: [])
    return try GenerationWriter.write(list.head, entries: list.entries, as: name, in: folder, gate: gate)
  }

  /// The manifest that an earlier, complete run wrote for the same bytes.
  private func earlierManifest(in folder: OpenFolder) throws -> String? {
    try folder.names().first { $0.hasSuffix(".mhl") && $0.hasPrefix("\(job.name)_") && standsWhole($0, in: folder) }
  }

  private func standsWhole(_ name: String, in folder: OpenFolder) -> Bool {
    guard let bytes = try? folder.open(name).list(), let list = try? HashList.reading(bytes, subject: name).value else {
      return false
    }
    return Self.isSaid(items.lazy.map { ($0.path, $0.digests) }, KnownHashes(list.files))
  }
}
