// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Catalog

/// Which content was given which number.
struct `Identifiers of content` {
  private let folder: TemporaryFolder
  private let catalog: CatalogDatabase

  init() throws {
    folder = try TemporaryFolder()
    catalog = try CatalogDatabase(folder: folder.url.path)
  }

  private func content(
    _ identifier: String, _ digest: String, essence: String? = nil, kind: String = "clock", reason: String? = nil
  ) -> IdentifierRecord {
    IdentifierRecord(
      kind: kind, identifier: identifier, path: "/ads/\(digest).mxf", byteCount: 1000, digests: ["sha256": digest],
      essence: "sha256:\(essence ?? digest)", frames: 1125, activeFrames: 750, rate: "25", order: "WO-1", reason: reason, actor: "ada",
      assigned: operatorAtWork.clock.now)
  }

  @Test func `a number is never given to other content, with a reason or without`() throws {
    let first = content("ABC/WXYZ001/030", "aa")
    #expect(try catalog.assign(first, by: operatorAtWork).outcome == .assigned)
    #expect(try catalog.assign(content("ABC/WXYZ001/030", "bb"), by: operatorAtWork).outcome == .taken(by: first))
    #expect(try catalog.assign(content("ABC/WXYZ001/030", "bb", reason: "please"), by: operatorAtWork).outcome == .taken(by: first))
    #expect(try catalog.identifiers() == [first] && catalog.auditEnd().length == 1)
    #expect(try catalog.assign(content("ABC/WXYZ001/030", "bb", kind: "ad-id"), by: operatorAtWork).outcome == .assigned)
    #expect(try CatalogDatabase(folder: folder.url.path).identifiers(kind: "clock") == [first])
  }

  @Test func `the same content gets it again with a reason only, which the audit log keeps`() throws {
    let first = content("ABC/WXYZ001/030", "aa")
    _ = try catalog.assign(first, by: operatorAtWork)
    #expect(try catalog.assign(content("ABC/WXYZ001/030", "aa"), by: operatorAtWork).outcome == .needsReason(since: first))
    let again = content("ABC/WXYZ001/030", "aa", reason: "upload broke off")
    #expect(try catalog.assign(again, by: operatorAtWork).outcome == .resupplied(since: first))
    let rewrapped = content("ABC/WXYZ001/030", "cc", essence: "aa", reason: "as QuickTime")
    #expect(try catalog.assign(rewrapped, by: operatorAtWork).outcome == .resupplied(since: first))
    #expect(try catalog.identifiers() == [first, again, rewrapped])
    let entries = try catalog.auditEntries().map(\.event)
    #expect(entries.map(\.action) == ["identifier.assigned", "identifier.resupplied", "identifier.resupplied"])
    #expect(entries.allSatisfy { $0.subject == "ABC/WXYZ001/030" } && entries[1].details["reason"] == .text("upload broke off"))
    #expect(try catalog.verifyAudit() == nil)
  }

  @Test func `one content with two numbers is told`() throws {
    let first = content("ABC/WXYZ001/030", "aa")
    _ = try catalog.assign(first, by: operatorAtWork)
    let second = try catalog.assign(content("ABC/WXYZ002/030", "aa"), by: operatorAtWork)
    #expect(second.outcome == .assigned && second.others == [first])
    #expect(try catalog.assign(content("ABC/WXYZ003/030", "bb"), by: operatorAtWork).others.isEmpty)
  }

  @Test func `of two who ask at once, one is first`() async throws {
    let catalogs = try (0..<2).map { _ in try CatalogDatabase(folder: folder.url.path) }
    let outcomes = try await withThrowingTaskGroup(of: [IdentifierOutcome].self) { group in
      for (index, catalog) in catalogs.enumerated() {
        let contents = (1...20).map { content("ABC/WXYZ0\($0 + 10)/030", "\(index)-\($0)") }
        group.addTask { try contents.map { try catalog.assign($0, by: operatorAtWork).outcome } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.count { $0 == .assigned } == 20 && outcomes.count == 40)
    #expect(try catalogs[0].identifiers().count == 20)
  }

  @Test func `a catalogue of before numbers were kept takes them`() throws {
    let old = try TemporaryFolder()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false  // a dump is in alphabetical order
    let database = try DatabaseQueue(path: old.path(CatalogDatabase.fileName), configuration: configuration)
    try database.write { try $0.execute(sql: catalogVersion1) }
    try CatalogSchema.migrator.migrate(database, upTo: "5 media and choices")
    #expect(try database.read { try !$0.tableExists("identifier") })
    try database.close()
    let migrated = try CatalogDatabase(folder: old.url.path)
    #expect(try migrated.orders().count == 1 && migrated.identifiers().isEmpty)
    #expect(try migrated.assign(content("ABC/WXYZ001/030", "aa"), by: operatorAtWork).outcome == .assigned)
    #expect(try migrated.verifyAudit() == nil)
  }
}
