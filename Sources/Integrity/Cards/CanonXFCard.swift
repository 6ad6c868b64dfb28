// SPDX-License-Identifier: Apache-2.0

import Files

/// Canon: `CONTENTS/CLIPS001/`, which XF cameras fill with a folder a clip (`AA0001/AA000101.MXF`, `AA000102.MXF`, …, `AA0001.CIF`) and an
/// `INDEX.MIF`, and later cameras with clips side by side (`A001C001_260502AB_CANON.MXF`, `.CRM` or `.MP4`).
enum CanonXFCard: CardStructure {
  private static let essence: Set<String> = ["mxf", "crm", "mp4", "mov"]

  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let homes = folder.folder("CONTENTS")?.folders.filter { $0.name.uppercased().wholeMatch(of: /CLIPS\d{3}/) != nil } ?? []
    guard !homes.isEmpty else { return nil }
    var card = CardExamination(.canonXF, folder, read)
    for home in homes {
      for clip in home.folders { examine(clip, &card) }
      examineFlat(home, &card)
      let isClassic = home.folders.contains { $0.file($0.name + ".CIF") != nil && !$0.files(["mxf"]).isEmpty }
      guard isClassic, home.file("INDEX.MIF") == nil else { continue }
      let path = home.path(of: "INDEX.MIF")
      card.fault(
        .indexMissing, path,
        "‘\((path?.text ?? "INDEX.MIF").printable)’, in which the camera lists its clips, is not here: copy the whole card again, not single clips")
    }
    if let match = card.clips.first?.name.prefixMatch(of: /([A-Z])(\d{3})C\d{3}_/) {
      (card.camera, card.reel) = (String(match.1), "\(match.1)\(match.2)")
    }
    return card.report()
  }

  private static func examine(_ clip: CardFolder, _ card: inout CardExamination) {
    let files = clip.files(essence)
    guard !files.isEmpty else {
      let shown = (clip.path?.text ?? clip.name).printable
      return card.fault(.clipMissing, clip.path, "‘\(shown)’ holds no recording: copy the clip's folder again from the card")
    }
    card.add(clip.name, files: files, sidecars: clip.files.filter { !essence.contains($0.fileExtension) }, isSpanned: files.count > 1)
    let numbers = files.compactMap { file -> Int? in
      guard file.stem.uppercased().hasPrefix(clip.name.uppercased()) else { return nil }
      let tail = file.stem.dropFirst(clip.name.count)
      return tail.count == 2 ? Int(tail) : nil
    }
    card.checkParts(numbers, of: clip.name, digits: 2, at: clip.path)
  }

  private static func examineFlat(_ home: CardFolder, _ card: inout CardExamination) {
    let clips = home.files(essence)
    let stems = Set(clips.map { $0.stem.lowercased() })
    for clip in clips {
      card.add(clip.stem, files: [clip], sidecars: home.sidecars(of: clip))
    }
    for file in home.files(["cif", "cpf", "xml"]) where !stems.contains(file.stem.lowercased()) && home.folder(file.stem) == nil {
      card.fault(
        .sidecarWithoutClip, file.path, "‘\(file.path.text.printable)’ goes with a clip that is not here: copy the clip from the card")
    }
  }
}
