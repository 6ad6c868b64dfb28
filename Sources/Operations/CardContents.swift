// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import MediaIO

/// What lies in a card or folder, as far as clips are concerned: their files, the names beside them, and logs.
struct CardContents: Sendable {
  /// The folder.
  let root: String
  /// The clips.
  private(set) var groups: [SurveyClips.Group]
  /// The names in each folder, by its path relative to the root; the root's own is empty.
  private(set) var siblings: [String: [String]] = [:]
  /// The sizes of files.
  private(set) var sizes: [String: Int64] = [:]
  /// Avid logs.
  private(set) var logs: [ContainedPath] = []
  /// What could not be listed, a sentence each.
  private(set) var notes: [String] = []

  /// Camera raw of which each file is a clip or a part of one, although nothing here decodes it.
  private static let rawExtensions: Set<String> = ["r3d", "braw", "crm"]

  /// Looks at the folder `path`, or at one file and what lies beside it.
  init(_ path: String, groups given: [SurveyClips.Group]?, cancellation: Cancellation) throws {
    guard try FileFacts.of(path).kind == .folder else {
      let (folder, name) = SystemPath.split(path)
      root = folder
      let file = try ContainedPath(name)
      groups = given ?? [SurveyClips.Group(name: Self.stem(name), files: [file])]
      try walk(cancellation) { $0.names.count == 1 }
      return
    }
    root = path
    var media: [ContainedPath] = []
    groups = []
    try walk(cancellation) { path in
      if Self.isClip(path.name) { media.append(path) }
      return true
    }
    groups = given ?? Self.clips(of: media.filter { sizes[$0.text] != nil })
  }

  /// Whether a file is camera raw that nothing here decodes, by its name.
  static func isRaw(_ name: String) -> Bool { rawExtensions.contains(kind(name)) }

  /// Whether a file is a clip or a part of one, by its name.
  static func isClip(_ name: String) -> Bool { MediaFiles.isMedia(name) || isRaw(name) }

  // MARK: -

  private static func kind(_ name: String) -> String { name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? "" }

  private mutating func walk(_ cancellation: Cancellation, _ isWanted: (ContainedPath) -> Bool) throws {
    for item in try FolderWalk(root, where: { !$0.name.hasPrefix(".") }) {
      try cancellation.check()
      switch item {
      case .trouble(let error): notes.append("\(error)")
      case .entry(let entry):
        guard isWanted(entry.path) else { continue }
        siblings[entry.path.parent?.text ?? "", default: []].append(entry.path.name)
        guard entry.facts.kind == .file else { continue }
        sizes[entry.path.text] = entry.facts.size
        if entry.path.name.lowercased().hasSuffix(".ale") { logs.append(entry.path) }
      }
    }
  }

  /// Each file a clip, and the parts of a clip that its camera's way of naming counts together.
  private static func clips(of files: [ContainedPath]) -> [SurveyClips.Group] {
    var groups: [SurveyClips.Group] = []
    var places: [String: Int] = [:]
    for file in files {
      let name = CameraFileName(file.name)
      let clip = name?.clip ?? stem(file.name)
      if name?.part != nil {
        let key = "\(file.parent?.text ?? "")/\(clip)"
        if let place = places[key] {
          groups[place].files.append(file)
          continue
        }
        places[key] = groups.count
      }
      groups.append(SurveyClips.Group(name: clip, files: [file]))
    }
    return groups
  }

  /// The name without its extension.
  static func stem(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
