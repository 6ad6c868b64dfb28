// SPDX-License-Identifier: Apache-2.0

import Files
public import Hashing
public import Integrity

extension FileProof {
  /// Reads the file at `path` once and proves it by its size and each of `algorithms`. Memory is asked to let go of it first, so that what was made is
  /// read from what it was written to; where memory does not, it is what answers.
  ///
  /// - Throws: `FilesError` where it cannot be read; `CancellationError` when asked to stop.
  public static func of(_ path: String, _ algorithms: [HashAlgorithm], cancellation: Cancellation? = nil) throws -> FileProof {
    let file = try InputFile(path)
    _ = file.bypassCache()
    var hasher = MultiHasher(algorithms)
    var bytes = 0
    try file.forEachBlock { block in
      try cancellation?.check()
      hasher.updateConcurrently(block)
      bytes += block.count
    }
    let digests = hasher.finish().map { ($0.algorithm.rawValue, $0.text) }
    return FileProof(
      path: path, bytes: bytes, digests: Dictionary(uniqueKeysWithValues: digests), modified: try file.facts().modified.description)
  }
}
