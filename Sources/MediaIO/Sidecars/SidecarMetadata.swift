// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
public import Timing

/// Everything that is written about one clip by its own files and those beside them, source by source.
public struct SidecarMetadata: Hashable, Sendable {
  /// What is said, by whom.
  public private(set) var metadata = ClipMetadata()
  /// The label of the first frame as a sidecar has it.
  public private(set) var start: Timecode?
  /// What could not be read of them, a sentence each.
  public private(set) var notes: [String] = []

  private init() {}

  /// What the files of a clip, their names and their sidecars say.
  ///
  /// - Parameters:
  ///   - files: the clip's files, relative to `root`, the first one first.
  ///   - siblings: the names in a folder, by the folder's path relative to `root` (`""` for the root itself).
  ///   - root: the card or folder.
  ///   - media: the first file as it was described, for what its wrapper says.
  public static func of(_ files: [ContainedPath], siblings: [String: [String]], in root: String, media: MediaDescription? = nil) -> SidecarMetadata {
    var found = SidecarMetadata()
    if let media { found.metadata.merge(ClipMetadata(wrapperOf: media)) }
    for file in files {
      if let name = CameraFileName(file.name) { found.metadata.merge(name.metadata) }
      if file.isSound { found.addRecorder(file, in: root) }
      found.addSony(file, siblings: siblings[file.parent?.text ?? ""] ?? [], in: root)
    }
    return found
  }

  // MARK: -

  private mutating func addRecorder(_ file: ContainedPath, in root: String) {
    guard let path = try? file.resolved(in: root) else { return }
    let recorder = RecorderNotes(path: path)
    metadata.merge(recorder.metadata)
    notes += recorder.notes.map { "\(file.text): \($0)" }
  }

  private mutating func addSony(_ file: ContainedPath, siblings: [String], in root: String) {
    guard let name = SonyClipXML.name(for: file.name, among: siblings) else { return }
    do {
      let sidecar = try file.parent?.appending(name) ?? ContainedPath(name)
      let path = try sidecar.resolved(in: root)
      let document = try SonyClipXML(InputFile.contents(of: path, limit: SonyClipXML.byteLimit), subject: sidecar.text)
      metadata.merge(document.metadata)
      start = start ?? document.start
    } catch {
      notes.append("\(error)")
    }
  }
}

extension ContainedPath {
  fileprivate var isSound: Bool { [".wav", ".bwf", ".rf64"].contains { name.lowercased().hasSuffix($0) } }
}
