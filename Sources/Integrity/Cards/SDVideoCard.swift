// SPDX-License-Identifier: Apache-2.0

import Files

/// JVC's camcorders, and others that record SD-Video: `SD_VIDEO/PRG001/MOV001.MOD` with `MOV001.MOI`, which says when and in which aspect it was
/// recorded, and `PRG001.PGI`; films whose `.MOI` was lost lie in `EXTMOV`.
///
/// Source: JVC, manuals of GZ-MS100 and GZ-MG26, “Folder structure and extensions”. JVC's professional camcorders that record XDCAM EX write `BPAV`.
enum SDVideoCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let home = folder.folder("SD_VIDEO") else { return nil }
    let programmes = home.folders.filter { $0.name.uppercased().wholeMatch(of: /PRG[0-9A-F]{3}/) != nil }
    guard !programmes.isEmpty else { return nil }
    var card = CardExamination(.sdVideo, folder, read)
    for programme in programmes { examine(programme, &card) }
    for film in folder.folder("EXTMOV")?.files(["mod", "mpg"]) ?? [] { card.add("EXTMOV/\(film.stem)", files: [film]) }
    return card.report()
  }

  private static func examine(_ programme: CardFolder, _ card: inout CardExamination) {
    let films = programme.files(["mod", "tod"])
    let stems = Set(films.map { $0.stem.lowercased() })
    for film in films {
      let sidecars = programme.sidecars(of: film)
      // Numbers begin anew in each programme.
      card.add("\(programme.name)/\(film.stem)", files: [film], sidecars: sidecars)
      guard !sidecars.contains(where: { $0.fileExtension == "moi" }) else { continue }
      card.fault(
        .sidecarMissing, programme.path(of: film.stem + ".MOI"),
        "‘\(film.path.text.printable)’ has no .MOI, which says when and in which aspect it was recorded: copy it from the card")
    }
    for file in programme.files(["moi"]) where !stems.contains(file.stem.lowercased()) {
      card.fault(
        .sidecarWithoutClip, file.path, "‘\(file.path.text.printable)’ describes a film that is not here: copy the film from the card")
    }
  }
}
