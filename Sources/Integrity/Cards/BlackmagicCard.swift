// SPDX-License-Identifier: Apache-2.0

import Files

/// Blackmagic: clips side by side, `A001_05021230_C001.braw` or `.mov`, each with a `.sidecar` where somebody changed its settings.
enum BlackmagicCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let clips = folder.files.filter { $0.fileExtension == "braw" || (["mov", "mp4"].contains($0.fileExtension) && name($0.stem) != nil) }
    guard !clips.isEmpty else { return nil }
    var card = CardExamination(.blackmagic, folder, read)
    let stems = Set(clips.map(\.stem))
    for clip in clips { card.add(clip.stem, files: [clip], sidecars: folder.sidecars(of: clip)) }
    for file in folder.files(["sidecar"]) where !stems.contains(file.stem) {
      card.fault(
        .sidecarWithoutClip, file.path, "‘\(file.path.text.printable)’ goes with a clip that is not here: copy the clip from the card")
    }
    if let name = clips.lazy.compactMap({ name($0.stem) }).first { (card.camera, card.reel) = (name.camera, name.reel) }
    return card.report()
  }

  private static func name(_ stem: String) -> (camera: String, reel: String)? {
    guard let match = stem.wholeMatch(of: /([A-Z])(\d{3})_\d{8}_C\d{3}(_.*)?/) else { return nil }
    return (String(match.1), "\(match.1)\(match.2)")
  }
}
