// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// A copy under way: first the source to all destinations, then, from a destination that is complete, those that are not.
final class CopyRun {
  /// 16 MiB on the way between reader and destinations, whatever the sizes.
  private static let blocksOnTheWay = 64

  /// One destination: who writes there now, and how it fared.
  private struct Post {
    let target: CopyJob.Target
    let gate: DestinationGate
    var writer: DestinationWriter?
    /// Where it was brought up from, if it was.
    var caughtUpFrom: String?
    /// Whether the copy it was to be brought up from failed it.
    var wasFailed = false
    /// Why this copy is none any more although all of it was proved: it failed when another one was to be brought up from it.
    var spoiled: [CopyReport.Failure] = []
    /// Whether it gave other bytes, rather than none.
    var isRejected = false
    var sealed: CopyReport.Destination?
  }

  private let job: CopyJob
  private let pause: Duration
  private let cancellation: Cancellation
  private let started: Timestamp
  private let begun = ContinuousClock.now
  private let run: DestinationWriter.RunMark
  private let claim: RoomClaim?
  private var posts: [Post]
  private var items = CopyReport.Items()
  private var failed: [CopyReport.Failure]
  private var sourceMismatches = 0
  private var secondReading: CacheBypass?
  private var lastLook: CopyReport.LastLook?
  /// The files behind `items`, by their place in the job.
  private var read = IndexSet()

  init(_ job: CopyJob, gates: [DestinationGate], pause: Duration, cancellation: Cancellation) {
    self.job = job
    self.pause = pause
    self.cancellation = cancellation
    started = job.plan.clock.now
    failed = job.histories.missing
    run = DestinationWriter.RunMark(started: started)
    claim = RoomClaim(job.targets.filter { $0.leftOut == nil })
    posts = zip(job.targets, gates).map { Post(target: $0, gate: $1) }
  }

  /// Reads the source once to all destinations that are to be fed from it, and completes those that have everything.
  func copy(_ progress: (@Sendable (IntegrityProgress) -> Void)?) {
    guard !cancellation.isCancelled else { return }
    for index in posts.indices where posts[index].target.leftOut == nil && !posts[index].target.isCascade {
      posts[index].writer = DestinationWriter(job, posts[index].target, run: run, claim: claim, gate: posts[index].gate)
    }
    let writers = posts.compactMap(\.writer)
    var reader = pass(from: .source, to: writers)
    reader.run(IndexSet(job.files.indices), progress)
    (items, read) = (reader.items, reader.places)
    failed += reader.failed
    sourceMismatches = reader.mismatches
    secondReading = reader.secondReading
    for writer in writers { _ = writer.queue.waitUntilFinished(stallLimit: job.plan.stallLimit) }
    if !cancellation.isCancelled { lookAtSourceAgain() }
    for index in posts.indices where isWhole(posts[index]) { seal(index) }
  }

  /// Brings the other destinations up from one that is complete: once, and again until the plan's limit has passed.
  func catchUp(_ progress: (@Sendable (IntegrityProgress) -> Void)?) {
    guard let limit = job.plan.catchUp else { return }
    let end = ContinuousClock.now + limit
    var took = false
    defer { if took, !cancellation.isCancelled { lookAtSourceAgain(mayBeGone: true) } }
    while !cancellation.isCancelled, let origin = posts.firstIndex(where: isWhole), posts.contains(where: isBehind) {
      took = true
      catchUpOnce(from: origin, progress)
      // Another copy may be good where this one was not.
      if !posts[origin].spoiled.isEmpty { continue }
      guard posts.contains(where: isBehind), .now < end else { break }
      cancellation.wait(pause)
    }
  }

  /// Ends every destination and says how all of it went.
  func report(notes: [String]) -> CopyReport {
    for index in posts.indices where posts[index].sealed == nil { seal(index) }
    let outcomes = posts.map(outcome)
    for post in posts where post.writer?.queue.isThrough == true { post.writer?.releaseJournal() }
    let unforgotten = posts.filter { $0.sealed?.manifest != nil && job.isFolder }.compactMap { RefusedOffload.forget(beside: $0.target.root) }
    let made = job.targets.filter { !$0.existed && FileManager.default.fileExists(atPath: $0.folder) }.map {
      "\($0.given) did not exist and was made"
    }
    var report = CopyReport(
      job: job, items: items, failed: failed, lastLook: lastLook, destinations: posts.compactMap(\.sealed), outcomes: outcomes,
      notes: made + notes + doubts + rewritten(outcomes) + unforgotten, started: started,
      seconds: (ContinuousClock.now - begun).inSeconds, isCancelled: cancellation.isCancelled, hasMismatch: sourceMismatches > 0)
    report.refusals = posts.compactMap(refusal)
    return report
  }

  // MARK: -

  /// A card that a camera or somebody at the machine went on writing to is not what was copied.
  /// - Parameter mayBeGone: whether the source may have been taken out meanwhile: what is said of it is then of the look before.
  private func lookAtSourceAgain(mayBeGone: Bool = false) {
    if mayBeGone, SourceChanges.isGone(job) {
      lastLook?.isGoneSince = true
      return
    }
    let known = Set(failed.map(\.path))
    let now = job.plan.clock.now
    failed += SourceChanges(job).found.filter { !known.contains($0.path) }
    lastLook = .init(date: now)
  }

  private func pass(from origin: CopyOrigin, to writers: [DestinationWriter]) -> SourceReader {
    for writer in writers { writer.start() }
    return SourceReader(job, from: origin, writers.map(\.queue), pool: BlockPool(blocks: Self.blocksOnTheWay), cancellation: cancellation)
  }

  /// A second reading that may not have asked the card proves less than it seems to.
  private var doubts: [String] {
    guard secondReading == .memory || secondReading == CacheBypass.none else { return [] }
    return ["the second reading of the source was answered, at least in part, out of this machine's memory: it says little of the card"]
  }

  /// A finished copy that what was offered does not fit is to be known as one.
  private func refusal(_ post: Post) -> RefusedOffload.Due? {
    guard let sealed = post.sealed, job.isFolder, sealed.status == .rejected, sealed.manifest == nil, post.target.finished != nil else { return nil }
    let reasons = sealed.failed.map { "\($0.path): \($0.reason)" }
    return .init(root: post.target.root, refusal: RefusedOffload(date: started, source: job.source, reasons: reasons))
  }

  /// A drive that gave other bytes once and is complete now is still one to know of.
  private func rewritten(_ outcomes: [DestinationWriter.Outcome]) -> [String] {
    zip(posts, outcomes).compactMap { post, outcome in
      guard outcome.mismatches > 0, post.sealed?.manifest != nil, !post.isRejected else { return nil }
      let files = outcome.mismatches == 1 ? "a file" : "\(outcome.mismatches) files"
      return
        "\(path(of: post.target)) gave \(files) back with other bytes than were written, and has the right ones now; check the drive and its cable"
    }
  }

  private func outcome(_ post: Post) -> DestinationWriter.Outcome { post.writer?.outcome.withLock(\.self) ?? .init() }

  /// Whether the destination has every file that was read, proved.
  private func isWhole(_ post: Post) -> Bool {
    guard let writer = post.writer, writer.queue.dropReason == nil, writer.queue.isThrough, !read.isEmpty, post.spoiled.isEmpty else {
      return false
    }
    return read.isSubset(of: outcome(post).complete)
  }

  /// Whether the destination could be brought up: it was not fed to the end, and nobody hangs in a call to its volume.
  private func isBehind(_ post: Post) -> Bool {
    guard let writer = post.writer else { return true }
    return writer.queue.isThrough && (writer.queue.dropReason != nil || post.wasFailed)
  }

  private func catchUpOnce(from origin: Int, _ progress: (@Sendable (IntegrityProgress) -> Void)?) {
    var wanted = IndexSet()
    var behind: [Int] = []
    for index in posts.indices where isBehind(posts[index]) && isThereAndHasRoom(posts[index]) {
      var earlier = outcome(posts[index])
      earlier.complete = stillThere(earlier.complete, at: posts[index].target)
      earlier.failures = []
      wanted.formUnion(read.subtracting(earlier.complete))
      posts[index].writer?.releaseJournal()
      if posts[index].target.leftOut != nil { claim?.add(posts[index].target) }
      posts[index].writer = DestinationWriter(
        job, posts[index].target, run: run, after: earlier, claim: claim, gate: posts[index].gate)
      behind.append(index)
    }
    let writers = behind.compactMap { posts[$0].writer }
    guard !writers.isEmpty else { return }
    var reader = pass(from: .copy(root: posts[origin].target.root, known: items), to: writers)
    reader.run(wanted, progress)
    if !reader.originFaults.isEmpty { spoil(origin, reader.originFaults, isRejected: reader.mismatches > 0) }
    for index in behind {
      _ = posts[index].writer?.queue.waitUntilFinished(stallLimit: job.plan.stallLimit)
      if !wanted.isEmpty { posts[index].caughtUpFrom = path(of: posts[origin].target) }
      posts[index].wasFailed = !reader.originFaults.isEmpty && !isWhole(posts[index])
      if isWhole(posts[index]) { seal(index) }
    }
  }

  /// A copy that was proved and then gave other bytes, or none, is no copy of anything: it counts for nothing and feeds nobody.
  private func spoil(_ index: Int, _ faults: [Int: String], isRejected: Bool) {
    posts[index].spoiled = faults.sorted { $0.key < $1.key }.map { .init(path: job.files[$0.key].path.text, reason: $0.value) }
    posts[index].isRejected = isRejected
    posts[index].writer?.outcome.withLock {
      $0.complete.subtract(IndexSet(faults.keys))
      $0.failures += posts[index].spoiled
      if isRejected { $0.mismatches += faults.count }
    }
    guard let sealed = posts[index].sealed else { return }
    let reason =
      isRejected
      ? "was proved and gave other bytes when another copy was to be brought up from it; the drive, its cable or this machine's memory is at fault"
      : "was proved and could not be read when another copy was to be brought up from it; check the drive and its cable"
    posts[index].sealed = sealed.spoiled(posts[index].spoiled, as: isRejected ? .rejected : .partial, because: reason)
  }

  private func isThereAndHasRoom(_ post: Post) -> Bool {
    guard let volume = try? VolumeFacts.of(post.target.folder), volume.device == post.target.device else { return false }
    return post.target.leftOut == nil || volume.availableBytes >= post.target.bytesMissing
  }

  /// Of the files that were complete, those that still are: an unplugged volume may have lost names that its folders had not kept yet.
  private func stillThere(_ complete: IndexSet, at target: CopyJob.Target) -> IndexSet {
    complete.filteredIndexSet { index in
      (try? FileFacts.ifExists("\(target.root)/\(job.files[index].path)"))?.size == job.files[index].facts.size
    }
  }

  private func path(of target: CopyJob.Target) -> String { job.isFolder ? target.root : "\(target.root)/\(job.name)" }

  /// Ends one destination: its manifest if it is complete, and its line in the report.
  private func seal(_ index: Int) {
    let isWhole = failed.isEmpty && !cancellation.isCancelled
    let sealer = CopySealer(job: job, items: items, isWhole: isWhole, started: started)
    let post = posts[index]
    guard let writer = post.writer else {
      let reason = post.target.leftOut ?? (cancellation.isCancelled ? "was not begun" : "was to be fed from another copy, and none was complete")
      posts[index].sealed = CopyReport.Destination(leftOut: path(of: post.target), reason: reason, target: post.target)
      return
    }
    posts[index].sealed = sealer.seal(writer, outcome(post), caughtUpFrom: post.caughtUpFrom, gate: post.gate)
    if posts[index].sealed?.manifest != nil { claim?.release(post.target) }
  }
}
