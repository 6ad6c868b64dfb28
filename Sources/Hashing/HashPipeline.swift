// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// The hashes of one long file from one read: this thread reads, and each costly algorithm computes on a thread of its own.
///
/// What costs little (xxHash) is computed where the bytes were read, while they are still in that core's cache; where there is nothing else,
/// it has a thread of its own too, since copying bytes out of the system's memory takes as long as hashing them.
public enum HashPipeline {
  /// Shorter files are hashed where they are read: threads cost more than they save.
  private static let (threshold, cheapThreshold): (Int64, Int64) = (8 << 20, 32 << 20)
  private static let blockSize = 512 << 10
  private static let blockCount = 6

  /// Whether a file of `byteCount` bytes is hashed sooner in this way.
  public static func helps(_ algorithms: [HashAlgorithm], byteCount: Int64) -> Bool {
    byteCount >= (algorithms.contains(where: \.isCostly) ? threshold : cheapThreshold) && ProcessInfo.processInfo.activeProcessorCount > 1
  }

  /// The values in the order of `HashAlgorithm`.
  /// - Parameters:
  ///   - read: fills a block from its start and says how many bytes it took; none at the end of the file. What it throws ends the work.
  ///   - onBlock: is told of every block's length.
  public static func digests<Failure: Error>(
    _ algorithms: [HashAlgorithm], onBlock: (Int) throws(Failure) -> Void, read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> [Digest] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize * blockCount, alignment: 4096)
    defer { memory.deallocate() }
    let wanted = Set(algorithms)
    let (costly, cheap) = (wanted.filter(\.isCostly).sorted(), wanted.filter { !$0.isCostly }.sorted())
    let lanes = (costly.isEmpty ? [cheap] : costly.map { [$0] }).map { HashLane($0, room: blockCount) }
    var here = MultiHasher(costly.isEmpty ? [] : cheap)
    // The lanes must be done with the memory before it goes, however this ends.
    defer { for lane in lanes { lane.join() } }
    var place = 0
    while true {
      for lane in lanes { lane.waitForRoom() }
      let start = place % blockCount * blockSize
      let block = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + blockSize])
      let count = try read(block)
      guard count > 0 else { break }
      let bytes = UnsafeRawBufferPointer(rebasing: block[..<count])
      for lane in lanes { lane.put(bytes) }
      here.update(bytes)
      place += 1
      try onBlock(count)
    }
    return (lanes.flatMap { $0.finish() } + here.finish()).sorted { $0.algorithm < $1.algorithm }
  }
}

/// Algorithms on a thread of their own, fed with blocks in order.
private final class HashLane: @unchecked Sendable {
  // Sound to share: `blocks` is written only at places that the thread has left (`room`) and read only at places it was told of
  // (`waiting`); `states` belong to the thread until `ended`.
  private let states: [HashState]
  private let blocks: UnsafeMutableBufferPointer<UnsafeRawBufferPointer?>
  private var written = 0
  private let room: DispatchSemaphore
  private let waiting = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private var isClosed = false

  init(_ algorithms: [HashAlgorithm], room count: Int) {
    states = algorithms.map { HashState($0) }
    blocks = .allocate(capacity: count + 1)  // one for the end, which needs no room
    blocks.initialize(repeating: nil)
    // A semaphore must not be destroyed below the value it was made with: it is raised to it instead.
    room = DispatchSemaphore(value: 0)
    for _ in 0..<count { room.signal() }
    Thread { [self] in run() }.start()
  }

  deinit { blocks.deallocate() }

  /// Waits until a block can be put.
  func waitForRoom() { room.wait() }

  /// Hands over a block, which must stay as it is until there is room for as many more as there are places.
  func put(_ block: UnsafeRawBufferPointer) { send(block) }

  /// The values of all that was put.
  func finish() -> [Digest] {
    join()
    return states.map { $0.finish() }
  }

  /// Ends the thread once it has taken in all that was put. May be called again.
  func join() {
    guard !isClosed else { return }
    isClosed = true
    send(nil)
    ended.wait()
  }

  private func send(_ block: UnsafeRawBufferPointer?) {
    blocks[written % blocks.count] = block
    written += 1
    waiting.signal()
  }

  private func run() {
    var place = 0
    while true {
      waiting.wait()
      guard let block = blocks[place % blocks.count] else { break }
      for state in states { state.update(block) }
      place += 1
      room.signal()
    }
    ended.signal()
  }
}
