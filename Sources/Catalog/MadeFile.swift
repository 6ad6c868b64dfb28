// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A file that was made, with the files it was made from.
public struct MadeFile: Hashable, Sendable {
  /// The file.
  public var file: FileInstanceRecord
  /// What it was made from.
  public var sources: [FileInstanceRecord]

  /// `file`, made from `sources`.
  public init(_ file: FileInstanceRecord, from sources: [FileInstanceRecord]) {
    self.file = file
    self.sources = sources
  }
}

extension CatalogDatabase {
  /// The files that have stood at `path` and were made by a task that was asked exactly `parameters`, in whatever revision of whatever order,
  /// newest first, each with what it was directly made from.
  ///
  /// - Parameter parameters: the JSON of `TaskRecord.parameters`, to the letter.
  public func products(at path: String, parameters: String) throws(CatalogError) -> [MadeFile] {
    try read { db in
      let asked = TaskRecord.filter(Column("parameters") == parameters).select(Column("id"))
      let files = try FileInstanceRecord.filter(Column("path") == path && asked.contains(Column("taskID")))
        .order(moment("recorded").desc, Column.rowID.desc).fetchAll(db)
      return try files.compactMap { file in
        let sources = try FileInstanceRecord.fetchAll(
          db, sql: "SELECT file.* FROM file JOIN derivation ON sourceID = file.id WHERE fileID = ? ORDER BY path, file.id", arguments: [file.id])
        return sources.isEmpty ? nil : MadeFile(file, from: sources)
      }
    }
  }
}
