// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension CopyReport {
  /// The report of a copy that has ended, with its status and the answer to "may the card be erased?".
  /// - Parameters:
  ///   - lastLook: when the source was looked at last, if that was done.
  ///   - outcomes: how each destination fared, in the order of `destinations`.
  ///   - hasMismatch: whether the source was found to differ from its own history.
  init(
    job: CopyJob, items: Items, failed: [Failure], lastLook: LastLook?, destinations: [Destination], outcomes: [DestinationWriter.Outcome],
    notes: [String],
    started: Timestamp, seconds: Double, isCancelled: Bool, hasMismatch: Bool
  ) {
    let verdict = EraseVerdict(
      job: job, destinations: destinations, failed: failed, lastLook: lastLook, skipped: job.skipped, isCancelled: isCancelled)
    let proved = outcomes.map(\.complete)
    let everywhere = proved.reduce(IndexSet(job.files.indices)) { $0.intersection($1) }
    let arrived = proved.reduce(IndexSet()) { $0.union($1) }.lazy.map { job.files[$0] }.totalSize
    let runs = outcomes.map(\.earlierRuns)
    self.init(
      status: Self.status(destinations, failed: failed, isCancelled: isCancelled, hasMismatch: hasMismatch), source: job.source,
      verification: job.plan.verification, files: job.files.count, bytes: job.bytes, complete: everywhere.count,
      completeBytes: everywhere.lazy.map { job.files[$0] }.totalSize, started: started, firstStarted: runs.compactMap(\.first).min() ?? started,
      finished: job.plan.clock.now, attempts: (runs.map(\.count).max() ?? 0) + 1,
      resumedBytes: outcomes.reduce(0) { $0.addingCapped($1.keptBytes) }, sourceVolume: job.sourceVolume, seconds: seconds,
      bytesPerSecond: seconds > 0 ? Double(arrived) / seconds : 0, destinations: destinations, items: items, failed: failed, lastLook: lastLook,
      skipped: job.skipped, notes: notes, safeToErase: verdict.isSafe, reasons: verdict.reasons)
  }

  private static func status(_ destinations: [Destination], failed: [Failure], isCancelled: Bool, hasMismatch: Bool) -> IntegrityStatus {
    if isCancelled { return .cancelled }
    let states = destinations.map(\.status)
    if states.contains(.rejected) || hasMismatch { return .rejected }
    if states.allSatisfy({ $0 == .clean }), failed.isEmpty { return .clean }
    return states.allSatisfy { $0 == .failed } ? .failed : .partial
  }
}

extension CopyReport.Destination {
  /// A destination that nothing was written to.
  init(leftOut path: String, reason: String, target: CopyJob.Target) {
    self.init(
      path: path, status: .failed, manifest: nil, complete: 0, failed: [], reason: reason, readBack: nil, device: target.device,
      volume: target.volume, caughtUpFrom: nil, resumedBytes: 0)
  }

  /// The same destination, of which these files proved bad after it was complete. Its manifest says what the
  /// bytes should be and is no proof that they are, so it is not named.
  func spoiled(_ files: [CopyReport.Failure], as status: IntegrityStatus, because reason: String) -> Self {
    .init(
      path: path, status: status, manifest: nil, complete: complete - files.count, failed: failed + files, reason: reason, readBack: readBack,
      device: device, volume: volume, caughtUpFrom: caughtUpFrom, resumedBytes: resumedBytes)
  }
}

/// Whether the source may be erased, and why.
private struct EraseVerdict {
  private(set) var isSafe = false
  private(set) var reasons: [String] = []

  init(
    job: CopyJob, destinations: [CopyReport.Destination], failed: [CopyReport.Failure], lastLook: CopyReport.LastLook?,
    skipped: [CopyReport.Failure], isCancelled: Bool
  ) {
    var lacking: [String] = []
    if isCancelled { lacking.append("the copy was stopped; run the same command again to go on") }
    if job.plan.verification != .full {
      lacking.append("destinations were not read back (verification was \(job.plan.verification.rawValue), not full)")
    }
    if !failed.isEmpty {
      lacking.append("could not be read, or appeared, vanished or changed meanwhile: \(failed.map(\.path).listed)")
    }
    if !skipped.isEmpty { lacking.append("left out: \(skipped.map(\.path).listed)") }
    if !job.leftOutPatterns.isEmpty { lacking.append("files were left out by pattern: \(job.leftOutPatterns.listed)") }
    for destination in destinations where destination.status != .clean {
      lacking.append("\(destination.path) is not complete (\(destination.status.rawValue))" + (destination.reason.map { ": \($0)" } ?? ""))
    }
    for destination in destinations where destination.readBack == .memory || destination.readBack == CacheBypass.none {
      lacking.append("\(destination.path) was read back out of this machine's memory, which says nothing of the device")
    }
    // A copy counts that shares no disk with the source or with a copy counted before; one on a disk that nobody can name may share it with any.
    var taken = job.sourceDisks.union([DiskIdentity.unknown])
    var count = 0
    for (target, destination) in zip(job.targets, destinations) where destination.status == .clean && taken.isDisjoint(with: target.disks) {
      taken.formUnion(target.disks)
      count += 1
    }
    let needed = job.plan.requiredCopies
    if count < needed {
      let isUntold = job.targets.contains { $0.disks.contains(DiskIdentity.unknown) }
      let onSource = job.targets.contains { !$0.disks.subtracting([DiskIdentity.unknown]).isDisjoint(with: job.sourceDisks) }
      lacking.append(
        (needed == 1 ? "1 copy on a device of its own is needed" : "\(needed) copies on devices of their own are needed")
          + ", and there \(count == 1 ? "is" : "are") \(count)"
          + (onSource ? "; a copy on the source's own device does not count" : "")
          + (isUntold ? "; a copy does not count where the system does not tell which disk it is on, as of memory, overlays and most of FUSE" : ""))
    }
    lacking += job.plan.reservations
    isSafe = lacking.isEmpty
    let files = "\(CountText(job.files.count, "file")) \(job.files.count == 1 ? "was" : "were")"
    let proved = "\(files) read back whole from \(CountText(count, "device")), and nothing was left out or changed"
    reasons = isSafe ? [proved + (lastLook.map(Self.words) ?? "")] : lacking
  }

  /// Whoever erases a source hours later is to know of when this is said.
  private static func words(_ look: CopyReport.LastLook) -> String {
    let time = Timestamp(seconds: look.date.seconds)
    return look.isGoneSince
      ? "; the source was not there any more when the last copy was complete, so this is of the source as it was at \(time)"
      : "; the source was looked at last at \(time)"
  }
}
