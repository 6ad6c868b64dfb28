// SPDX-License-Identifier: Apache-2.0

public import Integrity

/// Lets files of a history go that were removed on purpose, with who says so and why; or takes that back.
public struct WithdrawFiles: Sendable {
  private enum Act: Sendable {
    case withdraw(Withdraw)
    case reinstate(Reinstate)
  }

  private let act: Act

  /// A withdrawal as set up.
  public init(_ withdraw: Withdraw) { act = .withdraw(withdraw) }

  /// The taking back of one, as set up.
  public init(_ reinstate: Reinstate) { act = .reinstate(reinstate) }

  /// Does it.
  ///
  /// - Throws: `IntegrityError` where it cannot be done; what is wrong with the files that stay is in the report.
  public func run(in environment: Environment) async throws -> VerificationReport {
    let (act, show) = (act, environment.progress)
    return try await onOwnThread { cancellation in
      switch act {
      case .withdraw(let work): try work.run(cancellation: cancellation) { show(WorkProgress($0, task: nil)) }
      case .reinstate(let work): try work.run(cancellation: cancellation) { show(WorkProgress($0, task: nil)) }
      }
    }
  }
}
