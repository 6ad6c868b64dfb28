// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// Ends a destination: writes its manifest when all of it is proved, and says how it fared.
struct CopySealer {
  let job: CopyJob
  let items: [CopyReport.Item]
  /// Whether every file of the source was read and held still.
  let isWhole: Bool
  let started: Timestamp

  /// Seals one destination. A destination that is not complete keeps its journal and gets no manifest.
  func seal(_ writer: DestinationWriter, _ outcome: DestinationWriter.Outcome, gate: DestinationGate) -> CopyReport.Destination {
    var reason = writer.queue.dropReason
    var manifest: String?
    if reason == nil, isWhole, outcome.failures.isEmpty, outcome.complete.count == job.files.count, let journal = writer.journal {
      do {
        manifest = try job.isFolder ? sealFolder(writer.target, journal, gate) : sealFile(writer.target, journal, gate)
        try journal.remove()
      } catch { reason = "the manifest could not be written: \(error)" }
    }
    let status: IntegrityStatus =
      if manifest != nil { job.skipped.isEmpty ? .clean : .partial } else if outcome.mismatches > 0 { .rejected } else {
        !outcome.complete.isEmpty ? .partial : .failed
      }
    return CopyReport.Destination(
      path: job.isFolder ? writer.target.root : "\(writer.target.root)/\(job.name)", status: status, manifest: manifest,
      complete: outcome.complete.count,
      failed: outcome.failures, reason: reason, readBack: outcome.bypass, device: writer.target.device)
  }

  // MARK: -

  private func sealFolder(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    try removeOrphans(target, journal, gate)
    let history = try History(scope: target.root)
    if let history, !history.isIntact {
      throw IntegrityError(.malformed, target.root, "its history is damaged (\(history.faults[0])); restore the ascmhl folder or move it away")
    }
    let known = history?.references() ?? [:]
    try checkAgainst(known, target.root)
    if let last = history?.generations.last, isSaid(known) { return "\(target.root)/\(GenerationName.folder)/\(last.fileName)" }
    return try GenerationWriter(scope: target.root, gate: gate).append(
      hashList(known, ignoring: history?.ignorePatterns ?? []), to: history, folderName: job.name
    ) {
      name throws(FilesError) in try journal.append(.init(manifest: name))
    }
  }

  /// A manifest that an earlier run began to write and the chain does not list is not part of the history: this run writes it anew.
  private func removeOrphans(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws {
    let folder = "\(target.root)/\(GenerationName.folder)"
    guard !journal.announcedManifests.isEmpty, try FileFacts.ifExists(folder) != nil else { return }
    let chain = "\(folder)/\(GenerationName.chain)"
    let listed = try FileFacts.ifExists(chain) == nil ? [] : HashChain.reading(InputFile.list(at: chain), subject: chain).value.links
    for name in journal.announcedManifests
    where GenerationName(name) != nil && !name.contains("/") && !listed.contains(where: { $0.fileName == name }) {
      try gate.act(.remove, name)
      unlink("\(folder)/\(name)")
      unlink(PendingFile.temporaryPath(for: "\(folder)/\(name)"))
    }
    // The folder, if that is all there is left of it; `rmdir` takes none that holds anything.
    if listed.isEmpty { rmdir(folder) }
  }

  /// A history can be continued only when it vouches for what is copied: in a common format, the same value.
  private func checkAgainst(_ known: [ContainedPath: [Digest]], _ scope: String) throws(IntegrityError) {
    for item in items {
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
  private func isSaid(_ known: [ContainedPath: [Digest]]) -> Bool {
    items.allSatisfy { item in
      let digests = Set(known[item.path] ?? [])
      return item.digests.allSatisfy { !$0.algorithm.isManifestFormat || digests.contains($0) }
    }
  }

  /// A single file gets a manifest of its own beside it, outside any history (a stand-alone manifest of ASC MHL v2.0).
  private func sealFile(_ target: CopyJob.Target, _ journal: CopyJournal, _ gate: DestinationGate) throws -> String {
    if let name = journal.announcedManifests.last(where: { standsWhole($0, in: target.root) }) { return "\(target.root)/\(name)" }
    if let name = try earlierManifest(in: target.root) { return "\(target.root)/\(name)" }
    let name = String(GenerationName(number: 1, folder: job.name, date: started).description.dropFirst("0001_".count))
    try journal.append(.init(manifest: name))
    try GenerationWriter.write(hashList([:], ignoring: []), to: "\(target.root)/\(name)", gate: gate)
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
    return isSaid(known)
  }

  // MARK: -

  /// The manifest: files and folders as the reference tool orders them, each folder's own entries in the order of bytes, deepest first.
  private func hashList(_ known: [ContainedPath: [Digest]], ignoring earlier: [String]) -> HashList {
    let formats = HashAlgorithm.manifestFormats.filter(job.plan.algorithms.contains)
    var directories = DirectoryHasher.digests(
      files: items.map { ($0.path, $0.digests) }, folders: job.folders.map(\.path), algorithms: job.isFolder ? formats : [])
    for key in directories.keys { directories[key]?.date = started }
    let creator = HashList.Creator(
      date: started, hostName: plan.host.hostName, tool: plan.host.tool, toolVersion: plan.host.toolVersion, authors: plan.authors,
      location: plan.location, comment: plan.comment)
    let process = HashList.Process(
      kind: .transfer, rootHash: directories[nil], ignorePatterns: job.isFolder ? IgnorePatterns(earlier + job.ignore.lines).lines : [])
    return HashList(creator: creator, process: process, entries: entries(known, directories))
  }

  private func entries(_ known: [ContainedPath: [Digest]], _ directories: [ContainedPath?: HashList.DirectoryDigests]) -> [HashList.Entry] {
    let now = plan.clock.now
    var inFolder: [ContainedPath?: [(path: ContainedPath, entry: HashList.Entry)]] = [:]
    for item in items {
      let isKnown = known[item.path]?.isEmpty == false
      let hashes = item.digests.filter(\.algorithm.isManifestFormat).map {
        HashList.RecordedHash($0, action: isKnown ? .verified : .original, date: now)
      }
      inFolder[item.path.parent, default: []].append(
        (item.path, .file(.init(path: item.path, size: item.size, modified: item.modified, hashes: hashes))))
    }
    for folder in job.folders {
      guard let digests = directories[folder.path] else { continue }
      let entry = HashList.Folder(path: folder.path, modified: folder.facts.modified, digests: digests)
      inFolder[folder.path.parent, default: []].append((folder.path, .folder(entry)))
    }
    // Folders come before what is in them when sorted; a stable way to put the contents first is to go backwards through them.
    var order: [ContainedPath?] = []
    var waiting: [ContainedPath?] = [nil]
    let subfolders = Dictionary(grouping: job.folders.map(\.path), by: \.parent)
    while let folder = waiting.popLast() {
      order.append(folder)
      waiting += (subfolders[folder] ?? []).sorted().map(Optional.some)
    }
    return order.reversed().flatMap { folder in (inFolder[folder] ?? []).sorted { $0.path < $1.path }.map(\.entry) }
  }

  private var plan: CopyPlan { job.plan }
}
