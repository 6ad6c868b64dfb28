// SPDX-License-Identifier: Apache-2.0

public import Integrity

/// Lets files of a history go that were removed on purpose, with who says so and why.
public struct WithdrawFiles: Sendable {
  /// What is let go, and who answers for it.
  public var withdraw: Withdraw

  /// A withdrawal as set up.
  public init(_ withdraw: Withdraw) { self.withdraw = withdraw }

  /// Does it.
  ///
  /// - Throws: `IntegrityError` where it cannot be done; what is wrong with the files that stay is in the report.
  public func run(in environment: Environment) async throws -> VerificationReport {
    let (withdraw, show) = (withdraw, environment.progress)
    return try await onOwnThread { try withdraw.run(cancellation: $0) { show(WorkProgress($0, task: nil)) } }
  }
}
