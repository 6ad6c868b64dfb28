// SPDX-License-Identifier: Apache-2.0

import Files

/// Panasonic cameras that record QuickTime or MP4: `PRIVATE/PANA_GRP/001RAQAM/100AB001.MOV`. There is no index that names files.
enum PanasonicGroupCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let group = folder.folder("PRIVATE/PANA_GRP") ?? folder.folder("PANA_GRP") else { return nil }
    var card = CardExamination(.panasonicGroup, folder, read)
    for home in [group] + group.folders {
      for clip in home.files(["mov", "mp4"]) {
        card.add(clip.stem, files: [clip], sidecars: home.sidecars(of: clip))
      }
    }
    return card.report()
  }
}
