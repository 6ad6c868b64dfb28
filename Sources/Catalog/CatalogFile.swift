// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization

/// The file of a catalogue, which is an ordinary one and stays the one that was opened first.
///
/// SQLite opens whatever stands at a path, again for each connection, and follows links: a link would have it write elsewhere, a pipe would have it wait.
final class CatalogFile: Sendable {
  let path: String
  private let opened = Mutex<FileFacts?>(nil)

  init(_ path: String) { self.path = path }

  /// Looks at what stands where SQLite keeps the catalogue, its log and its index, before any of it is opened.
  ///
  /// - Throws: `CatalogError.notRegular`, `FilesError`.
  func check() throws {
    for end in ["", "-wal", "-shm", "-journal"] {
      guard let facts = try FileFacts.ifExists(path + end), facts.kind != .file else { continue }
      throw CatalogError(.notRegular, subject: path + end, underlying: facts.kind.words)
    }
  }

  /// Looks again once a connection is open: it is the file of the first one.
  ///
  /// - Throws: `CatalogError.exchanged` besides what `check` throws.
  func recheck() throws {
    try check()
    let now = try FileFacts.ifExists(path)
    try opened.withLock { known in
      guard let now, known?.isSameFile(as: now) ?? true else { throw CatalogError(.exchanged, subject: path) }
      known = now
    }
  }
}

extension FileFacts.Kind {
  fileprivate var words: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .link: "a symbolic link"
    case .special: "a pipe, a socket or a device"
    }
  }
}
