// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// One destination at work, on a thread of its own.
final class DestinationWriter: @unchecked Sendable {
  // Sound to share: other threads touch `queue` and `outcome`, which have their own locks, and the journal and the folders once the queue is
  // through, which that of a writer that hangs never is; the rest belongs to this thread.
  /// How the destination fared so far.
  struct Outcome: Sendable {
    /// The files that are there and proved, by their place in the job.
    var complete = IndexSet()
    var failures: [CopyReport.Failure] = []
    var mismatches = 0
    var bypass: CacheBypass?
    /// The bytes that were there before this run and proved right.
    var keptBytes: Int64 = 0
    /// When the runs began that did not get to the end.
    var earlierRuns: [Timestamp] = []
  }

  /// Which run of a copy this is, whichever of its writers is at work.
  struct RunMark: Sendable {
    let started: Timestamp
    let name = UUID().uuidString
  }

  /// A file under way.
  private enum Current {
    case none
    case writing(PartFile)
    /// It stands there already; the hashes are those it was found to have.
    case existing([Digest])
    case complete
    case failed
  }

  let queue = DestinationQueue()
  let outcome: Mutex<Outcome>
  let target: CopyJob.Target
  /// Open from the first step; nil before.
  private(set) var journal: CopyJournal?
  let job: CopyJob
  private let gate: DestinationGate
  private let run: RunMark
  /// What earlier runs read; nil until it is asked for.
  var earlierDigests: [ContainedPath: FewDigests]?
  var check: ReadBack
  private var current = Current.none
  var group = FileGroup()
  private(set) var index = 0
  private let claim: RoomClaim?
  /// What it still has to take, and how much of that the claim has not been told.
  private var bytesMissing: Int64
  private var untold: Int64 = 0
  /// Open from the first step; nil before, and when it is let go.
  private(set) var folders: DestinationFolders?

  init(
    _ job: CopyJob, _ target: CopyJob.Target, run: RunMark, after earlier: Outcome = Outcome(), claim: RoomClaim?, gate: DestinationGate
  ) {
    self.job = job
    self.target = target
    self.claim = claim
    bytesMissing = target.bytesMissing
    self.run = run
    self.gate = gate
    outcome = Mutex(earlier)
    check = ReadBack(job.algorithms)
  }

  /// Begins to take steps from the queue.
  func start() {
    let thread = Thread { [self] in
      do throws(FilesError) {
        try prepare()
        while let step = queue.take() {
          if case .finish = step {
            try prove()
            try place()
            try folders?.settle(moved: queue.moved)
            break
          }
          try handle(step)
        }
      } catch { queue.drop(isAway ? Self.wentAway : error.description) }
      // What was written of files that are not finished stays: the next run goes on inside them.
      current = .none
      _ = group.takeAll()
      folders?.close()
      queue.finished()
    }
    thread.name = "copy to \(target.given)"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Lets go of the journal and its lock, so that another writer can go on, and of the volume. Only once the queue is finished.
  func releaseJournal() {
    journal?.unlock()
    journal = nil
    folders = nil
  }

  /// Whether the volume is not where it was when the first step was taken.
  private var isAway: Bool { journal != nil && (try? FileFacts.of(target.folder).device) != target.device }
  private static let wentAway = "went away while it was written: check the drive, its cable and its mount, and run the same command again"

  private func prepare() throws(FilesError) {
    let folders = try DestinationFolders(job, target, gate: gate)
    self.folders = folders
    let journal = try CopyJournal(
      in: folders.outer, name: job.name, source: job.mark, started: run.started, run: run.name, isNew: target.isNew, gate: gate)
    self.journal = journal
    // Whoever had the journal before may have ended since this copy was planned, and what it made is then no place for this one's files.
    let isThere = try folders.outer.facts(of: job.name) != nil
    if job.isFolder, !journal.isOwn, target.isNew && isThere || CopyJob.Target.manifests(at: target.root) != target.manifests {
      self.journal = nil
      try? journal.remove()
      throw CopyJournal.taken(target.root)
    }
    outcome.withLock { $0.earlierRuns = journal.earlierRuns }
    try folders.prepare(moved: queue.moved)
  }

  /// The folder that an entry goes into.
  func folder(of entry: ContainedPath) throws(FilesError) -> OpenFolder {
    guard let folders else { throw FilesError(.notFound, subject: target.root) }
    return try folders.folder(at: entry.parent)
  }

  // MARK: - Files

  private func handle(_ step: CopyStep) throws(FilesError) {
    do throws(FilesError) {
      switch step {
      case .begin(let index): try begin(index)
      case .data(let block): try write(block)
      case .seal(let digests): try seal(digests)
      case .commit: try commit()
      case .abandon(let reason, let keepsPart): abandon(reason, keepsPart)
      case .finish: break
      }
    } catch {
      guard error.concernsOneEntry else { throw error }
      fail(index, error.description)
    }
  }

  private func begin(_ index: Int) throws(FilesError) {
    self.index = index
    current = .failed
    if outcome.withLock({ $0.complete.contains(index) }) {
      current = .complete
      return
    }
    let file = job.files[index]
    guard let folders else { throw FilesError(.notFound, subject: target.root) }
    let folder = try folders.folder(at: file.path.parent)
    if let facts = try folder.facts(of: file.path.name) {
      guard facts.kind == .file else { throw FilesError(.alreadyExists, subject: folders.path(of: file.path)) }
      // Its second name, where a copy was stopped between giving one and taking the other.
      try? folder.remove(PendingFile.temporaryName(for: file.path.name))
      current = .existing([])
    } else {
      let isSparse = file.facts.allocatedSize < file.facts.size
      current = .writing(try PartFile(file.path, in: folders, mode: file.facts.mode, keepsHoles: isSparse, gate: gate))
    }
  }

  private func write(_ block: Block) throws(FilesError) {
    guard case .writing(let part) = current else { return }
    try part.write(block.bytes)
    bytesMissing -= Int64(block.count)
    untold += Int64(block.count)
    guard untold >= Self.bytesBetweenWords else { return }
    claim?.update(target, bytes: bytesMissing)
    untold = 0
  }
  private static let bytesBetweenWords: Int64 = 256 << 20

  private func seal(_ digests: [Digest]) throws(FilesError) {
    let file = job.files[index]
    switch current {
    case .none, .failed, .complete: break
    case .writing(let part):
      try part.close(modified: file.facts.modified, size: file.facts.size)
      group.add(.init(index: index, part: part, digests: digests), size: file.facts.size)
      if group.isFull { try prove() }
    case .existing:
      let there = try folder(of: file.path).open(file.path.name)
      // Whoever wrote it may not have waited for the device: what only memory has proves nothing.
      try gate.act(.synchronize, there.path)
      try there.synchronize()
      if try matches(there, digests) {
        current = .existing(digests)
      } else {
        failExisting(digests)
      }
    }
  }

  private func commit() throws(FilesError) {
    switch current {
    case .none, .failed, .complete: break
    case .writing:
      group.confirmLast()
      if group.isReady { try place() }
    case .existing(let digests):
      let file = job.files[index]
      outcome.withLock { [index] in
        $0.complete.insert(index)
        $0.keptBytes += file.facts.size
      }
      try journal?.append([.init(path: file.path, digests: digests)])
    }
    current = .none
  }

  private func abandon(_ reason: String, _ keepsPart: Bool) {
    switch current {
    case .failed, .complete: break
    case .writing where keepsPart:
      _ = group.remove(index)
      outcome.withLock { [index] in $0.failures.append(.init(path: job.files[index].path.text, reason: reason)) }
    case .none, .writing, .existing: fail(index, reason)
    }
    current = .none
  }

  /// The file at this place in the job fails; what was written of it goes.
  func fail(_ index: Int, _ reason: String) {
    // What cannot be removed is replaced by the next run.
    if let member = group.remove(index) { try? member.part.remove() } else if case .writing(let part) = current { try? part.remove() }
    if index == self.index { current = .failed }
    note(index, reason)
  }

  func note(_ index: Int, _ reason: String) {
    outcome.withLock { $0.failures.append(.init(path: job.files[index].path.text, reason: reason)) }
  }
}

extension FilesError {
  /// Whether only this one entry is at fault, by its name or its permissions, so that the destination can go on with the next.
  var concernsOneEntry: Bool {
    switch code {
    case .permissionDenied, .nameTooLong, .invalidName, .alreadyExists, .isLink, .isDirectory, .notDirectory, .escapesRoot, .tooLarge: true
    default: false
    }
  }
}
