// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Custody
import Files
import Foundation
import GRDB

/// What Lineup knows: orders, tasks, assets, files, inspections, deliveries, and who did what.
///
/// One SQLite file in a workspace's folder, shared by every process that works there. Each write is one transaction, and the audit entry
/// that tells of it is part of that transaction: neither is ever there without the other. No SQL leaves this module.
public struct CatalogDatabase: Sendable {
  /// The file's name in a workspace's folder.
  public static let fileName = "catalog.sqlite"
  /// The file's path, for messages.
  let path: String
  private let writer: any DatabaseWriter

  /// Opens the catalogue of the workspace at `folder`, which exists; makes the file where there is none.
  ///
  /// A file with parts that are not ours is refused before anything in it runs, and so is one that is a link or no ordinary file.
  /// - Parameter isStopped: whether the program was asked to stop; asked while opening takes long, and while reading does.
  /// - Throws: `CatalogError`.
  public init(folder: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws(CatalogError) {
    try self.init(path: folder + "/" + Self.fileName, waitingAtMost: 10, isStopped: isStopped)
  }

  /// - Parameter seconds: how long to wait for another process to finish a write.
  init(path: String, waitingAtMost seconds: Double, isStopped: @escaping @Sendable () -> Bool = { false }) throws(CatalogError) {
    self.path = path
    do {
      let opening = Interruption(isStopped)
      let pool = try DatabasePool(path: path, configuration: Self.configuration(of: path, waitingAtMost: seconds, opening, isStopped))
      // A pool asks for less (NORMAL), under which a power cut may take back the last commits.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      writer = pool
      try Self.migrate(pool, path: path)
      opening.end()
    } catch {
      throw CatalogError(error, path: path)
    }
  }

  /// Opens the catalogue of the workspace at `folder` to read it only, also where nothing can be written: another user's workspace, an auditor's copy.
  ///
  /// Records nothing and makes no catalogue. Where nobody is at work on the catalogue, no file beside it is made either. Every write is refused.
  /// - Throws: `CatalogError`: `notFound` where there is none, `olderVersion` where an older Lineup wrote it, …
  public init(reading folder: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws(CatalogError) {
    path = folder + "/" + Self.fileName
    do {
      let queue = try Self.reader(path, isStopped)
      guard try !queue.read(CatalogSchema.migrator.hasBeenSuperseded) else { throw CatalogError(.newerVersion, subject: path) }
      guard try queue.read(CatalogSchema.migrator.hasCompletedMigrations) else { throw CatalogError(.olderVersion, subject: path) }
      writer = queue
    } catch {
      throw CatalogError(error, path: path)
    }
  }

  /// A connection that only reads.
  private static func reader(_ path: String, _ isStopped: @escaping @Sendable () -> Bool) throws -> DatabaseQueue {
    guard try FileFacts.ifExists(path) != nil else { throw CatalogError(.notFound, subject: path) }
    var configuration = try configuration(of: path, waitingAtMost: 10, Interruption(isStopped), isStopped)
    configuration.readonly = true
    // Whoever writes keeps a log beside the file, and the last one takes it away. Without it the file is whole and nobody changes it.
    let log = try FileFacts.ifExists(path + "-wal")
    let still = URL(filePath: path).absoluteURL.absoluteString + "?immutable=1"
    guard let log else { return try DatabaseQueue(path: still, configuration: configuration) }
    do { return try DatabaseQueue(path: path, configuration: configuration) } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN
    {
      // SQLite reads a log only with an index beside it, which cannot be made here.
      guard log.size == 0 else { throw CatalogError(.needsWriting, subject: path) }
      return try DatabaseQueue(path: still, configuration: configuration)
    }
  }

  private init(inMemoryWith configuration: Configuration) throws(CatalogError) {
    path = "in memory"
    do {
      let queue = try DatabaseQueue(configuration: configuration)
      writer = queue
      try Self.migrate(queue, path: path)
    } catch {
      throw CatalogError(error, path: path)
    }
  }

  /// A catalogue that is gone with its last reference.
  public static func inMemory() throws(CatalogError) -> CatalogDatabase {
    try CatalogDatabase(inMemoryWith: configuration(waitingAtMost: 1))
  }

  /// A configuration whose connections guard themselves against their file (SQLite, "Defense Against The Dark Arts").
  private static func configuration(
    of path: String, waitingAtMost seconds: Double, _ opening: Interruption, _ isStopped: @escaping @Sendable () -> Bool
  ) throws -> Configuration {
    let (file, reading) = (CatalogFile(path), Interruption(isStopped))
    try file.check()
    var configuration = configuration(waitingAtMost: seconds)
    // GRDB keeps this for as long as the connection is open, and with it what watches.
    configuration.prepareDatabase { db in
      try file.recheck()
      try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      try SchemaGuard.check(db, path: path, watch: db.configuration.readonly ? reading.watch : opening.watch)
      if let connection = db.sqliteConnection { _ = lineup_sqlite_defend(connection) }
    }
    return configuration
  }

  private static func configuration(waitingAtMost seconds: Double) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(seconds)
    return configuration
  }

  private static func migrate(_ writer: some DatabaseWriter, path: String) throws {
    // On the writing connection: one that reads would keep the old form in mind, and `SELECT *` on it would lack the new columns.
    guard try !writer.writeWithoutTransaction(CatalogSchema.migrator.hasBeenSuperseded) else { throw CatalogError(.newerVersion, subject: path) }
    try CatalogSchema.migrator.migrate(writer)
  }
}

// MARK: - What the named reads and writes are made of

extension CatalogDatabase {
  /// Reads one consistent state.
  func read<Value>(_ body: (Database) throws -> Value) throws(CatalogError) -> Value {
    do { return try writer.read(body) } catch { throw CatalogError(error, path: path) }
  }

  /// Changes records and tells of it in the audit log, in one transaction.
  func write<Value>(by context: AuditContext, _ body: (Database) throws -> (Value, [AuditNote])) throws(CatalogError) -> Value {
    do {
      return try writer.write { db in
        let (value, notes) = try body(db)
        for note in notes { try AuditLog.append(note, by: context, to: db) }
        return value
      }
    } catch {
      throw CatalogError(error, path: path)
    }
  }
}
