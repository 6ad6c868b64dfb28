// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Catalog

/// A catalogue that somebody exchanged for one of his own making.
@Suite(.timeLimit(.minutes(1))) struct HostileCatalogueTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path(CatalogDatabase.fileName) }
  private static let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  init() throws { folder = try TemporaryFolder() }

  private func change(_ sql: String) throws {
    do { _ = try CatalogDatabase(folder: folder.url.path) }
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  private func refusal() throws -> [CatalogError?] {
    [
      #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.url.path) },
      #expect(throws: CatalogError.self) { try CatalogDatabase(reading: folder.url.path) },
    ]
  }

  @Test(arguments: [
    (#"CREATE TRIGGER evil BEFORE INSERT ON "order" BEGIN SELECT (\#(endless)); END"#, "trigger ‘evil’ on ‘order’"),
    (#"DROP TABLE clipKey; CREATE VIEW clipKey AS \#(endless)"#, "view ‘clipKey’"),
    (
      #"DROP TABLE grdb_migrations; CREATE VIEW grdb_migrations AS SELECT '1 records' AS identifier WHERE (\#(endless)) > 0"#,
      "view ‘grdb_migrations’"
    ),
    ("CREATE TABLE loot (words TEXT)", "table ‘loot’"),
    ("CREATE INDEX slow ON audit (hex(randomblob(length(details) + 1)))", ""),
    ("ALTER TABLE volume ADD COLUMN weight TEXT GENERATED ALWAYS AS (hex(zeroblob(1000000))) VIRTUAL", "table ‘volume’"),
  ])
  func `parts that are not ours are refused before anything runs`(_ sql: String, _ part: String) throws {
    do { try change(sql) } catch let error as DatabaseError { return #expect(part.isEmpty, "\(error)") }  // SQLite itself may refuse to make it
    for error in try refusal() {
      #expect(error?.code == .foreignParts)
      #expect(error?.description.contains(part) == true && error?.description.contains("put a backup in its place") == true)
    }
  }

  /// Computed when SQLite first looks at a file, in one step that nothing ends: the search takes an hour.
  @Test(arguments: ["sqlite_stat1", "SQLITE_STAT1"]) func `counts of ANALYZE that are computed are refused before SQLite reads them`(_ name: String)
    throws
  {
    try change(
      """
      CREATE TABLE counts (tbl, idx);
      INSERT INTO counts VALUES ('audit', 'audit');
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET name = '\(name)', tbl_name = '\(name)',
        sql = 'CREATE TABLE \(name)(tbl, idx, stat AS (instr(hex(zeroblob(4000000)), hex(zeroblob(2000000)) || ''1'')))' WHERE name = 'counts';
      """)
    for error in try refusal() {
      #expect(error?.code == .foreignParts)
      #expect(error?.description.contains("table ‘\(name)’") == true)
    }
  }

  @Test func `what ANALYZE counted is no foreign part`() throws {
    let order = try CatalogDatabase(folder: folder.url.path).order()
    try change("ANALYZE")
    #expect(try DatabaseQueue(path: path).read { try $0.tableExists("sqlite_stat1") })
    #expect(try CatalogDatabase(folder: folder.url.path).orders().map(\.id) == [order.id])
    #expect(try CatalogDatabase(reading: folder.url.path).orders().map(\.id) == [order.id])
  }

  @Test func `a catalogue that lost a part is not written to, and can be looked at`() throws {
    try change("DROP TRIGGER audit_no_delete")
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.url.path) }
    #expect(error?.code == .damaged && error?.description.contains("it lacks trigger ‘audit_no_delete’ on ‘audit’") == true)
    #expect(try CatalogDatabase(reading: folder.url.path).verifyAudit() == nil)
  }

  @Test func `a list of contents that says something twice hides nothing behind it`() throws {
    try change(
      """
      PRAGMA writable_schema = ON;
      WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 1000)
      INSERT INTO sqlite_master SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master, count WHERE type = 'index' AND sql IS NULL LIMIT 1000
      """)
    for error in try refusal() { #expect(error?.code == .foreignParts) }
  }

  @Test func `a journal that names another file deletes nothing`() throws {
    do { _ = try CatalogDatabase(folder: folder.url.path) }
    let victim = folder.path("victim.mov")
    try Data([1]).write(to: URL(filePath: victim))
    let name = Array(victim.utf8)
    func big(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
    let mark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    let sum = name.reduce(UInt32(0)) { $0 &+ UInt32($1) }
    let journal = mark + [UInt8](repeating: 0, count: 504) + big(0) + name + big(UInt32(name.count)) + big(sum) + mark
    try Data(journal).write(to: URL(filePath: path + "-journal"))
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: folder.url.path) }
    #expect(error?.code == .notRegular && error?.description.contains("names other files") == true)
    #expect(FileManager.default.fileExists(atPath: victim))
  }

  @Test func `every form that a catalogue has had opens, and so does an empty file`() throws {
    for migration in CatalogSchema.migrator.migrations {
      let place = folder.path(migration)
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      do { try CatalogSchema.migrator.migrate(DatabaseQueue(path: place + "/" + CatalogDatabase.fileName), upTo: migration) }
      #expect(try CatalogDatabase(folder: place).order().revision == 1)
    }
    try Data().write(to: URL(filePath: path))
    #expect(try CatalogDatabase(folder: folder.url.path).order().revision == 1)
  }

  @Test func `a file's own functions are not trusted, and its list of contents cannot be written`() throws {
    let catalog = try CatalogDatabase(folder: folder.url.path)
    #expect(try catalog.read { try Int.fetchOne($0, sql: "PRAGMA trusted_schema") } == 0)
    #expect(throws: CatalogError.self) {
      try catalog.write(by: operatorAtWork) { db in
        try db.execute(sql: "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = '' WHERE name = 'audit_no_update'")
        return ((), [])
      }
    }
  }

  @Test func `reading ends when the program is asked to stop, and writing goes on`() throws {
    let flag = Flag()
    let catalog = try CatalogDatabase(folder: folder.url.path, isStopped: { flag.isSet.withLock { $0 } })
    flag.isSet.withLock { $0 = true }
    let error = #expect(throws: CatalogError.self) { try catalog.read { try Int.fetchOne($0, sql: Self.endless) } }
    #expect(error?.code == .stopped && error?.description.contains("run the same command again") == true)
    let long = Self.endless.replacing("FROM n)", with: "FROM n LIMIT 400000)")
    #expect(try catalog.write(by: operatorAtWork) { (try Int.fetchOne($0, sql: long), []) } == 400_000)
    #expect(try catalog.order().revision == 1)
  }

  private final class Flag: Sendable { let isSet = Mutex(false) }

  @Test(arguments: ["", "-wal", "-shm"], ["link", "pipe", "folder"])
  func `a link, a pipe and a folder are never taken for the catalogue`(_ end: String, _ kind: String) throws {
    do { _ = try CatalogDatabase(folder: folder.url.path) }
    let place = path + end
    try? FileManager.default.removeItem(atPath: place)
    let other = folder.path("other")
    try Data("another's".utf8).write(to: URL(filePath: other))
    switch kind {
    case "link": symlink(other, place)
    case "pipe": mkfifo(place, 0o600)
    default: mkdir(place, 0o700)
    }
    for error in try refusal() {
      #expect(error?.code == .notRegular)
      #expect(error?.description.contains("name another workspace") == true)
    }
    #expect(try Data(contentsOf: URL(filePath: other)) == Data("another's".utf8))
  }

  @Test func `a catalogue that is exchanged while it is in use is not read on`() throws {
    let catalog = try CatalogDatabase(folder: folder.url.path)
    let other = try TemporaryFolder()
    do { _ = try CatalogDatabase(folder: other.url.path).order() }
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("aside"))
    try FileManager.default.copyItem(atPath: other.path(CatalogDatabase.fileName), toPath: path)
    #expect(#expect(throws: CatalogError.self) { try catalog.orders() }?.code == .exchanged)
  }
}
