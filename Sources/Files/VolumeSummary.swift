// SPDX-License-Identifier: Apache-2.0

/// What a report says of the volume that something is on.
public struct VolumeSummary: Hashable, Codable, Sendable {
  /// The type of its file system in the system's words; empty where the system does not tell.
  public let fileSystem: String
  /// Where it was mounted.
  public let mountPoint: String
  /// The name that somebody gave it, where it is known.
  public let label: String?
  /// What it holds in all, in bytes.
  public let totalBytes: Int64
  /// What could still be written, in bytes.
  public let availableBytes: Int64
  /// The system's number of it.
  public let device: UInt64

  /// A summary as given.
  public init(fileSystem: String, mountPoint: String, label: String? = nil, totalBytes: Int64, availableBytes: Int64, device: UInt64) {
    self.fileSystem = fileSystem
    self.mountPoint = mountPoint
    self.label = label
    self.totalBytes = totalBytes
    self.availableBytes = availableBytes
    self.device = device
  }

  /// Whether a file has one number for as long as it lives. FAT and exFAT have none and make them up when the system meets a file; FUSE and servers
  /// may do so too, and forget them when memory is short. Where it is not known that numbers last, they are not to be relied on.
  package var keepsFileNumbers: Bool {
    ["apfs", "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "hfs", "hfsplus", "jfs", "tmpfs", "ufs", "xfs", "zfs"].contains(fileSystem)
  }

  /// What of `facts` a report keeps.
  public init(_ facts: VolumeFacts) {
    self.init(
      fileSystem: facts.fileSystem, mountPoint: facts.mountPoint, label: facts.label, totalBytes: facts.totalBytes,
      availableBytes: facts.availableBytes, device: facts.device)
  }
}
