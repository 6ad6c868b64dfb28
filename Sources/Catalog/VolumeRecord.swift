// SPDX-License-Identifier: Apache-2.0

public import Files
import GRDB

/// A volume that a copy was read from or written to, and where it was mounted then.
public struct VolumeRecord: Hashable, Sendable, Codable, Identifiable {
  /// The record's own id.
  public var id: String
  /// Where it was mounted.
  public var mountPoint: String
  /// The name that somebody gave it, where it is known.
  public var label: String?
  /// The type of its file system in the system's words, `ext4`; empty where the system does not tell.
  public var fileSystem: String
  /// The identifier that its file system got when it was made (see `VolumeFacts.identifier`), where it is known.
  public var identifier: String?
  /// What was mounted: a device, or a server's share; `nil` where it is not known.
  public var mountedFrom: String?
  /// What it holds in all, in bytes.
  public var totalBytes: Int64
  /// When it was first met there.
  public var firstSeen: Timestamp
  /// When it was last met there.
  public var lastSeen: Timestamp

  /// A volume as given.
  public init(
    id: String = RecordID.make(), mountPoint: String, label: String? = nil, fileSystem: String, identifier: String? = nil, mountedFrom: String? = nil,
    totalBytes: Int64, seen: Timestamp
  ) {
    self.id = id
    self.mountPoint = mountPoint
    self.label = label
    self.fileSystem = fileSystem
    self.identifier = identifier
    self.mountedFrom = mountedFrom == "" ? nil : mountedFrom
    self.totalBytes = totalBytes
    firstSeen = seen
    lastSeen = seen
  }

  /// Whether two records are of one volume, wherever it is mounted: by its identifier; where one of them has none, by label and kind; and where
  /// neither has one, by the share or pool that was mounted as well. What it holds in all says nothing: of servers and pools that changes.
  public func isSameVolume(as other: VolumeRecord) -> Bool {
    if let identifier, let known = other.identifier { return identifier == known }
    guard label == other.label, fileSystem == other.fileSystem else { return false }
    guard identifier == nil, other.identifier == nil, let mountedFrom, let known = other.mountedFrom else { return true }
    // A disk may get another device's name whenever it is plugged in.
    return mountedFrom == known || mountedFrom.hasPrefix("/dev/") && known.hasPrefix("/dev/")
  }
}

extension VolumeRecord: CatalogRecord {
  static var databaseTableName: String { "volume" }
}

extension CatalogDatabase {
  /// The volumes that copies were written to, the one that was met last first.
  public func destinationVolumes() throws(CatalogError) -> [VolumeRecord] {
    try read { db in
      try VolumeRecord.fetchAll(
        db,
        sql: """
          SELECT * FROM volume WHERE id IN (SELECT volumeID FROM offloadCopy)
          ORDER BY rtrim(lastSeen, 'Z') DESC, rowid DESC
          """)
    }
  }

  /// Stores a volume that is met now; answers the id under which it is known.
  static func meet(_ volume: VolumeRecord, in db: Database) throws -> String {
    let there = try VolumeRecord.filter(Column("mountPoint") == volume.mountPoint).fetchAll(db)
    guard var known = there.first(where: volume.isSameVolume) else {
      try volume.insert(db)
      return volume.id
    }
    known.lastSeen = max(known.lastSeen, volume.lastSeen)
    known.identifier = known.identifier ?? volume.identifier
    known.mountedFrom = volume.mountedFrom ?? known.mountedFrom
    known.label = volume.label ?? known.label
    known.totalBytes = volume.totalBytes
    try known.update(db)
    return known.id
  }
}
