// SPDX-License-Identifier: Apache-2.0

import Catalog
import Farm
import Operations
import Synchronization
import Testing

private func job(_ id: String, needs: [String] = []) -> Job { Job(id: id, needs: needs, request: .verify(VerifyRequest(input: .path(id)))) }

/// What an engine did, in order.
private final class Diary: Sendable {
  private let lines = Mutex<[String]>([])
  func note(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

private func run(_ jobs: [Job], width: Int = 2, outcomes: [String: WorkStatus] = [:], diary: Diary = Diary()) async throws -> [String: JobState] {
  try await LocalEngine(width: width).run(
    jobs,
    perform: { job, given in
      diary.note("run \(job.id) given \(given.keys.sorted().joined(separator: ","))")
      return TaskOutcome(status: outcomes[job.id] ?? .clean)
    }, changed: { id, state in diary.note("\(id) \(state.status.rawValue)") })
}

@Suite struct LocalEngineTests {
  @Test func `a job begins after those it needs and is given their outcomes`() async throws {
    let diary = Diary()
    let states = try await run([job("late", needs: ["first", "second"]), job("second", needs: ["first"]), job("first")], diary: diary)
    #expect(states.values.allSatisfy { $0.status == .clean })
    #expect(
      diary.all == [
        "first running", "run first given ", "first clean", "second running", "run second given first", "second clean", "late running",
        "run late given first,second", "late clean",
      ])
  }

  @Test(arguments: [WorkStatus.failed, .rejected, .partial, .cancelled])
  func `what needs a job that did not end clean is blocked, and so is what needs that`(status: WorkStatus) async throws {
    let states = try await run(
      [job("third", needs: ["second"]), job("second", needs: ["first"]), job("first"), job("apart")], outcomes: ["first": status])
    #expect(states["first"]?.status == status)
    #expect(states["second"] == JobState(.blocked, reason: "it needs ‘first’, which is \(status.rawValue)"))
    #expect(states["third"] == JobState(.blocked, reason: "it needs ‘second’, which is blocked"))
    #expect(states["apart"]?.status == .clean)
  }

  @Test(arguments: [1, 2, 5])
  func `no more jobs run at once than the engine is wide`(width: Int) async throws {
    let running = Atomic(0)
    let most = Atomic(0)
    let states = try await LocalEngine(width: width).run(
      (0..<20).map { job("\($0)") },
      perform: { _, _ in
        let now = running.add(1, ordering: .sequentiallyConsistent).newValue
        most.max(now, ordering: .sequentiallyConsistent)
        for _ in 0..<50 { await Task.yield() }
        running.subtract(1, ordering: .sequentiallyConsistent)
        return TaskOutcome(status: .clean)
      }, changed: { _, _ in })
    #expect(states.count == 20)
    #expect(most.load(ordering: .sequentiallyConsistent) <= width)
    #expect(most.load(ordering: .sequentiallyConsistent) >= min(2, width))
  }

  @Test func `after a stop nothing new begins and every job has an end`() async throws {
    let diary = Diary()
    let work = Task {
      try await LocalEngine(width: 1).run(
        [job("a"), job("b"), job("c", needs: ["a"])],
        perform: { _, _ in
          while !Task.isCancelled { await Task.yield() }
          return TaskOutcome(status: .cancelled)
        },
        changed: { id, state in
          diary.note("\(id) \(state.status.rawValue)")
        })
    }
    while !diary.all.contains("a running") { await Task.yield() }
    work.cancel()
    let states = try await work.value
    #expect(states["a"]?.status == .cancelled)
    #expect(states["b"]?.status == .cancelled)
    #expect(states["c"]?.status == .blocked)
  }
}
