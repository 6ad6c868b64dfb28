// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Hashing
import Integrity

/// What is in a folder, as a receipt counts it: what is left out by pattern is not there, links are not followed, and unfinished writes of our own
/// do not count.
struct FolderInventory {
  /// The files.
  private(set) var files: [FolderEntry] = []
  /// The folders.
  private(set) var folders: [ContainedPath] = []
  /// The folders below the top that keep a history of their own.
  private(set) var nestedHistories: [ContainedPath] = []
  /// What is there and has no hash: links, pipes, devices, unfinished writes.
  private(set) var uncounted: [String] = []
  /// What could not be looked at.
  private(set) var troubles: [FilesError] = []

  /// The bytes of all files, as far as they can be counted: a file with holes may claim nearly all there are.
  var bytes: Int64 {
    files.reduce(0) { total, file in
      let (sum, overflowed) = total.addingReportingOverflow(file.facts.size)
      return overflowed ? .max : sum
    }
  }

  /// Walks the folder `root`.
  /// - Throws: `FilesError` when it cannot be listed at all.
  init(_ root: String, ignoring patterns: IgnorePatterns) throws(FilesError) {
    var pruned: ContainedPath?
    for item in try FolderWalk(root) {
      switch item {
      case .trouble(let fault):
        // What is left out by pattern need not be readable.
        if let folder = pruned.map({ SystemPath.join(root, $0.text) }),
          fault.subject == folder || fault.subject.utf8.starts(with: (folder + "/").utf8)
        {
          continue
        }
        troubles.append(fault)
      case .entry(let entry):
        if let pruned, entry.path.isInside(pruned) { continue }
        let isFolder = entry.facts.kind == .folder
        if isFolder, entry.path.name == "ascmhl", let scope = entry.path.parent { nestedHistories.append(scope) }
        if patterns.ignores(entry.path, isFolder: isFolder) { pruned = entry.path } else { take(entry) }
      }
    }
  }

  private mutating func take(_ entry: FolderEntry) {
    switch entry.facts.kind {
    case .file where !entry.path.name.hasSuffix(PendingFile.temporarySuffix): files.append(entry)
    case .folder: folders.append(entry.path)
    case .file, .link, .special: uncounted.append(entry.path.text)
    }
  }

  /// The root hashes that these files and folders have, given the hashes of the files (ASC MHL v2.0): nothing where a file has none in `algorithm`.
  ///
  /// - content: the files' values and the folders' content values, sorted, hashed one after another;
  /// - structure: of each child the hash of its name and its value (a folder's structure value), sorted, hashed one after another.
  ///
  /// The values of one algorithm have one length and their text keeps the order of their bytes, so sorting either is sorting both.
  func rootHash(_ digests: [ContainedPath: [Digest]], _ algorithm: HashAlgorithm) -> Receipt.RootHash? {
    var children: [ContainedPath?: [(content: Digest, structure: Digest)]] = [:]
    func name(_ path: ContainedPath, _ value: Digest) -> Digest { Digest.of(Array(path.name.utf8) + value.bytes, algorithm: algorithm) }
    for file in files {
      guard let digest = digests[file.path]?.first(where: { $0.algorithm == algorithm }) else { return nil }
      children[file.path.parent, default: []].append((digest, name(file.path, digest)))
    }
    func hash(of folder: ContainedPath?) -> Receipt.RootHash {
      func combined(_ values: [Digest]) -> Digest {
        Digest.of(Array(values.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }.joined()), algorithm: algorithm)
      }
      let inside = children[folder] ?? []
      return Receipt.RootHash(content: combined(inside.map(\.content)), structure: combined(inside.map(\.structure)))
    }
    for folder in folders.reversed() {  // a walk tells of a folder before what is in it
      let pair = hash(of: folder)
      children[folder.parent, default: []].append((pair.content, name(folder, pair.structure)))
    }
    return hash(of: nil)
  }
}
