// SPDX-License-Identifier: Apache-2.0

import CSQLite
import GRDB

/// Holds the form that a catalogue's file states against the forms that our migrations make.
///
/// A trigger, a view, a check or a computed column in a file that somebody exchanged runs as soon as a record is read or written: without end, or to
/// another end than ours. SQLite's own list of a file's contents can be read without running any of it. It is held against what the migrations make
/// in memory, text by text: a dump of the first version among the tests tells where a later GRDB or SQLite words a table otherwise.
enum SchemaGuard {
  /// A line of SQLite's list: a table, an index, a view or a trigger.
  struct Part: Hashable, Sendable {
    let kind: String
    let name: String
    let table: String
    /// The words that made it, with single spaces; empty for the indexes that SQLite makes of keys.
    let text: String

    /// Whether it is a table of columns alone: checks, computed columns and computed defaults have brackets of their own, inside those of the columns.
    var isPlainTable: Bool { kind == "table" && text.hasPrefix("CREATE TABLE") && text.utf8.count { $0 == UInt8(ascii: "(") } == 1 }
  }

  /// More parts than any form of ours will have; a list is read no further.
  private static let limit = 1000

  /// The forms that a catalogue has had: empty, with the list of migrations alone, and after each of them.
  private static let forms = Result { try makeForms() }

  /// What ANALYZE makes, word for word (SQLite, `analyze.c`): counts that only tell in which order to look. Ours makes none; a person's might.
  private static let counts = [
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)", "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
  ]

  /// Looks at the file behind `db`, on which nothing was read yet. Nothing in it is run, and nothing is changed.
  ///
  /// What is missing can do no harm where a file is only read, as by an auditor who is to say how a log was tampered with; nor can a table of ours that
  /// was made anew, as long as nothing in it is computed.
  /// - Parameter watch: has `db` ask whether the program was asked to stop.
  /// - Throws: `CatalogError`: `foreignParts` where there is something that we did not put there, `damaged` where something of ours is missing and `db`
  ///   writes, `newerVersion`.
  static func check(_ db: Database, path: String, watch: (Database) -> Void) throws {
    let found = try parts(in: unheededList(of: db, watch: watch), path: path)
    // Whatever else is read of the file, SQLite reads these first.
    let computed = found.filter { $0.name.lowercased().hasPrefix("sqlite_stat") }
    guard computed.isEmpty else { throw CatalogError(.foreignParts, subject: path, underlying: words(for: computed)) }
    let forms = try Self.forms.get()
    guard !found.isEmpty, !forms.contains(found) else { return }
    if try isOfNewerVersion(db, found, forms) { throw CatalogError(.newerVersion, subject: path) }
    let nearest = forms.min { found.symmetricDifference($0).count < found.symmetricDifference($1).count } ?? []
    var foreign = found.subtracting(nearest)
    if db.configuration.readonly { foreign = foreign.filter { part in !part.isPlainTable || !nearest.contains { $0.name == part.name } } }
    guard foreign.isEmpty else { throw CatalogError(.foreignParts, subject: path, underlying: words(for: foreign)) }
    guard !db.configuration.readonly else { return }
    throw CatalogError(.damaged, subject: path, underlying: "it lacks \(words(for: nearest.subtracting(found)))")
  }

  // MARK: -

  private static func makeForms() throws -> [Set<Part>] {
    let queue = try DatabaseQueue()
    let migrator = CatalogSchema.migrator
    return try migrator.migrations.reduce(into: []) { forms, migration in
      try migrator.migrate(queue, upTo: migration)
      let form = try queue.read { try parts(in: Row.fetchAll($0, sql: list), path: "") }
      // Between making its list and the first migration a process may be stopped.
      if forms.isEmpty { forms.append(form.filter { $0.table == migrationList }) }
      forms.append(form)
    }
  }

  private static let migrationList = "grdb_migrations"

  /// SQLite's list of a file's contents. A file of unknown origin may have values of any kind in these columns.
  private static let list =
    "SELECT CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(sql AS TEXT) FROM sqlite_master LIMIT \(limit)"

  /// The lines of the list, before SQLite heeds any.
  ///
  /// A connection's first statement has SQLite take in the whole list, and read what ANALYZE counted: with it runs whatever a table of that name computes,
  /// and nothing ends one function that takes hours. So the taking in is interrupted at its first step. Where the list may be written, SQLite does
  /// without what it could not take in, and knows its list alone; RESET has it begin anew.
  private static func unheededList(of db: Database, watch: (Database) -> Void) throws -> [Row] {
    try db.execute(sql: "PRAGMA writable_schema = ON")
    sqlite3_progress_handler(db.sqliteConnection, 1, { _ in 1 }, nil)
    defer { watch(db) }
    let statement = try db.makeStatement(sql: list)
    watch(db)
    let rows = try Row.fetchAll(statement)
    try db.execute(sql: "PRAGMA writable_schema = RESET")
    return rows
  }

  private static func parts(in rows: [Row], path: String) throws -> Set<Part> {
    // No form of ours comes near the limit or says anything twice: behind such a list more could be hidden.
    guard rows.count < limit, Set(rows).count == rows.count else {
      throw CatalogError(.foreignParts, subject: path, underlying: "a list of contents that is too long, or has lines twice")
    }
    let parts = rows.map { row in
      let columns = (0..<4).map { row[$0] as String? ?? "" }
      // White space as SQLite has it: elsewhere a space that is none to it joins two words into one.
      let words = columns[3].split { " \t\r\n".contains($0) || $0 == "\r\n" }
      return Part(kind: columns[0], name: columns[1], table: columns[2], text: words.joined(separator: " "))
    }
    return Set(parts).filter { $0.kind != "table" || counts[$0.name] != $0.text }
  }

  /// Whether a later Lineup wrote the file: its list of migrations, a plain table as ours, has one that is not known here.
  private static func isOfNewerVersion(_ db: Database, _ found: Set<Part>, _ forms: [Set<Part>]) throws -> Bool {
    guard let list = forms.first, found.filter({ $0.table == migrationList }) == list else { return false }
    return try CatalogSchema.migrator.hasBeenSuperseded(db)
  }

  private static func words(for parts: Set<Part>) -> String {
    let sorted = parts.sorted { ($0.kind == "table" ? "" : $0.kind, $0.name) < ($1.kind == "table" ? "" : $1.kind, $1.name) }
    let shown = sorted.prefix(3).map { "\($0.kind) ‘\($0.name)’" + ($0.kind == "trigger" ? " on ‘\($0.table)’" : "") }
    return shown.joined(separator: ", ") + (sorted.count > 3 ? " and \(sorted.count - 3) more" : "")
  }
}
