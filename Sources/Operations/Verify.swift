// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Integrity

/// Checks files against what was recorded of them. It reads only.
public struct Verify: Sendable {
  /// The file or folder.
  public var path: String
  /// What to check against.
  public var reference: Verifier.Reference

  /// A verification of `path`.
  public init(_ path: String, against reference: Verifier.Reference = .history) {
    self.path = path
    self.reference = reference
  }

  /// Verifies.
  ///
  /// - Throws: `IntegrityError` where there is nothing to check, or nothing to check against.
  public func run(in environment: Environment, task: String? = nil) async throws -> VerificationReport {
    let (path, reference, show) = (path, reference, environment.progress)
    return try await onOwnThread { cancellation in
      try Verifier(path).verify(against: reference, cancellation: cancellation) { step in
        show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
      }
    }
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
