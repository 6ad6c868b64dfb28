// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Makes the manifest of a copy, or of the part of it that belongs to one of its histories.
struct CopyManifest {
  let job: CopyJob
  let items: [CopyReport.Item]
  let started: Timestamp

  /// The generation of the history of `folder`, nil for the scope of the copy: the files and folders that belong to it, and the folders of
  /// nested histories, whose own manifests it refers to.
  /// - Parameters:
  ///   - known: the hashes that the history has of its files, by their paths from `folder`.
  ///   - earlier: the patterns that earlier generations left out.
  func hashList(
    of folder: ContainedPath? = nil, known: [ContainedPath: [Digest]], ignoring earlier: [String], references: [HashList.Reference] = []
  ) -> HashList {
    let formats = HashAlgorithm.manifestFormats.filter(job.plan.algorithms.contains)
    let inside = items.indices.filter { isInside(items[$0].path, folder) }
    let folders = job.folders.indices.filter { isInside(job.folders[$0].path, folder) }
    let innerFolders = folders.compactMap { SourceHistories.inner(job.folders[$0].path, folder) }
    var directories = DirectoryHasher.digests(
      files: inside.compactMap { index in SourceHistories.inner(items[index].path, folder).map { ($0, items[index].digests) } },
      folders: innerFolders, algorithms: job.isFolder ? formats : [])
    for key in directories.keys { directories[key]?.date = started }
    let process = HashList.Process(
      kind: .transfer, rootHash: directories[nil], ignorePatterns: job.isFolder ? IgnorePatterns(earlier + job.ignore.lines).lines : [])
    var children: [ContainedPath?: [HashList.Entry]] = [:]
    let now = job.plan.clock.now
    for index in inside where job.histories.folder(of: items[index].path) == folder {
      guard let path = SourceHistories.inner(items[index].path, folder) else { continue }
      children[path.parent, default: []].append(.file(entry(items[index], path, isKnown: known[path]?.isEmpty == false, now)))
    }
    for index in folders where job.histories.folder(of: job.folders[index].path) == folder {
      guard let path = SourceHistories.inner(job.folders[index].path, folder), let digests = directories[path] else { continue }
      let entry = HashList.Folder(path: path, modified: job.folders[index].facts.modified, digests: digests)
      children[path.parent, default: []].append(.folder(entry))
    }
    directories = [:]
    return HashList(creator: creator, process: process, entries: Self.ordered(&children, innerFolders), references: references)
  }

  // MARK: -

  private var creator: HashList.Creator {
    let plan = job.plan
    return HashList.Creator(
      date: started, hostName: plan.host.hostName, tool: plan.host.tool, toolVersion: plan.host.toolVersion, authors: plan.authors,
      location: plan.location, comment: plan.comment)
  }

  private func isInside(_ path: ContainedPath, _ folder: ContainedPath?) -> Bool { folder.map { path != $0 && path.isInside($0) } ?? true }

  private func entry(_ item: CopyReport.Item, _ path: ContainedPath, isKnown: Bool, _ now: Timestamp) -> HashList.File {
    let hashes = item.digests.filter(\.algorithm.isManifestFormat).map {
      HashList.RecordedHash($0, action: isKnown ? .verified : .original, date: now)
    }
    return .init(path: path, size: item.size, modified: item.modified, hashes: hashes)
  }

  /// As the reference tool orders them: each folder's own entries in the order of bytes, deepest first.
  private static func ordered(_ children: inout [ContainedPath?: [HashList.Entry]], _ folders: [ContainedPath]) -> [HashList.Entry] {
    // Folders come before what is in them when sorted; a stable way to put the contents first is to go backwards through them.
    var order: [ContainedPath?] = []
    var waiting: [ContainedPath?] = [nil]
    let subfolders = Dictionary(grouping: folders, by: \.parent)
    while let folder = waiting.popLast() {
      order.append(folder)
      waiting += (subfolders[folder] ?? []).sorted().map(Optional.some)
    }
    var entries: [HashList.Entry] = []
    entries.reserveCapacity(children.values.reduce(0) { $0 + $1.count })
    for folder in order.reversed() { entries += (children.removeValue(forKey: folder) ?? []).sorted { $0.path < $1.path } }
    return entries
  }
}
