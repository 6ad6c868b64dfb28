// SPDX-License-Identifier: Apache-2.0

import Custody
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Catalog

struct `Audit log` {
  private let folder: TemporaryFolder
  private let catalog: CatalogDatabase

  init() throws {
    folder = try TemporaryFolder()
    catalog = try CatalogDatabase(folder: folder.url.path)
    for step in 1...4 { try catalog.note("test.step", subject: "step \(step)", details: ["number": .integer(Int64(step))], by: operatorAtWork) }
  }

  /// Does what somebody with the file and a database tool could do.
  private func tamper(_ sql: String, liftingGuards: Bool = true) throws {
    try DatabaseQueue(path: folder.path(CatalogDatabase.fileName)).write { db in
      if liftingGuards { for name in ["update", "delete", "replace"] { try db.execute(sql: "DROP TRIGGER audit_no_\(name)") } }
      try db.execute(sql: sql)
    }
  }

  @Test func `an untouched log verifies`() throws {
    #expect(try catalog.verifyAudit(end: catalog.auditEnd()) == nil)
    #expect(try catalog.auditEntries().map(\.event.actor) == ["ada", "ada", "ada", "ada"])
  }

  @Test(arguments: [
    "UPDATE audit SET actor = 'eve' WHERE sequence = 2", "DELETE FROM audit WHERE sequence = 2",
    "INSERT OR REPLACE INTO audit SELECT sequence, timestamp, 'eve', host, action, subject, details, previousHash, hash FROM audit WHERE sequence = 2",
  ])
  func `the database itself refuses to change the log`(sql: String) throws {
    #expect(throws: DatabaseError.self) { try tamper(sql, liftingGuards: false) }
    #expect(try catalog.verifyAudit() == nil)
  }

  @Test(arguments: [
    "actor = 'eve'", "host = 'elsewhere'", "action = 'other'", "subject = 'other'", "timestamp = '2020-01-01T00:00:00Z'", "timestamp = 'soon'",
    "details = '{\"number\":3}'", "details = 'x'", "hash = 'x'",
  ])
  func `a changed entry is named whatever was changed in it`(change: String) throws {
    try tamper("UPDATE audit SET \(change) WHERE sequence = 2")
    #expect(try catalog.verifyAudit()?.sequence == 2)
  }

  @Test func `a removed entry is named`() throws {
    try tamper("DELETE FROM audit WHERE sequence = 3")
    #expect(try catalog.verifyAudit()?.description == "entry 3 is missing")
  }

  @Test func `entries cut off at the end show against a kept end`() throws {
    let end = try catalog.auditEnd()
    try tamper("DELETE FROM audit WHERE sequence = 4")
    #expect(try catalog.verifyAudit() == nil)
    #expect(try catalog.verifyAudit(end: end)?.sequence == 4)
  }

  @Test func `the export holds one entry a line and reads back`() throws {
    let lines = try catalog.exportAudit().split(separator: "\n")
    let entries = try lines.map { try JSONDecoder().decode(AuditEntry.self, from: Data($0.utf8)) }
    #expect(try entries == catalog.auditEntries())
    #expect(AuditChain.verify(entries) == nil)
  }

  @Test func `an entry numbered beyond counting is damage, not the end of the program`() throws {
    try tamper("UPDATE audit SET sequence = 9223372036854775807 WHERE sequence = 4")
    #expect(try catalog.verifyAudit() != nil)
    let error = #expect(throws: CatalogError.self) { try catalog.note("test.step", subject: "step 5", by: operatorAtWork) }
    #expect(error?.code == .damaged)
  }

  @Test func `a log whose table was made anew with other columns is read and its first entry named`() throws {
    try tamper("DROP TABLE audit; CREATE TABLE audit (sequence, actor); INSERT INTO audit VALUES ('one', x'FF')")
    #expect(try catalog.verifyAudit()?.kind == .changed)
  }
}
