// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// A file that is being copied, under a temporary name beside its own until it is whole, safe and read back.
///
/// Where one file is written, `SafeWriter` does. A copy reads back before it gives the name, and synchronizes each folder once at the
/// end instead of once a file.
final class PartFile {
  /// After this many bytes the device has to catch up, so that no synchronizing takes long and memory is not full of a slow drive's backlog.
  private static let bytesBetweenSynchronizing: Int64 = 256 << 20

  private let target: String
  private let path: String
  private let file: OutputFile
  private let gate: DestinationGate
  private var written: Int64 = 0
  private var synchronized: Int64 = 0

  /// Makes the part file of `target`. One that a stopped copy left there is replaced: the journal's lock says that it is nobody's now.
  init(_ target: String, mode: UInt32, gate: DestinationGate) throws(FilesError) {
    self.target = target
    self.gate = gate
    path = PendingFile.temporaryPath(for: target)
    try gate.act(.create, path)
    if try FileFacts.ifExists(path)?.kind == .file { unlink(path) }
    file = try OutputFile(creating: path, mode: mode & 0o777 | 0o600)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
    let allowed = gate.write(path, bytes.count)
    do { try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(allowed))) } catch {
      throw error.about(target)
    }
    guard allowed == bytes.count else { throw FilesError(.ioError, subject: path) }
    written += Int64(bytes.count)
    if written - synchronized >= Self.bytesBetweenSynchronizing { try synchronize() }
  }

  /// Gives the file its source's time and has the device keep it.
  /// - Throws: `FilesError`; with code `truncated` when it did not receive as many bytes as the source has.
  func seal(modified: Timestamp, size: Int64) throws(FilesError) {
    guard written == size else { throw FilesError(.truncated, subject: target) }
    try file.setModified(modified)
    try synchronize()
  }

  /// The file as it can be read back.
  func reopened() throws(FilesError) -> InputFile {
    try gate.act(.readBack, path)
    return try InputFile(path, followLinks: false)
  }

  /// Gives the file its name; one that took the name meanwhile is left alone.
  func place() throws(FilesError) {
    try gate.act(.place, path)
    if link(path, target) == 0 {
      unlink(path)
      return
    }
    // exFAT and some servers have no second names. There the look and the renaming are two steps; the journal's lock keeps other copies out.
    let fault = FilesError(subject: target)
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(fault.systemNumber) else { throw fault }
    guard try FileFacts.ifExists(target) == nil else { throw FilesError(.alreadyExists, subject: target) }
    guard rename(path, target) == 0 else { throw FilesError(subject: target) }
  }

  /// Takes the part file away.
  func remove() throws(FilesError) {
    try gate.act(.remove, path)
    unlink(path)
  }

  // MARK: -

  private func synchronize() throws(FilesError) {
    try gate.act(.synchronize, path)
    try file.synchronize()
    synchronized = written
  }
}
