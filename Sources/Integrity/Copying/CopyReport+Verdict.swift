// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension CopyReport {
  /// The report of a copy that has ended, with its status and the answer to "may the card be erased?".
  /// - Parameter proved: the files that are complete at each destination, by their place in the job.
  init(
    job: CopyJob, items: [Item], failed: [Failure], destinations: [Destination], proved: [IndexSet], notes: [String], started: Timestamp,
    seconds: Double, isCancelled: Bool
  ) {
    let skipped = job.skipped.map { Failure(path: $0.path, reason: $0.text) }
    let verdict = EraseVerdict(job: job, destinations: destinations, failed: failed, skipped: skipped, isCancelled: isCancelled)
    let everywhere = proved.reduce(IndexSet(job.files.indices)) { $0.intersection($1) }
    let arrived = proved.reduce(IndexSet()) { $0.union($1) }.map { job.files[$0] }.totalSize
    self.init(
      status: Self.status(destinations, failed: failed, isCancelled: isCancelled), source: job.source, verification: job.plan.verification,
      files: job.files.count, bytes: job.bytes, complete: everywhere.count, completeBytes: everywhere.map { job.files[$0] }.totalSize,
      started: started, seconds: seconds, bytesPerSecond: seconds > 0 ? Double(arrived) / seconds : 0,
      destinations: destinations, items: items, failed: failed, skipped: skipped, notes: notes, safeToErase: verdict.isSafe, reasons: verdict.reasons)
  }

  private static func status(_ destinations: [Destination], failed: [Failure], isCancelled: Bool) -> IntegrityStatus {
    if isCancelled { return .cancelled }
    let states = destinations.map(\.status)
    if states.contains(.rejected) { return .rejected }
    if states.allSatisfy({ $0 == .clean }), failed.isEmpty { return .clean }
    return states.allSatisfy { $0 == .failed } ? .failed : .partial
  }
}

/// Whether the source may be erased, and why.
private struct EraseVerdict {
  private(set) var isSafe = false
  private(set) var reasons: [String] = []

  init(job: CopyJob, destinations: [CopyReport.Destination], failed: [CopyReport.Failure], skipped: [CopyReport.Failure], isCancelled: Bool) {
    var lacking: [String] = []
    if isCancelled { lacking.append("the copy was stopped; run the same command again to go on") }
    if job.plan.verification != .full {
      lacking.append("destinations were not read back (verification was \(job.plan.verification.rawValue), not full)")
    }
    if !failed.isEmpty {
      lacking.append("\(failed.count) of \(job.files.count) files could not be read, or changed: \(failed.map(\.path).listed)")
    }
    if !skipped.isEmpty { lacking.append("left out: \(skipped.map(\.path).listed)") }
    if !job.plan.ignorePatterns.isEmpty { lacking.append("files were left out by pattern: \(job.plan.ignorePatterns.joined(separator: ", "))") }
    for destination in destinations where destination.status != .clean {
      lacking.append("\(destination.path) is not complete (\(destination.status.rawValue))" + (destination.reason.map { ": \($0)" } ?? ""))
    }
    let devices = Set(destinations.filter { $0.status == .clean && $0.device != job.sourceDevice }.map(\.device))
    let needed = job.plan.requiredCopies
    if devices.count < needed {
      let onSource = destinations.contains { $0.device == job.sourceDevice } ? "; a copy on the source's own device does not count" : ""
      lacking.append("\(needed) copies on devices of their own are needed, and there are \(devices.count)\(onSource)")
    }
    isSafe = lacking.isEmpty
    reasons = isSafe ? ["\(job.files.count) files were read back whole from \(devices.count) devices, and nothing was left out or changed"] : lacking
  }
}
