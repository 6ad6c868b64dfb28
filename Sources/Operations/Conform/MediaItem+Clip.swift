// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Timing

extension MediaItem {
  /// The item of a clip that was looked at.
  ///
  /// - Parameters:
  ///   - clip: the clip; its files are relative to `root`.
  ///   - root: the folder.
  ///   - digest: the digest of samples of it.
  init(_ clip: ClipSummary, root: String, digest: String) {
    let files = clip.files.map { SystemPath.join(root, $0) }
    self.init(
      path: files.first ?? root, files: files, name: clip.name, rate: clip.rate, frames: clip.frames, codec: clip.codec ?? "",
      raster: clip.raster ?? "", sound: clip.sound ?? "", byteCount: clip.byteCount, digest: digest, trouble: clip.trouble)
    for entry in clip.metadata.entries {
      let kind: Alias.Kind
      switch entry.item {
      case .reel: kind = .reel
      case .soundRoll: kind = .soundRoll
      case .clip: kind = .clip
      case .umid:
        identifiers.append(entry.value)
        continue
      default: continue
      }
      aliases.append(Alias(kind, entry.value, by: entry.source.words, isOwn: entry.source != .ale))
    }
    if let start = clip.start, let count = Self.labelCount(clip, at: start.rate) { labels = try? TimecodeRange(in: start, duration: count) }
  }

  /// How many labels a clip spans. Cameras above 30 frames a second often label every other frame, and sound has no frames at all.
  private static func labelCount(_ clip: ClipSummary, at rate: FrameRate) -> FrameCount? {
    guard let frames = clip.frames else {
      guard let seconds = clip.seconds, seconds >= 0, seconds < 86_400 else { return nil }
      return rate.frames(covering: seconds)
    }
    guard let own = clip.rate, own.nominal != rate.nominal else { return frames }
    return FrameCount(Int(clamping: (Int128(frames.value) * Int128(rate.nominal) + Int128(own.nominal) - 1) / Int128(own.nominal)))
  }
}

extension ClipMetadata.Source {
  fileprivate var words: String {
    switch self {
    case .ale: "an Avid log"
    case .sonyXML, .p2XML: "the camera’s XML"
    case .iXML, .bext: "the recorder"
    case .wrapper: "the file itself"
    case .fileName: "its name"
    }
  }
}
