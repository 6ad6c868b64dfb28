// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Which new files are missing ones under another name.
enum Renames {
  /// One file or folder with another name.
  struct Rename: Equatable {
    let from: ContainedPath
    let to: ContainedPath
    let isFolder: Bool
  }

  /// A file on record that was not found.
  struct Missing {
    /// As its history writes it.
    let path: ContainedPath
    /// From the top.
    let outer: ContainedPath
    let node: Int
    let place: Int
  }

  /// The missing files, by what identifies them.
  struct Candidates {
    private struct Key: Hashable {
      let digest: Digest
      let node: Int
    }

    /// Missing files with one value in one format, the first by path last: what is taken mostly comes off the end.
    private struct Alike {
      var files: [Missing] = []
      var byName: [String: [Missing]] = [:]
    }

    private var byDigest: [Key: Alike] = [:]
    private var formatsBySize: [Int64: Set<HashAlgorithm>] = [:]
    private var taken: Set<ContainedPath> = []

    init(_ missing: [Missing], _ nodes: [TreeScan.Node]) {
      for file in missing.sorted(by: { $1.outer < $0.outer }) {
        let known = nodes[file.node].record.files[file.place]
        for digest in known.digests.all {
          byDigest[Key(digest: digest, node: file.node), default: Alike()].files.append(file)
          byDigest[Key(digest: digest, node: file.node), default: Alike()].byName[file.path.name, default: []].append(file)
        }
        formatsBySize[known.size, default: []].formUnion(known.digests.algorithms)
      }
    }

    /// The formats that a new file must be hashed in to tell whether it is one of these.
    func formats(size: Int64, node _: Int) -> [HashAlgorithm] {
      Array((formatsBySize[size] ?? []).union(formatsBySize[-1] ?? []))
    }

    /// The missing file that a new one is: the same hash in some format, the same length where one is recorded, the same history. Of several
    /// the one of the same name is taken, else the first by path. All empty files are alike, so their name must be the same.
    mutating func take(_ file: TreeScan.File, _ digests: FewDigests, _ nodes: [TreeScan.Node]) -> Missing? {
      let name = file.path.name
      func fits(_ missing: Missing, _ taken: Set<ContainedPath>) -> Bool {
        let known = nodes[missing.node].record.files[missing.place]
        let agrees = known.digests.all.allSatisfy { digests[$0.algorithm] == nil || digests[$0.algorithm] == $0 }
        return !taken.contains(missing.outer) && agrees && (known.size < 0 || known.size == file.size)
      }
      for digest in digests.all.sorted() {
        let key = Key(digest: digest, node: Int(file.node))
        byDigest[key]?.files.dropTaken(taken)
        byDigest[key]?.byName[name]?.dropTaken(taken)
        let named = byDigest[key]?.byName[name]?.last { $0.path.name.utf8.elementsEqual(name.utf8) && fits($0, taken) }
        if let best = named ?? (file.size == 0 ? nil : byDigest[key]?.files.last { fits($0, taken) }) {
          taken.insert(best.outer)
          return best
        }
      }
      return nil
    }
  }

  /// The folders that went with their files: on record and gone, and new, with a file in them that kept its name.
  static func folders(_ files: [Rename], present: Set<ContainedPath>, recorded: Set<ContainedPath>) -> [Rename] {
    var found: [ContainedPath: Rename] = [:]
    for file in files {
      var (from, to) = (file.from, file.to)
      while from.name.utf8.elementsEqual(to.name.utf8), let above = from.parent, let aboveNow = to.parent, above != aboveNow {
        (from, to) = (above, aboveNow)
        guard recorded.contains(from), !present.contains(from), present.contains(to), !recorded.contains(to) else { break }
        if found[to] == nil { found[to] = Rename(from: from, to: to, isFolder: true) }
      }
    }
    return found.values.sorted { $0.to < $1.to }
  }
}

extension [Renames.Missing] {
  /// Takes from the end what was found already.
  fileprivate mutating func dropTaken(_ taken: Set<ContainedPath>) {
    while let last, taken.contains(last.outer) { removeLast() }
  }
}
