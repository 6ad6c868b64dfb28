// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Hashing
import Integrity

/// What is in a folder, as a receipt counts it: what is left out by pattern is not there, links are not followed, and unfinished writes of our own
/// do not count.
struct FolderInventory {
  /// The folder itself.
  private let root: String
  /// The files.
  private(set) var files: [FolderEntry] = []
  /// The folders.
  private(set) var folders: [FolderEntry] = []
  /// The folders below the top that keep a history of their own.
  private(set) var nestedHistories: [ContainedPath] = []
  /// What is there and has no hash: links, pipes, devices, unfinished writes.
  private(set) var uncounted: [String] = []
  /// The files that patterns leave out, but for what every history leaves out and what a computer left there.
  private(set) var leftOut: [ContainedPath] = []
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
    self.root = root
    var pruned: ContainedPath?
    var isPrunedForGood = false
    for item in try FolderWalk(root) {
      switch item {
      case .trouble(let fault):
        if let pruned, fault.isIn(pruned, of: root) { continue }
        troubles.append(fault)
      case .entry(let entry):
        if let pruned, entry.path.isInside(pruned) {
          if !isPrunedForGood, entry.facts.kind == .file { leftOut.append(entry.path) }
          continue
        }
        let isFolder = entry.facts.kind == .folder
        if isFolder, entry.path.name == GenerationName.folder, let scope = entry.path.parent { nestedHistories.append(scope) }
        guard patterns.ignores(entry.path, isFolder: isFolder) else {
          take(entry)
          continue
        }
        pruned = entry.path
        isPrunedForGood = Self.standard.ignores(entry.path, isFolder: isFolder) || SystemLitter.maker(ofAnythingAt: entry, in: root) != nil
        if !isPrunedForGood, !isFolder { leftOut.append(entry.path) }
      }
    }
  }

  private static let standard = IgnorePatterns()

  private mutating func take(_ entry: FolderEntry) {
    switch entry.facts.kind {
    case .file where entry.path.name.hasSuffix(PendingFile.temporarySuffix) || RefusedOffload.isNote(entry.path.name):
      uncounted.append(entry.path.text)
    case .file: files.append(entry)
    case .folder: folders.append(entry)
    case .link, .special: uncounted.append(entry.path.text)
    }
  }

  /// The files and folders for which `isKept` is true, and nothing else.
  func keeping(_ isKept: (FolderEntry) -> Bool) -> FolderInventory {
    var rest = self
    rest.files = files.filter(isKept)
    rest.folders = folders.filter(isKept)
    return rest
  }

  /// Whether `path` is, or is in, what could not be looked at.
  func isUnread(_ path: ContainedPath) -> Bool {
    troubles.contains { fault in (try? ContainedPath(fault.place(in: root))).map(path.isInside) ?? true }
  }

  /// The root hashes that these files and folders have, given the hashes of the files (ASC MHL v2.0): nothing where a file has none in `algorithm`.
  func rootHash(_ digests: [ContainedPath: [Digest]], _ algorithm: HashAlgorithm) -> Receipt.RootHash? {
    let hashed = files.lazy.map { (path: $0.path, digests: digests[$0.path] ?? []) }
    let root = DirectoryHasher.digests(files: hashed, folders: folders.map(\.path), algorithm: algorithm)?[nil]
    return root.map { Receipt.RootHash(content: $0.content, structure: $0.structure) }
  }
}
