// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import Operations

/// Keeps the catalogue abreast of an order's tasks while they run.
actor TaskLedger {
  private let orderID: String
  private let order: WorkOrder
  private let catalog: CatalogDatabase
  private let context: AuditContext
  private let earlier: EarlierRun
  private let standing: [String: TaskOutcome]
  private var begun: [String: (record: TaskRecord, at: Timestamp, instant: ContinuousClock.Instant)] = [:]
  private var ended: [String: (at: Timestamp, seconds: Double)] = [:]

  init(
    orderID: String, order: WorkOrder, catalog: CatalogDatabase, context: AuditContext, earlier: EarlierRun, standing: [String: TaskOutcome]
  ) {
    self.orderID = orderID
    self.order = order
    self.catalog = catalog
    self.context = context
    self.earlier = earlier
    self.standing = standing
  }

  /// The outcome of a task that need not run again.
  func standing(_ id: String) -> TaskOutcome? { standing[id] }

  /// Notes that a task begins.
  func begin(_ task: WorkOrder.Task, given: [String: TaskOutcome]) throws -> TaskRecord {
    let fingerprint = TaskFingerprint(task, in: order, given: given)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let record = try catalog.taskStarted(
      order: orderID, name: task.id, kind: task.request.kind, parameters: String(decoding: try encoder.encode(task.request), as: UTF8.self),
      fingerprint: fingerprint.description, by: context)
    begun[task.id] = (record, context.clock.now, .now)
    return record
  }

  /// Notes how a task ended.
  func end(_ id: String, _ state: JobState) throws {
    guard state.status.isFinished, let begun = begun[id], let outcome = state.outcome else { return }
    ended[id] = (context.clock.now, (ContinuousClock.now - begun.instant) / .seconds(1))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try catalog.taskFinished(
      begun.record.id, status: outcome.status, outputs: outcome.outputs, findings: outcome.findings,
      message: outcome.notes.isEmpty ? nil : outcome.notes.joined(separator: "\n"),
      outcome: String(decoding: try encoder.encode(outcome), as: UTF8.self),
      by: context)
  }

  /// A task's line in the order's result.
  func result(of task: WorkOrder.Task, _ state: JobState) -> OrderResult.Task {
    let record = standing[task.id] == nil ? nil : earlier.record(task)
    let seconds = record.flatMap { record in record.finished.map { $0.elapsed(since: record.started) / .seconds(1) } }
    return OrderResult.Task(
      task: task, state: state, started: record?.started ?? begun[task.id]?.at, finished: record?.finished ?? ended[task.id]?.at,
      seconds: seconds ?? ended[task.id]?.seconds ?? 0, wasDone: record != nil)
  }
}
