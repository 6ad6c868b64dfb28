// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// Copies a card: one read of the source gives all hashes and feeds all destinations.
///
/// Each destination writes on a thread of its own. One that fails, takes nothing for the plan's stall limit or keeps all others waiting for
/// too long drops out; the others go on, and when they are complete it is brought up from one of them. A file gets its name only after the
/// device has it and, in the mode `full`, after it was read back. Whatever stops a copy, running it again resumes it, inside a file as well:
/// what is there already is read and compared, not copied. The manifest, the next generation of an ASC MHL history, is written once, when
/// every file of that destination is there and proved.
public struct Copier: Sendable {
  let plan: CopyPlan
  private let gates: @Sendable (Int) -> DestinationGate
  private let pause: Duration
  private let system: PreflightSystem

  /// A copier for `plan`.
  public init(_ plan: CopyPlan) { self.init(plan) { _ in DestinationGate() } }

  /// A copier whose destinations, by their place in the plan, fail as `gates` say.
  /// - Parameter pause: how long to wait between two tries to bring a destination up.
  init(
    _ plan: CopyPlan, on system: PreflightSystem = PreflightSystem(), pause: Duration = .seconds(2),
    gates: @escaping @Sendable (Int) -> DestinationGate
  ) {
    self.plan = plan
    self.system = system
    self.pause = pause
    self.gates = gates
  }

  /// Copies. What is to be kept beside copies that were in the way is in the report or the error, and nothing of it was kept: see `RefusedOffload.Due`.
  ///
  /// Blocks until done; call it from a thread that may wait.
  /// - Parameters:
  ///   - cancellation: stops it when raised; the report then says `cancelled`.
  ///   - progress: is told how far it is, ten times a second at most, on this thread.
  /// - Throws: `IntegrityError` with code `refused` when preflight found problems, or a folder of another card in the way; nothing was written then.
  public func run(
    cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> CopyReport {
    let preflight = Preflight(plan, on: system)
    guard let job = preflight.job else {
      throw .refused(preflight.problems, preflight.refusals)
    }
    let gates = job.targets.indices.map(gates)
    let check = FinishedCopyCheck(job, gates: gates, cancellation: cancellation, progress: progress)
    guard check.problems.isEmpty else {
      throw .refused(check.problems, check.refusals(of: job))
    }
    let run = CopyRun(job, gates: gates, pause: pause, cancellation: cancellation)
    run.copy(progress)
    run.catchUp(progress)
    return run.report(notes: preflight.lastingNotes)
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
