// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that one process holds alone (`flock`). The system lets go of it when the process ends, however it ends.
struct FileLock: ~Copyable, Sendable {
  let descriptor: Int32

  /// Makes an empty file at `path` and holds it. What a process that is no more left there is removed first.
  /// - Throws: `FilesError` with code `busy` while another process holds it.
  init(freshFileAt path: String) throws(FilesError) {
    // Removed and made anew, never emptied: the old file may by now have its final name as well.
    while true {
      let old = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
      if old >= 0 {
        defer { close(old) }
        guard flock(old, LOCK_EX | LOCK_NB) == 0 else { throw FilesError(subject: path) }
        if Self.stands(at: path, old) { unlink(path) }
      } else if errno != ENOENT {
        throw FilesError(subject: path)
      }
      let new = uninterrupted { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666) }
      if new < 0 {
        guard errno == EEXIST else { throw FilesError(subject: path) }
        continue  // another process was quicker
      }
      guard flock(new, LOCK_EX | LOCK_NB) == 0, Self.stands(at: path, new) else {
        close(new)
        continue
      }
      descriptor = new
      return
    }
  }

  /// Holds the file at `path`, which is made if it is missing and stays when it is let go.
  /// - Throws: `FilesError` with code `busy` while another process holds it.
  init(standingFileAt path: String) throws(FilesError) {
    let file = uninterrupted { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666) }
    guard file >= 0 else { throw FilesError(subject: path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let fault = FilesError(subject: path)
      close(file)
      throw fault
    }
    descriptor = file
  }

  /// Holds what a process that is no more left at `path`; nil when there is nothing, or it cannot be held: its process may be at work still.
  init?(leftOverAt path: String) {
    let file = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard file >= 0 else { return nil }
    guard flock(file, LOCK_EX | LOCK_NB) == 0, Self.stands(at: path, file) else {
      close(file)
      return nil
    }
    descriptor = file
  }

  deinit { close(descriptor) }

  private static func stands(at path: String, _ descriptor: Int32) -> Bool {
    var held = stat()
    var named = stat()
    guard fstat(descriptor, &held) == 0, lstat(path, &named) == 0 else { return false }
    return FileFacts(held).isSameFile(as: FileFacts(named))
  }
}
