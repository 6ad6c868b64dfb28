// SPDX-License-Identifier: Apache-2.0

import Files

/// Cameras that keep films as stills are kept: `DCIM/100CANON/MVI_0001.MOV`, with `.THM` and the like beside; and DJI's drones and cameras, whose files
/// are called `DJI_0001.MP4` or `DJI_20260502101530_0001_D.MP4`, with `.SRT` and `.LRF` beside. GoPro has chapters and is known by itself.
///
/// Source: JEITA CP-3461, Design rule for Camera File system (DCF): folders of three digits and five characters, and files of one name, whatever
/// their extensions, belong together. There is no index, so nothing can be missed but what lies beside a film without it. For DJI's names: users'
/// descriptions of cards, not a manual.
enum DCIMCard: CardStructure {
  private static let films: Set<String> = ["mov", "mp4", "avi", "mts", "m2ts", "mxf", "crm", "nev", "insv"]
  private static let stills: Set<String> = ["jpg", "jpeg", "heic", "hif", "tif", "tiff", "dng", "cr2", "cr3", "nef", "arw", "raf", "rw2", "orf"]
  /// What cameras lay beside a film and never without one. `.LRF` is DJI's small copy of it.
  private static let companions: Set<String> = ["thm", "lrf"]

  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let home = folder.folder("DCIM") ?? (folder.name.uppercased() == "DCIM" ? folder : nil) else { return nil }
    let folders = home.folders.filter { $0.name.uppercased().wholeMatch(of: /\d{3}GOPRO/) == nil }
    // Stills alone are what a photographer brings, or what the photo button of a film camera left.
    guard folders.contains(where: { !$0.files(films).isEmpty }) else { return nil }
    let pictures = folders.reduce(0) { $0 + $1.files(stills).count }
    let isDJI = folders.contains { $0.files(films).contains { $0.stem.uppercased().hasPrefix("DJI_") } }
    var card = CardExamination(isDJI ? .dji : .dcim, folder, read)
    for folder in folders { examine(folder, &card) }
    if pictures > 0 { card.note(pictures == 1 ? "there is 1 still picture beside" : "there are \(pictures) still pictures beside") }
    return card.report()
  }

  private static func examine(_ folder: CardFolder, _ card: inout CardExamination) {
    let clips = folder.files(films)
    let stems = Set(clips.map { $0.stem.lowercased() })
    for clip in clips {
      card.add(clip.stem, files: [clip], sidecars: folder.sidecars(of: clip).filter { !films.contains($0.fileExtension) })
    }
    for file in folder.files(companions) where !stems.contains(file.stem.lowercased()) && folder.sidecars(of: file).isEmpty {
      card.fault(
        .sidecarWithoutClip, file.path, "‘\(file.path.text.printable)’ goes with a clip that is not here: copy the clip from the card")
    }
  }
}
