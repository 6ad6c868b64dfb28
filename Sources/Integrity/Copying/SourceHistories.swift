// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// The ASC MHL histories that came with a source, its own and nested ones: carried to every copy and continued there.
struct SourceHistories: Sendable {
  /// One history.
  struct Carried: Sendable {
    /// The folder it is about, from the scope of the copy; nil for the scope itself.
    let folder: ContainedPath?
    let history: History
  }

  /// The histories, each before those nested in it.
  private(set) var carried: [Carried] = []
  /// The folders of those that are nested.
  private var nested: Set<ContainedPath> = []
  /// The hashes that files must have, by their paths in the copy: each as the closest history has it.
  private(set) var recorded: [ContainedPath: [Digest]] = [:]
  /// What histories further out than the closest have on record of files, from the time before that was begun: it holds as well.
  private(set) var recordedBesides: [ContainedPath: [(history: ContainedPath?, digests: [Digest])]] = [:]
  /// Files that a history lists and the source does not have.
  private(set) var missing: [CopyReport.Failure] = []
  /// The formats that some file is known by alone.
  private(set) var formatsNeeded: [HashAlgorithm] = []

  /// No histories.
  init() {}

  /// Reads the histories of `scan`, the source at `root`. One that is damaged is told to `refuse` and not carried.
  /// - Parameter files: what will be copied.
  init(root: String, scan: FolderScan, files: [FolderEntry], algorithms: [HashAlgorithm], refuse: (_ path: String, _ reason: String) -> Void) {
    // A path comes before those inside it when sorted.
    let top: [ContainedPath?] = scan.histories.contains(nil) ? [nil] : []
    for folder in top + scan.histories.compactMap(\.self).sorted().map(Optional.some) {
      let scope = folder.map { "\(root)/\($0)" } ?? root
      let path = folder.map { "\($0)/\(GenerationName.folder)" } ?? GenerationName.folder
      do throws(IntegrityError) {
        guard let history = try History(scope: scope), !history.generations.isEmpty else { continue }
        guard history.isIntact else {
          refuse(path, "a history that came with the files and is damaged (\(history.faults[0])): it is left behind")
          continue
        }
        carried.append(Carried(folder: folder, history: history))
      } catch { refuse(path, "a history that came with the files and cannot be read (\(error.explanation)): it is left behind") }
    }
    guard !carried.isEmpty else { return }
    nested = Set(carried.compactMap(\.folder))
    for one in carried {
      for (path, digests) in one.history.references() {
        guard let outer = Self.outer(path, one.folder) else { continue }
        if folder(of: outer) == one.folder {
          recorded[outer] = digests
        } else {
          recordedBesides[outer, default: []].append((one.folder, digests))
        }
      }
    }
    findMissing(root, files)
    for digests in recorded.values { needFormat(of: digests, besides: algorithms) }
    for (_, digests) in recordedBesides.values.joined() { needFormat(of: digests, besides: algorithms) }
  }

  /// What a file is known by alone is to be computed as well.
  private mutating func needFormat(of digests: [Digest], besides algorithms: [HashAlgorithm]) {
    guard !digests.isEmpty, !digests.contains(where: { algorithms.contains($0.algorithm) }) else { return }
    let known = digests.map(\.algorithm)
    let format = [.xxh3, .xxh128, .xxh64].first(where: known.contains) ?? known[0]
    if !formatsNeeded.contains(format) { formatsNeeded.append(format) }
  }

  /// The folder of the closest history that a path belongs to; nil for the scope itself. A folder that has a history of its own belongs to
  /// the one above it.
  func folder(of path: ContainedPath) -> ContainedPath? {
    guard !nested.isEmpty else { return nil }
    var above = path.parent
    while let folder = above {
      if nested.contains(folder) { return folder }
      above = folder.parent
    }
    return nil
  }

  /// The folder of the history around the one of `folder`.
  func parent(of folder: ContainedPath?) -> ContainedPath? { folder.flatMap { self.folder(of: $0) } }

  /// `path` in the history of `folder`, seen from the scope.
  static func outer(_ path: ContainedPath, _ folder: ContainedPath?) -> ContainedPath? {
    folder.map { try? ContainedPath("\($0)/\(path)") } ?? path
  }

  /// `path`, seen from `folder`, which it is in.
  static func inner(_ path: ContainedPath, _ folder: ContainedPath?) -> ContainedPath? {
    guard let folder else { return path }
    return try? ContainedPath(String(Substring(path.text.utf8.dropFirst(folder.text.utf8.count + 1))))
  }

  private mutating func findMissing(_ root: String, _ files: [FolderEntry]) {
    let present = Set(files.map(\.path))
    for path in Set(recorded.keys).union(recordedBesides.keys).sorted() where !present.contains(path) {
      // What stands there and is not copied is told among what was left out.
      guard FileFacts.isAbsent("\(root)/\(path)") else { continue }
      missing.append(.init(path: path.text, reason: "the source's own history lists it, and it is not there; ask whoever handed the source over"))
    }
  }
}
