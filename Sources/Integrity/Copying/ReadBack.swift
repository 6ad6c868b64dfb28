// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Reads files back from a device and compares them with the hashes of what was to be written.
///
/// Memory and hash state are kept from file to file: taking them anew costs a small file more than reading it.
struct ReadBack: ~Copyable {
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockPool.blockSize, alignment: 4096)
  private let algorithm: HashAlgorithm
  private var hasher: MultiHasher

  /// Read-back looks for accidents, so the fastest of the hashes will do.
  init(_ algorithms: [HashAlgorithm]) {
    algorithm = [.xxh3, .xxh128, .xxh64].first(where: algorithms.contains) ?? algorithms.min() ?? .standard
    hasher = MultiHasher([algorithm])
  }

  deinit { memory.deallocate() }

  /// Whether the file has one of the hashes, and how it was kept from being answered out of memory.
  /// - Parameter moved: is told after every block.
  mutating func agrees(
    _ file: borrowing InputFile, with digests: [Digest], moved: () -> Void
  ) throws(FilesError) -> (agrees: Bool, bypass: CacheBypass) {
    let bypass = file.bypassCache()
    file.expectSequentialReading()
    _ = hasher.finish()  // what a fault left of the last file
    while true {
      let count = try file.read(into: memory)
      hasher.update(UnsafeRawBufferPointer(rebasing: memory[..<count]))
      moved()
      guard count == memory.count else { break }
    }
    let found = hasher.finish()
    return (digests.first { $0.algorithm == algorithm }.map { found == [$0] } ?? false, bypass)
  }
}
