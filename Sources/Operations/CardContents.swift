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
  /// The names of what may describe clips, XML, in each folder.
  private(set) var siblings = FolderContents()
  /// How large each file is, and when it was last changed.
  private(set) var files = CardFiles()
  /// Avid logs.
  private(set) var logs: [ContainedPath] = []
  /// What could not be told, a sentence each.
  private(set) var notes: [String] = []
  /// What could not be listed, a sentence each: folders, and names that are not UTF-8.
  private(set) var unread: [String] = []

  /// Camera raw that nothing here decodes, of which each file is a clip or a part of one.
  private static let rawClips = ["r3d": "REDCODE RAW", "braw": "Blackmagic RAW", "crm": "Cinema RAW Light", "nev": "N-RAW"]
  /// Camera raw that nothing here decodes, of which each file is a frame.
  private static let rawFrames = ["ari": "ARRIRAW", "arx": "ARRIRAW HDE", "dng": "CinemaDNG"]

  /// Looks at the folder `path`, or at one file and what lies beside it.
  init(_ path: String, groups given: [SurveyClips.Group]?, cancellation: Cancellation) throws {
    guard try FileFacts.of(path).kind == .folder else {
      let (folder, name) = SystemPath.split(path)
      root = folder
      let file = try ContainedPath(name)
      groups = given ?? [SurveyClips.Group(name: Self.stem(name), files: [file])]
      try walk(cancellation) { $0.names.count == 1 }
      unread = []  // of what lies beside the file, not of the file
      return
    }
    root = path
    var media: [ContainedPath] = []
    groups = []
    try walk(cancellation) { path in
      if MediaFiles.extensions.contains(Self.kind(path.name)) || Self.rawClips[Self.kind(path.name)] != nil { media.append(path) }
      return true
    }
    if let given {
      groups = given
      return
    }
    var cards: [CardReport] = []
    do { cards = try CardReport.reports(inFolder: path) } catch { notes.append("what kind of card this is could not be told: \(error)") }
    groups = Self.groups(cards, among: media.filter { files[$0.text] != nil }) { files[$0.text] != nil }
  }

  /// How a file of camera raw that nothing here decodes is coded, by its name; `nil` for others.
  static func rawCoding(_ name: String) -> String? { rawClips[kind(name)] ?? rawFrames[kind(name)] }

  /// Whether a file is one frame of camera raw, by its name.
  static func isRawFrame(_ name: String) -> Bool { rawFrames[kind(name)] != nil }

  /// Whether a file is a clip or a part of one, by its name.
  static func isClip(_ name: String) -> Bool { MediaFiles.isMedia(name) || rawCoding(name) != nil }

  // MARK: -

  private static func kind(_ name: String) -> String { name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? "" }

  private mutating func walk(_ cancellation: Cancellation, _ isWanted: (ContainedPath) -> Bool) throws {
    for item in try FolderWalk(root, where: { CardReport.looksAt($0.name) }) {
      try cancellation.check()
      switch item {
      case .trouble(let error): unread.append("\(error)")
      case .entry(let entry):
        guard isWanted(entry.path) else { continue }
        if Self.kind(entry.path.name) == "xml" { siblings.add(entry.path.name, in: entry.path.parent?.text ?? "") }
        guard entry.facts.kind == .file else { continue }
        files.add(entry)
        if Self.kind(entry.path.name) == "ale" { logs.append(entry.path) }
      }
    }
    files.order()
  }

  /// The clips by the structure of their cards, and every other media file as `clips(of:)` has it. What goes with a clip, as a proxy, is none.
  private static func groups(_ cards: [CardReport], among files: [ContainedPath], isThere: (ContainedPath) -> Bool) -> [SurveyClips.Group] {
    var taken: Set<ContainedPath> = []
    var groups: [SurveyClips.Group] = []
    for clip in cards.flatMap(\.clips) {
      taken.formUnion(clip.files + clip.sidecars)
      let parts = clip.files.filter(isThere)
      if !parts.isEmpty { groups.append(.init(name: clip.name, files: parts)) }
    }
    groups += clips(of: files.filter { !taken.contains($0) })
    return groups.sorted { $0.files[0] < $1.files[0] }
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
