// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// An inspection of a file, with its report.
public struct InspectionRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The file that was inspected.
  public var fileID: String
  /// The task that did it.
  public var taskID: String?
  /// The specification's name.
  public var spec: String
  /// The verdict: `pass`, `passWithWarnings`, `fail`, `incomplete`.
  public var verdict: String
  /// What was found.
  public var findings: FindingCounts
  /// The whole report, as JSON.
  public var report: String
  /// When.
  public var inspected: Timestamp

  /// An inspection as given.
  public init(
    id: String = RecordID.make(), fileID: String, taskID: String? = nil, spec: String, verdict: String, findings: FindingCounts, report: String,
    inspected: Timestamp
  ) {
    self.id = id
    self.fileID = fileID
    self.taskID = taskID
    self.spec = spec
    self.verdict = verdict
    self.findings = findings
    self.report = report
    self.inspected = inspected
  }
}

extension InspectionRecord: CatalogRecord {
  static var databaseTableName: String { "inspection" }
}

extension CatalogDatabase {
  /// Records an inspection of a recorded file.
  public func recordInspection(_ inspection: InspectionRecord, by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      guard let file = try FileInstanceRecord.fetchOne(db, key: inspection.fileID) else {
        throw CatalogError(.noSuchRecord, subject: inspection.fileID)
      }
      try inspection.insert(db)
      let details: [String: AuditValue] = [
        "inspection": .text(inspection.id), "file": .text(file.id), "spec": .text(inspection.spec), "verdict": .text(inspection.verdict),
      ]
      return ((), [AuditNote(action: "file.inspected", subject: file.path, details: details)])
    }
  }

  /// The inspections of a file, newest first.
  public func inspections(of fileID: String) throws(CatalogError) -> [InspectionRecord] {
    try read { try InspectionRecord.filter(Column("fileID") == fileID).order(moment("inspected").desc).fetchAll($0) }
  }
}
