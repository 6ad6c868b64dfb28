// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes one file safely: temporary name beside the target, synchronize, rename, synchronize the folder. See `PendingFile`.
///
///     let writer = try SafeWriter("report.json")
///     try writer.write(json)
///     try writer.commit()
public struct SafeWriter: ~Copyable, Sendable {
  private let pending: PendingFile
  /// The file under its temporary name, for times, offsets and the like.
  public let file: OutputFile

  /// Prepares to write `target`; its folder must exist.
  /// - Throws: As `PendingFile.init`.
  public init(_ target: String, existing: PendingFile.Existing = .keep) throws(FilesError) {
    try self.init(PendingFile(target, existing: existing))
  }

  /// Prepares to write the file `name` in a folder that is open.
  package init(_ name: String, in folder: OpenFolder, existing: PendingFile.Existing = .keep) throws(FilesError) {
    try self.init(PendingFile(name, in: folder, existing: existing))
  }

  private init(_ pending: consuming PendingFile) throws(FilesError) {
    file = try pending.opened()
    self.pending = pending
  }

  /// Writes bytes at the end of what was written.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
    do { try file.write(bytes) } catch { throw error.about(pending.target) }
  }

  /// Writes bytes at the end of what was written.
  public func write(_ bytes: some Sequence<UInt8>) throws(FilesError) {
    let bytes = Array(bytes)
    let result = bytes.withUnsafeBytes { buffer in Result { () throws(FilesError) in try write(buffer) } }
    try result.get()
  }

  /// Writes text as UTF-8.
  public func write(_ text: String) throws(FilesError) { try write(text.utf8) }

  /// Gives the file its name. See `PendingFile.commit()`.
  public consuming func commit() throws(FilesError) { try pending.place() }

  /// Writes a whole file at once.
  public static func write(_ bytes: some Sequence<UInt8>, to target: String, existing: PendingFile.Existing = .keep) throws(FilesError) {
    let writer = try SafeWriter(target, existing: existing)
    try writer.write(bytes)
    try writer.commit()
  }

  /// Writes a whole file `name` at once in a folder that is open.
  package static func write(
    _ bytes: some Sequence<UInt8>, as name: String, in folder: OpenFolder, existing: PendingFile.Existing = .keep
  ) throws(FilesError) {
    let writer = try SafeWriter(name, in: folder, existing: existing)
    try writer.write(bytes)
    try writer.commit()
  }

  /// Writes a whole text file at once, as UTF-8.
  public static func write(_ text: String, to target: String, existing: PendingFile.Existing = .keep) throws(FilesError) {
    try write(text.utf8, to: target, existing: existing)
  }
}
