// SPDX-License-Identifier: Apache-2.0

public import Catalog
public import Operations

/// A piece of work that an engine can place: one task with what it must wait for.
///
/// It is a value through and through, so that an engine may run it here, write it to a queue or send it to another machine.
public struct Job: Sendable, Equatable {
  /// The task's name within its order.
  public var id: String
  /// Jobs that must end clean before this one starts.
  public var needs: [String]
  /// What to do.
  public var request: TaskRequest

  /// A job.
  public init(id: String, needs: [String], request: TaskRequest) {
    self.id = id
    self.needs = needs
    self.request = request
  }
}

/// How a job stands, with the outcome once it has one.
public struct JobState: Sendable, Equatable {
  /// The stage it has reached.
  public var status: WorkStatus
  /// What came of it; `nil` until it has run.
  public var outcome: TaskOutcome?
  /// Why it did not run, in words, for a job that is blocked or cancelled.
  public var reason: String?

  /// A state.
  public init(_ status: WorkStatus, outcome: TaskOutcome? = nil, reason: String? = nil) {
    self.status = status
    self.outcome = outcome
    self.reason = reason
  }
}

/// Somewhere that jobs run: surely, once, and in an order that their needs allow.
public protocol WorkEngine: Sendable {
  /// Runs every job that can run and answers how each one ended.
  ///
  /// - Parameters:
  ///   - jobs: the jobs; their needs name each other and hold no circle.
  ///   - perform: does one job, given the outcomes of those it needs. It does not throw: what went wrong is an outcome.
  ///   - changed: told of each change of state, in order for any one job, before anything that waits for it begins.
  func run(
    _ jobs: [Job], perform: @escaping @Sendable (Job, [String: TaskOutcome]) async -> TaskOutcome,
    changed: @escaping @Sendable (String, JobState) async throws -> Void
  ) async throws -> [String: JobState]
}
