// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Hashes of a file from one read.
enum FileHasher {
  /// The values in the order of `HashAlgorithm`; `onBlock` is told of every block's length and may throw to stop.
  static func digests(
    of file: borrowing InputFile, algorithms: [HashAlgorithm], onBlock: (Int) throws(FilesError) -> Void = { (_) throws(FilesError) in }
  ) throws(FilesError) -> [Digest] {
    var hasher = MultiHasher(algorithms)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockPool.blockSize, alignment: 4096)
    defer { memory.deallocate() }
    while true {
      let count = try file.read(into: memory)
      guard count > 0 else { return hasher.finish() }
      hasher.updateConcurrently(UnsafeRawBufferPointer(rebasing: memory[..<count]))
      try onBlock(count)
      if count < memory.count { return hasher.finish() }
    }
  }
}
