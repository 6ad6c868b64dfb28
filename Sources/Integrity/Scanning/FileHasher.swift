// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Hashes of a file from one read.
enum FileHasher {
  /// Small enough to stay in a core's cache between read and hash.
  static let blockSize = 256 << 10

  /// The values in the order of `HashAlgorithm`; `onBlock` is told of every block's length and may throw to stop.
  static func digests(
    of file: borrowing InputFile, algorithms: [HashAlgorithm], onBlock: (Int) throws(FilesError) -> Void = { (_) throws(FilesError) in }
  ) throws(FilesError) -> [Digest] {
    if HashPipeline.helps(algorithms, byteCount: try file.facts().size) {
      return try pipelined(file, algorithms, onBlock)
    }
    var hasher = MultiHasher(algorithms)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 4096)
    defer { memory.deallocate() }
    return try digests(of: file, by: &hasher, memory, onBlock)
  }

  /// The same with a hasher and memory that are used again and again.
  static func digests(
    of file: borrowing InputFile, by hasher: inout MultiHasher, _ memory: UnsafeMutableRawBufferPointer, _ onBlock: (Int) throws(FilesError) -> Void
  ) throws(FilesError) -> [Digest] {
    do throws(FilesError) {
      while true {
        let count = try file.read(into: memory)
        guard count > 0 else { return hasher.finish() }
        hasher.update(UnsafeRawBufferPointer(rebasing: memory[..<count]))
        try onBlock(count)
        if count < memory.count { return hasher.finish() }
      }
    } catch {
      _ = hasher.finish()  // forget what was read of it
      throw error
    }
  }

  /// Each costly algorithm on a thread of its own.
  static func pipelined(
    _ file: borrowing InputFile, _ algorithms: [HashAlgorithm], _ onBlock: (Int) throws(FilesError) -> Void
  ) throws(FilesError) -> [Digest] {
    var result: Result<[Digest], FilesError>?
    file.withReading { read in
      result = Result { () throws(FilesError) in try HashPipeline.digests(algorithms, onBlock: onBlock, read: read) }
    }
    guard let result else { preconditionFailure("the reading was not done") }
    return try result.get()
  }
}

extension InputFile {
  /// Lends `body` a way to read on.
  fileprivate borrowing func withReading(_ body: ((UnsafeMutableRawBufferPointer) throws(FilesError) -> Int) -> Void) {
    body { (memory) throws(FilesError) in try read(into: memory) }
  }
}
