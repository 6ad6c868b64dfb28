// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// The hashes that a file must have by a history, as `History.references()` gives them. Of a single generation, as most copies have it, nothing is copied: that of a
/// million files takes more than a hundred megabytes a second time.
struct KnownHashes: Sendable {
  private enum Storage: Sendable {
    /// The files of one generation, and their places in the order of their paths.
    case single([HashList.File], order: [Int32])
    case merged([ContainedPath: [Digest]])
  }

  private let storage: Storage

  /// None.
  init() { self.init(merged: [:]) }

  private init(merged: [ContainedPath: [Digest]]) { storage = .merged(merged) }

  /// Those of a history; none where there is none.
  init(_ history: History?) {
    if let history, history.generations.count == 1 {
      self.init(history.generations[0].hashList.files)
    } else {
      self.init(merged: history?.references() ?? [:])
    }
  }

  /// Those of one generation.
  init(_ files: [HashList.File]) {
    var order = (0..<Int32(files.count)).map { $0 }
    order.sort { (files[Int($0)].path, $0) < (files[Int($1)].path, $1) }
    storage = .single(files, order: order)
  }

  /// One hash a format, the first that was recorded and did not fail; empty where the path is unknown.
  subscript(_ path: ContainedPath) -> [Digest] {
    switch storage {
    case .merged(let known): return known[path] ?? []
    case .single(let files, let order):
      let first = order.indices.firstPlace { !(files[Int(order[$0])].path < path) }
      var digests: [Digest] = []
      for place in order[first...] {
        let file = files[Int(place)]
        guard file.path == path else { break }
        for hash in file.hashes where hash.action != .failed && !digests.contains(where: { $0.algorithm == hash.digest.algorithm }) {
          digests.append(hash.digest)
        }
      }
      return digests
    }
  }
}
