// SPDX-License-Identifier: Apache-2.0

public import Files
import GRDB

/// One run of an offload: which source, when, and how it ended. Its files say what the source held, its copies where that went.
public struct OffloadRecord: Hashable, Sendable, Codable, Identifiable {
  /// One file of the source, as it was read.
  public struct File: Hashable, Sendable, Codable {
    /// Its path from the source's own folder, with `/` between names.
    public var path: String
    /// Its size in bytes.
    public var byteCount: Int64
    /// When its contents last changed, as the source's file system says.
    public var modified: Timestamp
    /// A digest of its bytes, as `xxh64:…`.
    public var digest: String?

    /// A file as given.
    public init(path: String, byteCount: Int64, modified: Timestamp, digest: String? = nil) {
      self.path = path
      self.byteCount = byteCount
      self.modified = modified
      self.digest = digest
    }
  }

  /// One copy.
  public struct Copy: Hashable, Sendable, Codable {
    /// The folder, or the file, that the copy is.
    public var path: String
    /// The volume that it is on; `nil` where it is not known.
    public var volumeID: String?
    /// How it ended.
    public var status: WorkStatus
    /// Whether every file of it is there and its manifest was written. A copy may be finished and yet partial: links and pipes are left out.
    public var isFinished: Bool
    /// Whether every file of it was read back and found to be the source's.
    public var isProved: Bool

    /// A copy as given.
    public init(path: String, volumeID: String? = nil, status: WorkStatus, isFinished: Bool, isProved: Bool) {
      self.path = path
      self.volumeID = volumeID
      self.status = status
      self.isFinished = isFinished
      self.isProved = isProved
    }
  }

  /// The record's own id.
  public var id: String
  /// The task of an order that it was done for.
  public var taskID: String?
  /// The source's path.
  public var source: String
  /// The volume of the source; `nil` where it is not known.
  public var sourceVolumeID: String?
  /// The reel or roll by which the card calls itself, where it is one card that does.
  public var reel: String?
  /// When it began.
  public var started: Timestamp
  /// When it ended.
  public var finished: Timestamp
  /// How it ended.
  public var status: WorkStatus
  /// How the copies were proved: `full`, `source`, `transfer`.
  public var verification: String
  /// How many files the source had.
  public var fileCount: Int
  /// How many bytes those had.
  public var byteCount: Int64

  /// A run as given.
  public init(
    id: String = RecordID.make(), taskID: String? = nil, source: String, sourceVolumeID: String? = nil, reel: String? = nil, started: Timestamp,
    finished: Timestamp, status: WorkStatus, verification: String, fileCount: Int, byteCount: Int64
  ) {
    self.id = id
    self.taskID = taskID
    self.source = source
    self.sourceVolumeID = sourceVolumeID
    self.reel = reel
    self.started = started
    self.finished = finished
    self.status = status
    self.verification = verification
    self.fileCount = fileCount
    self.byteCount = byteCount
  }
}

extension OffloadRecord: CatalogRecord {
  static var databaseTableName: String { "offload" }
}

/// A file of a run, as its table has it.
struct OffloadFileRow: CatalogRecord {
  static var databaseTableName: String { "offloadFile" }
  var offloadID: String
  var path: String
  var byteCount: Int64
  var modified: Timestamp
  var digest: String?
}

/// A copy of a run, as its table has it.
struct OffloadCopyRow: CatalogRecord {
  static var databaseTableName: String { "offloadCopy" }
  var offloadID: String
  var path: String
  var volumeID: String?
  var status: WorkStatus
  var isFinished: Bool
  var isProved: Bool
}
