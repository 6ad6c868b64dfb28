// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity

extension Offload {
  /// Has the source scanned, and takes out of the plan what is infected. Answers as well which files they were.
  func scanned(
    _ plan: inout CopyPlan, in environment: Environment, task: String?
  ) async throws -> (result: ScanFiles.Result, files: ScannedFiles)? {
    guard let scan else { return nil }
    // A copy that cannot begin is refused before anybody waits for a scanner.
    let draft = plan
    let preflight = try await onOwnThread { _ in Preflight(draft) }
    guard preflight.problems.isEmpty else {
      throw IntegrityError(.refused, plan.source, "cannot be copied", problems: preflight.problems, refusals: preflight.refusals).keepingRefusals()
    }
    let (source, host, clock, show) = (plan.source, environment.host, environment.clock, environment.progress)
    let (files, result) = try await onOwnThread { cancellation in
      let files = try ScannedFiles(source)
      let scan = ScanFiles(source, through: scan.address, policy: scan.policy, quarantine: scan.quarantine)
      let result = try scan.scan(host, clock, cancellation) { step in
        show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
      }
      return (files, result)
    }
    plan.withheld += result.report.files(.infected).compactMap { file in
      (try? ContainedPath(file.path)).map { .init(path: $0, reason: "infected: \(file.signature ?? "the scanner gave no name")") }
    }
    plan.reservations += result.report.reservations
    plan.reservations += result.failed.map { "an infected file could not be put into quarantine: \($0.reason)" }
    return (result, files)
  }

  /// Copies, and keeps what is to be kept beside copies that were in the way. Where another copy took the number of a counted name meanwhile, the next number
  /// is taken, once: what lies under the first was not meant.
  func copied(_ plan: CopyPlan, in environment: Environment, task: String?) async throws -> CopyReport {
    let show = environment.progress
    let progress: @Sendable (IntegrityProgress) -> Void = { step in
      show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
    }
    var outcome: Result<CopyReport, any Error>
    do { outcome = .success(try await Copier(plan).copy(progress: progress)) } catch { outcome = .failure(error) }
    if naming != nil, isTaken(outcome), let fresh = try await nextName(after: plan, in: environment) {
      var next = plan
      (next.name, next.destinations, next.cascade) = (fresh.name, fresh.destinations, fresh.cascade)
      do { outcome = .success(try await Copier(next).copy(progress: progress)) } catch { outcome = .failure(error) }
    }
    return try await onOwnThread { [outcome] _ in
      switch outcome {
      case .success(let report): report.keepingRefusals()
      case .failure(let error): throw (error as? IntegrityError)?.keepingRefusals() ?? error
      }
    }
  }

  /// Whether nothing was copied, perhaps because somebody else has the name: seen before the copy, or, where two began at once, at its first step.
  private func isTaken(_ outcome: Result<CopyReport, any Error>) -> Bool {
    switch outcome {
    case .failure(let error): (error as? IntegrityError)?.isOfTakenName ?? false
    case .success(let report): report.status == .failed && report.destinations.allSatisfy { $0.complete == 0 && $0.reason != nil }
    }
  }

  /// The plan under the next number; nothing where the name does not count, or nobody has it. Who took it may have no folder yet: it is waited for a moment.
  private func nextName(after plan: CopyPlan, in environment: Environment) async throws -> CopyPlan? {
    let offload = self
    for attempt in 0..<10 {
      let fresh = try await onOwnThread { _ in try offload.prepared(in: environment).plan }
      if fresh.targets != plan.targets { return fresh }
      if attempt < 9 { try await Task.sleep(for: .milliseconds(100)) }
    }
    return nil
  }
}

extension IntegrityError {
  /// Whether a copy was refused for nothing but a name that somebody else uses.
  fileprivate var isOfTakenName: Bool {
    code == .refused && problems.areOfTakenName
  }
}

extension [CopyProblem] {
  fileprivate var areOfTakenName: Bool { !isEmpty && allSatisfy { $0.code == .destinationBusy || $0.code == .collision } }
}
