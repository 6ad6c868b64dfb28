// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import Hashing
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
      return facts.size == Int64(file.bytes) && facts.modified.description == file.modified
    }
    let areThere = (outcome.products + outcome.documents).allSatisfy { (try? FileFacts.of($0)) != nil }
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

/// What a task asks and what it reads, as two digests: while both are the same, its outcome is too.
struct TaskFingerprint: Sendable, CustomStringConvertible {
  private let request: String
  /// `nil` where nothing of what the task reads is there.
  private let input: String?

  init(_ task: WorkOrder.Task, in order: WorkOrder, given: [String: TaskOutcome]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(task.request)) ?? Data(task.request.kind.utf8)
    request = Digest.of(json, algorithm: .sha256).text
    let paths: [String] =
      switch task.request.input {
      case .path(let path): [order.resolve(path)]
      case .task(let id, let below): (given[id]?.products ?? []).map { below == nil ? $0 : $0 + "/" + (below ?? "") }
      }
    let lines = paths.compactMap(Self.identity)
    input = lines.isEmpty ? nil : Digest.of(lines.joined(separator: "\n"), algorithm: .sha256).text
  }

  /// As the catalogue keeps it.
  var description: String { "\(request) \(input ?? "-")" }

  /// Whether a task recorded with `recorded` need not run again for what it asks and reads.
  func permits(_ recorded: String) -> Bool {
    let parts = recorded.split(separator: " ").map(String.init)
    return parts.count == 2 && parts[0] == request && (input == nil || parts[1] == input)
  }

  /// Paths, sizes and times of everything at `path`; nothing where nothing is there. Lineup's own histories and part files do not count.
  private static func identity(_ path: String) -> String? {
    guard let facts = try? FileFacts.of(path) else { return nil }
    guard facts.kind == .folder else { return "\(path)\t\(facts.size)\t\(facts.modified)" }
    guard let walk = try? FolderWalk(path, where: { $0.name != "ascmhl" && !$0.name.hasSuffix(".lineup-part") }) else { return nil }
    var lines = [path]
    for case .entry(let entry) in walk where entry.facts.kind == .file { lines.append("\(entry.path)\t\(entry.facts.size)\t\(entry.facts.modified)") }
    return lines.joined(separator: "\n")
  }
}

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
