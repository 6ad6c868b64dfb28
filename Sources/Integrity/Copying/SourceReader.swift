// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Reads the source once, file after file, hashes it and hands every block to all destinations.
struct SourceReader: ~Copyable {
  /// Why a file cannot be taken; in words for people.
  fileprivate struct Trouble: Error {
    let reason: String
  }

  private(set) var items: [CopyReport.Item] = []
  private(set) var failed: [CopyReport.Failure] = []
  private let job: CopyJob
  private let queues: [DestinationQueue]
  private let pool: BlockPool
  private let cancellation: Cancellation
  private var hasher: MultiHasher

  init(_ job: CopyJob, _ queues: [DestinationQueue], pool: BlockPool, cancellation: Cancellation) {
    self.job = job
    self.queues = queues
    self.pool = pool
    self.cancellation = cancellation
    hasher = MultiHasher(job.plan.algorithms)
  }

  /// Reads everything, or until cancelled or no destination is left.
  mutating func run(_ progress: (@Sendable (IntegrityProgress) -> Void)?) {
    let total = job.plan.verification == .transfer ? job.bytes : job.bytes.addingCapped(job.bytes)
    var meter = ProgressMeter(bytes: total, files: job.files.count, report: progress)
    for index in job.files.indices where !cancellation.isCancelled && queues.contains(where: { $0.dropReason == nil }) {
      let file = job.files[index]
      tell(.begin(index))
      do throws(Trouble) {
        let digests = try read(file, &meter)
        items.append(.init(path: file.path, size: file.facts.size, modified: file.facts.modified, digests: digests))
        tell(.commit)
      } catch {
        _ = hasher.finish()  // forget what was read of it
        tell(.abandon(error.reason))
        if !cancellation.isCancelled { failed.append(.init(path: file.path.text, reason: error.reason)) }
      }
      meter.finishFile(file.path.text)
    }
    tell(.finish)
  }

  // MARK: -

  private borrowing func tell(_ step: CopyStep) {
    for queue in queues { queue.put(step, stallLimit: job.plan.stallLimit) }
  }

  private mutating func read(_ file: FolderEntry, _ meter: inout ProgressMeter) throws(Trouble) -> [Digest] {
    do {
      let input = try InputFile(job.sourcePath(file), followLinks: false)
      input.expectSequentialReading()
      guard try isUnchanged(file, input.facts()) else { throw Trouble(changed: file) }
      let digests = try send(input, file, &meter)
      guard try isUnchanged(file, input.facts()) else { throw Trouble(changed: file) }
      tell(.seal(digests))
      guard job.plan.verification != .transfer else { return digests }
      try readAgain(input, digests, file, &meter)
      guard try isUnchanged(file, input.facts()) else { throw Trouble(changed: file) }
      return digests
    } catch let error as FilesError {
      throw Trouble(reason: "the source cannot be read: \(error)")
    } catch let trouble as Trouble {
      throw trouble
    } catch { throw Trouble(reason: "\(error)") }
  }

  /// Size, time and identity, before and after: a file that grows or is replaced while it is read is no copy of anything.
  private func isUnchanged(_ file: FolderEntry, _ now: FileFacts) -> Bool {
    now.isSameFile(as: file.facts) && now.size == file.facts.size && now.modified == file.facts.modified
  }

  private mutating func send(_ input: borrowing InputFile, _ file: FolderEntry, _ meter: inout ProgressMeter) throws -> [Digest] {
    var sent: Int64 = 0
    while sent < file.facts.size {
      let block = try takeBlock()
      block.count = try input.read(into: block.memory)
      guard block.count > 0 else { throw Trouble(changed: file) }
      // Destinations begin to write while this thread hashes.
      tell(.data(block))
      hasher.updateConcurrently(block.bytes)
      sent += Int64(block.count)
      meter.add(bytes: Int64(block.count), file: file.path.text)
    }
    guard sent == file.facts.size else { throw Trouble(changed: file) }
    return hasher.finish()
  }

  /// The second read: a card or its reader that gives other bytes the second time is at fault.
  private mutating func readAgain(_ input: borrowing InputFile, _ digests: [Digest], _ file: FolderEntry, _ meter: inout ProgressMeter) throws {
    try input.seek(to: 0)
    _ = input.bypassCache()
    let block = try takeBlock()
    while true {
      guard !cancellation.isCancelled else { throw Trouble(reason: "stopped") }
      block.count = try input.read(into: block.memory)
      guard block.count > 0 else { break }
      hasher.updateConcurrently(block.bytes)
      meter.add(bytes: Int64(block.count), file: file.path.text)
    }
    guard hasher.finish() == digests else {
      throw Trouble(reason: "the source gave other bytes when it was read again; check the card, its reader and the cable, and copy it again")
    }
  }

  /// A free block. Waits for the slowest destination; one that does nothing for too long is dropped.
  private func takeBlock() throws(Trouble) -> Block {
    while !cancellation.isCancelled {
      if let block = pool.take(waiting: 0.2) { return block }
      for queue in queues { queue.dropIfStalled(job.plan.stallLimit) }
      guard queues.contains(where: { $0.dropReason == nil }) else { throw Trouble(reason: "no destination is left") }
    }
    throw Trouble(reason: "stopped")
  }
}

extension SourceReader.Trouble {
  fileprivate init(changed _: FolderEntry) {
    self.init(reason: "changed while it was copied; wait until nothing writes to it and run the copy again")
  }
}
