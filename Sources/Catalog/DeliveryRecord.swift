// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// A delivered file, with the note that went with it. What it was made from is told by `origins(of:)` for its file.
public struct DeliveryRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The file that was delivered.
  public var fileID: String
  /// The task that did it.
  public var taskID: String?
  /// The specification's name.
  public var spec: String
  /// The verdict of the check of what was written.
  public var verdict: String
  /// The whole delivery note, as JSON.
  public var note: String
  /// When.
  public var delivered: Timestamp

  /// A delivery as given.
  public init(
    id: String = RecordID.make(), fileID: String, taskID: String? = nil, spec: String, verdict: String, note: String, delivered: Timestamp
  ) {
    self.id = id
    self.fileID = fileID
    self.taskID = taskID
    self.spec = spec
    self.verdict = verdict
    self.note = note
    self.delivered = delivered
  }
}

extension DeliveryRecord: CatalogRecord {
  static var databaseTableName: String { "delivery" }
}

extension CatalogDatabase {
  /// Records the delivery of a recorded file.
  public func recordDelivery(_ delivery: DeliveryRecord, by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      guard let file = try FileInstanceRecord.fetchOne(db, key: delivery.fileID) else { throw CatalogError(.noSuchRecord, subject: delivery.fileID) }
      try delivery.insert(db)
      let details: [String: AuditValue] = [
        "delivery": .text(delivery.id), "file": .text(file.id), "spec": .text(delivery.spec), "verdict": .text(delivery.verdict),
      ]
      return ((), [AuditNote(action: "file.delivered", subject: file.path, details: details)])
    }
  }

  /// Every delivery, newest first.
  public func deliveries() throws(CatalogError) -> [DeliveryRecord] {
    try read { try DeliveryRecord.order(moment("delivered").desc).fetchAll($0) }
  }
}
