// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import Hashing
import Logging
public import Operations

/// Runs a work order from where it stands: what was done before and still stands is kept, the rest is done.
///
/// The catalogue hears of each task before it begins and when it has ended, in the same transaction as the audit log. Killing the process at any moment
/// and running the order again therefore ends in the same result.
public struct OrderRun: Sendable {
  private let order: WorkOrder
  private let environment: Environment
  private let workspace: Workspace
  private let engine: any WorkEngine

  /// A run of `order` in `workspace` on `engine`.
  public init(_ order: WorkOrder, in environment: Environment, workspace: Workspace, engine: any WorkEngine) {
    self.order = order
    self.environment = environment
    self.workspace = workspace
    self.engine = engine
  }

  /// The folder of this order's reports.
  public var reports: String { workspace.reports + "/" + Self.folderName(order.reference) }

  /// Makes the folder of this order's reports; a link that somebody put in its place is refused.
  public func makeReportsFolder() throws {
    _ = try workspace.makeReports(Self.folderName(order.reference))
  }

  /// What would be done, where it would fit and what is missing. Nothing is written.
  public func plan() throws -> OrderPlan {
    let known = try workspace.catalog.orders().first { $0.reference == order.reference && $0.digest == digest }
    let earlier = EarlierRun(try known.map { try workspace.catalog.tasks(of: $0.id) } ?? [])
    return OrderPlan(order, finished: Set(earlier.standing(in: order).keys), in: environment)
  }

  /// Runs the order to its end.
  ///
  /// - Parameter changed: told of each task that begins or ends, and whether it was done in an earlier run and still stands; for people who watch.
  /// - Throws: `FilesError.busy` while another process runs an order in the same workspace; `OrderMistakes` where something stands in the way, before
  ///   anything starts.
  public func run(_ changed: @escaping @Sendable (String, JobState, _ wasDone: Bool) -> Void = { _, _, _ in }) async throws -> OrderResult {
    let lock = try FolderLock(workspace.folder)
    let result = try await runLocked(changed)
    _ = consume lock
    return result
  }

  // MARK: -

  private var digest: String { "sha256:" + order.digest }

  private func runLocked(_ changed: @escaping @Sendable (String, JobState, _ wasDone: Bool) -> Void) async throws -> OrderResult {
    try makeReportsFolder()
    let plan = try plan()
    guard plan.obstacles.isEmpty else { throw OrderMistakes(path: order.file.path, mistakes: plan.obstacles) }
    let (catalog, context, started) = (workspace.catalog, AuditContext(environment.host, clock: environment.clock), environment.clock.now)
    let record = try catalog.openOrder(
      reference: order.reference, title: order.title ?? order.reference, client: order.client, production: order.production, path: order.file.path,
      digest: digest, by: context)
    let earlier = EarlierRun(try catalog.tasks(of: record.id))
    let ledger = TaskLedger(
      orderID: record.id, order: order, catalog: catalog, context: context, earlier: earlier, standing: earlier.standing(in: order))
    let states = try await engine.run(order.tasks.map { Job(id: $0.id, needs: $0.needs, request: $0.request) }) { job, given in
      await perform(job, given: given, ledger)
    } changed: { id, state in
      try await ledger.end(id, state)
      changed(id, state, await ledger.standing(id) != nil)
    }
    var tasks: [OrderResult.Task] = []
    for task in order.tasks { tasks.append(await ledger.result(of: task, states[task.id] ?? JobState(.waiting))) }
    let result = OrderResult(
      order: order, tasks: tasks, started: tasks.compactMap(\.started).min() ?? started,
      finished: tasks.compactMap(\.finished).max() ?? environment.clock.now)
    try catalog.orderFinished(record.id, status: result.status, by: context)
    return result
  }

  /// Does one job, or answers what came of it before. What goes wrong is an outcome.
  private func perform(_ job: Job, given: [String: TaskOutcome], _ ledger: TaskLedger) async -> TaskOutcome {
    if let outcome = await ledger.standing(job.id) { return outcome }
    guard let task = order.task(job.id) else { return TaskOutcome(status: .failed, notes: ["the order has no task ‘\(job.id)’"]) }
    do {
      try workspace.check()
      let record = try await ledger.begin(task, given: given)
      let recorder = TaskRecorder(workspace.catalog, by: AuditContext(environment.host, clock: environment.clock), task: record)
      let runner = TaskRunner(order: order, environment: environment, reports: reports, recorder: recorder)
      return try await runner.run(task, given: given)
    } catch {
      if Task.isCancelled || error is CancellationError { return TaskOutcome(status: .cancelled, notes: ["stopped; run the order again to go on"]) }
      environment.log.error("task failed", metadata: ["task": "\(job.id)", "error": "\(error)"])
      return TaskOutcome(status: .failed, notes: ["\(error)"])
    }
  }

  /// A folder name for a reference: letters, digits, dots, hyphens and underscores; anything else becomes a hyphen. A name that had to be changed, or that
  /// another system could take for the same in other letters, is told from its like by a few digits of the reference's hash.
  static func folderName(_ reference: String) -> String {
    let name = String(reference.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }.prefix(120))
    let safe = name.hasPrefix(".") ? "-" + name.dropFirst() : name
    guard safe != reference || safe != safe.uppercased() else { return safe }
    return safe + "-" + Digest.of(reference, algorithm: .sha256).text.prefix(8)
  }
}
