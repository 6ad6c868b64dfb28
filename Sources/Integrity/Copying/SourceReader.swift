// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Reads a source once, file after file, hashes it and hands every block to all destinations.
struct SourceReader: ~Copyable {
  /// Why a file cannot be taken; in words for people.
  fileprivate struct Trouble: Error {
    let reason: String
    /// Whether what was written of it is still worth something to the next run.
    var keepsPart = false
    /// Whether its bytes are other than those recorded.
    var isMismatch = false
    /// Whether what is read is at fault, rather than whoever takes it.
    var isOfOrigin = true
  }

  private(set) var failed: [CopyReport.Failure] = []
  /// The files that were read whole, by their place in the job, in ascending order, and the hashes of each.
  private var read: [Int32] = []
  private var digests: [FewDigests] = []
  /// How many files had other bytes than those recorded of them.
  private(set) var mismatches = 0
  /// Why files could not be taken where what was read is at fault, by their place in the job.
  private(set) var originFaults: [Int: String] = [:]
  /// How the second reading was kept from being answered out of memory, at worst; nil where there was none.
  private(set) var secondReading: CacheBypass?
  /// What the destinations have not been told yet.
  private var untold: [CopyStep] = []
  private var untoldBytes = 0
  /// Whether they know a part of the file that is being read: then they wait for the rest.
  private var isHalfTold = false
  private let job: CopyJob
  private let origin: CopyOrigin
  private let queues: [DestinationQueue]
  private let pool: BlockPool
  private let cancellation: Cancellation
  private var hasher: MultiHasher

  init(_ job: CopyJob, from origin: CopyOrigin, _ queues: [DestinationQueue], pool: BlockPool, cancellation: Cancellation) {
    self.job = job
    self.origin = origin
    self.queues = queues
    self.pool = pool
    self.cancellation = cancellation
    hasher = MultiHasher(job.algorithms)
  }

  /// Reads the files at these places in the job, or until cancelled or no destination is left.
  mutating func run(_ indices: IndexSet, _ progress: (@Sendable (IntegrityProgress) -> Void)?) {
    let bytes = indices.reduce(Int64(0)) { $0.addingCapped(job.files[$1].facts.size) }
    var meter = ProgressMeter(bytes: isReadTwice ? bytes.addingCapped(bytes) : bytes, files: indices.count, report: progress)
    for index in indices where !cancellation.isCancelled && queues.contains(where: { $0.dropReason == nil }) {
      let file = job.files[index]
      tell(.begin(index))
      do throws(Trouble) {
        digests.append(FewDigests(try read(file, index, &meter)))
        read.append(Int32(index))
        tell(.commit)
      } catch {
        _ = hasher.finish()  // forget what was read of it
        let isStopped = cancellation.isCancelled
        tell(.abandon(error.reason, keepsPart: error.keepsPart || isStopped))
        if error.isMismatch { mismatches += 1 }
        if !isStopped, error.isOfOrigin { originFaults[index] = error.reason }
        if !isStopped { failed.append(.init(path: file.path.text, reason: error.reason)) }
      }
      meter.finishFile(file.path.text)
    }
    tell(.finish)
  }

  /// What was read whole.
  var items: CopyReport.Items { CopyReport.Items(job.files, at: read, digests: digests) }

  /// The files behind `items`, by their place in the job.
  var places: IndexSet { read.reduce(into: IndexSet()) { $0.insert(Int($1)) } }

  // MARK: -

  /// What is compared with hashes read before needs no second reading.
  private var isReadTwice: Bool {
    if case .copy = origin { false } else { job.plan.verification != .transfer }
  }

  private mutating func read(_ file: FolderEntry, _ index: Int, _ meter: inout ProgressMeter) throws(Trouble) -> [Digest] {
    do {
      let input = try InputFile(origin.path(of: file, in: job), followLinks: false)
      input.expectSequentialReading()
      guard try origin.isUnchanged(file.facts, input.facts(), in: job) else { throw Trouble.changed(origin) }
      let digests = try send(input, file, &meter)
      guard try origin.isUnchanged(file.facts, input.facts(), in: job) else { throw Trouble.changed(origin) }
      try compare(digests, file, index)
      tell(.seal(digests))
      guard isReadTwice else { return digests }
      try readAgain(input, digests, file, &meter)
      guard try origin.isUnchanged(file.facts, input.facts(), in: job) else { throw Trouble.changed(origin) }
      return digests
    } catch let error as FilesError {
      throw Trouble(reason: "\(origin.name) cannot be read: \(error)", keepsPart: true)
    } catch let trouble as Trouble {
      throw trouble
    } catch { throw Trouble(reason: "\(error)") }
  }

  /// Holds what was read against what is known: of a proved copy its own hashes, of a source those of its history.
  private func compare(_ digests: [Digest], _ file: FolderEntry, _ index: Int) throws(Trouble) {
    if let known = origin.known(index), known != digests {
      throw Trouble(reason: "\(origin.name) gave other bytes than the source did", isMismatch: true)
    }
    func refuse(_ recorded: [Digest], _ history: String) throws(Trouble) {
      guard let wrong = recorded.first(where: { old in digests.contains { $0.algorithm == old.algorithm && $0 != old } }) else { return }
      let found = digests.first { $0.algorithm == wrong.algorithm }?.text ?? ""
      let reason = "the source is not what \(history) says: \(wrong) is recorded, \(found) was read; ask whoever handed it over"
      throw Trouble(reason: reason, isMismatch: true)
    }
    try refuse(job.histories.recorded[file.path] ?? [], "its own history")
    for (folder, recorded) in job.histories.recordedBesides[file.path] ?? [] {
      let inner = job.histories.folder(of: file.path)?.name ?? job.name
      try refuse(recorded, "the history of ‘\(folder?.name ?? job.name)’, around the later one of ‘\(inner)’,")
    }
  }

  private mutating func send(_ input: borrowing InputFile, _ file: FolderEntry, _ meter: inout ProgressMeter) throws -> [Digest] {
    var sent: Int64 = 0
    while sent < file.facts.size {
      let block = try takeBlock()
      // No more than is wanted: whether there is more by now is seen from the file's facts.
      block.count = try input.read(into: .init(rebasing: block.memory.prefix(Int(min(file.facts.size - sent, Int64(block.memory.count))))))
      guard block.count > 0 else { throw Trouble.changed(origin) }
      // Destinations begin to write while this thread hashes.
      tell(.data(block))
      hasher.updateConcurrently(block.bytes)
      sent += Int64(block.count)
      meter.add(bytes: Int64(block.count), file: file.path.text)
    }
    guard sent == file.facts.size else { throw Trouble.changed(origin) }
    return hasher.finish()
  }

  /// The second read: a card or its reader that gives other bytes the second time is at fault.
  private mutating func readAgain(_ input: borrowing InputFile, _ digests: [Digest], _ file: FolderEntry, _ meter: inout ProgressMeter) throws {
    try input.seek(to: 0)
    let bypass = input.bypassCache()
    secondReading = (secondReading ?? bypass).orWorse(bypass)
    let block = try takeBlock()
    while true {
      guard !cancellation.isCancelled else { throw Trouble.stopped }
      block.count = try input.read(into: block.memory)
      guard block.count > 0 else { break }
      hasher.updateConcurrently(block.bytes)
      meter.add(bytes: Int64(block.count), file: file.path.text)
    }
    guard hasher.finish() == digests else {
      throw Trouble(reason: "the source gave other bytes when it was read again; check the card, its reader and the cable, and copy it again")
    }
  }

  // MARK: - Waiting

  /// Tells the destinations, of small files several steps at once: to wake another thread costs more than to write such a file.
  private mutating func tell(_ step: CopyStep) {
    untold.append(step)
    if case .data(let block) = step { untoldBytes += block.count }
    guard isUrgent(step) || untold.count >= Self.stepsAtOnce || untoldBytes >= Self.bytesAtOnce else { return }
    for queue in queues {
      var begun = ContinuousClock.now
      while !queue.hasRoom(waiting: 0.2) {
        queue.dropIfStalled(job.plan.stallLimit)
        leaveBehindSlowest(after: .now - begun)
        begun = .now
      }
      leaveBehindSlowest(after: .now - begun)
      queue.put(untold)
    }
    untold.removeAll(keepingCapacity: true)
    untoldBytes = 0
    isHalfTold = !step.endsFile
  }

  /// Whether the destinations have nothing else to do until they are told.
  private func isUrgent(_ step: CopyStep) -> Bool {
    switch step {
    case .finish: true
    case .seal: isHalfTold && isReadTwice  // else the next step follows at once
    case .begin, .data, .commit, .abandon: isHalfTold
    }
  }

  /// Eight small files.
  private static let stepsAtOnce = 32
  private static let bytesAtOnce = 64 << 10

  /// A free block. Waits for the slowest destination; one that does nothing for too long is dropped.
  private borrowing func takeBlock() throws(Trouble) -> Block {
    while !cancellation.isCancelled {
      let begun = ContinuousClock.now
      let block = pool.take(waiting: 0.2)
      leaveBehindSlowest(after: .now - begun)
      if let block { return block }
      for queue in queues { queue.dropIfStalled(job.plan.stallLimit) }
      guard queues.contains(where: { $0.dropReason == nil }) else {
        throw Trouble(reason: "no destination is left", keepsPart: true, isOfOrigin: false)
      }
    }
    throw Trouble.stopped
  }

  /// Where one destination alone keeps all others waiting, the time is put down to it; at the plan's limit it is left behind.
  private borrowing func leaveBehindSlowest(after waited: Duration) {
    guard let patience = job.plan.patience, job.plan.catchUp != nil, waited > .milliseconds(1) else { return }
    let alive = queues.filter { $0.dropReason == nil }
    let busy = alive.filter { !$0.isIdle }
    guard alive.count > 1, busy.count == 1, busy[0].holdUp(waited) > patience else { return }
    busy[0].drop("was left behind, since the others had waited \(patience.components.seconds) s for it")
  }
}

extension SourceReader.Trouble {
  fileprivate static func changed(_ origin: CopyOrigin) -> Self { .init(reason: origin.changed) }

  fileprivate static var stopped: Self { .init(reason: "stopped", keepsPart: true) }
}
