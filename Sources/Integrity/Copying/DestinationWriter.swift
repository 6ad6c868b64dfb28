// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// One destination at work, on a thread of its own.
final class DestinationWriter: @unchecked Sendable {
  // Sound to share: other threads touch `queue` and `outcome`, which have their own locks, and the journal once the queue is finished; the
  // rest belongs to this thread.
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
  private let job: CopyJob
  private let gate: DestinationGate
  private let run: RunMark
  /// What earlier runs read; nil until it is asked for.
  private var earlierDigests: [ContainedPath: FewDigests]?
  private var check: ReadBack
  private var current = Current.none
  private var group = FileGroup()
  private var index = 0
  private let claim: RoomClaim?
  /// What it still has to take, and how much of that the claim has not been told.
  private var bytesMissing: Int64
  private var untold: Int64 = 0
  /// The copy's folder as it was when the writing began.
  private var root: FileFacts?

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
            try settleFolders()
            break
          }
          try handle(step)
        }
      } catch { queue.drop(isAway ? Self.wentAway : error.description) }
      // What was written of files that are not finished stays: the next run goes on inside them.
      current = .none
      _ = group.takeAll()
      queue.finished()
    }
    thread.name = "copy to \(target.given)"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Lets go of the journal and its lock, so that another writer can go on. Only once the queue is finished.
  func releaseJournal() {
    journal?.unlock()
    journal = nil
  }

  /// Whether the volume is not where it was when the first step was taken.
  private var isAway: Bool { journal != nil && (try? FileFacts.of(target.folder).device) != target.device }
  private static let wentAway = "went away while it was written: check the drive, its cable and its mount, and run the same command again"

  // MARK: - Folders

  private func prepare() throws(FilesError) {
    try gate.act(.makeFolder, target.folder)
    try Folder.create(target.folder)
    // An unplugged drive leaves an empty folder behind, and that is on another volume.
    guard try FileFacts.of(target.folder).device == target.device else {
      throw FilesError(.notFound, subject: target.given, remedy: "another volume is mounted there now, or none: check it and run the copy again")
    }
    let journal = try CopyJournal(folder: target.folder, name: job.name, source: job.mark, started: run.started, run: run.name, gate: gate)
    self.journal = journal
    outcome.withLock { $0.earlierRuns = journal.earlierRuns }
    guard job.isFolder else { return }
    for path in [target.root] + job.folders.map({ "\(target.root)/\($0.path)" }) {
      if let facts = try FileFacts.ifExists(path) {
        guard facts.kind == .folder else { throw FilesError(.notDirectory, subject: path) }
      } else {
        try gate.act(.makeFolder, path)
        guard mkdir(path, 0o777) == 0 else { throw FilesError(subject: path) }
      }
      queue.moved()
    }
    for leftOver in target.leftOvers {
      try gate.act(.remove, leftOver)
      unlink("\(target.root)/\(leftOver)")
      queue.moved()
    }
    root = try FileFacts.of(target.root, followLinks: false)
  }

  /// The device keeps the names; folders get their sources' times, the deepest first.
  private func settleFolders() throws(FilesError) {
    for folder in job.folders.reversed() {
      let path = try place(folder.path)
      try gate.act(.synchronize, path)
      try Folder.synchronize(path)
      let seconds = timeval(folder.facts.modified)
      _ = utimes(path, [seconds, seconds])  // a courtesy: not every volume keeps times of folders
      queue.moved()
    }
    try gate.act(.synchronize, target.root)
    try Folder.synchronize(target.root)
    try Folder.synchronize(target.folder)
    try checkRoot()
  }

  /// Where an entry goes. Every folder on the way is looked at again: one that was exchanged for a link meanwhile would lead elsewhere.
  private func place(_ path: ContainedPath) throws(FilesError) -> String {
    try checkRoot()
    return try path.resolved(in: target.root)
  }

  /// The copy's folder is still the very one that the writing began in: a volume mounted over it meanwhile would get the rest of the files, and
  /// neither would be a copy.
  private func checkRoot() throws(FilesError) {
    let now = try FileFacts.of(target.root, followLinks: false)
    guard now.kind == .folder else { throw FilesError(.notDirectory, subject: target.root) }
    guard root.map(now.isSameFile) ?? true else {
      throw FilesError(
        .notFound, subject: target.root,
        remedy: "another folder or volume stands in its place since the copy began: check the mounts and run the copy again")
    }
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
    let path = try place(file.path)
    if let facts = try FileFacts.ifExists(path) {
      guard facts.kind == .file else { throw FilesError(.alreadyExists, subject: path) }
      unlink(PendingFile.temporaryPath(for: path))  // its second name, where a copy was stopped between giving one and taking the other
      current = .existing([])
    } else {
      let isSparse = file.facts.allocatedSize < file.facts.size
      current = .writing(try PartFile(path, mode: file.facts.mode, keepsHoles: isSparse, gate: gate))
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
      let path = "\(target.root)/\(file.path)"
      let there = try InputFile(path, followLinks: false)
      // Whoever wrote it may not have waited for the device: what only memory has proves nothing.
      try gate.act(.synchronize, path)
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

  // MARK: - Proof

  /// Has the device keep the files of the group, all of them first, and then reads each back.
  private func prove() throws(FilesError) {
    for member in group.members where !member.isProved {
      try attempt(member) { () throws(FilesError) in try member.part.synchronize() }
      queue.moved()
    }
    for member in group.members where !member.isProved && job.plan.verification == .full {
      try attempt(member) { () throws(FilesError) in
        if try matches(member.part.reopened(), member.digests) { return }
        outcome.withLock { $0.mismatches += 1 }
        fail(member.index, "what was read back is not what was written; the drive, its cable or this machine's memory is at fault: copy it again")
      }
    }
    group.markProved()
  }

  /// Does something with one file of the group; where only that file is at fault, it alone fails.
  private func attempt(_ member: FileGroup.Member, _ body: () throws(FilesError) -> Void) throws(FilesError) {
    do throws(FilesError) { try body() } catch {
      guard error.concernsOneEntry else { throw error }
      fail(member.index, error.description)
    }
  }

  /// Gives the files of the group their names.
  private func place() throws(FilesError) {
    var placed: [CopyJournal.Line] = []
    for member in group.takeAll() where member.isConfirmed {
      let file = job.files[member.index]
      do throws(FilesError) {
        _ = try place(file.path)
        try member.part.place()
      } catch {
        guard error.concernsOneEntry else { throw error }
        try? member.part.remove()
        note(member.index, error.description)
        continue
      }
      outcome.withLock {
        $0.complete.insert(member.index)
        $0.keptBytes += member.part.kept
      }
      placed.append(.init(path: file.path, digests: member.digests))
    }
    if !placed.isEmpty { try journal?.append(placed) }
  }

  /// What is already there is not what the source holds. Nothing is overwritten.
  private func failExisting(_ digests: [Digest]) {
    let known = earlierDigests ?? journal?.earlierDigests { [queue] in queue.moved() } ?? [:]
    earlierDigests = known
    let earlier = known[job.files[index].path]?.all ?? []
    outcome.withLock { $0.mismatches += 1 }
    if target.finished != nil {
      fail(index, "is already there with different content; \(FinishedCopyCheck.advice)")
    } else if earlier.contains(where: { old in digests.contains { $0.algorithm == old.algorithm && $0 != old } }) {
      fail(index, "the source has changed since the copy was begun; move the earlier copy away and copy it again")
    } else {
      fail(index, "is already there with different content; nothing is overwritten: move it away and copy it again")
    }
  }

  private func matches(_ file: consuming InputFile, _ digests: [Digest]) throws(FilesError) -> Bool {
    let (agrees, bypass) = try check.agrees(file, with: digests) { [queue] in queue.moved() }
    outcome.withLock { $0.bypass = ($0.bypass ?? bypass).orWorse(bypass) }
    return agrees
  }

  /// The file at this place in the job fails; what was written of it goes.
  private func fail(_ index: Int, _ reason: String) {
    // What cannot be removed is replaced by the next run.
    if let member = group.remove(index) { try? member.part.remove() } else if case .writing(let part) = current { try? part.remove() }
    if index == self.index { current = .failed }
    note(index, reason)
  }

  private func note(_ index: Int, _ reason: String) {
    outcome.withLock { $0.failures.append(.init(path: job.files[index].path.text, reason: reason)) }
  }
}

extension FilesError {
  /// Whether only this one entry is at fault, by its name or its permissions, so that the destination can go on with the next.
  fileprivate var concernsOneEntry: Bool {
    switch code {
    case .permissionDenied, .nameTooLong, .invalidName, .alreadyExists, .isLink, .isDirectory, .notDirectory, .escapesRoot, .tooLarge: true
    default: false
    }
  }
}

extension timeval {
  fileprivate init(_ moment: Timestamp) {
    self.init(tv_sec: .init(moment.seconds), tv_usec: .init(moment.nanoseconds / 1000))
  }
}
