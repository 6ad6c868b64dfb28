// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is being made under a temporary name beside its target and gets the target's name only when it is whole.
///
/// Use it where another library or program does the writing; `SafeWriter` writes by itself. Whatever ends it, be it an error, a signal or a
/// power cut, the target is either as it was or complete. Without `commit()` the temporary file is removed when this value goes out of
/// scope; what a killed process left is taken away by the next one that writes the same target.
public struct PendingFile: ~Copyable, Sendable {
  /// Whether a file that stands at the target may go.
  public enum Existing: Hashable, Sendable {
    /// It stays, and committing throws `alreadyExists`, even when it appeared only meanwhile.
    case keep
    /// The new file takes its place in one step.
    case replace
  }

  /// Where the finished file will be.
  public let target: String
  /// Where to write it until then.
  public let path: String
  private let folder: OpenFolder
  private let name: String
  private let existing: Existing
  private let lock: FileLock
  private var isSettled = false

  /// Prepares to make the file `target`; its folder must exist.
  /// - Throws: `FilesError`: `alreadyExists` when it stands there and must be kept, `isDirectory`, `busy` when another process is making it,
  ///   `notFound` when the folder is missing, `permissionDenied`, `readOnly`, …
  public init(_ target: String, existing: Existing = .keep) throws(FilesError) {
    try SystemPath.check(target)
    let (folder, name) = SystemPath.split(target)
    guard name != ".", name != "..", target.utf8.last != UInt8(ascii: "/") else { throw FilesError(.isDirectory, subject: target) }
    try self.init(name, in: OpenFolder(folder), target: target, existing: existing)
  }

  /// The same for the file `name` in a folder that is open: it is that folder that gets the file, whatever stands at its path by then.
  package init(_ name: String, in folder: OpenFolder, existing: Existing = .keep) throws(FilesError) {
    try self.init(name, in: folder, target: SystemPath.join(folder.path, name), existing: existing)
  }

  private init(_ name: String, in folder: OpenFolder, target: String, existing: Existing) throws(FilesError) {
    if let facts = try folder.facts(of: name) {
      guard facts.kind != .folder else { throw FilesError(.isDirectory, subject: target) }
      guard existing == .replace else { throw FilesError(.alreadyExists, subject: target) }
    }
    let lock = try Self.lock(name, in: folder, for: target)
    self.target = target
    path = Self.temporaryPath(for: target)
    self.folder = folder
    self.name = name
    self.existing = existing
    self.lock = lock
  }

  deinit {
    if !isSettled { try? folder.remove(temporaryName) }
  }

  /// Has the device keep the contents, gives the file its name, and has the device keep the name.
  /// - Throws: `FilesError`; with code `notFound` where what was written at `path` is not in the folder that was opened; the temporary file is then gone and the target as it was. Only when the very last step fails, the folder's
  ///   own synchronizing, the file stands at its target without the device's word for it.
  public consuming func commit() throws(FilesError) {
    // Whoever else wrote it went by its path.
    guard let written = try FileFacts.ifExists(path), let ours = try folder.facts(of: temporaryName), written.isSameFile(as: ours) else {
      throw FilesError(.notFound, subject: target, remedy: "another folder stands in the place of its folder since it was begun: make it again")
    }
    try place()
  }

  /// The same for a file that was written by what `opened()` gave.
  consuming func place() throws(FilesError) {
    do throws(FilesError) {
      try opened().synchronize()
      switch existing {
      case .replace: try folder.rename(temporaryName, to: name)
      case .keep: try renameWithoutReplacing()
      }
    } catch { throw error.about(target) }
    isSettled = true
    try folder.synchronize()
  }

  /// The file as it is under its temporary name, to write it.
  func opened() throws(FilesError) -> OutputFile { try folder.continueFile(temporaryName) }

  // MARK: -

  private var temporaryName: String { Self.temporaryName(for: name) }

  private static func lock(_ name: String, in folder: OpenFolder, for target: String) throws(FilesError) -> FileLock {
    do { return try FileLock(freshFile: temporaryName(for: name), in: folder) } catch {
      guard error.code == .notFound else { throw error.about(target) }
      // The system says so too of a folder that is there and takes no files, as those of /proc.
      guard (try? FileFacts.ifExists(folder.path)) ?? nil != nil else { throw error.about(folder.path) }
      throw FilesError(.permissionDenied, subject: folder.path, remedy: "it is none in which files can be made: choose another folder")
    }
  }

  /// A second name for the same file fails when the name is taken, in one step, on every volume that has hard links. Elsewhere (exFAT,
  /// some servers) an empty file, which only one process can create, holds the place until it is replaced.
  private func renameWithoutReplacing() throws(FilesError) {
    do throws(FilesError) { return try folder.linkAndUnlink(temporaryName, as: name) } catch { guard error.lacksSecondNames else { throw error } }
    _ = try folder.create(name)
    do throws(FilesError) { try folder.rename(temporaryName, to: name) } catch {
      try? folder.remove(name)
      throw error
    }
  }

  /// Runs `body` with the temporary name of `name` while holding what a process that is no more left under it in `folder`. Does nothing where
  /// nothing was left, or where its process is at work still.
  package static func withLeftOver(of name: String, in folder: OpenFolder, _ body: (String) -> Void) {
    let temporaryName = temporaryName(for: name)
    guard let lock = FileLock(leftOver: temporaryName, in: folder) else { return }
    body(temporaryName)
    _ = consume lock
  }

  /// The end of every temporary name.
  package static let temporarySuffix = ".lineup-part"

  /// The path under which `target` is written until it is whole.
  package static func temporaryPath(for target: String) -> String {
    let (folder, name) = SystemPath.split(target)
    return SystemPath.join(folder, temporaryName(for: name))
  }

  /// Hidden, and recognizably ours. A name the volume would find too long is cut and told from others by its FNV-1a hash.
  package static func temporaryName(for name: String) -> String {
    let suffix = temporarySuffix
    guard name.utf8.count + suffix.utf8.count + 1 > 255 else { return "." + name + suffix }
    let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    var start = name
    while start.utf8.count > 200 { start.removeLast() }
    return ".\(start)-\(String(hash, radix: 16))\(suffix)"
  }
}
