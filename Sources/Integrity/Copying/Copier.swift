// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// Copies a card: one read of the source gives all hashes and feeds all destinations.
///
/// Each destination writes on a thread of its own. One that fails, or takes nothing for the plan's stall limit, drops out; the others go on.
/// A file gets its name only after the device has it and, in the mode `full`, after it was read back. Whatever stops a copy, running it
/// again resumes it: what is there already is read and compared, not copied; what is half there is replaced. The manifest, the first
/// generation of an ASC MHL history, is written once, when every file of that destination is there and proved.
public struct Copier: Sendable {
  /// 16 MiB on the way between reader and destinations, whatever the sizes.
  private static let blocksOnTheWay = 64

  let plan: CopyPlan
  private let gates: @Sendable (Int) -> DestinationGate

  /// A copier for `plan`.
  public init(_ plan: CopyPlan) { self.init(plan) { _ in DestinationGate() } }

  /// A copier whose destinations, by their place in the plan, fail as `gates` say.
  init(_ plan: CopyPlan, gates: @escaping @Sendable (Int) -> DestinationGate) {
    self.plan = plan
    self.gates = gates
  }

  /// Copies. Blocks until done; call it from a thread that may wait.
  /// - Parameters:
  ///   - cancellation: stops it when raised; the report then says `cancelled`.
  ///   - progress: is told how far it is, ten times a second at most, on this thread.
  /// - Throws: `IntegrityError` with code `refused` when preflight found problems; nothing was written then.
  public func run(
    cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> CopyReport {
    let preflight = Preflight(plan)
    guard let job = preflight.job else { throw .refused(preflight.problems) }
    let started = plan.clock.now
    let clock = ContinuousClock.now
    let writers = job.targets.enumerated().map { DestinationWriter(job, $1, gate: gates($0)) }
    for writer in writers { writer.start() }
    var reader = SourceReader(job, writers.map(\.queue), pool: BlockPool(blocks: Self.blocksOnTheWay), cancellation: cancellation)
    reader.run(progress)
    let finished = writers.filter { $0.queue.waitUntilFinished(stallLimit: plan.stallLimit) }
    defer { for writer in finished { writer.journal?.unlock() } }
    let sealer = CopySealer(job: job, items: reader.items, isWhole: reader.failed.isEmpty && !cancellation.isCancelled, started: started)
    let outcomes = writers.map { $0.outcome.withLock(\.self) }
    let destinations = writers.indices.map { sealer.seal(writers[$0], outcomes[$0], gate: gates($0)) }
    let made = job.targets.filter { !$0.existed && FileManager.default.fileExists(atPath: $0.folder) }.map {
      "\($0.given) did not exist and was made"
    }
    return CopyReport(
      job: job, items: reader.items, failed: reader.failed, destinations: destinations, proved: outcomes.map(\.complete),
      notes: made + preflight.lastingNotes, started: started, seconds: (ContinuousClock.now - clock).inSeconds, isCancelled: cancellation.isCancelled)
  }

  /// Copies on a thread of its own. Cancelling the task stops it.
  public func copy(progress: (@Sendable (IntegrityProgress) -> Void)? = nil) async throws -> CopyReport {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { try run(cancellation: cancellation, progress: progress) })
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
