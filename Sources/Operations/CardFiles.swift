// SPDX-License-Identifier: Apache-2.0

import Files

/// How large each file of a card is, and when it was last changed: one array in byte order of the paths, since a card may have a million of them.
struct CardFiles: Sendable {
  private var files: [(path: String, size: Int64, modified: Timestamp)] = []

  /// Adds a file. None is found before `order()`.
  mutating func add(_ entry: FolderEntry) { files.append((entry.path.text, entry.facts.size, entry.facts.modified)) }

  /// Puts them in order, once all are there.
  mutating func order() { files.sort { Self.isBefore($0.path, $1.path) } }

  /// The paths in byte order.
  var paths: some Sequence<String> { files.lazy.map(\.path) }

  /// The file at `path`, relative to the card; `nil` where there is none.
  subscript(_ path: String) -> (size: Int64, modified: Timestamp)? {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.isBefore(files[middle].path, path) { low = middle + 1 } else { high = middle }
    }
    guard low < files.count, files[low].path.utf8.elementsEqual(path.utf8) else { return nil }
    return (files[low].size, files[low].modified)
  }

  private static func isBefore(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
}
