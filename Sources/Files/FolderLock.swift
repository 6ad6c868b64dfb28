// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder that one process works in alone, so that the same order is not run twice at once. Let go at the end of its scope, or of the
/// process, however it ends; the file `.lineup-lock` stays.
public struct FolderLock: ~Copyable, Sendable {
  /// The name of the file that is held.
  public static let fileName = ".lineup-lock"

  /// The folder.
  public let folder: String
  private let lock: FileLock

  /// Holds `folder`.
  /// - Throws: `FilesError` with code `busy`, and the holder named, while another process has it.
  public init(_ folder: String) throws(FilesError) {
    try SystemPath.check(folder)
    let lock = try Self.hold(folder)
    let holder = Array("process \(getpid())".utf8)
    // Only a courtesy to whoever finds the folder busy; the hold itself is the system's.
    _ = ftruncate(lock.descriptor, 0)
    _ = pwrite(lock.descriptor, holder, holder.count, 0)
    self.folder = folder
    self.lock = lock
  }

  private static func hold(_ folder: String) throws(FilesError) -> FileLock {
    let path = SystemPath.join(folder, fileName)
    do { return try FileLock(standingFileAt: path) } catch {
      guard error.code == .busy else { throw error.about(folder) }
      let holder = (try? InputFile.text(of: path, limit: 64)) ?? "the other process"
      throw error.about(folder, remedy: "wait for \(holder), or stop it, and try again")
    }
  }
}
