// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A piece of the source on its way to the destinations. Its memory goes back to the pool when the last of them lets go.
final class Block: @unchecked Sendable {
  // Sound to share: only the reader writes, before it hands the block on; destinations only read.
  let memory: UnsafeMutableRawBufferPointer
  var count = 0
  private let pool: BlockPool

  fileprivate init(_ memory: UnsafeMutableRawBufferPointer, _ pool: BlockPool) {
    self.memory = memory
    self.pool = pool
  }

  deinit { pool.give(back: memory) }

  /// The bytes that were read.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.prefix(count)) }
}

/// A fixed number of blocks: the memory of a copy, whatever the sizes.
final class BlockPool: @unchecked Sendable {
  /// Small enough to stay in a core's own cache between being read, hashed and written: with a mebibyte, a full copy takes half as long again.
  static let blockSize = 256 << 10
  // Sound to share: everything below is touched under the lock of `condition` only.
  private let condition = NSCondition()
  private var free: [UnsafeMutableRawBufferPointer] = []
  private var unallocated: Int

  init(blocks: Int) { unallocated = blocks }

  deinit { for memory in free { memory.deallocate() } }

  /// A block, or nil when none came free in `seconds`.
  func take(waiting seconds: Double) -> Block? {
    condition.lock()
    defer { condition.unlock() }
    let limit = Date(timeIntervalSinceNow: seconds)
    while free.isEmpty, unallocated == 0 {
      guard condition.wait(until: limit) else { break }
    }
    if let memory = free.popLast() { return Block(memory, self) }
    guard unallocated > 0 else { return nil }
    unallocated -= 1
    return Block(.allocate(byteCount: Self.blockSize, alignment: 4096), self)
  }

  fileprivate func give(back memory: UnsafeMutableRawBufferPointer) {
    condition.lock()
    free.append(memory)
    condition.signal()
    condition.unlock()
  }
}
