// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Integrity

/// Checks files against what was recorded of them, and records the result as a generation of their history unless told not to.
public struct Verify: Sendable {
  /// The file or folder.
  public var path: String
  /// What to check against.
  public var reference: Verifier.Reference
  /// Whether what is found is added to the history. An order's verification only looks: the same order run again must find the same history.
  public var recordsGeneration: Bool

  /// A verification of `path`.
  public init(_ path: String, against reference: Verifier.Reference = .history, recordsGeneration: Bool = false) {
    self.path = path
    self.reference = reference
    self.recordsGeneration = recordsGeneration
  }

  /// Verifies.
  ///
  /// - Throws: `IntegrityError` where there is nothing to check, or nothing to check against.
  public func run(in environment: Environment, task: String? = nil) async throws -> VerificationReport {
    let (path, reference, show) = (path, reference, environment.progress)
    let signature = recordsGeneration ? Signature(host: environment.host, clock: environment.clock) : nil
    return try await onOwnThread { cancellation in
      try Verifier(path).verify(against: reference, recording: signature, cancellation: cancellation) { step in
        show(WorkProgress(step, task: task))
      }
    }
  }
}

extension WorkProgress {
  /// How far a hashing has come.
  init(_ step: IntegrityProgress, task: String?) {
    self.init(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes)
  }
}

extension TaskOutcome {
  /// What a verification of `path` comes to as a task.
  public init(_ report: VerificationReport, of path: String) {
    self.init(
      status: WorkStatus(report.status), products: [path],
      notes: report.failed.map { "\($0.path): \($0.reason)" } + report.missing.map { "\($0) is missing" }
        + report.new.map { "\($0) is there and not listed" } + report.notes)
  }
}
