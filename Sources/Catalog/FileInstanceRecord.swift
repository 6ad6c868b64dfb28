// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// One file in one place, with the bytes it had: the same clip on two volumes is two of these.
public struct FileInstanceRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// The asset that it is an instance of.
  public var assetID: String?
  /// The task that made or read it.
  public var taskID: String?
  /// Where it is.
  public var path: String
  /// The volume or device that holds it.
  public var volume: String?
  /// Its size in bytes.
  public var byteCount: Int
  /// When its contents last changed, as its file system says.
  public var modified: Timestamp?
  /// Its digests as text, by algorithm: `["xxh64": "0ea03b369a463d9d"]`.
  public var digests: [String: String]
  /// When it was first recorded.
  public var recorded: Timestamp
  /// When its bytes were last read back and found to have these digests.
  public var verified: Timestamp?

  /// A file as given.
  public init(
    id: String = RecordID.make(), assetID: String? = nil, taskID: String? = nil, path: String, volume: String? = nil, byteCount: Int,
    modified: Timestamp? = nil, digests: [String: String], recorded: Timestamp, verified: Timestamp? = nil
  ) {
    self.id = id
    self.assetID = assetID
    self.taskID = taskID
    self.path = path
    self.volume = volume
    self.byteCount = byteCount
    self.modified = modified
    self.digests = digests
    self.recorded = recorded
    self.verified = verified
  }

  /// Whether two records tell of the same bytes in the same place: a digest in common, and none that differs.
  func isSameFile(as other: FileInstanceRecord) -> Bool {
    guard path == other.path, byteCount == other.byteCount else { return false }
    let common = digests.keys.filter { other.digests[$0] != nil }
    return !common.isEmpty && common.allSatisfy { digests[$0] == other.digests[$0] }
  }
}

extension FileInstanceRecord: CatalogRecord {
  static var databaseTableName: String { "file" }
}

/// A file and what it was made from.
struct DerivationRecord: CatalogRecord {
  static var databaseTableName: String { "derivation" }
  let fileID: String
  let sourceID: String
}

extension CatalogDatabase {
  /// Records a file that was made from `sources`, or that was only read where there are none; answers it as stored.
  ///
  /// A file that is already known with the same bytes keeps its record and its id, so that recording twice is harmless.
  public func recordFile(
    _ file: FileInstanceRecord, madeFrom sources: [FileInstanceRecord] = [], by context: AuditContext
  ) throws(CatalogError) -> FileInstanceRecord {
    try write(by: context) { db in
      let sources = try sources.map { try Self.store($0, in: db) }
      let file = try Self.store(file, madeFrom: sources.map(\.id), in: db)
      return (file, [Self.note(sources.isEmpty ? "file.recorded" : "file.made", file, from: sources)])
    }
  }

  /// Records many files that were made, in one transaction: all of them or, when it fails, none.
  public func recordFiles(_ files: [MadeFile], by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      var notes: [AuditNote] = []
      for made in files {
        let sources = try made.sources.map { try Self.store($0, in: db) }
        notes.append(Self.note("file.made", try Self.store(made.file, madeFrom: sources.map(\.id), in: db), from: sources))
      }
      return ((), notes)
    }
  }

  /// The files that a task made or read, in the order of their paths.
  public func fileInstances(task taskID: String) throws(CatalogError) -> [FileInstanceRecord] {
    try read { try FileInstanceRecord.filter(Column("taskID") == taskID).order(Column("path")).fetchAll($0) }
  }

  /// What is known of the files that have stood at `path`, newest first.
  public func fileInstances(path: String) throws(CatalogError) -> [FileInstanceRecord] {
    try read { try FileInstanceRecord.filter(Column("path") == path).order(moment("recorded").desc, Column.rowID.desc).fetchAll($0) }
  }

  /// The files that hold a digest, wherever they are.
  public func fileInstances(digest: String, algorithm: String) throws(CatalogError) -> [FileInstanceRecord] {
    try read { db in
      try FileInstanceRecord.fetchAll(
        db, sql: "SELECT * FROM file WHERE json_extract(digests, '$.' || ?) = ? ORDER BY rtrim(recorded, 'Z'), path",
        arguments: ["\"\(algorithm)\"", digest])
    }
  }

  /// Everything that a file was made from, and what that was made from, nearest first; camera originals come last.
  public func origins(of fileID: String) throws(CatalogError) -> [FileInstanceRecord] {
    try read { db in
      try FileInstanceRecord.fetchAll(
        db,
        sql: """
          WITH RECURSIVE origin(id, depth) AS (
            SELECT sourceID, 1 FROM derivation WHERE fileID = ?
            UNION SELECT sourceID, depth + 1 FROM derivation JOIN origin ON fileID = origin.id WHERE depth < 64
          )
          SELECT file.* FROM file JOIN (SELECT id, max(depth) AS depth FROM origin GROUP BY id) USING (id) ORDER BY depth, path
          """, arguments: [fileID])
    }
  }

  // MARK: -

  static func store(
    _ file: FileInstanceRecord, madeFrom sources: [String] = [], in db: Database
  ) throws -> FileInstanceRecord {
    let known = try FileInstanceRecord.filter(Column("path") == file.path).fetchAll(db)
    var stored = file
    if let same = known.first(where: { $0.id == file.id || $0.isSameFile(as: file) }) {
      stored = same
      stored.digests.merge(file.digests) { _, new in new }
      stored.verified = [same.verified, file.verified].compactMap(\.self).max()
      stored.modified = file.modified ?? same.modified
      stored.assetID = file.assetID ?? same.assetID
      try stored.update(db)
    } else {
      try stored.insert(db)
    }
    for sourceID in sources where sourceID != stored.id {
      try DerivationRecord(fileID: stored.id, sourceID: sourceID).insert(db, onConflict: .ignore)
    }
    return stored
  }

  private static func note(_ action: String, _ file: FileInstanceRecord, from sources: [FileInstanceRecord]) -> AuditNote {
    var details: [String: AuditValue] = ["file": .text(file.id), "bytes": .integer(Int64(file.byteCount))]
    for (algorithm, digest) in file.digests { details[algorithm] = .text(digest) }
    if !sources.isEmpty { details["sources"] = .text(sources.map(\.path).joined(separator: "\n")) }
    return AuditNote(action: action, subject: file.path, details: details)
  }
}
