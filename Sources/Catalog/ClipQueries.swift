// SPDX-License-Identifier: Apache-2.0

import Custody
import Essence
import GRDB
import Timing

extension CatalogDatabase {
  /// Records clips and links their files to them, in one transaction: all of them or, when it fails, none. Answers the assets as stored.
  ///
  /// A clip whose very bytes are known already, wherever they lay, keeps its record, and what is learnt now is added to it: taking in a card
  /// twice, or a copy of it, makes no second clip. A file without digests is only stored where it is not known under its path.
  public func recordClips(_ clips: [ClipRecord], by context: AuditContext) throws(CatalogError) -> [AssetRecord] {
    try write(by: context) { db in
      var stored: [AssetRecord] = []
      var notes: [AuditNote] = []
      for clip in clips {
        let known = try Self.known(clip, in: db)
        let asset = known.map { clip.asset.merged(into: $0) } ?? clip.asset
        try Self.store(asset, in: db)
        for file in clip.files { try Self.link(file, to: asset.id, in: db) }
        stored.append(asset)
        var details: [String: AuditValue] = [
          "asset": .text(asset.id), "files": .integer(Int64(clip.files.count)), "new": .text(known == nil ? "yes" : "no"),
        ]
        if let reel = asset.reel { details["reel"] = .text(reel) }
        if let start = asset.start { details["start"] = .text("\(start) at \(start.rate)") }
        notes.append(AuditNote(action: "clip.recorded", subject: asset.name, details: details))
      }
      return (stored, notes)
    }
  }

  /// The clips of a reel, tape or sound roll, by their first labels.
  public func clips(reel: String) throws(CatalogError) -> [AssetRecord] { try clips(matching: ClipQuery(reel: reel)) }

  /// The clips that fit all that `query` states, by their first labels and names. A query that states nothing finds nothing.
  public func clips(matching query: ClipQuery) throws(CatalogError) -> [AssetRecord] {
    var conditions: [SQL] = []
    for (kinds, key) in query.keys {
      let kinds = kinds.map(\.rawValue)
      conditions.append("EXISTS (SELECT 1 FROM clipKey WHERE clipKey.assetID = asset.id AND clipKey.kind IN \(kinds) AND clipKey.key = \(key))")
    }
    if let timecode = query.timecode {
      let (frame, day) = (timecode.frameCount.value, timecode.rate.framesPerDay)
      // A clip that ran past midnight has its late labels a day behind its first.
      conditions.append(
        """
        labelRate = \(timecode.rate.description) AND (
          (startFrame <= \(frame) AND \(frame) < startFrame + coalesce(frames, labelCount, 1))
          OR (startFrame <= \(frame + day) AND \(frame + day) < startFrame + coalesce(frames, labelCount, 1)))
        """)
    }
    guard !conditions.isEmpty else { return [] }
    return try read { db in
      let request: SQLRequest<AssetRecord> = "SELECT * FROM asset WHERE \(conditions.joined(separator: " AND ")) ORDER BY startFrame, name, id"
      return try request.fetchAll(db)
    }
  }

  /// The files that hold an asset, wherever they are, by their paths.
  public func fileInstances(asset assetID: String) throws(CatalogError) -> [FileInstanceRecord] {
    try read { try FileInstanceRecord.filter(Column("assetID") == assetID).order(Column("path"), Column.rowID).fetchAll($0) }
  }

  // MARK: -

  private static func link(_ file: FileInstanceRecord, to assetID: String, in db: Database) throws {
    var file = file
    file.assetID = assetID
    let newest = FileInstanceRecord.filter(Column("path") == file.path).order(moment("recorded").desc, Column.rowID.desc)
    if file.digests.isEmpty, var known = try newest.fetchOne(db) {
      known.assetID = assetID
      try known.update(db)
    } else {
      _ = try store(file, in: db)
    }
  }

  /// The clip that is known already to hold the bytes of one of `clip`'s files: the same digest and length, and the same name.
  private static func known(_ clip: ClipRecord, in db: Database) throws -> AssetRecord? {
    if let same = try AssetRecord.fetchOne(db, key: clip.asset.id) { return same }
    // Files without a byte are alike on every card.
    for file in clip.files where file.byteCount > 0 {
      for (algorithm, digest) in file.digests.sorted(by: { $0.key < $1.key }) {
        let asset = try AssetRecord.fetchOne(
          db,
          sql: """
            SELECT asset.* FROM asset JOIN file ON file.assetID = asset.id
            WHERE json_extract(file.digests, '$.' || ?) = ? AND file.byteCount = ? AND asset.name = ? ORDER BY asset.rowid LIMIT 1
            """, arguments: ["\"\(algorithm)\"", digest, file.byteCount, clip.asset.name])
        if let asset { return asset }
      }
    }
    return nil
  }
}

extension AssetRecord {
  /// `known` with what this says beside it. What was known stays where this is silent.
  fileprivate func merged(into known: AssetRecord) -> AssetRecord {
    var merged = self
    merged.id = known.id
    merged.created = known.created
    merged.reel = reel ?? known.reel
    merged.frames = frames ?? known.frames
    merged.rate = rate ?? known.rate
    merged.start = start ?? known.start
    merged.labelCount = labelCount ?? known.labelCount
    merged.metadata.merge(known.metadata)
    merged.sourceFiles += known.sourceFiles.filter { !sourceFiles.contains($0) }
    return merged
  }
}
