// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Everything that a virus scan has to account for. Unlike a copy it passes over nothing: neither hidden files nor histories.
struct ScanList: Sendable {
  /// Something found by the walk.
  enum Item: Sendable {
    /// A file to look at.
    case file(FolderEntry)
    /// Something that has its verdict already.
    case settled(ScanReport.File)
  }

  /// The real path of what was named.
  let source: String
  /// The folder that paths are relative to.
  let root: String
  let items: [Item]

  /// - Throws: `IntegrityError` with code `unreadable` when there is no such file or folder, or nothing in it.
  init(_ path: String) throws(IntegrityError) {
    guard let source = RealPath.of(path) else {
      throw IntegrityError(.unreadable, path, "there is no such file or folder; check the path and that the volume is mounted")
    }
    self.source = source
    do throws(FilesError) {
      let facts = try FileFacts.of(source)
      switch facts.kind {
      case .folder:
        root = source
        items = try FolderWalk(source).compactMap { Self.item($0, in: source) }
      default:
        let (folder, name) = SystemPath.split(source)
        root = folder
        items = [Self.item(.entry(FolderEntry(path: try ContainedPath(name), facts: facts)), in: folder)].compactMap { $0 }
      }
    } catch { throw IntegrityError(.unreadable, path, error.explanation) }
    if items.isEmpty { throw IntegrityError(.unreadable, path, "has no files; is the card mounted?") }
  }

  var files: [FolderEntry] {
    items.compactMap { item in
      if case .file(let entry) = item { entry } else { nil }
    }
  }

  private static func item(_ found: FolderWalk.Item, in root: String) -> Item? {
    switch found {
    case .trouble(let fault):
      let start = root == "/" ? root : root + "/"
      let path = fault.subject.hasPrefix(start) ? String(fault.subject.dropFirst(start.count)) : fault.subject
      return .settled(.init(path: path, bytes: 0, verdict: .notScanned, reason: fault.explanation))
    case .entry(let entry):
      switch entry.facts.kind {
      case .file: return .file(entry)
      case .folder: return nil
      case .link:
        return .settled(.init(path: entry.path.text, bytes: 0, verdict: .leftOut, reason: "a symbolic link, which is not followed"))
      case .special:
        return .settled(.init(path: entry.path.text, bytes: 0, verdict: .leftOut, reason: "a pipe, socket or device, which has no contents to scan"))
      }
    }
  }
}
