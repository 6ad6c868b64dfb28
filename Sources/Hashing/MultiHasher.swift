// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Several hashes from one read.
///
///     var hasher = MultiHasher([.xxh64, .c4])
///     while let block = try nextBlock() { hasher.updateConcurrently(block) }
///     let digests = hasher.finish()    // c4, then xxh64; the hasher is ready for the next file
public struct MultiHasher: ~Copyable, @unchecked Sendable {
  // Sound to send: the states are reachable through this one value only, and it cannot be copied.
  private let states: [HashState]

  /// Blocks below this many bytes are hashed where they are: waking another core costs more than it saves.
  static let concurrentThreshold = 256 << 10

  /// A hasher for `algorithms`; one named twice is computed once.
  public init(_ algorithms: some Sequence<HashAlgorithm> = [.standard]) {
    states = Set(algorithms).sorted().map { HashState($0) }
  }

  /// What is computed, in the order of `finish()`.
  public var algorithms: [HashAlgorithm] { states.map(\.algorithm) }

  /// Takes in the next bytes on this thread.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    for state in states { state.update(bytes) }
  }

  /// Takes in the next bytes, each algorithm on a core of its own where there are several and the block is large; returns when all have
  /// finished. Give it a mebibyte or more at a time.
  public mutating func updateConcurrently(_ bytes: UnsafeRawBufferPointer) {
    guard states.count > 1, bytes.count >= Self.concurrentThreshold else { return update(bytes) }
    nonisolated(unsafe) let (states, block) = (states, bytes)  // each iteration touches its own state; the block is only read
    DispatchQueue.concurrentPerform(iterations: states.count) { states[$0].update(block) }
  }

  /// The values of everything taken in since the last call, in the order of `algorithms`; the hasher then starts anew in the same memory.
  public mutating func finish() -> [Digest] { states.map { $0.finish() } }
}
