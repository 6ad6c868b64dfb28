// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Holds what an earlier copy finished against the source, byte for byte, before anything is added to it: two cards may have one name, and
/// the second must not be poured into the first one's folder.
struct FinishedCopyCheck {
  /// What is in the way.
  private(set) var problems: [CopyProblem] = []

  /// What to say of a folder that another card filled.
  static let advice =
    "another card of this name was copied there, the source has changed since, or that copy has gone bad: leave it, copy to another folder, and find out why"

  /// Reads the files that are there at each destination that a copy was finished at and this one would add to. One that differs is enough. A
  /// volume that gives nothing for the plan's stall limit is named and not waited for.
  init(_ job: CopyJob, gates: [DestinationGate], cancellation: Cancellation, progress: (@Sendable (IntegrityProgress) -> Void)?) {
    let pairs = zip(job.targets, gates).flatMap { target, gate in
      let isAddedTo = target.finished.map { !$0.isEmpty && $0.count < job.files.count } ?? false
      return isAddedTo ? (target.finished ?? []).map { FinishedCopyReader.Pair(target: target, file: job.files[$0], gate: gate) } : []
    }
    guard !pairs.isEmpty else { return }
    var meter = ProgressMeter(bytes: pairs.map(\.file).totalSize, files: pairs.count, report: progress)
    let reader = FinishedCopyReader(job, pairs, cancellation)
    reader.start()
    var moved = ContinuousClock.now
    while true {
      let news = reader.news(waiting: 0.2)
      for step in news.steps {
        meter.add(bytes: step.bytes, file: step.file)
        if step.isEnd { meter.finishFile(step.file) }
      }
      problems += news.problems
      if news.isDone {
        problems += reader.grown
        return
      }
      if !news.steps.isEmpty { moved = .now }
      guard .now - moved > job.plan.stallLimit else { continue }
      let advice =
        "gave nothing for \(job.plan.stallLimit.components.seconds) s when a finished copy was compared with the source; "
        + "check the drive, its cable and its sleep settings"
      problems.append(.init(news.isAtSource ? .unreadableEntry : .unreadableCopy, news.isAtSource ? job.source : news.place, advice))
      reader.leave()
      return
    }
  }
}

extension FinishedCopyCheck {
  /// What is to be kept beside each copy that was found to be of something else.
  func refusals(of job: CopyJob) -> [RefusedOffload.Due] {
    Dictionary(grouping: problems.filter { $0.code == .collision }, by: \.subject).sorted { $0.key < $1.key }.map { root, found in
      .init(root: root, refusal: RefusedOffload(date: job.plan.clock.now, source: job.source, reasons: found.map(\.description)))
    }
  }
}

/// The thread that reads: a call to a volume that hangs cannot be taken back, so it is not the caller's own.
private final class FinishedCopyReader: @unchecked Sendable {
  // Sound to share: what changes is touched under the lock of `condition`, or by the thread until it has told that it is done, and after.
  /// A file of a finished copy.
  struct Pair: Sendable {
    let target: CopyJob.Target
    let file: FolderEntry
    let gate: DestinationGate
  }

  /// What happened since the last look.
  struct News {
    var steps: [(bytes: Int64, file: String, isEnd: Bool)] = []
    var problems: [CopyProblem] = []
    var isDone = false
    /// Whether it waits for the source, rather than for the copy at `place`.
    var isAtSource = false
    var place = ""
  }

  private static let blockSize = 1 << 20
  private let job: CopyJob
  private let pairs: [Pair]
  private let cancellation: Cancellation
  private let condition = NSCondition()
  private var current = News()
  private var isLeft = false
  /// Per copy, the files of a card's index that differ; read once the thread has ended.
  private var changedIndexes: [String: [String]] = [:]
  private var differing: Set<String> = []

  init(_ job: CopyJob, _ pairs: [Pair], _ cancellation: Cancellation) {
    self.job = job
    self.pairs = pairs
    self.cancellation = cancellation
  }

  func start() {
    let thread = Thread { [self] in
      compare()
      tell { $0.isDone = true }
    }
    thread.name = "compare with finished copies"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// What happened since the last look; waits `seconds` at most for anything.
  func news(waiting seconds: Double) -> News {
    condition.lock()
    defer { condition.unlock() }
    if current.steps.isEmpty, !current.isDone { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
    defer { (current.steps, current.problems) = ([], []) }
    return current
  }

  /// What is to be said of copies in which nothing differs but the card's index. Only once the thread has told that it is done.
  var grown: [CopyProblem] {
    changedIndexes.filter { !differing.contains($0.key) }.sorted { $0.key < $1.key }.map { root, indexes in
      let same = pairs.count { $0.target.root == root } - indexes.count
      let finished = pairs.count { $0.target.root == root }
      let free = GrownCard.freeName(job.name, in: job.plan.destinations)
      let text = GrownCard.words(same: same, proof: "every byte", indexes: indexes, new: job.files.count - finished, free: free)
      return CopyProblem(.collision, root, text)
    }
  }

  /// Nobody waits for it any more.
  func leave() { tell { _ in isLeft = true } }

  // MARK: -

  private func tell(_ change: (inout News) -> Void) {
    condition.lock()
    change(&current)
    condition.signal()
    condition.unlock()
  }

  private var isStopped: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isLeft || cancellation.isCancelled
  }

  private func compare() {
    let ours = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 4096)
    let theirs = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 4096)
    defer {
      ours.deallocate()
      theirs.deallocate()
    }
    for pair in pairs where !isStopped && !differing.contains(pair.target.root) {
      do throws(FilesError) {
        if try !isSame(pair, ours, theirs) {
          if GrownCard.isIndex(pair.file.path) {
            changedIndexes[pair.target.root, default: []].append(pair.file.path.text)
          } else {
            differing.insert(pair.target.root)
            note(pair, .collision, "holds other bytes than the source in ‘\(pair.file.path)’; \(FinishedCopyCheck.advice)")
          }
        }
      } catch {
        differing.insert(pair.target.root)
        if isAtSource {
          note(pair, .unreadableEntry, "cannot be compared with the source: \(error)")
        } else {
          note(pair, .unreadableCopy, "has a finished copy that cannot be read, so that it cannot be told whether it is of this card: \(error)")
        }
      }
      tell { $0.steps.append((0, pair.file.path.text, true)) }
    }
  }

  private func note(_ pair: Pair, _ code: CopyProblem.Code, _ text: String) { tell { $0.problems.append(.init(code, pair.target.root, text)) } }

  private var isAtSource: Bool {
    condition.lock()
    defer { condition.unlock() }
    return current.isAtSource
  }

  /// Whether both files have the same bytes, as far as it was not stopped.
  private func isSame(
    _ pair: Pair, _ ours: UnsafeMutableRawBufferPointer, _ theirs: UnsafeMutableRawBufferPointer
  ) throws(FilesError) -> Bool {
    turn(to: nil)
    let one = try InputFile(job.sourcePath(pair.file), followLinks: false)
    turn(to: pair.target)
    try pair.gate.act(.readBack, "\(pair.target.root)/\(pair.file.path)")
    let other = try InputFile(pair.file.path.resolved(in: pair.target.root), followLinks: false)
    one.expectSequentialReading()
    other.expectSequentialReading()
    while !isStopped {
      turn(to: nil)
      let count = try one.read(into: ours)
      turn(to: pair.target)
      guard try other.read(into: theirs) == count, Self.isSame(ours, theirs, count) else { return false }
      tell { $0.steps.append((Int64(count), pair.file.path.text, false)) }
      guard count == Self.blockSize else { break }
    }
    return true
  }

  private func turn(to target: CopyJob.Target?) {
    condition.lock()
    current.isAtSource = target == nil
    current.place = target?.given ?? ""
    condition.unlock()
  }

  private static func isSame(_ ours: UnsafeMutableRawBufferPointer, _ theirs: UnsafeMutableRawBufferPointer, _ count: Int) -> Bool {
    guard let one = ours.baseAddress, let other = theirs.baseAddress else { return count == 0 }
    return memcmp(one, other, count) == 0
  }
}
