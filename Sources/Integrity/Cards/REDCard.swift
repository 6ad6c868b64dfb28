// SPDX-License-Identifier: Apache-2.0

import Files

/// RED: `A001_0502.RDM/A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D`. Cameras divide clips into parts of 4 GB (RED ONE: 2 GB).
///
/// Source: RED, REDCINE-X PRO Operation Guide 955-0004, "R3D File Structure"; camera guides for `.mov`, `.mxf` and `.rtn` beside or instead of
/// `.R3D`. `.RMD` files come later, from software, and are nobody's loss.
enum REDCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let clips = folder.folders.filter(isClipFolder)
    let isMagazine = folder.name.lowercased().hasSuffix(".rdm")
    let isClip = isClipFolder(folder) || (clips.isEmpty && !folder.files(["r3d"]).isEmpty)
    guard !clips.isEmpty || isMagazine || isClip else { return nil }
    var card = CardExamination(.red, folder, read)
    if clips.isEmpty, isClip { examineLoose(folder, &card) }
    for clip in clips { examine(clip, &card) }
    let name = clips.first?.name ?? card.clips.first?.name ?? folder.name
    if let match = name.uppercased().prefixMatch(of: /([A-Z])\d{3}(?=_)/) {
      card.reel = String(match.0)
      card.camera = String(match.1)
    }
    noteClipNumbers(clips, &card)
    return card.report()
  }

  private static let movies: Set<String> = ["mov", "mxf", "mp4"]

  private static func isClipFolder(_ folder: CardFolder) -> Bool { folder.name.lowercased().hasSuffix(".rdc") }

  private static func examine(_ clip: CardFolder, _ card: inout CardExamination) {
    let essence = clip.files(["r3d"])
    let others = clip.files(movies)
    let sidecars = clip.files.filter { $0.fileExtension != "r3d" && !movies.contains($0.fileExtension) }
    guard !essence.isEmpty || !others.isEmpty else {
      let path = clip.path?.text ?? clip.name
      return card.fault(.clipMissing, clip.path, "‘\(path.printable)’ holds no recording: copy the clip again from the card")
    }
    let name = String(clip.name.dropLast(4))
    // Movies are proxies beside R3D, and the clip itself without it.
    card.add(
      name, files: essence.isEmpty ? others : essence, sidecars: essence.isEmpty ? sidecars : others + sidecars, isSpanned: essence.count > 1)
    check(essence, of: name, in: clip, &card)
  }

  /// A clip's folder by itself, or parts of clips that somebody put into a folder of another kind.
  private static func examineLoose(_ folder: CardFolder, _ card: inout CardExamination) {
    let clips = Dictionary(grouping: folder.files(["r3d"])) { part($0)?.clip ?? $0.stem }
    guard clips.count > 1 || !isClipFolder(folder) else { return examine(folder, &card) }
    let others = Dictionary(grouping: folder.files.filter { $0.fileExtension != "r3d" }) { part($0)?.clip ?? $0.stem }
    for (name, parts) in clips.sorted(by: { $0.key < $1.key }) {
      card.add(name, files: parts, sidecars: others[name] ?? [], isSpanned: parts.count > 1)
      check(parts, of: name, in: folder, &card)
    }
  }

  private static func check(_ essence: [CardFile], of clip: String, in folder: CardFolder, _ card: inout CardExamination) {
    let parts = essence.compactMap { file in part(file).map { (file: file, number: $0.number) } }.sorted { $0.number < $1.number }
    card.checkParts(parts.map(\.number), of: clip, digits: 3, at: folder.path)
    checkEnd(parts.map(\.file), of: clip, &card)
  }

  /// Full parts differ by less than one picture. A last one as long as any before it is hardly ever the end of the clip.
  private static func checkEnd(_ parts: [CardFile], of clip: String, _ card: inout CardExamination) {
    guard parts.count > 1, let last = parts.last, let shortest = parts.dropLast().map(\.size).min(), shortest >= 1 << 30, last.size >= shortest else {
      return
    }
    card.fault(
      .spanIncomplete, last.path,
      "‘\(clip.printable)’ ends with a part as long as a full one, so another may be missing: compare its length with the camera report",
      isIncomplete: false)
  }

  private static func part(_ file: CardFile) -> (clip: String, number: Int)? {
    guard let match = file.stem.wholeMatch(of: /(.+)_(\d{3})/), let number = Int(match.2) else { return nil }
    return (String(match.1), number)
  }

  /// The camera numbers clips without gaps, and cannot delete one alone.
  private static func noteClipNumbers(_ clips: [CardFolder], _ card: inout CardExamination) {
    let numbers = clips.compactMap { $0.name.uppercased().prefixMatch(of: /[A-Z]\d{3}_C(\d{3})_/).flatMap { Int($0.1) } }
    let missing = CardExamination.gaps(numbers)
    guard !missing.isEmpty else { return }
    card.note("clips \(CardExamination.list(missing.map { "C" + CardExamination.padded($0, 3) })) are not here: ask whether they were left out")
  }
}
