// SPDX-License-Identifier: Apache-2.0

public import Integrity

/// Holds a folder against its ASC MHL history and adds a generation, or writes a manifest outside any history.
public struct RecordHistory: Sendable {
  /// What is done, to which folder, signed by whom.
  public var pass: HistoryPass

  /// A pass as set up.
  public init(_ pass: HistoryPass) { self.pass = pass }

  /// Does it.
  ///
  /// - Throws: `IntegrityError` where it cannot be done; what is wrong with files or history is in the report.
  public func run(in environment: Environment) async throws -> VerificationReport {
    let (pass, show) = (pass, environment.progress)
    return try await onOwnThread { try pass.run(cancellation: $0) { show(WorkProgress($0, task: nil)) } }
  }
}
