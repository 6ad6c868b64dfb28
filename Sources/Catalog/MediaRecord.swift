// SPDX-License-Identifier: Apache-2.0

import Custody
public import Essence
import Files
import Foundation
import GRDB
import Timing

/// A recording in a folder that cuts are linked to, as it was when it was looked at.
public struct MediaRecord: Hashable, Sendable {
  /// The folder that was indexed.
  public var root: String
  /// The path of its first file.
  public var path: String
  /// What tells whether it is still as it was: sizes and times of its files and of what lies beside them.
  public var stamp: String
  /// A digest of samples of it.
  public var digest: String
  /// The clip; its files are relative to `root`.
  public var clip: ClipSummary

  /// A recording as given.
  public init(root: String, path: String, stamp: String, digest: String, clip: ClipSummary) {
    self.root = root
    self.path = path
    self.stamp = stamp
    self.digest = digest
    self.clip = clip
  }
}

extension CatalogDatabase {
  /// The media of an indexed folder, in the order of their paths.
  public func media(root: String) throws(CatalogError) -> [MediaRecord] {
    try read { db in
      let rows = try Row.fetchCursor(db, sql: "SELECT \(Self.mediaColumns) FROM media WHERE root = ? ORDER BY path", arguments: [root])
      var records: [MediaRecord] = []
      while let row = try rows.next() { if let record = MediaRecord(row) { records.append(record) } }
      return records
    }
  }

  /// The folders that were indexed.
  public func mediaRoots() throws(CatalogError) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT DISTINCT root FROM media ORDER BY root") }
  }

  /// Stores what was looked at in a folder and forgets what is no longer there, in one transaction.
  ///
  /// Only that a folder was indexed is told in the audit log, not each of its files: nothing is vouched for.
  public func updateMedia(root: String, storing records: [MediaRecord], forgetting paths: [String], by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      let statement = try db.makeStatement(
        sql: "INSERT OR REPLACE INTO media (\(Self.mediaColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for record in records { try statement.execute(arguments: record.arguments) }
      let removal = try db.makeStatement(sql: "DELETE FROM media WHERE path = ? AND root = ?")
      for path in paths { try removal.execute(arguments: [path, root]) }
      let details: [String: AuditValue] = ["looked at": .integer(Int64(records.count)), "gone": .integer(Int64(paths.count))]
      return ((), [AuditNote(action: "media.indexed", subject: root, details: details)])
    }
  }

  private static let mediaColumns =
    "path, root, stamp, name, files, byteCount, startFrame, labelRate, frames, rate, seconds, codec, raster, sound, metadata, digest, trouble"
}

extension MediaRecord {
  fileprivate var arguments: StatementArguments {
    let values: [(any DatabaseValueConvertible)?] = [
      path, root, stamp, clip.name, Self.text(clip.files), clip.byteCount, clip.start?.frameCount.value, clip.start?.rate.description,
      clip.frames?.value, clip.rate?.description, clip.seconds, clip.codec, clip.raster, clip.sound, Self.text(clip.metadata), digest, clip.trouble,
    ]
    return StatementArguments(values)
  }

  /// `nil` where the row is none that is written here: it is looked at anew.
  fileprivate init?(_ row: Row) {
    guard let path = row[0] as String?, let root = row[1] as String?, let stamp = row[2] as String?, let name = row[3] as String?,
      let files = (row[4] as String?).flatMap(Self.files), !files.isEmpty
    else { return nil }
    var clip = ClipSummary(name: name, files: files, byteCount: row[5] as Int? ?? 0)
    if let start = row[6] as Int?, let rate = (row[7] as String?).flatMap({ try? FrameRate($0) }) {
      clip.start = try? Timecode(FrameCount(start), at: rate)
    }
    clip.frames = (row[8] as Int?).map { FrameCount($0) }
    clip.rate = (row[9] as String?).flatMap { try? FrameRate($0) }
    clip.seconds = row[10]
    (clip.codec, clip.raster, clip.sound) = (row[11], row[12], row[13])
    clip.metadata = Self.metadata(row[14] as String? ?? "")
    clip.trouble = row[16]
    self.init(root: root, path: path, stamp: stamp, digest: row[15] as String? ?? "", clip: clip)
  }

  /// Relative paths hold no empty name, so that two slashes part one from the next.
  private static func text(_ files: [String]) -> String { files.joined(separator: "//") }
  private static func files(_ text: String) -> [String]? { text.isEmpty ? nil : text.split(separator: "//").map(String.init) }

  // Entries are parted by the control characters for that (ISO 646): a hundred thousand clips are read at once, and JSON would take seconds.
  private static let (entryEnd, fieldEnd) = ("\u{1E}", "\u{1F}")

  private static func text(_ metadata: ClipMetadata) -> String {
    metadata.entries.map { entry in
      let value = entry.value.replacing(entryEnd, with: " ").replacing(fieldEnd, with: " ")
      return [entry.item.rawValue, entry.source.rawValue, value].joined(separator: fieldEnd)
    }.joined(separator: entryEnd)
  }

  private static func metadata(_ text: String) -> ClipMetadata {
    ClipMetadata(
      text.split(separator: entryEnd).compactMap { entry in
        let fields = entry.split(separator: fieldEnd, maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 3, let item = ClipMetadata.Item(rawValue: fields[0]), let source = ClipMetadata.Source(rawValue: fields[1]) else {
          return nil
        }
        return .init(item, fields[2], from: source)
      })
  }
}
