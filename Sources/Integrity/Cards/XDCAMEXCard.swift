// SPDX-License-Identifier: Apache-2.0

import Files

/// Sony XDCAM EX (and JVC): `BPAV/CLPR/709_0001_01/709_0001_01.MP4` with `.SMI`, `M01.XML`, `R01.BIM` and `I01.PPN`, `BPAV/TAKR`,
/// `BPAV/MEDIAPRO.XML` and its copy `.BUP`.
///
/// Cards are FAT32, so the camera divides a recording at 4 GB into clip folders `_01`, `_02`, … which go on on the next card where one is full.
enum XDCAMEXCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let base = folder.folder("BPAV"), base.folder("CLPR") != nil || base.file("MEDIAPRO.XML") != nil else { return nil }
    var card = CardExamination(.sonyXDCAMEX, folder, read)
    let folders = base.folder("CLPR")?.folders ?? []
    var takes: [String: [(number: Int, folder: CardFolder)]] = [:]
    for clip in folders {
      guard let match = clip.name.wholeMatch(of: /(.+)_(\d{2})/), let number = Int(match.2) else {
        takes[clip.name, default: []].append((1, clip))
        continue
      }
      takes[String(match.1), default: []].append((number, clip))
    }
    for (take, parts) in takes.sorted(by: { $0.key < $1.key }) { examine(take, parts.sorted { $0.number < $1.number }, &card) }
    if !folders.isEmpty || base.file("MEDIAPRO.XML") != nil { card.checkMediaProfile(in: base) }
    return card.report()
  }

  private static func examine(_ take: String, _ parts: [(number: Int, folder: CardFolder)], _ card: inout CardExamination) {
    let essence = parts.flatMap { $0.folder.files(["mp4", "mxf", "mov"]) }
    let sidecars = parts.flatMap { $0.folder.files.filter { !["mp4", "mxf", "mov"].contains($0.fileExtension) } }
    if !essence.isEmpty { card.add(take, files: essence, sidecars: sidecars, isSpanned: parts.count > 1) }
    for (_, folder) in parts {
      let shown = (folder.path?.text ?? folder.name).printable
      if folder.files(["mp4", "mxf", "mov"]).isEmpty {
        card.fault(.clipMissing, folder.path, "‘\(shown)’ holds no recording: copy the clip's folder again from the card")
      } else if folder.file(folder.name + ".SMI") == nil {
        card.fault(
          .sidecarMissing, folder.path(of: folder.name + ".SMI"),
          "‘\(shown)’ has no file ‘\(folder.name.printable).SMI’, without which the clip is not recognized: copy the clip's folder again from the card"
        )
      }
    }
    guard let first = parts.first?.number else { return }
    card.checkParts(parts.map(\.number), of: take, from: first, digits: 2, at: parts.first?.folder.path)
    if first > 1 { card.note("‘\(take.printable)’ begins on another card: this one has it from part \(first) on") }
  }
}
