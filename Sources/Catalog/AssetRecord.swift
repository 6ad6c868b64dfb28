// SPDX-License-Identifier: Apache-2.0

import Custody
public import Files
import GRDB

/// A piece of material, whatever files hold it: a clip, a sound take, a master.
public struct AssetRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// Its name, as the clip's.
  public var name: String
  /// The reel or roll it belongs to.
  public var reel: String?
  /// What it is: `clip`, `sound`, `master`.
  public var kind: String
  /// Its length in frames.
  public var frames: Int?
  /// Its frame rate, as people type it.
  public var rate: String?
  /// When it was first recorded.
  public var created: Timestamp

  /// An asset as given.
  public init(
    id: String = RecordID.make(), name: String, reel: String? = nil, kind: String, frames: Int? = nil, rate: String? = nil, created: Timestamp
  ) {
    self.id = id
    self.name = name
    self.reel = reel
    self.kind = kind
    self.frames = frames
    self.rate = rate
    self.created = created
  }
}

extension AssetRecord: CatalogRecord {
  static var databaseTableName: String { "asset" }
}

extension CatalogDatabase {
  /// Records an asset, or what has been learnt of one since.
  public func recordAsset(_ asset: AssetRecord, by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      try asset.save(db)
      return ((), [AuditNote(action: "asset.recorded", subject: asset.name, details: ["asset": .text(asset.id), "kind": .text(asset.kind)])])
    }
  }

  /// Every asset, by name.
  public func assets() throws(CatalogError) -> [AssetRecord] {
    try read { try AssetRecord.order(Column("name"), moment("created")).fetchAll($0) }
  }
}
