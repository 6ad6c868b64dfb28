// SPDX-License-Identifier: Apache-2.0

import Files

/// Sony XAVC S and HS: `PRIVATE/M4ROOT/{CLIP,SUB,THMBNL,GENERAL}` on SD cards, `M4ROOT` at the root of CFexpress cards; clips are
/// `CLIP/C0001.MP4` with `CLIP/C0001M01.XML`.
enum SonyXAVCCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let own = folder.name.lowercased() == "m4root" ? folder : nil
    guard let base = folder.folder("PRIVATE/M4ROOT") ?? folder.folder("M4ROOT") ?? own else { return nil }
    return SonyClips(clips: "CLIP", proxies: "SUB", thumbnails: "THMBNL").examine(.sonyXAVC, folder, base, read)
  }
}

/// Sony XAVC and XDCAM on memory cards: `XDROOT/{Clip,Sub,Edit,Take,Thmbnl,General,UserData}`; clips are `Clip/C0001.MXF`.
enum SonyXDROOTCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let own = folder.name.lowercased() == "xdroot" ? folder : nil
    guard let base = folder.folder("XDROOT") ?? folder.folder("PRIVATE/XDROOT") ?? own else { return nil }
    return SonyClips(clips: "Clip", proxies: "Sub", thumbnails: "Thmbnl").examine(.sonyXDROOT, folder, base, read)
  }
}

/// Sony XDCAM disc as a computer sees it: `Clip/C0001.MXF` with `Clip/C0001M01.XML`, `Sub`, `Edit`, `General`, `UserData`, and `PROAV`, which
/// only the drive itself looks into.
///
/// Source: Sony, operation manuals of PDW-F1600 and PDW-HR1, "File operations"; the directories at the root cannot be renamed.
enum SonyDisc: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let clips = folder.folder("Clip"), !["m4root", "xdroot"].contains(folder.name.lowercased()) else { return nil }
    let indexes = ["MEDIAPRO.XML", "INDEX.XML", "DISCMETA.XML"].filter { folder.file($0) != nil }
    let neighbours = ["Sub", "Edit", "PROAV", "UserData"].filter { folder.folder($0) != nil }
    guard !indexes.isEmpty || (neighbours.count > 1 && !clips.files(["mxf"]).isEmpty) else { return nil }
    // Older drives write INDEX.XML in place of MEDIAPRO.XML; it lists material by UMID, which no file name says.
    let listsFiles = indexes.contains("MEDIAPRO.XML") || !indexes.contains("INDEX.XML")
    return SonyClips(clips: "Clip", proxies: "Sub", thumbnails: nil, listsFiles: listsFiles).examine(.sonyXDCAM, folder, folder, read)
  }
}

/// The folders of clips that Sony's file-based formats have in common.
private struct SonyClips {
  let clips: String
  let proxies: String
  let thumbnails: String?
  /// Whether there should be an index that names files.
  var listsFiles = true

  func examine(_ format: CardFormat, _ folder: CardFolder, _ base: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport {
    var card = CardExamination(format, folder, read)
    let home = base.folder(clips)
    let essence = home?.files(["mxf", "mp4"]) ?? []
    let beside = (home?.files ?? []).filter { !["mxf", "mp4"].contains($0.fileExtension) }
    let elsewhere = [proxies, thumbnails].compactMap { $0 }.flatMap { base.folder($0)?.files ?? [] }
    let stems = Set(essence.map { $0.stem.lowercased() })
    var sidecars: [String: [CardFile]] = [:]
    for file in beside + elsewhere {
      if let clip = Self.clip(of: file, among: stems) { sidecars[clip, default: []].append(file) }
    }
    for file in essence { card.add(file.stem, files: [file], sidecars: sidecars[file.stem.lowercased()] ?? []) }
    for file in beside where file.fileExtension == "xml" && Self.clip(of: file, among: stems) == nil {
      guard let match = file.stem.wholeMatch(of: /(.+)[Mm]\d{2}/) else { continue }
      card.fault(
        .sidecarWithoutClip, file.path,
        "‘\(file.path.text.printable)’ describes the clip ‘\(String(match.1).printable)’, which is not here: copy the clip from the card")
    }
    if listsFiles, !card.clips.isEmpty || base.file("MEDIAPRO.XML") != nil { card.checkMediaProfile(in: base) }
    return card.report()
  }

  /// The clip, in lower case, that a piece belongs to: `C0001M01.XML`, `C0001R01.BIM`, `C0001S03.MP4`, `C0001T01.JPG`, or one of its own name.
  private static func clip(of file: CardFile, among stems: Set<String>) -> String? {
    let stem = file.stem.lowercased()
    if stems.contains(stem) { return stem }
    guard let match = stem.wholeMatch(of: /(.+)[a-z]\d{2}/) else { return nil }
    return stems.contains(String(match.1)) ? String(match.1) : nil
  }
}
