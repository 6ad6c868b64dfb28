// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What is known of the volume a path is on.
public struct VolumeFacts: Hashable, Sendable {
  /// Its number: paths with different numbers are on different volumes.
  public let device: UInt64
  /// What it holds in all, in bytes.
  public let totalBytes: Int64
  /// What this user can still write, in bytes.
  public let availableBytes: Int64
  /// Whether it can only be read.
  public let isReadOnly: Bool
  /// The longest name it takes, in bytes.
  public let longestName: Int
  /// The type of its file system in the system's words, `ext4`, `exfat`, `fuse.s3fs`; empty where the system does not tell.
  public let fileSystem: String
  /// Where it is mounted.
  public let mountPoint: String
  /// What is mounted there: a device, or a server's share.
  public let mountedFrom: String
  /// Of an overlay, the folder that its changes are kept in, which is on another volume; nil of other volumes, and where the system does not tell.
  let upperFolder: String?
  /// The name that somebody gave it, where it is known.
  public let label: String?

  /// The volume that `path` is on, or would be on: what of the path does not exist yet is left out of account.
  public static func of(_ path: String) throws(FilesError) -> VolumeFacts {
    try SystemPath.check(path)
    var existing = path
    while true {
      do { return try VolumeFacts(existing: existing) } catch {
        let above = SystemPath.split(existing).folder
        guard error.code == .notFound, above != existing else { throw error.about(path) }
        existing = above
      }
    }
  }

  /// Facts as given, as tests fix them.
  package init(
    device: UInt64, totalBytes: Int64, availableBytes: Int64, isReadOnly: Bool = false, longestName: Int = 255, fileSystem: String,
    mountPoint: String = "/", mountedFrom: String = "", label: String? = nil
  ) {
    self.device = device
    self.totalBytes = totalBytes
    self.availableBytes = availableBytes
    self.isReadOnly = isReadOnly
    self.longestName = longestName
    self.fileSystem = fileSystem
    self.mountPoint = mountPoint
    self.mountedFrom = mountedFrom
    self.label = label
    upperFolder = nil
  }

  private init(existing path: String) throws(FilesError) {
    var volume = statvfs()
    guard uninterrupted({ statvfs(path, &volume) }) == 0 else { throw FilesError(subject: path) }
    device = try FileFacts.of(path).device
    let mount = realpath(path, nil).flatMap { resolved in
      defer { free(resolved) }
      return MountTable.current().mount(of: String(cString: resolved))
    }
    fileSystem = mount?.fileSystem ?? ""
    mountPoint = mount?.point ?? "/"
    mountedFrom = mount?.source ?? ""
    upperFolder = mount?.option("upperdir")
    label = VolumeLabel.of(mountedFrom)
    let unit = Int64(volume.f_frsize)
    totalBytes = Self.product(Int64(volume.f_blocks), unit)
    availableBytes = Self.product(Int64(volume.f_bavail), unit)
    isReadOnly = UInt(volume.f_flag) & UInt(ST_RDONLY) != 0
    longestName = Int(volume.f_namemax)
  }

  /// Some network volumes claim more than 63 bits of room.
  private static func product(_ blocks: Int64, _ unit: Int64) -> Int64 {
    let (bytes, overflowed) = blocks.multipliedReportingOverflow(by: unit)
    return overflowed ? .max : bytes
  }
}
