// SPDX-License-Identifier: Apache-2.0

import Files

/// GoPro: `DCIM/100GOPRO/GX010034.MP4`, chapter 01 of recording 0034, with `.THM` and `.LRV`. Older cameras name the first chapter
/// `GOPR0034.MP4` and the others `GP010034.MP4` and on.
///
/// Source: GoPro, "File naming convention".
enum GoProCard: CardStructure {
  private struct Chapter {
    let number: Int
    let file: CardFile
  }

  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let homes = folder.folder("DCIM")?.folders.filter { $0.name.uppercased().wholeMatch(of: /\d{3}GOPRO/) != nil } ?? []
    guard !homes.isEmpty else { return nil }
    var card = CardExamination(.goPro, folder, read)
    for home in homes { examine(home, &card) }
    return card.report()
  }

  private static func examine(_ home: CardFolder, _ card: inout CardExamination) {
    var recordings: [String: [Chapter]] = [:]
    for file in home.files(["mp4", "360"]) {
      let stem = file.stem.uppercased()
      if let match = stem.wholeMatch(of: /(GX|GH|GS)(\d{2})(\d{4})/), let number = Int(match.2) {
        recordings["\(match.1)\(match.3)", default: []].append(Chapter(number: number, file: file))
      } else if let match = stem.wholeMatch(of: /GOPR(\d{4})/) {
        recordings["GOPR\(match.1)", default: []].append(Chapter(number: 0, file: file))
      } else if let match = stem.wholeMatch(of: /GP(\d{2})(\d{4})/), let number = Int(match.1) {
        recordings["GOPR\(match.2)", default: []].append(Chapter(number: number, file: file))
      } else {
        card.add(file.stem, files: [file])
      }
    }
    // GL010034.LRV is the proxy of GX010034.MP4.
    let besides = Dictionary(grouping: home.files(["thm", "lrv"])) { $0.stem.suffix(6) }
    for (name, chapters) in recordings.sorted(by: { $0.key < $1.key }) {
      let chapters = chapters.sorted { $0.number < $1.number }
      let sidecars = chapters.flatMap { besides[$0.file.stem.suffix(6)] ?? [] }
      card.add(name, files: chapters.map(\.file), sidecars: sidecars, isSpanned: chapters.count > 1)
      card.checkParts(chapters.map(\.number), of: name, from: name.hasPrefix("GOPR") ? 0 : 1, digits: 2, at: chapters.first?.file.path)
    }
  }
}
