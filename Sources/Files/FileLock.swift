// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that one process holds alone (`flock`). The system lets go of it when the process ends, however it ends.
struct FileLock: ~Copyable, Sendable {
  let descriptor: Int32

  /// Makes an empty file `name` in `folder` and holds it. What a process that is no more left there is removed first.
  /// - Throws: `FilesError` with code `busy` while another process holds it.
  init(freshFile name: String, in folder: OpenFolder) throws(FilesError) {
    let path = SystemPath.join(folder.path, name)
    // Removed and made anew, never emptied: the old file may by now have its final name as well.
    while true {
      let old = uninterrupted { openat(folder.descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
      if old >= 0 {
        defer { close(old) }
        guard flock(old, LOCK_EX | LOCK_NB) == 0 else { throw FilesError(subject: path) }
        if Self.stands(name, in: folder, old) { unlinkat(folder.descriptor, name, 0) }
      } else if errno != ENOENT {
        throw FilesError(subject: path)
      }
      let new = uninterrupted { openat(folder.descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666) }
      if new < 0 {
        guard errno == EEXIST else { throw FilesError(subject: path) }
        continue  // another process was quicker
      }
      guard flock(new, LOCK_EX | LOCK_NB) == 0, Self.stands(name, in: folder, new) else {
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

  /// Holds what a process that is no more left as `name` in `folder`; nil when there is nothing, or it cannot be held: its process may be at work
  /// still.
  init?(leftOver name: String, in folder: OpenFolder) {
    let file = uninterrupted { openat(folder.descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard file >= 0 else { return nil }
    guard flock(file, LOCK_EX | LOCK_NB) == 0, Self.stands(name, in: folder, file) else {
      close(file)
      return nil
    }
    descriptor = file
  }

  deinit {
    flock(descriptor, LOCK_UN)  // a child process just being started shares the open file for a moment, and the lock with it
    close(descriptor)
  }

  private static func stands(_ name: String, in folder: OpenFolder, _ descriptor: Int32) -> Bool {
    var held = stat()
    guard fstat(descriptor, &held) == 0, let named = try? folder.facts(of: name) else { return false }
    return FileFacts(held).isSameFile(as: named)
  }
}
