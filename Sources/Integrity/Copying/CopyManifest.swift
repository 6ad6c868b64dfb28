// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Makes the manifest of a copy, or of the part of it that belongs to one of its histories.
struct CopyManifest {
  let job: CopyJob
  let items: CopyReport.Items
  let started: Timestamp

  /// What a manifest says: everything but its entries, and those, each made when it is asked for: a list of a million is large.
  struct Contents<Entries: Sequence<HashList.Entry>> {
    let head: HashList
    let entries: Entries
  }

  /// The generation of the history of `folder`, nil for the scope of the copy: the files and folders that belong to it, and the folders of
  /// nested histories, whose own manifests it refers to.
  /// - Parameters:
  ///   - known: the hashes that the history has of its files, by their paths from `folder`.
  ///   - earlier: the patterns that earlier generations left out. What is in the copy all the same is listed, and an exception made of it: whoever
  ///     verifies the copy would pass it over otherwise.
  ///   - letGo: what earlier generations let go. Where it is there again, it stays left out.
  func contents(
    of folder: ContainedPath? = nil, known: KnownHashes, ignoring earlier: [String], letGo: [Withdrawal] = [],
    references: [HashList.Reference] = []
  ) -> Contents<some Sequence<HashList.Entry>> {
    let formats = HashAlgorithm.manifestFormats.filter(job.plan.algorithms.contains)
    let inside = Self.places(inside: folder, items.count, path: items.path)
    let folders = Self.places(inside: folder, job.folders.count) { job.folders[$0].path }
    let innerFolders = folders.compactMap { SourceHistories.inner(job.folders[$0].path, folder) }
    let directories = directoryDigests(formats, inside, innerFolders, folder)
    let ignore = IgnorePatterns(earlier + job.ignore.lines)
    let innerFiles = inside.lazy.compactMap { SourceHistories.inner(items.path(at: $0), folder) }
    let exceptions = Self.exceptions(from: ignore, files: innerFiles, folders: innerFolders, but: Withdrawals(letGo))
    let process = HashList.Process(
      kind: .transfer, rootHash: directories[nil],
      ignorePatterns: job.isFolder ? IgnorePatterns(ignore.lines + exceptions).settledLines(continuing: earlier) : [])
    let now = job.plan.clock.now
    // Places in the job's lists, files first: the manifest of a million files is large enough once.
    var children: [ContainedPath?: [Int]] = [:]
    for index in inside where job.histories.folder(of: items.path(at: index)) == folder {
      children[SourceHistories.inner(items.path(at: index), folder)?.parent, default: []].append(index)
    }
    for index in folders where job.histories.folder(of: job.folders[index].path) == folder {
      children[SourceHistories.inner(job.folders[index].path, folder)?.parent, default: []].append(items.count + index)
    }
    let entries = Self.order(of: innerFolders).lazy.flatMap { place in
      let sorted = (children[place] ?? []).sorted { path(at: $0) < path(at: $1) }
      return sorted.lazy.compactMap { index -> HashList.Entry? in
        guard let path = SourceHistories.inner(path(at: index), folder) else { return nil }
        if index < items.count { return .file(entry(items[index], path, isKnown: !known[path].isEmpty, now)) }
        return directories[path].map {
          .folder(.init(path: path, modified: job.folders[index - items.count].facts.modified, digests: $0))
        }
      }
    }
    let omitted = folder == nil ? job.omissions : []
    return Contents(head: HashList(creator: creator, process: process, references: references, omitted: omitted), entries: entries)
  }

  // MARK: -

  /// The lines that take back of `ignore` what is in the copy.
  private static func exceptions(
    from ignore: IgnorePatterns, files: some Sequence<ContainedPath>, folders: [ContainedPath], but letGo: Withdrawals
  ) -> [String] {
    guard ignore.lines.count > IgnorePatterns.standard.count else { return [] }
    let left = folders.filter { ignore.ignores($0, isFolder: true) } + files.filter { ignore.ignores($0, isFolder: false) }
    return left.filter { letGo.covering($0) == nil }.map(Withdrawal.exception)
  }

  private var creator: HashList.Creator {
    let plan = job.plan
    return HashList.Creator(
      date: started, hostName: plan.host.hostName, tool: plan.host.tool, toolVersion: plan.host.toolVersion, authors: plan.authors,
      location: plan.location, comment: plan.comment)
  }

  /// Where what is inside `folder` stands in a list in the order of a walk: together, right after the folder.
  private static func places(inside folder: ContainedPath?, _ count: Int, path: (Int) -> ContainedPath) -> Range<Int> {
    guard let folder else { return 0..<count }
    let start = (0..<count).firstPlace { !path($0).isWalkedBefore(folder) && path($0) != folder }
    return start..<(start..<count).firstPlace { !path($0).isInside(folder) }
  }

  private func entry(_ item: CopyReport.Item, _ path: ContainedPath, isKnown: Bool, _ now: Timestamp) -> HashList.File {
    let hashes = item.digests.filter(\.algorithm.isManifestFormat).map {
      HashList.RecordedHash($0, action: isKnown ? .verified : .original, date: now)
    }
    return .init(path: path, size: item.size, modified: item.modified, hashes: hashes)
  }

  /// The hashes of every folder inside `folder`, and of itself under nil.
  private func directoryDigests(
    _ formats: [HashAlgorithm], _ inside: Range<Int>, _ innerFolders: [ContainedPath], _ folder: ContainedPath?
  ) -> [ContainedPath?: HashList.DirectoryDigests] {
    var result: [ContainedPath?: HashList.DirectoryDigests] = [:]
    for format in formats where job.isFolder {
      let files = inside.lazy.compactMap { index in
        SourceHistories.inner(items.path(at: index), folder).map { (path: $0, digests: items[index].digests) }
      }
      for (place, pair) in DirectoryHasher.digests(files: files, folders: innerFolders, algorithm: format) ?? [:] {
        result[place, default: .init(content: [], structure: [], date: started)].content.append(pair.content)
        result[place, default: .init(content: [], structure: [], date: started)].structure.append(pair.structure)
      }
    }
    return result
  }

  /// The path of a file or, counted on from the files, a folder.
  private func path(at index: Int) -> ContainedPath { index < items.count ? items.path(at: index) : job.folders[index - items.count].path }

  /// The folders as the reference tool orders them, deepest first; the scope itself, nil, is the last.
  private static func order(of folders: [ContainedPath]) -> ReversedCollection<[ContainedPath?]> {
    // Folders come before what is in them when sorted; a stable way to put the contents first is to go backwards through them.
    var order: [ContainedPath?] = []
    var waiting: [ContainedPath?] = [nil]
    let subfolders = Dictionary(grouping: folders, by: \.parent)
    while let folder = waiting.popLast() {
      order.append(folder)
      waiting += (subfolders[folder] ?? []).sorted().map(Optional.some)
    }
    return order.reversed()
  }
}
