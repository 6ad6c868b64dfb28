// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization

/// The file of a catalogue, which is an ordinary one and stays the one that was opened first.
///
/// SQLite opens whatever stands at a path, again for each connection, and follows links: a link would have it write elsewhere, a pipe would have it wait.
final class CatalogFile: Sendable {
  let path: String
  /// The end of a journal that names another file (SQLite database file format, 3.3 “rollback journal”).
  private static let superJournalMark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
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
    // A journal that SQLite finds is played back, and one of several files at once names another file, which SQLite then deletes. Ours never is such a one.
    let journal = path + "-journal"
    guard let facts = try FileFacts.ifExists(journal), facts.size >= 8 else { return }
    var end = [UInt8](repeating: 0, count: Self.superJournalMark.count)
    let input = try InputFile(journal, followLinks: false)
    let count = try end.withUnsafeMutableBytes { try input.read(into: $0, at: facts.size - Int64($0.count)) }
    guard count == end.count, end == Self.superJournalMark else { return }
    throw CatalogError(.notRegular, subject: journal, underlying: "a journal that names other files")
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
