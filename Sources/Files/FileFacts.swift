// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the file system knows about a file, folder or link.
public struct FileFacts: Hashable, Sendable {
  /// What stands at a path.
  public enum Kind: String, Hashable, Codable, Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link, whether or not it leads anywhere.
    case link
    /// A pipe, socket or device.
    case special
  }

  // A scan holds one of these for every file of a card, so the order is the one that leaves no gaps.
  /// Its length in bytes.
  public let size: Int64
  /// The bytes it takes on the volume: fewer than `size` when it has holes.
  public let allocatedSize: Int64
  /// When its contents were last changed.
  public let modified: Timestamp
  /// The permission bits, as chmod takes them.
  public let mode: UInt32
  /// The volume it is on: two paths with different numbers are on different volumes.
  public let device: UInt64
  /// Its number on that volume: two paths with equal `device` and `inode` are the same file.
  public let inode: UInt64
  private let links: UInt32
  /// What it is.
  public let kind: Kind

  /// How many names it has.
  public var linkCount: Int { Int(links) }

  /// The facts of what stands at `path`.
  /// - Parameter followLinks: whether a link's facts are those of what it leads to.
  /// - Throws: `FilesError`: `notFound`, `permissionDenied`, …
  public static func of(_ path: String, followLinks: Bool = true) throws(FilesError) -> FileFacts {
    try SystemPath.check(path)
    var facts = stat()
    guard (followLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 else { throw FilesError(subject: path) }
    return FileFacts(facts)
  }

  /// The facts of what stands at `path`, or nothing when nothing does. A link that leads nowhere is something.
  public static func ifExists(_ path: String) throws(FilesError) -> FileFacts? {
    do { return try of(path, followLinks: false) } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  /// Whether it is certain that nothing stands at `path`: false where that cannot be told.
  public static func isAbsent(_ path: String) -> Bool {
    do { return try ifExists(path) == nil } catch { return error.code == .notDirectory }
  }

  init(_ facts: stat) {
    kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .special
      }
    size = Int64(facts.st_size)
    allocatedSize = Int64(facts.st_blocks) * 512  // POSIX leaves the unit open; both systems count 512 bytes whatever the block size
    #if canImport(Darwin)
      modified = Timestamp(facts.st_mtimespec)
    #else
      modified = Timestamp(facts.st_mtim)
    #endif
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(facts.st_ino)
    links = UInt32(clamping: facts.st_nlink)
    mode = UInt32(facts.st_mode) & 0o7777
  }

  /// Whether both are the same file, under whatever names.
  public func isSameFile(as other: FileFacts) -> Bool { device == other.device && inode == other.inode }
}
