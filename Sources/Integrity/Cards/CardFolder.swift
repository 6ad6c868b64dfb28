// SPDX-License-Identifier: Apache-2.0

import Files

/// A folder of a card with what is in it, names compared as the card's own file system does: upper and lower case alike.
///
/// What is in it is made when somebody asks, and kept until it is let go.
final class CardFolder {
  /// Where; `nil` is the source itself.
  let path: ContainedPath?
  let name: String
  private let entries: CardEntries
  private let places: Range<Int>
  private let depth: Int
  private var known = Contents()

  /// What is in a folder, and where by names in lower case; nil until somebody asks.
  private struct Contents {
    var folders: [CardFolder]?
    var files: [CardFile]?
    var folderIndex: [String: Int]?
    var fileIndex: [String: Int]?
    var stems: [String: [Int]]?
  }

  /// The source folder, of all `entries`.
  convenience init(_ entries: CardEntries, named name: String) { self.init(path: nil, name: name, entries, 0..<entries.count, depth: 0) }

  private init(path: ContainedPath?, name: String, _ entries: CardEntries, _ places: Range<Int>, depth: Int) {
    self.path = path
    self.name = name
    self.entries = entries
    self.places = places
    self.depth = depth
  }

  /// In byte order of their names, as `files` are. Hidden ones, and what computers leave on every volume, are not among them.
  var folders: [CardFolder] {
    keeping(\.folders) {
      guard depth < Self.deepest else { return [] }
      return entries.entries(places, areFolders: true).map {
        CardFolder(path: $0.path, name: $0.path.name, entries, $0.inside, depth: depth + 1)
      }
    }
  }

  var files: [CardFile] {
    keeping(\.files) { entries.entries(places, areFolders: false).map { CardFile(path: $0.path, size: $0.size) } }
  }

  /// Lets go of what was made; whoever asks again has it made anew.
  func letGo() { known = Contents() }

  /// The folder `name`, or one inside others: `CONTENTS/CLIP`.
  func folder(_ name: String) -> CardFolder? {
    name.split(separator: "/").reduce(self as CardFolder?) { folder, name in
      folder.flatMap { folder in folder.folderIndex[name.lowercased()].map { folder.folders[$0] } }
    }
  }

  /// The file `name`, or one inside folders: `CLIP/C0001.MP4`.
  func file(_ name: String) -> CardFile? {
    let names = name.split(separator: "/")
    guard let last = names.last else { return nil }
    let parent = names.dropLast().isEmpty ? self : folder(names.dropLast().joined(separator: "/"))
    return parent.flatMap { parent in parent.fileIndex[last.lowercased()].map { parent.files[$0] } }
  }

  /// The files whose extension is one of `extensions`, which are in lower case.
  func files(_ extensions: Set<String>) -> [CardFile] { files.filter { extensions.contains($0.fileExtension) } }

  /// The files beside `clip` that have its name and another extension.
  func sidecars(of clip: CardFile) -> [CardFile] {
    (stems[clip.stem.lowercased()] ?? []).map { files[$0] }.filter { $0.path != clip.path }
  }

  /// Every file in it and in the folders below.
  var allFiles: [CardFile] { files + folders.flatMap(\.allFiles) }

  /// Where `name` inside this folder is or would be.
  func path(of name: String) -> ContainedPath? { try? ContainedPath(path.map { "\($0.text)/\(name)" } ?? name) }

  // MARK: -

  private var folderIndex: [String: Int] { keeping(\.folderIndex) { Self.places(of: folders.map(\.name)) } }
  private var fileIndex: [String: Int] { keeping(\.fileIndex) { Self.places(of: files.map(\.name)) } }
  private var stems: [String: [Int]] {
    keeping(\.stems) { Dictionary(grouping: files.indices) { files[$0].stem.lowercased() } }
  }

  private static func places(of names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
  }

  private func keeping<Value>(_ place: WritableKeyPath<Contents, Value?>, _ make: () -> Value) -> Value {
    if let value = known[keyPath: place] { return value }
    let value = make()
    known[keyPath: place] = value
    return value
  }

  /// No card is as deep as this below a source that is looked through.
  private static let deepest = 12

  /// Hidden files, the halves that macOS writes beside files (`._C0001.MP4`) and the folders of file systems are no part of any card.
  static func isLookedAt(_ name: String) -> Bool {
    !name.hasPrefix(".") && !["system volume information", "$recycle.bin", "lost+found", GenerationName.folder].contains(name.lowercased())
  }
}

/// A file of a card.
struct CardFile {
  let path: ContainedPath
  let size: Int64

  var name: String { path.name }
  /// The name without its extension.
  var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
  /// In lower case, without the dot; empty without one.
  var fileExtension: String { name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? "" }
}
