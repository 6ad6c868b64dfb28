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

    private var byDigest: [Key: [Missing]] = [:]
    private var formatsBySize: [Int64: Set<HashAlgorithm>] = [:]
    private var taken: Set<ContainedPath> = []

    init(_ missing: [Missing], _ nodes: [TreeScan.Node]) {
      for file in missing {
        let known = nodes[file.node].record.files[file.place]
        for digest in known.digests.all { byDigest[Key(digest: digest, node: file.node), default: []].append(file) }
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
      for digest in digests.all.sorted() {
        let alike = (byDigest[Key(digest: digest, node: Int(file.node))] ?? []).filter { missing in
          let known = nodes[missing.node].record.files[missing.place]
          let agrees = known.digests.all.allSatisfy { digests[$0.algorithm] == nil || digests[$0.algorithm] == $0 }
          return !taken.contains(missing.outer) && agrees && (known.size < 0 || known.size == file.size)
        }
        let name = file.path.name
        let best = alike.first { $0.path.name.utf8.elementsEqual(name.utf8) } ?? (file.size == 0 ? nil : alike.first)
        if let best {
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
