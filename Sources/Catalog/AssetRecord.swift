// SPDX-License-Identifier: Apache-2.0

import Custody
public import Essence
public import Files
import GRDB
public import Timing

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
  /// The first frame's label, as frames since midnight.
  private var startFrame: Int?
  /// The rate of that label, as people type it.
  private var labelRate: String?
  /// How many labels it spans from there, where `frames` does not say: sound's length in frames of its labels.
  public var labelCount: Int?
  /// What camera, recorder and crew wrote about it.
  public var metadata: ClipMetadata
  /// Its files as they are called on the card, with `/` between names.
  public var sourceFiles: [String]

  /// An asset as given.
  public init(
    id: String = RecordID.make(), name: String, reel: String? = nil, kind: String, frames: Int? = nil, rate: String? = nil, created: Timestamp,
    start: Timecode? = nil, metadata: ClipMetadata = ClipMetadata(), sourceFiles: [String] = []
  ) {
    self.id = id
    self.name = name
    self.reel = reel
    self.kind = kind
    self.frames = frames
    self.rate = rate
    self.created = created
    self.metadata = metadata
    self.sourceFiles = sourceFiles
    self.start = start
  }

  /// The first frame's label.
  public var start: Timecode? {
    get {
      guard let startFrame, let labelRate, let rate = try? FrameRate(labelRate) else { return nil }
      return try? Timecode(FrameCount(startFrame), at: rate)
    }
    set {
      startFrame = newValue?.frameCount.value
      labelRate = newValue?.rate.description
    }
  }
}

extension AssetRecord: CatalogRecord {
  static var databaseTableName: String { "asset" }
}

extension CatalogDatabase {
  /// Records an asset, or what has been learnt of one since.
  public func recordAsset(_ asset: AssetRecord, by context: AuditContext) throws(CatalogError) {
    try write(by: context) { db in
      try Self.store(asset, in: db)
      return ((), [AuditNote(action: "asset.recorded", subject: asset.name, details: ["asset": .text(asset.id), "kind": .text(asset.kind)])])
    }
  }

  /// Every asset, by name.
  public func assets() throws(CatalogError) -> [AssetRecord] {
    try read { try AssetRecord.order(Column("name"), moment("created")).fetchAll($0) }
  }

  /// Stores an asset and the words by which it is found.
  static func store(_ asset: AssetRecord, in db: Database) throws {
    try asset.save(db)
    try ClipKey.filter(Column("assetID") == asset.id).deleteAll(db)
    for key in ClipKey.keys(of: asset) { try key.insert(db) }
  }
}
