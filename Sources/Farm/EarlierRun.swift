// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import Operations

/// What the catalogue knows of an order's tasks from earlier runs, and which of it still stands.
///
/// A finished task stands while it asks the same, what it reads has not changed, what it made is still there, and every task it needs stands too. A
/// source that is gone altogether, as a card that was handed back, changes nothing.
struct EarlierRun: Sendable {
  private let records: [String: TaskRecord]

  init(_ records: [TaskRecord]) { self.records = Dictionary(records.map { ($0.name, $0) }) { _, last in last } }

  /// The record of a task, if it was ever begun.
  func record(_ task: WorkOrder.Task) -> TaskRecord? { records[task.id] }

  /// The outcomes of the tasks that need not run again.
  func standing(in order: WorkOrder) -> [String: TaskOutcome] {
    var standing: [String: TaskOutcome] = [:]
    var grew = true
    while grew {
      grew = false
      for task in order.tasks where standing[task.id] == nil && task.needs.allSatisfy({ standing[$0]?.status == .clean }) {
        guard let outcome = outcome(of: task, in: order, given: standing) else { continue }
        standing[task.id] = outcome
        grew = true
      }
    }
    return standing
  }

  private func outcome(of task: WorkOrder.Task, in order: WorkOrder, given: [String: TaskOutcome]) -> TaskOutcome? {
    guard let record = records[task.id], Self.stands(record.status, task), let json = record.outcome,
      let outcome = try? JSONDecoder().decode(TaskOutcome.self, from: Data(json.utf8))
    else { return nil }
    guard TaskFingerprint(task, in: order, given: given).permits(record.fingerprint) else { return nil }
    let isThere = outcome.files.allSatisfy { file in
      guard let facts = try? FileFacts.of(file.path) else { return false }
      return facts.kind == .file && facts.size == Int64(file.bytes) && facts.modified.description == file.modified
    }
    let areThere = (outcome.products + outcome.documents).allSatisfy { path in
      (try? FileFacts.of(path).kind).map { $0 != .special } ?? false
    }
    return isThere && areThere ? outcome : nil
  }
}

extension EarlierRun {
  /// Whether an outcome may stand at all. What was rejected is tried again, for somebody may have mended it, but for an inspection: the same file, held
  /// against the same limits, is rejected again.
  private static func stands(_ status: WorkStatus, _ task: WorkOrder.Task) -> Bool {
    if case .qc = task.request { return status == .clean || status == .rejected }
    return status == .clean
  }
}
