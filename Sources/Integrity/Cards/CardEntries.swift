// SPDX-License-Identifier: Apache-2.0

import Files

/// The files and folders of a source that may be a card, in little memory: a source that is none may have a million files, and all of them are
/// looked at before that is known.
struct CardEntries {
  /// A file or folder.
  struct Entry {
    let path: ContainedPath
    let size: Int64
    /// The places of what is inside a folder; none for a file.
    let inside: Range<Int>
  }

  /// An entry without its path.
  private struct Facts {
    /// Where its path ends among those of all; it begins where the last one ends.
    let end: Int
    let size: Int64
    /// The place after the last entry inside a folder; 0 for a file.
    var after: Int32
  }

  /// The paths, one after another.
  private var text: [UInt8] = []
  private var facts: [Facts] = []
  /// The folders that the last entry is in, the innermost last.
  private var open: [(path: ContainedPath, place: Int)] = []

  /// Nothing yet: entries come in the order of a walk.
  init() {}

  /// All of `entries`, in whatever order they come.
  init(_ entries: [FolderEntry]) {
    for entry in entries.sorted(by: { $0.path.isWalkedBefore($1.path) }) where entry.path.names.allSatisfy(CardFolder.isLookedAt) { append(entry) }
  }

  var count: Int { facts.count }

  /// Adds a file or folder, each after the folder it is in. Links and devices are no part of a card.
  mutating func append(_ entry: FolderEntry) {
    guard [.file, .folder].contains(entry.facts.kind) else { return }
    while let last = open.last, !entry.path.isInside(last.path) { open.removeLast() }
    let place = facts.count
    text += entry.path.text.utf8
    facts.append(Facts(end: text.count, size: entry.facts.size, after: entry.facts.kind == .folder ? Int32(place) + 1 : 0))
    for folder in open { facts[folder.place].after = Int32(place) + 1 }
    if entry.facts.kind == .folder { open.append((entry.path, place)) }
  }

  /// The folders, or the files, at `places`, without those inside a folder among them.
  func entries(_ places: Range<Int>, areFolders: Bool) -> [Entry] {
    var entries: [Entry] = []
    var place = places.lowerBound
    while place < places.upperBound {
      let isFolder = facts[place].after > 0
      let next = isFolder ? Int(facts[place].after) : place + 1
      if isFolder == areFolders {
        entries.append(Entry(path: path(at: place), size: facts[place].size, inside: place + 1..<next))
      }
      place = next
    }
    return entries
  }

  private func path(at place: Int) -> ContainedPath {
    let bytes = text[(place == 0 ? 0 : facts[place - 1].end)..<facts[place].end]
    guard let path = try? ContainedPath(String(decoding: bytes, as: UTF8.self)) else { preconditionFailure("what was kept here was a path") }
    return path
  }
}
