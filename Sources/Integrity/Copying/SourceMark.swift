// SPDX-License-Identifier: Apache-2.0

import Files

/// What tells a source from another one that is mounted at the same place later: cards have no numbers that a reader passes on, but two
/// of them seldom hold as many files of as many bytes.
struct SourceMark: Codable, Equatable, Sendable {
  /// Its real path.
  let path: String
  /// The name of its volume, where it has one.
  let label: String?
  let files: Int
  let bytes: Int64
  /// The patterns that these figures leave out, besides the standard ones.
  let ignoring: [String]

  /// A mark as given.
  init(path: String, label: String?, files: Int, bytes: Int64, ignoring: [String]) {
    self.path = path
    self.label = label
    self.files = files
    self.bytes = bytes
    self.ignoring = ignoring
  }

  /// The mark of what is at `path`, a real path, now; nil where it cannot be looked through.
  init?(of path: String, ignoring: [String]) {
    guard let volume = try? VolumeFacts.of(path), let facts = try? FileFacts.of(path) else { return nil }
    if facts.kind == .folder {
      guard let scan = try? FolderScan(path, ignoring: IgnorePatterns(ignoring)) else { return nil }
      self.init(path: path, label: volume.label, files: scan.files.count, bytes: scan.files.totalSize, ignoring: ignoring)
    } else {
      self.init(path: path, label: volume.label, files: 1, bytes: facts.size, ignoring: ignoring)
    }
  }
}
