// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// One destination at work, on a thread of its own.
final class DestinationWriter: @unchecked Sendable {
  // Sound to share: other threads touch `queue` and `outcome`, which have their own locks, and `journal` once the queue is finished; the rest
  // belongs to this thread.
  /// How the destination fared so far.
  struct Outcome: Sendable {
    /// The files that are there and proved, by their place in the job.
    var complete = IndexSet()
    var failures: [CopyReport.Failure] = []
    var mismatches = 0
    var bypass: CacheBypass?
  }

  /// A file under way.
  private enum Current {
    case none
    case writing(PartFile)
    case existing
    case failed
  }

  let queue = DestinationQueue()
  let outcome = Mutex(Outcome())
  let target: CopyJob.Target
  /// Open from the first step; nil before.
  private(set) var journal: CopyJournal?
  private let job: CopyJob
  private let gate: DestinationGate
  private let checkAlgorithm: HashAlgorithm
  private var current = Current.none
  private var index = 0
  private var digests: [Digest] = []

  init(_ job: CopyJob, _ target: CopyJob.Target, gate: DestinationGate) {
    self.job = job
    self.target = target
    self.gate = gate
    // Read-back looks for accidents, so the fastest of the hashes will do.
    checkAlgorithm = [.xxh3, .xxh128, .xxh64].first(where: job.plan.algorithms.contains) ?? job.plan.algorithms.min() ?? .standard
  }

  /// Begins to take steps from the queue.
  func start() {
    let thread = Thread { [self] in
      do throws(FilesError) {
        try prepare()
        while let step = queue.take() {
          if case .finish = step {
            try settleFolders()
            break
          }
          try handle(step)
        }
      } catch { queue.drop(error.description) }
      dropCurrent()
      queue.finished()
    }
    thread.name = "copy to \(target.given)"
    thread.stackSize = 1 << 20
    thread.start()
  }

  // MARK: - Folders

  private func prepare() throws(FilesError) {
    try gate.act(.makeFolder, target.folder)
    try Folder.create(target.folder)
    journal = try CopyJournal(folder: target.folder, name: job.name, source: job.source, gate: gate)
    guard job.isFolder else { return }
    for path in [target.root] + job.folders.map({ "\(target.root)/\($0.path)" }) {
      if let facts = try FileFacts.ifExists(path) {
        guard facts.kind == .folder else { throw FilesError(.notDirectory, subject: path) }
      } else {
        try gate.act(.makeFolder, path)
        guard mkdir(path, 0o777) == 0 else { throw FilesError(subject: path) }
      }
    }
    for leftOver in target.leftOvers {
      try gate.act(.remove, leftOver)
      unlink("\(target.root)/\(leftOver)")
    }
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
  }

  /// Where an entry goes. Every folder on the way is looked at again: one that was exchanged for a link meanwhile would lead elsewhere.
  private func place(_ path: ContainedPath) throws(FilesError) -> String {
    guard try FileFacts.of(target.root, followLinks: false).kind == .folder else { throw FilesError(.notDirectory, subject: target.root) }
    return try path.resolved(in: target.root)
  }

  // MARK: - Files

  private func handle(_ step: CopyStep) throws(FilesError) {
    do throws(FilesError) {
      switch step {
      case .begin(let index): try begin(index)
      case .data(let block): if case .writing(let part) = current { try part.write(block.bytes) }
      case .seal(let digests): try seal(digests)
      case .commit: try commit()
      case .abandon(let reason): if case .failed = current {} else { fail(reason) }
      case .finish: break
      }
    } catch {
      guard error.concernsOneEntry else { throw error }
      fail(error.description)
    }
  }

  private func begin(_ index: Int) throws(FilesError) {
    self.index = index
    current = .failed
    let file = job.files[index]
    let path = try place(file.path)
    if let facts = try FileFacts.ifExists(path) {
      guard facts.kind == .file else { throw FilesError(.alreadyExists, subject: path) }
      current = .existing
    } else {
      current = .writing(try PartFile(path, mode: file.facts.mode, gate: gate))
    }
  }

  private func seal(_ digests: [Digest]) throws(FilesError) {
    self.digests = digests
    switch current {
    case .none, .failed: break
    case .writing(let part):
      try part.seal(modified: job.files[index].facts.modified, size: job.files[index].facts.size)
      guard job.plan.verification == .full else { return }
      if try !matches(part.reopened()) {
        outcome.withLock { $0.mismatches += 1 }
        fail("what was read back is not what was written; the drive, its cable or this machine's memory is at fault: copy it again")
      }
    case .existing:
      if try !matches(InputFile("\(target.root)/\(job.files[index].path)", followLinks: false)) { failExisting() }
    }
  }

  /// What is already there is not what the source holds. Nothing is overwritten.
  private func failExisting() {
    let earlier = journal?.earlier[job.files[index].path]
    outcome.withLock { $0.mismatches += 1 }
    if let earlier, earlier.contains(where: { old in digests.contains { $0.algorithm == old.algorithm && $0 != old } }) {
      fail("the source has changed since the copy was begun; move the earlier copy away and copy it again")
    } else {
      fail("is already there with different content; nothing is overwritten: move it away and copy it again")
    }
  }

  private func commit() throws(FilesError) {
    switch current {
    case .none, .failed: return
    case .writing(let part):
      _ = try place(job.files[index].path)
      try part.place()
    case .existing: break
    }
    current = .none
    outcome.withLock { [index] in _ = $0.complete.insert(index) }
    try journal?.append(.init(path: job.files[index].path, digests: digests))
  }

  private func matches(_ file: consuming InputFile) throws(FilesError) -> Bool {
    guard let expected = digests.first(where: { $0.algorithm == checkAlgorithm }) else { return false }
    let bypass = file.bypassCache()
    outcome.withLock { $0.bypass = $0.bypass == CacheBypass.none ? CacheBypass.none : bypass }
    let found = try FileHasher.digests(of: file, algorithms: [checkAlgorithm]) { [queue] _ in queue.moved() }
    return found == [expected]
  }

  private func fail(_ reason: String) {
    dropCurrent()
    current = .failed
    outcome.withLock { $0.failures.append(.init(path: job.files[index].path.text, reason: reason)) }
  }

  private func dropCurrent() {
    if case .writing(let part) = current { try? part.remove() }  // what cannot be removed is replaced by the next run
    current = .none
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
