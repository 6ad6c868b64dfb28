// SPDX-License-Identifier: Apache-2.0

import Files

/// A folder of a card with what is in it, names compared as the card's own file system does: upper and lower case alike.
struct CardFolder {
  /// Where; `nil` is the source itself.
  let path: ContainedPath?
  let name: String
  /// In byte order of their names, as `files` are. Hidden ones, and what computers leave on every volume, are not among them.
  let folders: [CardFolder]
  let files: [CardFile]
  private let fileIndex: [String: Int]
  private let folderIndex: [String: Int]
  private let stems: [String: [Int]]

  /// The source folder, of all `entries`.
  init(_ entries: [FolderEntry], named name: String) {
    var children: [ContainedPath?: [FolderEntry]] = [:]
    for entry in entries where Self.isLookedAt(entry.path.name) { children[entry.path.parent, default: []].append(entry) }
    self.init(path: nil, name: name, children, depth: 0)
  }

  private init(path: ContainedPath?, name: String, _ children: [ContainedPath?: [FolderEntry]], depth: Int) {
    let inside = (children[path] ?? []).sorted { $0.path < $1.path }
    self.path = path
    self.name = name
    files = inside.filter { $0.facts.kind == .file }.map { CardFile(path: $0.path, size: $0.facts.size) }
    folders =
      depth >= Self.deepest
      ? [] : inside.filter { $0.facts.kind == .folder }.map { CardFolder(path: $0.path, name: $0.path.name, children, depth: depth + 1) }
    fileIndex = Dictionary(files.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
    folderIndex = Dictionary(folders.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
    stems = Dictionary(grouping: files.indices) { [files] index in files[index].stem.lowercased() }
  }

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
