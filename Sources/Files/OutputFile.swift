// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A regular file open for writing, closed when it goes out of scope. What it must end as, and under which name, is `SafeWriter`'s affair.
public struct OutputFile: ~Copyable, Sendable {
  /// Where it is.
  public let path: String
  /// The system's number for it, for calls this type does not cover. It belongs to this value.
  public let descriptor: Int32

  /// Makes a new file at `path`.
  /// - Parameter mode: its permission bits, less those the process masks.
  /// - Throws: `FilesError` with code `alreadyExists` when anything stands there, a link that leads nowhere included.
  public init(creating path: String, mode: UInt32 = 0o666) throws(FilesError) {
    self.init(path: path, descriptor: try SystemPath.openRegularFile(path, Self.creating, mode: mode))
  }

  /// Opens the file that stands at `path` to write on, with its contents kept and the first write at its start. Links are not followed.
  public init(continuing path: String) throws(FilesError) {
    self.init(path: path, descriptor: try SystemPath.openRegularFile(path, Self.continuing))
  }

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  static let creating = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW
  static let appending = O_CREAT | O_APPEND | O_WRONLY | O_NOFOLLOW
  static let continuing = O_WRONLY | O_NOFOLLOW

  deinit { Foundation.close(descriptor) }

  /// What the file system knows about it now.
  public func facts() throws(FilesError) -> FileFacts {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw FilesError(subject: path) }
    return FileFacts(facts)
  }

  /// Writes all of `bytes` where the last write ended.
  /// - Throws: `FilesError`: `noSpace`, `tooLarge`, `ioError`, … Some of the bytes may then have been written.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = uninterrupted { Foundation.write(descriptor, rest.baseAddress, rest.count) }
      guard count >= 0 else { throw FilesError(subject: path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Writes all of `bytes` from `offset` bytes into the file; where `write(_:)` goes on is not changed.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FilesError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = uninterrupted { pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(written)) }
      guard count >= 0 else { throw FilesError(subject: path) }
      written += count
    }
  }

  /// Continues writing at `offset` bytes into the file.
  public func seek(to offset: Int64) throws(FilesError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw FilesError(subject: path) }
  }

  /// Cuts or lengthens the file to `size` bytes.
  public func truncate(to size: Int64) throws(FilesError) {
    guard uninterrupted({ ftruncate(descriptor, off_t(size)) }) == 0 else { throw FilesError(subject: path) }
  }

  /// Gives the file the modification time of its source.
  public func setModified(_ moment: Timestamp) throws(FilesError) {
    let both = [moment.timespec, moment.timespec]
    guard futimens(descriptor, both) == 0 else { throw FilesError(subject: path) }
  }

  /// Has the system begin to send these bytes to the device, without waiting for it: a later `synchronize()` then finds little left to do.
  public func beginSynchronizing(from offset: Int64, count: Int64) {
    #if !canImport(Darwin)
      // The advice that these pages are not wanted any more makes Linux write them out. Only a head start: a refusal changes nothing.
      _ = posix_fadvise(descriptor, off_t(offset), off_t(count), POSIX_FADV_DONTNEED)
    #endif
  }

  /// Returns when the device has the file's contents, not only the system. On a Mac the drive's own cache is emptied too.
  public func synchronize() throws(FilesError) {
    #if canImport(Darwin)
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }  // not every file system has it
    #endif
    guard uninterrupted({ fsync(descriptor) }) == 0 else { throw FilesError(subject: path) }
  }
}
