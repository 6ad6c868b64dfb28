// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The catalogue's form. A migration that has shipped is never edited; a change is a new one below it.
enum CatalogSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 records") { db in
      try orders(db)
      try files(db)
      try results(db)
      try audit(db)
    }
    migrator.registerMigration("2 clips") { try clips($0) }
    migrator.registerMigration("3 offloads") { try offloads($0) }
    migrator.registerMigration("4 finished copies") { try finishedCopies($0) }
    migrator.registerMigration("5 media and choices") { try media($0) }
    migrator.registerMigration("6 identifiers") { try identifiers($0) }
    return migrator
  }

  private static func orders(_ db: Database) throws {
    try db.create(table: "order") { table in
      table.primaryKey("id", .text)
      table.column("reference", .text).notNull()
      table.column("revision", .integer).notNull()
      table.column("title", .text).notNull()
      table.column("client", .text)
      table.column("production", .text)
      table.column("path", .text).notNull()
      table.column("digest", .text).notNull()
      table.column("status", .text).notNull()
      table.column("created", .text).notNull()
      table.column("finished", .text)
      table.uniqueKey(["reference", "revision"])
    }
    try db.create(table: "task") { table in
      table.primaryKey("id", .text)
      table.column("orderID", .text).notNull().indexed().references("order")
      table.column("name", .text).notNull()
      table.column("kind", .text).notNull()
      table.column("parameters", .text).notNull()
      table.column("fingerprint", .text).notNull()
      table.column("status", .text).notNull()
      table.column("started", .text).notNull()
      table.column("finished", .text)
      table.column("outputs", .text).notNull()
      table.column("findings", .text).notNull()
      table.column("message", .text)
      table.column("outcome", .text)
      table.uniqueKey(["orderID", "name"])
    }
  }

  private static func files(_ db: Database) throws {
    try db.create(table: "asset") { table in
      table.primaryKey("id", .text)
      table.column("name", .text).notNull().indexed()
      table.column("reel", .text)
      table.column("kind", .text).notNull()
      table.column("frames", .integer)
      table.column("rate", .text)
      table.column("created", .text).notNull()
    }
    try db.create(table: "file") { table in
      table.primaryKey("id", .text)
      table.column("assetID", .text).indexed().references("asset")
      table.column("taskID", .text).indexed().references("task")
      table.column("path", .text).notNull().indexed()
      table.column("volume", .text)
      table.column("byteCount", .integer).notNull()
      table.column("modified", .text)
      table.column("digests", .text).notNull()
      table.column("recorded", .text).notNull()
      table.column("verified", .text)
    }
    try db.create(table: "derivation") { table in
      table.column("fileID", .text).notNull().references("file")
      table.column("sourceID", .text).notNull().indexed().references("file")
      table.primaryKey(["fileID", "sourceID"])
    }
  }

  private static func results(_ db: Database) throws {
    try db.create(table: "inspection") { table in
      table.primaryKey("id", .text)
      table.column("fileID", .text).notNull().indexed().references("file")
      table.column("taskID", .text).indexed().references("task")
      table.column("spec", .text).notNull()
      table.column("verdict", .text).notNull()
      table.column("findings", .text).notNull()
      table.column("report", .text).notNull()
      table.column("inspected", .text).notNull()
    }
    try db.create(table: "delivery") { table in
      table.primaryKey("id", .text)
      table.column("fileID", .text).notNull().indexed().references("file")
      table.column("taskID", .text).indexed().references("task")
      table.column("spec", .text).notNull()
      table.column("verdict", .text).notNull()
      table.column("note", .text).notNull()
      table.column("delivered", .text).notNull()
    }
  }

  private static func audit(_ db: Database) throws {
    try db.create(table: "audit") { table in
      table.primaryKey("sequence", .integer)
      table.column("timestamp", .text).notNull()
      table.column("actor", .text).notNull()
      table.column("host", .text).notNull()
      table.column("action", .text).notNull()
      table.column("subject", .text).notNull()
      table.column("details", .text).notNull()
      table.column("previousHash", .text).notNull()
      table.column("hash", .text).notNull()
    }
    for change in ["UPDATE", "DELETE"] {
      try db.execute(
        sql: """
          CREATE TRIGGER audit_no_\(change.lowercased()) BEFORE \(change) ON audit
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
          """)
    }
    // INSERT OR REPLACE deletes without a delete trigger unless recursive triggers are on.
    try db.execute(
      sql: """
        CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
        """)
  }

  /// What a clip is and by which words it is found: reels, names, scenes, takes, sound rolls, UMIDs.
  private static func clips(_ db: Database) throws {
    try db.alter(table: "asset") { table in
      table.add(column: "startFrame", .integer)
      table.add(column: "labelRate", .text)
      table.add(column: "labelCount", .integer)
      table.add(column: "metadata", .text).notNull().defaults(to: #"{"entries":[]}"#)
      table.add(column: "sourceFiles", .text).notNull().defaults(to: "[]")
    }
    try db.create(table: "clipKey") { table in
      table.column("assetID", .text).notNull().indexed().references("asset", onDelete: .cascade)
      table.column("kind", .text).notNull()
      table.column("key", .text).notNull()
      table.primaryKey(["kind", "key", "assetID"])
    }
    for row in try Row.fetchAll(db, sql: "SELECT id, name, reel, kind FROM asset") {
      let words = [("name", row["name"] as String?), (row["kind"] == "sound" ? "soundRoll" : "reel", row["reel"] as String?)]
      for (kind, word) in words {
        guard let word, let kind = ClipKey.Kind(rawValue: kind), case let key = ClipKey.key(kind == .name ? ClipKey.stem(word) : word, kind),
          !key.isEmpty
        else { continue }
        try db.execute(sql: "INSERT INTO clipKey VALUES (?, ?, ?)", arguments: [row["id"] as String, kind.rawValue, key])
      }
    }
  }

  /// Which copies are finished: of those recorded before, the clean ones are known to be.
  private static func finishedCopies(_ db: Database) throws {
    try db.alter(table: "offloadCopy") { table in
      table.add(column: "isFinished", .boolean).notNull().defaults(to: false)
    }
    try db.execute(sql: "UPDATE offloadCopy SET isFinished = 1 WHERE status = 'clean'")
  }

  /// What was taken in, file by file, where it went, and on which volumes: a card that is offered again is known, and so is a volume that is missing.
  private static func offloads(_ db: Database) throws {
    try db.create(table: "volume") { table in
      table.primaryKey("id", .text)
      table.column("mountPoint", .text).notNull().indexed()
      table.column("label", .text)
      table.column("fileSystem", .text).notNull()
      table.column("identifier", .text)
      table.column("mountedFrom", .text)
      table.column("totalBytes", .integer).notNull()
      table.column("firstSeen", .text).notNull()
      table.column("lastSeen", .text).notNull()
    }
    try db.create(table: "offload") { table in
      table.primaryKey("id", .text)
      table.column("taskID", .text).indexed().references("task")
      table.column("source", .text).notNull()
      table.column("sourceVolumeID", .text).references("volume")
      table.column("reel", .text)
      table.column("started", .text).notNull()
      table.column("finished", .text).notNull()
      table.column("status", .text).notNull()
      table.column("verification", .text).notNull()
      table.column("fileCount", .integer).notNull()
      table.column("byteCount", .integer).notNull()
    }
    try db.create(table: "offloadFile", options: .withoutRowID) { table in
      table.column("offloadID", .text).notNull().references("offload")
      table.column("path", .text).notNull()
      table.column("byteCount", .integer).notNull()
      table.column("modified", .text).notNull()
      table.column("digest", .text)
      table.primaryKey(["path", "byteCount", "offloadID"])
    }
    try db.create(indexOn: "offloadFile", columns: ["offloadID"])
    try db.create(table: "offloadCopy") { table in
      table.column("offloadID", .text).notNull().references("offload")
      table.column("path", .text).notNull()
      table.column("volumeID", .text).indexed().references("volume")
      table.column("status", .text).notNull()
      table.column("isProved", .boolean).notNull()
      table.primaryKey(["offloadID", "path"])
    }
  }

  /// The media of folders that cuts are linked to, and what persons chose where media were ambiguous.
  private static func media(_ db: Database) throws {
    try db.create(table: "media") { table in
      table.primaryKey("path", .text)
      table.column("root", .text).notNull().indexed()
      table.column("stamp", .text).notNull()
      table.column("name", .text).notNull()
      table.column("files", .text).notNull()
      table.column("byteCount", .integer).notNull()
      table.column("startFrame", .integer)
      table.column("labelRate", .text)
      table.column("frames", .integer)
      table.column("rate", .text)
      table.column("seconds", .double)
      table.column("codec", .text)
      table.column("raster", .text)
      table.column("sound", .text)
      table.column("metadata", .text).notNull()
      table.column("digest", .text).notNull()
      table.column("trouble", .text)
    }
    try db.create(table: "mediaChoice") { table in
      table.autoIncrementedPrimaryKey("id")
      table.column("identity", .text).notNull().indexed()
      table.column("rate", .text).notNull()
      table.column("start", .integer).notNull()
      table.column("end", .integer).notNull()
      table.column("path", .text).notNull()
      table.column("actor", .text).notNull()
      table.column("chosen", .text).notNull()
    }
  }

  /// Which content was given which clock number or other identifier of its own.
  private static func identifiers(_ db: Database) throws {
    try db.create(table: "identifier") { table in
      table.primaryKey("id", .text)
      table.column("kind", .text).notNull()
      table.column("identifier", .text).notNull()
      table.column("path", .text).notNull()
      table.column("byteCount", .integer).notNull()
      table.column("digests", .text).notNull()
      table.column("essence", .text).notNull()
      table.column("frames", .integer).notNull()
      table.column("activeFrames", .integer).notNull()
      table.column("rate", .text).notNull()
      table.column("order", .text)
      table.column("reason", .text)
      table.column("actor", .text).notNull()
      table.column("assigned", .text).notNull()
    }
    try db.create(indexOn: "identifier", columns: ["kind", "identifier"])
  }
}
