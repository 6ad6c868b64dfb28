// SPDX-License-Identifier: Apache-2.0

import Files

/// What the standard patterns leave out of every history although it is neither a history nor the file that the pattern is meant for: a clip that
/// somebody put into an `ascmhl` folder, a folder that is called `.DS_Store`. No copy holds it, so it must be told.
struct StrayEntries {
  /// Each with its reason.
  private(set) var entries: [CopyReport.Failure] = []
  /// How many files of macOS's own were left out, as they should be.
  private(set) var systemFiles = 0

  /// Looks at what a scan of `root` left out.
  init(_ leftOut: [FolderEntry], in root: String) {
    let standard = IgnorePatterns()
    for entry in leftOut where standard.ignores(entry.path, isFolder: entry.facts.kind == .folder) {
      switch (entry.path.name, entry.facts.kind) {
      case (GenerationName.folder, .folder): lookInside(entry.path, root)
      case (".DS_Store", .file): systemFiles += 1
      default: note(entry.path, "has a name that no history lists, and is not what that name is meant for")
      }
    }
  }

  private mutating func lookInside(_ folder: ContainedPath, _ root: String) {
    do {
      for item in try FolderWalk("\(root)/\(folder)") {
        switch item {
        case .trouble(let fault): entries.append(.init(path: fault.subject, reason: fault.explanation))
        case .entry(let entry) where !Self.belongs(entry):
          if let path = try? folder.appending(entry.path.text) { note(path, "lies in a folder that is for histories only") }
        case .entry: break
        }
      }
    } catch { entries.append(.init(path: folder.text, reason: "\(error)")) }
  }

  /// What ASC MHL (6.2, 6.3) puts into the folder: manifests, the chain, a read-me.
  private static func belongs(_ entry: FolderEntry) -> Bool {
    guard entry.path.parent == nil, entry.facts.kind == .file else { return false }
    return GenerationName(entry.path.name) != nil || [GenerationName.chain, "README.txt", ".DS_Store"].contains(entry.path.name)
  }

  private mutating func note(_ path: ContainedPath, _ reason: String) {
    entries.append(.init(path: path.text, reason: "\(reason): it is in no copy; move or rename it and copy again"))
  }
}
