// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Files
import Foundation
import Hashing
import Synchronization

/// Hashes many files, as many at once as there are cores, each with algorithms of its own.
///
/// Which thread takes which file is chance; what comes out is not: results are told by the file's number.
struct ManyHasher: Sendable {
  /// What one file came to.
  enum Outcome: Sendable {
    /// Its values, in the order of `HashAlgorithm`, how many bytes it had, and how reading them was kept from being answered out of memory; nil where
    /// that did not matter.
    case hashed([Digest], bytes: Int64, CacheBypass?)
    /// Why there are none, in words for people.
    case unreadable(String)
  }

  /// A file to hash.
  struct Item: Sendable {
    let path: String
    let size: Int64
    let algorithms: [HashAlgorithm]
    /// What the results call it.
    let number: Int
  }

  let cancellation: Cancellation
  /// How many files are read at once.
  let width: Int
  /// Whether what the files are on is to be asked, and not this machine's memory of them.
  let asksDevice: Bool

  /// - Parameter folder: a folder on the volume that the files are on. A disk that turns is read by one thread: two would have its arm run to and fro.
  init(folder: String, _ cancellation: Cancellation, asksDevice: Bool) {
    self.cancellation = cancellation
    self.asksDevice = asksDevice
    width = VolumeKind.turns(folder) ? 1 : max(1, ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Hashes the items. `take` is called for one file at a time, in no order; `onBytes` from many threads.
  /// - Throws: `IntegrityError` with code `cancelled`.
  func run(
    count: Int, item: @Sendable (Int) -> Item?, onBytes: @Sendable (Int, Item) -> Void, take: (Item, Outcome) -> Void
  ) throws(IntegrityError) {
    let next = Atomic<Int>(0)
    let turn = Mutex(())
    let synchronized = SynchronizedVolumes()
    withoutActuallyEscaping(take) { take in
      nonisolated(unsafe) let take = take  // only ever called by the holder of `turn`
      DispatchQueue.concurrentPerform(iterations: min(width, max(1, count))) { _ in
        let worker = HashWorker(cancellation, asksDevice: asksDevice, synchronized: synchronized)
        while !cancellation.isCancelled {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          guard let item = item(index) else { continue }
          let outcome = worker.hash(item, onBytes)
          turn.withLock { _ in take(item, outcome) }
        }
      }
    }
    if cancellation.isCancelled { throw IntegrityError(.cancelled, "hashing", "was stopped; run it again") }
  }
}

/// The volumes that a pass had the device keep everything of, by their numbers.
private final class SynchronizedVolumes: Sendable {
  private let done = Mutex<Set<UInt64>>([])

  /// Has the device `number`, which the file is on, keep what was written to it, unless that was done. Others wait: what is done for one file is done for
  /// all. Where it is refused, memory goes on holding the file, which is then said.
  func synchronize(_ number: UInt64, of file: borrowing InputFile) {
    done.withLock { done in
      if done.insert(number).inserted { try? file.synchronizeVolume() }
    }
  }
}

/// One thread's hasher and memory.
private final class HashWorker {
  private let cancellation: Cancellation
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: FileHasher.blockSize, alignment: 4096)
  private var hasher = MultiHasher([])
  private var algorithms: [HashAlgorithm] = []
  private let asksDevice: Bool
  private let synchronized: SynchronizedVolumes

  init(_ cancellation: Cancellation, asksDevice: Bool, synchronized: SynchronizedVolumes) {
    self.cancellation = cancellation
    self.asksDevice = asksDevice
    self.synchronized = synchronized
  }

  deinit { memory.deallocate() }

  func hash(_ item: ManyHasher.Item, _ onBytes: (Int, ManyHasher.Item) -> Void) -> ManyHasher.Outcome {
    do throws(FilesError) {
      let file = try InputFile(item.path, followLinks: false)
      let before = try file.facts()
      let bypass = asksDevice ? bypassCache(of: file, on: before.device) : nil
      if before.size > 4 << 20 { file.expectSequentialReading() }
      var bytes: Int64 = 0
      let onBlock = { [cancellation] (count: Int) throws(FilesError) in
        bytes += Int64(count)
        onBytes(count, item)
        if cancellation.isCancelled { throw FilesError(.busy, subject: item.path) }
      }
      let digests: [Digest]
      if HashPipeline.helps(item.algorithms, byteCount: before.size) {
        digests = try FileHasher.pipelined(file, item.algorithms, onBlock)
      } else {
        if algorithms != item.algorithms {
          hasher = MultiHasher(item.algorithms)
          algorithms = item.algorithms
        }
        digests = try FileHasher.digests(of: file, by: &hasher, memory, onBlock)
      }
      let after = try file.facts()
      guard bytes == after.size, after.size == before.size, after.modified == before.modified else {
        return .unreadable("changed while it was read; wait until nothing writes to it and try again")
      }
      return .hashed(digests, bytes: bytes, bypass)
    } catch { return .unreadable(error.description) }
  }

  /// Few files were written so lately that the device does not have them yet. Where memory does not let go of one, its volume is synchronized, once: to
  /// wait for the device with each file takes longer than to read a small one.
  private func bypassCache(of file: borrowing InputFile, on device: UInt64) -> CacheBypass {
    let first = file.bypassCache()
    guard first == .memory else { return first }
    synchronized.synchronize(device, of: file)
    return file.bypassCache()
  }
}

/// What kind of device a volume is on.
enum VolumeKind {
  /// Whether it is a disk that turns, as far as the system tells (Linux: `queue/rotational` of the block device).
  static func turns(_ path: String) -> Bool {
    #if os(Linux)
      guard let device = try? FileFacts.of(path).device else { return false }
      let (major, minor) = DiskIdentity.numbers(of: device)
      let base = "/sys/dev/block/\(major):\(minor)"
      for queue in ["\(base)/queue/rotational", "\(base)/../queue/rotational"] {
        if let text = try? String(contentsOfFile: queue, encoding: .utf8) { return text.first == "1" }
      }
    #endif
    return false
  }
}
