// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Catalog

struct `Catalogue on disk` {
  private let folder: TemporaryFolder
  private var path: String { folder.path(CatalogDatabase.fileName) }

  init() throws { folder = try TemporaryFolder() }

  @Test func `what was written is there when it is opened again`() throws {
    let order = try CatalogDatabase(folder: folder.url.path).order()
    #expect(try CatalogDatabase(folder: folder.url.path).orders() == [order])
  }

  @Test func `commits outlive a power cut and references hold`() throws {
    let catalog = try CatalogDatabase(folder: folder.url.path)
    let pragmas = try catalog.write(by: operatorAtWork) { db in
      (try ["journal_mode", "synchronous", "foreign_keys"].map { try String.fetchOne(db, sql: "PRAGMA \($0)") }, [])
    }
    #expect(pragmas == ["wal", "2", "1"])
  }

  @Test func `an unfinished transaction of a dead process leaves nothing`() throws {
    let catalog = try CatalogDatabase(folder: folder.url.path)
    _ = try catalog.order()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    var dead: DatabaseQueue? = try DatabaseQueue(path: path, configuration: configuration)
    try dead?.inDatabase { db in
      try db.beginTransaction(.immediate)
      try db.execute(sql: "UPDATE \"order\" SET status = 'clean'")
    }
    dead = nil
    #expect(try CatalogDatabase(folder: folder.url.path).orders().map(\.status) == [.running])
  }

  @Test func `a writer waits for another process, and says so when that takes too long`() throws {
    let patient = try CatalogDatabase(path: path, waitingAtMost: 5)
    let hasty = try CatalogDatabase(path: path, waitingAtMost: 0.05)
    let other = try DatabaseQueue(path: path)
    let locked = DispatchSemaphore(value: 0)
    let release = DispatchSemaphore(value: 0)
    let holder = Thread {
      try? other.inTransaction(.immediate) { _ in
        locked.signal()
        release.wait()
        return .commit
      }
    }
    holder.start()
    locked.wait()
    let error = #expect(throws: CatalogError.self) { try hasty.order() }
    #expect(error?.code == .busy)
    #expect(try patient.orders().isEmpty)
    release.signal()
    #expect(try patient.order().revision == 1)
  }

  @Test func `two connections keep one unbroken audit chain`() async throws {
    let catalogs = try (0..<2).map { _ in try CatalogDatabase(path: path, waitingAtMost: 10) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for catalog in catalogs {
        group.addTask { for step in 0..<20 { try catalog.note("test.step", subject: "\(step)", by: operatorAtWork) } }
      }
      try await group.waitForAll()
    }
    #expect(try catalogs[0].auditEnd().length == 40)
    #expect(try catalogs[1].verifyAudit() == nil)
  }

  @Test func `a file that is no catalogue is named`() throws {
    try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(filePath: path))
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.url.path) }
    #expect(error?.code == .damaged)
    #expect(error?.description.contains(path) == true)
    #expect(try Data(contentsOf: URL(filePath: path)).starts(with: Data("not a database".utf8)))
  }

  @Test func `a record that somebody made unreadable is damage`() throws {
    let catalog = try CatalogDatabase(folder: folder.url.path)
    let file = FileInstanceRecord(path: "/a", byteCount: 1, digests: [:], recorded: operatorAtWork.clock.now)
    _ = try catalog.recordFile(file, by: operatorAtWork)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE file SET digests = 'nonsense'") }
    #expect(#expect(throws: CatalogError.self) { try catalog.fileInstances(path: "/a") }?.code == .damaged)
  }

  @Test func `a folder that is not there is named`() {
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.path("none")) }
    #expect(error?.code == .cannotOpen)
  }

  @Test func `a catalogue of a newer version is left alone`() throws {
    _ = try CatalogDatabase(folder: folder.url.path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of tomorrow')") }
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.url.path) }
    #expect(error?.code == .newerVersion)
  }

  @Test func `a catalogue of the first version opens as it was written`() throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false  // a dump is in alphabetical order
    try DatabaseQueue(path: path, configuration: configuration).write { try $0.execute(sql: catalogVersion1) }
    let catalog = try CatalogDatabase(folder: folder.url.path)
    let order = try #require(try catalog.orders().first)
    #expect(order.reference == "WO-2026-0147")
    #expect(try catalog.tasks(of: order.id).map(\.outputs) == [["/shared/A001C003.mov"]])
    #expect(try catalog.fileInstances(path: "/shared/A001C003.mov").map(\.digests) == [["xxh64": "0ea03b369a463d9d"]])
    #expect(try catalog.verifyAudit() == nil)
    #expect(try catalog.auditEnd().length == 4)
  }
}
