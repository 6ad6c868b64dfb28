// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// The generations that one run adds: one for every history that it touched, those inside first, each referred to by the one around it.
struct GenerationSet {
  let comparison: Comparison
  let totals: FolderTotals?
  let signature: Signature
  /// The beginning of the run: every manifest of it bears this time.
  let started: Timestamp
  /// The formats to write folder hashes in; empty for all there are.
  let folderFormats: [HashAlgorithm]
  /// The patterns that were given for this run.
  let newPatterns: [String]
  /// What the top's generation lets go.
  var withdrawn: [ContainedPath] = []
  /// What it takes back.
  var reinstated: [ContainedPath] = []
  /// A folder's own name for the top, which may be given by another path.
  let topName: String
  let gate: DestinationGate

  /// Writes them.
  /// - Parameter manifests: gets the manifests' paths, in the order of writing, also when an error ends it between two.
  /// - Returns: The number of the top's generation.
  /// - Throws: `FilesError` with code `busy` when another run added to one of the histories meanwhile.
  func write(_ manifests: inout [String]) throws -> Int? {
    let tree = comparison.tree
    var references: [Int: [HashList.Reference]] = [:]
    let places = self.places()
    let folderRenames = Dictionary(comparison.renames.filter(\.isFolder).map { ($0.to, $0.from) }) { first, _ in first }
    // Before the first is written: the histories inside would have a generation that the one around them does not know.
    for node in tree.nodes { try writer(node).checkChain(is: node.record.chain) }
    for number in tree.nodes.indices.reversed() {
      let node = tree.nodes[number]
      let own = places[number]
      let isTop = number == 0
      guard !own.isEmpty || references[number] != nil || isTop && comparison.parts.isEmpty else { continue }
      let head = HashList(
        creator: signature.creator(started), process: .init(kind: .inPlace, rootHash: rootHash(number), ignorePatterns: patterns(number)),
        references: (references[number] ?? []).sorted { $0.path < $1.path }, withdrawn: isTop ? withdrawn : [],
        reinstated: isTop ? reinstated : [])
      let hashed = signature.clock.now
      let entries = own.lazy.compactMap { self.entry($0, in: number, hashed, folderRenames) }
      let written = try writer(node).append(
        head, entries: entries, after: node.record.chain, number: node.record.lastNumber + 1,
        folderName: isTop ? topName : node.folder?.name ?? topName)
      manifests.append(written.path)
      if let parent = node.parent, let folder = node.folder {
        let inner = tree.nodes[parent].inner(folder)
        references[parent, default: []].append(
          .init(path: try ContainedPath("\(inner)/\(GenerationName.folder)/\(written.fileName)"), c4: written.c4))
      }
    }
    return manifests.isEmpty ? nil : tree.nodes[0].record.lastNumber + 1
  }

  /// A manifest of the top alone, outside any history.
  func standAlone(to path: String) throws {
    let head = HashList(
      creator: signature.creator(started), process: .init(kind: .inPlace, rootHash: rootHash(0), ignorePatterns: patterns(0)))
    let hashed = signature.clock.now
    let entries = places()[0].lazy.compactMap { self.entry($0, in: 0, hashed, [:]) }
    try gate.act(.writeManifest, path)
    let writer = try SafeWriter(path)
    try head.write(subject: path, entries: entries) { try writer.write($0) }
    try writer.commit()
  }

  // MARK: -

  private func writer(_ node: TreeScan.Node) throws(FilesError) -> GenerationWriter {
    let home = try FolderTree(OpenFolder(comparison.tree.scope)).folder(node.folder)
    return GenerationWriter(scope: home.path, gate: gate, home: home)
  }

  /// The entries of each history, in the order of a manifest.
  private func places() -> [[FolderTotals.Place]] {
    var result: [[FolderTotals.Place]] = Array(repeating: [], count: comparison.tree.nodes.count)
    guard let totals else {
      for file in comparison.tree.files.indices { result[Int(comparison.tree.files[file].node)].append(.file(file)) }
      return result
    }
    for place in totals.places {
      switch place {
      case .file(let file): result[Int(comparison.tree.files[file].node)].append(place)
      case .folder(let folder): result[Int(comparison.tree.folders[folder].node)].append(place)
      }
    }
    return result
  }

  private func entry(
    _ place: FolderTotals.Place, in number: Int, _ hashed: Timestamp, _ folderRenames: [ContainedPath: ContainedPath]
  ) -> HashList.Entry? {
    let node = comparison.tree.nodes[number]
    switch place {
    case .file(let index):
      let file = comparison.tree.files[index]
      let hashes = self.hashes(index).map { HashList.RecordedHash($0, action: $1, date: hashed) }
      guard !hashes.isEmpty else { return nil }
      return .file(
        .init(
          path: node.inner(file.path), size: file.size, modified: file.modified, hashes: hashes, previousPath: comparison.previousPath(index)))
    case .folder(let index):
      let folder = comparison.tree.folders[index]
      let previous = folderRenames[folder.path].map(node.inner)
      let digests = digests(totals?.pairs[index] ?? [])
      return .folder(.init(path: node.inner(folder.path), modified: folder.modified, digests: digests, previousPath: previous))
    }
  }

  /// What a run says of a file: values on record are verified or failed; a new format is verified by the values beside it, and left out when
  /// one of them failed; what the history never knew is original. What a history further out contradicts is failed, whatever this one has on record.
  private func hashes(_ file: Int) -> [(Digest, HashList.RecordedHash.Action)] {
    let found = comparison.digests[file].all.filter(\.algorithm.isManifestFormat)
    switch comparison.findings[file] {
    case .open, .unreadable: return []
    case .original: return found.map { ($0, .original) }
    case .verified: return found.map { ($0, comparison.isKnown(file) ? .verified : .original) }
    case .failed:
      if comparison.contradicted.contains(file) { return found.map { ($0, .failed) } }
      guard let known = comparison.known(file), !known.digests.isEmpty else { return found.map { ($0, .failed) } }
      return found.compactMap { digest in known.digests[digest.algorithm].map { (digest, $0 == digest ? .verified : .failed) } }
    }
  }

  private func digests(_ pairs: FolderTotals.Pairs) -> HashList.DirectoryDigests {
    let pairs = pairs.compactMap(\.self).filter {
      $0.content.algorithm.isManifestFormat && (folderFormats.isEmpty || folderFormats.contains($0.content.algorithm))
    }
    return .init(content: pairs.map(\.content), structure: pairs.map(\.structure), date: signature.clock.now)
  }

  private func rootHash(_ number: Int) -> HashList.DirectoryDigests? {
    guard let totals else { return nil }
    let folder = comparison.tree.nodes[number].folder
    let index = folder.flatMap { folder in comparison.tree.folders.firstIndex { $0.path == folder } }
    let digests = digests(folder == nil ? totals.root : index.map { totals.pairs[$0] } ?? [])
    return digests.content.isEmpty ? nil : digests
  }

  /// The list only grows. A pattern for names goes to every history; one for paths to the top, and to the history that it leads into.
  private func patterns(_ number: Int) -> [String] {
    let node = comparison.tree.nodes[number]
    let litter = litterPatterns(number)
    // A pattern that leaves something out has its use.
    let inUse = Set(newPatterns + comparison.tree.leftOutPatterns)
    let earlier = node.record.ignorePatterns.filter { !inUse.contains($0) }
    guard let folder = node.folder else { return IgnorePatterns(node.ignore.lines + litter).settledLines(continuing: earlier) }
    let inherited = newPatterns.compactMap { pattern -> String? in
      let body = pattern.hasSuffix("/") ? pattern.dropLast() : pattern[...]
      if !body.contains("/") { return pattern }
      let path = pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern
      return path.hasPrefix("**/") ? pattern : path.hasPrefix("\(folder)/") ? String(path.dropFirst(folder.text.count)) : nil
    }
    return IgnorePatterns(node.record.ignorePatterns + inherited + litter).settledLines(continuing: earlier)
  }

  /// What leaves out the litter that was met in the folder, with those inside: each by its own path. A name would leave out what bears it elsewhere, as
  /// where it came with the card and a history inside has it on record.
  private func litterPatterns(_ number: Int) -> [String] {
    let node = comparison.tree.nodes[number]
    return comparison.tree.litter.filter { node.folder.map($0.path.isInside) ?? true }.map { Withdrawal.pattern(for: node.inner($0.path)) }
  }
}
