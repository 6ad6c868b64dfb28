// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What tells whether a file is still the one that was looked at: also where somebody gave another file its name, length and time. The system
/// alone sets the time of the last change of a file's record (`ctime`).
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let size: Int64
  private let modified: Timestamp
  private let changed: Timestamp

  /// The identity of the file at `path`; a link is itself.
  /// - Throws: `FilesError`: `notFound`, `permissionDenied`, …
  public static func of(_ path: String) throws(FilesError) -> FileIdentity {
    try SystemPath.check(path)
    var facts = stat()
    guard lstat(path, &facts) == 0 else { throw FilesError(subject: path) }
    return FileIdentity(facts)
  }

  private init(_ facts: stat) {
    device = UInt64(truncatingIfNeeded: facts.st_dev)
    inode = UInt64(facts.st_ino)
    size = Int64(facts.st_size)
    #if canImport(Darwin)
      (modified, changed) = (Timestamp(facts.st_mtimespec), Timestamp(facts.st_ctimespec))
    #else
      (modified, changed) = (Timestamp(facts.st_mtim), Timestamp(facts.st_ctim))
    #endif
  }
}
