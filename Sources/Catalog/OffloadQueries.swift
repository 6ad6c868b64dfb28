// SPDX-License-Identifier: Apache-2.0

import Custody
internal import Files
import Foundation
import GRDB

/// An earlier run that read files of the same names and sizes.
public struct EarlierOffload: Hashable, Sendable {
  /// The run.
  public var offload: OffloadRecord
  /// Its copies, in the order of their paths.
  public var copies: [OffloadRecord.Copy]
  /// How many files it has in common by path and size.
  public var sharedCount: Int
}

extension CatalogDatabase {
  /// Records a run with what its source held, where its copies went, and the volumes that are met with it: all or, when it fails, nothing.
  ///
  /// - Parameters:
  ///   - copies: each with the volume that it is on, where that is known.
  ///   - volume: the source's.
  public func recordOffload(
    _ offload: OffloadRecord, files: [OffloadRecord.File], copies: [(copy: OffloadRecord.Copy, volume: VolumeRecord?)], from volume: VolumeRecord?,
    by context: AuditContext
  ) throws(CatalogError) {
    try write(by: context) { db in
      var stored = offload
      stored.sourceVolumeID = try volume.map { try Self.meet($0, in: db) }
      try stored.insert(db)
      for file in files {
        try OffloadFileRow(offloadID: stored.id, path: file.path, byteCount: file.byteCount, modified: file.modified, digest: file.digest).insert(db)
      }
      for (copy, volume) in copies {
        let volumeID = try volume.map { try Self.meet($0, in: db) }
        try OffloadCopyRow(
          offloadID: stored.id, path: copy.path, volumeID: volumeID, status: copy.status, isFinished: copy.isFinished, isProved: copy.isProved
        ).insert(db)
      }
      let note = AuditNote(
        action: "offload.recorded", subject: offload.source,
        details: [
          "offload": .text(offload.id), "files": .integer(Int64(offload.fileCount)), "bytes": .integer(offload.byteCount),
          "status": .text(offload.status.rawValue), "copies": .text(copies.map(\.copy.path).joined(separator: "\n")),
        ])
      return ((), [note])
    }
  }

  /// The runs whose sources held files of these paths and sizes, those with most in common first, of equal ones the latest.
  ///
  /// - Parameter limit: how many at most.
  public func offloads(sharing files: [(path: String, byteCount: Int64)], limit: Int = 16) throws(CatalogError) -> [EarlierOffload] {
    try read { db in
      let wanted = String(decoding: try JSONEncoder().encode(files.map { Wanted(path: $0.path, byteCount: $0.byteCount) }), as: UTF8.self)
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT offloadFile.offloadID AS id, count(*) AS shared
          FROM json_each(?) AS wanted CROSS JOIN offloadFile JOIN offload ON offload.id = offloadFile.offloadID
          WHERE offloadFile.path = json_extract(wanted.value, '$.path') AND offloadFile.byteCount = json_extract(wanted.value, '$.byteCount')
          GROUP BY offloadFile.offloadID ORDER BY shared DESC, rtrim(offload.finished, 'Z') DESC, offload.rowid DESC LIMIT ?
          """, arguments: [wanted, limit])
      return try rows.compactMap { row in
        guard let offload = try OffloadRecord.fetchOne(db, key: row["id"] as String) else { return nil }
        return EarlierOffload(offload: offload, copies: try Self.copies(of: offload.id, in: db), sharedCount: row["shared"])
      }
    }
  }

  /// What the source of a run held, in the order of paths.
  public func files(ofOffload id: String) throws(CatalogError) -> [OffloadRecord.File] {
    try read { db in
      try OffloadFileRow.filter(Column("offloadID") == id).order(Column("path")).fetchAll(db)
        .map { OffloadRecord.File(path: $0.path, byteCount: $0.byteCount, modified: $0.modified, digest: $0.digest) }
    }
  }

  /// Every run, the latest first.
  public func offloads() throws(CatalogError) -> [OffloadRecord] {
    try read { try OffloadRecord.order(moment("finished").desc, Column.rowID.desc).fetchAll($0) }
  }

  /// Where copies were put, each path once, in the order of paths.
  public func copyPaths() throws(CatalogError) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT DISTINCT path FROM offloadCopy ORDER BY path") }
  }

  // MARK: -

  private struct Wanted: Encodable {
    var path: String
    var byteCount: Int64
  }

  private static func copies(of offloadID: String, in db: Database) throws -> [OffloadRecord.Copy] {
    try OffloadCopyRow.filter(Column("offloadID") == offloadID).order(Column("path")).fetchAll(db)
      .map {
        OffloadRecord.Copy(path: $0.path, volumeID: $0.volumeID, status: $0.status, isFinished: $0.isFinished, isProved: $0.isProved)
      }
  }
}
