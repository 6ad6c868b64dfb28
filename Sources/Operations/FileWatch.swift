// SPDX-License-Identifier: Apache-2.0

import Files

/// Tells whether a file was written to while it was read: nobody may pass what is not finished.
struct FileWatch {
  private let path: String
  private let size: Int64
  private let modified: Timestamp

  /// The file at `path` as it stands now.
  ///
  /// - Throws: `FilesError`.
  init(_ path: String) throws {
    self.path = path
    let facts = try FileFacts.of(path)
    (size, modified) = (facts.size, facts.modified)
  }

  /// What has become of the file since, in words; `nil` where nothing has.
  var change: String? {
    guard let facts = try? FileFacts.of(path) else { return "the file is gone, or its volume, before it was examined whole" }
    if facts.size > size {
      return "the file is still growing: it had \(size) bytes and has \(facts.size) by now, and was examined as far as it stood"
    }
    return facts.size != size || facts.modified != modified ? "the file was changed while it was examined" : nil
  }
}
