// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// How many findings there were of each weight.
public struct FindingCounts: Hashable, Sendable, Codable {
  /// Those that reject.
  public var mandatory: Int
  /// Those that warn.
  public var advisory: Int
  /// Those that only tell.
  public var info: Int

  /// Counts; none unless given.
  public init(mandatory: Int = 0, advisory: Int = 0, info: Int = 0) {
    self.mandatory = mandatory
    self.advisory = advisory
    self.info = info
  }
}

/// One task of an order, and its last run.
public struct TaskRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The order it belongs to.
  public var orderID: String
  /// The task's id in the order file.
  public var name: String
  /// The verb: `offload`, `qc`, `deliver`.
  public var kind: String
  /// What it was asked to do, as JSON.
  public var parameters: String
  /// A digest of parameters and inputs: while it is the same, a finished task need not run again.
  public var fingerprint: String
  /// How it stands.
  public var status: WorkStatus
  /// When its last run began.
  public var started: Timestamp
  /// When its last run ended.
  public var finished: Timestamp?
  /// The paths that it made.
  public var outputs: [String]
  /// What it found.
  public var findings: FindingCounts
  /// What to tell the operator, in a sentence.
  public var message: String?
  /// Everything that came of it, as the JSON of whoever ran it: what a later run of the order takes up instead of doing it again.
  public var outcome: String?
}

extension TaskRecord: CatalogRecord {
  static var databaseTableName: String { "task" }
}

extension CatalogDatabase {
  /// Notes that a task of an order begins; its record is the same each time it runs.
  public func taskStarted(
    order orderID: String, name: String, kind: String, parameters: String, fingerprint: String, by context: AuditContext
  ) throws(CatalogError) -> TaskRecord {
    try write(by: context) { db in
      guard let order = try OrderRecord.fetchOne(db, key: orderID) else { throw CatalogError(.noSuchRecord, subject: orderID) }
      let earlier = try TaskRecord.filter(Column("orderID") == orderID && Column("name") == name).fetchOne(db)
      let task = TaskRecord(
        id: earlier?.id ?? RecordID.make(), orderID: orderID, name: name, kind: kind, parameters: parameters, fingerprint: fingerprint,
        status: .running, started: context.clock.now, finished: nil, outputs: [], findings: FindingCounts(), message: nil)
      try task.save(db)
      return (
        task, [AuditNote(action: "task.started", subject: "\(order.reference)/\(name)", details: ["task": .text(task.id), "kind": .text(kind)])]
      )
    }
  }

  /// Notes how a task ended.
  public func taskFinished(
    _ id: String, status: WorkStatus, outputs: [String] = [], findings: FindingCounts = FindingCounts(), message: String? = nil,
    outcome: String? = nil, by context: AuditContext
  ) throws(CatalogError) {
    try write(by: context) { db in
      guard var task = try TaskRecord.fetchOne(db, key: id) else { throw CatalogError(.noSuchRecord, subject: id) }
      let reference = try OrderRecord.fetchOne(db, key: task.orderID)?.reference ?? ""
      task.status = status
      task.finished = context.clock.now
      task.outputs = outputs
      task.findings = findings
      task.message = message
      task.outcome = outcome
      try task.update(db)
      let details: [String: AuditValue] = [
        "task": .text(id), "status": .text(status.rawValue), "outputs": .integer(Int64(outputs.count)),
        "mandatory": .integer(Int64(findings.mandatory)),
      ]
      return ((), [AuditNote(action: "task.finished", subject: "\(reference)/\(task.name)", details: details)])
    }
  }

  /// The tasks of an order, in the order in which they last began.
  public func tasks(of orderID: String) throws(CatalogError) -> [TaskRecord] {
    try read { try TaskRecord.filter(Column("orderID") == orderID).order(moment("started"), Column("name")).fetchAll($0) }
  }
}
