// SPDX-License-Identifier: Apache-2.0

import Files
import Markup

/// `MEDIAPRO.XML`, in which Sony cameras list what is on a card: a `Material` for each clip with the `uri` of its essence, and of each piece
/// that goes with it (`Proxy`, `RelevantInfo`, `Component`). Namespace `http://xmlns.sony.net/pro/metadata/mediaprofile`.
struct SonyMediaProfile {
  /// A file that is listed, relative to the folder of the index.
  struct Listed {
    let path: String
    let isEssence: Bool
  }

  /// The model of the camera, `systemKind`.
  let camera: String?
  /// The name that somebody gave the card, `mediaName`.
  let mediaName: String?
  let listed: [Listed]
  /// What is listed under a path that leads out of the card.
  let unusable: [String]

  /// `nil` where the document is no media profile.
  init?(_ root: MarkupElement) {
    guard root.name.local == "MediaProfile" else { return nil }
    let properties = root.first("Properties")
    camera = properties?.first("System")?["systemKind"].flatMap { $0.isEmpty ? nil : $0 }
    mediaName = properties?.first("Attached")?["mediaName"].flatMap { $0.isEmpty ? nil : $0 }
    var listed: [Listed] = []
    var unusable: [String] = []
    for material in root.first("Contents")?.all("Material") ?? [] {
      if let path = Self.path(material["uri"]) {
        listed.append(Listed(path: path, isEssence: true))
      } else {
        unusable += Self.misleading(material["uri"])
      }
      for piece in material.children {
        guard let path = Self.path(piece["uri"]) else { continue }
        listed.append(Listed(path: path, isEssence: piece.name.local == "Component"))
      }
    }
    self.listed = listed
    self.unusable = unusable
  }

  /// What is called like a path and leads nowhere inside the card.
  private static func misleading(_ uri: String?) -> [String] { uri.map { $0.contains(":") ? [] : [$0] } ?? [] }

  /// A path inside the card. Others, such as `urn:smpte:umid:…`, name material and no file.
  private static func path(_ uri: String?) -> String? {
    guard let uri else { return nil }
    let text = uri.hasPrefix("./") ? String(uri.dropFirst(2)) : uri
    guard !text.contains(":"), let path = try? ContainedPath(text) else { return nil }
    return path.text
  }
}

extension CardExamination {
  /// Checks what is in `base` against the media profile there, and takes camera and card name from it.
  mutating func checkMediaProfile(in base: CardFolder) {
    guard let index = base.file("MEDIAPRO.XML") else {
      let path = base.path(of: "MEDIAPRO.XML")
      return fault(
        .indexMissing, path,
        "‘\((path?.text ?? "MEDIAPRO.XML").printable)’, in which the camera lists its clips, is not here: copy the whole card again, not single clips"
      )
    }
    guard let root = markup(index) else { return }
    guard let profile = SonyMediaProfile(root) else { return unreadable(index, "it is not a list of clips") }
    for uri in profile.unusable.prefix(20) {
      fault(.clipMissing, index.path, "the index lists ‘\(uri.printable)’, which is no place on the card: look at the card itself")
    }
    camera = profile.camera
    reel = reel ?? profile.mediaName
    var named: Set<String> = []
    for listed in profile.listed {
      named.insert(listed.path.lowercased())
      guard base.file(listed.path) == nil else { continue }
      report(listed, missingFrom: base, index)
    }
    for clip in clips {
      let paths = clip.files.map { relative($0, to: base) } + clip.sidecars.map { relative($0, to: base) }
      guard let file = clip.files.first, !paths.contains(where: { named.contains($0.lowercased()) }) else { continue }
      fault(
        .notListed, file,
        "‘\(file.text.printable)’ is not in the camera's list ‘\(index.name)’: look whether it plays", isIncomplete: false
      )
    }
  }

  private mutating func report(_ listed: SonyMediaProfile.Listed, missingFrom base: CardFolder, _ index: CardFile) {
    let path = base.path(of: listed.path)
    let shown = (path?.text ?? listed.path).printable
    let isThumbnail = [".jpg", ".ppn", ".bmp"].contains { listed.path.lowercased().hasSuffix($0) }
    if listed.isEssence {
      fault(.clipMissing, path, "‘\(shown)’ is listed in ‘\(index.name)’ and is not here: copy it from the card")
    } else {
      fault(.sidecarMissing, path, "‘\(shown)’ is listed in ‘\(index.name)’ and is not here: copy it from the card", isIncomplete: !isThumbnail)
    }
  }

  private func relative(_ path: ContainedPath, to base: CardFolder) -> String {
    guard let folder = base.path else { return path.text }
    return String(decoding: path.text.utf8.dropFirst(folder.text.utf8.count + 1), as: UTF8.self)
  }
}
