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
  ///   - siblings: what lies in the folders of `root`.
  ///   - root: the card or folder.
  ///   - media: the first file as it was described, for what its wrapper says.
  public static func of(_ files: [ContainedPath], siblings: FolderContents, in root: String, media: MediaDescription? = nil) -> SidecarMetadata {
    var found = SidecarMetadata()
    if let media { found.metadata.merge(ClipMetadata(wrapperOf: media)) }
    for file in files {
      if let name = CameraFileName(file.name) { found.metadata.merge(name.metadata) }
      if file.isSound { found.addRecorder(file, in: root) }
      found.addSony(file, siblings: siblings, in: root)
      found.addP2(file, siblings: siblings, in: root)
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

  /// The document beside the clip, or, where it was left behind, the one that the camera put into the clip as well.
  private mutating func addSony(_ file: ContainedPath, siblings: FolderContents, in root: String) {
    if let name = siblings.name(SonyClipXML.name(for: file.name), in: file.parent?.text ?? "") {
      read(name, in: file.parent, of: root, limit: SonyClipXML.byteLimit) { (bytes, subject) throws(FilesError) in
        let document = try SonyClipXML(bytes, subject: subject)
        return (document.metadata, document.start)
      }
    } else if let path = try? file.resolved(in: root),
      let bytes = EmbeddedXML.document(in: path, handler: "nrtm", limit: SonyClipXML.byteLimit)
    {
      do {
        let document = try SonyClipXML(bytes, subject: file.text)
        take(document.metadata, document.start)
      } catch {
        notes.append("\(file.text): the XML that the camera put into it is damaged and was not used")
      }
    }
  }

  private mutating func addP2(_ file: ContainedPath, siblings: FolderContents, in root: String) {
    guard let place = P2ClipXML.place(for: file), let folder = siblings.folder(place.folder), let name = siblings.name(place.name, in: folder) else {
      return
    }
    read(name, in: try? ContainedPath(folder), of: root, limit: P2ClipXML.byteLimit) { (bytes, subject) throws(FilesError) in
      let document = try P2ClipXML(bytes, subject: subject)
      return (document.metadata, document.start)
    }
  }

  private mutating func read(
    _ name: String, in folder: ContainedPath?, of root: String, limit: Int,
    as document: ([UInt8], String) throws(FilesError) -> (ClipMetadata, Timecode?)
  ) {
    do {
      let sidecar = try folder?.appending(name) ?? ContainedPath(name)
      let (metadata, start) = try document(InputFile.contents(of: sidecar.resolved(in: root), limit: limit), sidecar.text)
      take(metadata, start)
    } catch {
      notes.append("\(error)")
    }
  }

  private mutating func take(_ said: ClipMetadata, _ label: Timecode?) {
    metadata.merge(said)
    start = start ?? label
  }
}

extension ContainedPath {
  fileprivate var isSound: Bool { [".wav", ".bwf", ".rf64"].contains { name.lowercased().hasSuffix($0) } }
}
