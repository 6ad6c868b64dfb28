// SPDX-License-Identifier: Apache-2.0

import Files

/// The media among the files of a card, a roll or a folder.
public struct MediaFiles: Sendable {
  /// Files to describe, inspect or encode, in the order of their paths.
  public let paths: [String]
  /// Files that are no media by their names: sidecars, manifests, indexes.
  public let others: Int
  /// What has the name of a media file and is none: links, pipes, devices. They are not followed.
  public let strangers: [String]

  /// Extensions of files that hold pictures or sound in time. Stills and sequences of single frames are not among them.
  public static let extensions: Set<String> = [
    "mov", "mp4", "m4v", "mxf", "avi", "mkv", "mpg", "mpeg", "m2v", "ts", "m2ts", "mts", "vob", "dv", "webm", "wav", "bwf", "w64", "rf64", "aif",
    "aiff",
    "flac", "mp3", "m4a", "aac", "ac3", "eac3", "opus", "ogg",
  ]

  /// The media at `path`: the file itself whatever its name, or those below a folder by their extensions. Hidden files are passed over.
  ///
  /// - Throws: `FilesError` where the path or a folder below it cannot be read; `OperationsError.noMedia` where a folder holds none.
  public init(at path: String) throws {
    guard try FileFacts.of(path).kind == .folder else {
      (paths, others, strangers) = ([path], 0, [])
      return
    }
    var found: [String] = []
    var others = 0
    var strangers: [String] = []
    for item in try FolderWalk(path, where: { !$0.name.hasPrefix(".") }) {
      switch item {
      case .trouble(let error): throw error
      case .entry(let entry):
        let isMedia = Self.isMedia(entry.path.name)
        switch entry.facts.kind {
        case .file where isMedia: found.append(path + "/" + entry.path.text)
        case .file: others += 1
        case .link, .special: if isMedia { strangers.append(entry.path.text) }
        case .folder: break
        }
      }
    }
    guard !found.isEmpty else {
      let none = others == 1 ? "its one file does not have" : "of \(CountText(others, "file")) none has"
      throw OperationsError(.noMedia, subject: path, "there is no media in ‘\(path)’: \(none) the name of a media file")
    }
    (self.paths, self.others, self.strangers) = (found, others, strangers)
  }

  /// Whether a file of this name holds pictures or sound in time, by its extension.
  static func isMedia(_ name: String) -> Bool {
    name.lastIndex(of: ".").map { extensions.contains(name[$0...].dropFirst().lowercased()) } ?? false
  }
}
