// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Operations

/// Runs jobs in this process: independent ones at once, up to a limit.
///
/// A job whose needs have not all ended clean is blocked, never run. When the surrounding task is cancelled, running jobs are asked to stop and
/// nothing new begins.
public struct LocalEngine: WorkEngine {
  /// How many jobs run at once.
  public let width: Int

  /// An engine that runs at most `width` jobs at once.
  public init(width: Int) { self.width = max(1, width) }

  /// Runs every job that can run; see `WorkEngine`.
  public func run(
    _ jobs: [Job], perform: @escaping @Sendable (Job, [String: TaskOutcome]) async -> TaskOutcome,
    changed: @escaping @Sendable (String, JobState) async throws -> Void
  ) async throws -> [String: JobState] {
    var states = Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, JobState(.waiting)) })
    try await withThrowingTaskGroup(of: (String, TaskOutcome).self) { group in
      var running = 0
      while true {
        var moved = true
        while moved {  // a job that is blocked may block one that stands before it
          moved = false
          for job in jobs where states[job.id]?.status == .waiting {
            guard let state = Self.next(for: job, states, hasRoom: running < width) else { continue }
            states[job.id] = state
            try await changed(job.id, state)
            moved = true
            guard state.status == .running else { continue }
            running += 1
            let given = Dictionary(uniqueKeysWithValues: job.needs.compactMap { id in states[id]?.outcome.map { (id, $0) } })
            group.addTask { (job.id, await perform(job, given)) }
          }
        }
        guard let (id, outcome) = try await group.next() else { break }
        running -= 1
        let state = JobState(outcome.status, outcome: outcome)
        states[id] = state
        try await changed(id, state)
      }
    }
    return states
  }

  /// The state that a waiting job moves to now, or `nil` while it must go on waiting.
  private static func next(for job: Job, _ states: [String: JobState], hasRoom: Bool) -> JobState? {
    for need in job.needs {
      guard let status = states[need]?.status, status.isFinished, status != .clean else { continue }
      return JobState(.blocked, reason: "it needs ‘\(need)’, which is \(status.rawValue)")
    }
    if Task.isCancelled { return JobState(.cancelled, reason: "the order was stopped before this task began") }
    return hasRoom && job.needs.allSatisfy { states[$0]?.status == .clean } ? JobState(.running) : nil
  }
}
