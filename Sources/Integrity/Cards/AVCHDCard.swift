// SPDX-License-Identifier: Apache-2.0

import Files

/// AVCHD: `BDMV` (in `PRIVATE/AVCHD` on cards) with `INDEX.BDM`, `STREAM/00000.MTS`, `CLIPINF/00000.CPI` and `PLAYLIST/00000.MPL`. Cameras
/// divide recordings at 2 or 4 GB into streams, which playlists join: a part that is missing is missed there.
enum AVCHDCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let bases = ["PRIVATE/AVCHD/BDMV", "AVCHD/BDMV", "BDMV"].lazy.compactMap { folder.folder($0) }
    guard let base = bases.first, base.folder("STREAM") != nil || base.folder("CLIPINF") != nil else { return nil }
    var card = CardExamination(.avchd, folder, read)
    let streams = base.folder("STREAM")?.files(["mts", "m2ts"]) ?? []
    let infos = base.folder("CLIPINF")?.files(["cpi", "clpi"]) ?? []
    let lists = base.folder("PLAYLIST")?.files(["mpl", "mpls"]) ?? []
    let present = Set(streams.map(\.stem))
    let infoOfStream = Dictionary(infos.map { ($0.stem, $0) }) { first, _ in first }
    for stream in streams {
      let info = infoOfStream[stream.stem]
      card.add(stream.stem, files: [stream], sidecars: info.map { [$0] } ?? [])
      guard info == nil else { continue }
      card.fault(
        .sidecarMissing, base.path(of: "CLIPINF/\(stream.stem).CPI"),
        "‘\(stream.path.text.printable)’ has no file in CLIPINF, without which it does not play: copy the whole card again")
    }
    for info in infos where !present.contains(info.stem) {
      card.fault(
        .sidecarWithoutClip, info.path,
        "‘\(info.path.text.printable)’ describes stream \(info.stem.printable), which is not here: copy it from the card")
    }
    let listed = check(lists, present: present, described: Set(infos.map(\.stem)), in: base, &card)
    if let listed {
      for stream in streams where !listed.contains(stream.stem) {
        card.fault(.notListed, stream.path, "‘\(stream.path.text.printable)’ is in no playlist: look whether it plays", isIncomplete: false)
      }
    }
    if !streams.isEmpty || !infos.isEmpty, base.file("INDEX.BDM") == nil, base.file("index.bdmv") == nil {
      let path = base.path(of: "INDEX.BDM")
      card.fault(
        .indexMissing, path, "‘\((path?.text ?? "INDEX.BDM").printable)’ is not here: copy the whole card again, not the streams alone")
    }
    return card.report()
  }

  /// What the playlists name; `nil` where there are none or one cannot be read. A missing stream that CLIPINF tells of is told once.
  private static func check(
    _ lists: [CardFile], present: Set<String>, described: Set<String>, in base: CardFolder, _ card: inout CardExamination
  ) -> Set<String>? {
    var listed: Set<String> = []
    var areRead = !lists.isEmpty
    for list in lists {
      guard let bytes = card.bytes(list, limit: 4 << 20) else {
        areRead = false
        continue
      }
      guard let names = MoviePlaylist.clipNames(bytes) else {
        areRead = false
        card.unreadable(list, "it is no playlist, or ends too early")
        continue
      }
      for name in names where listed.insert(name).inserted && !present.contains(name) && !described.contains(name) {
        card.fault(
          .clipMissing, base.path(of: "STREAM/\(name).MTS"),
          "stream \(name) is in the playlist ‘\(list.name.printable)’ and is not here: copy it from the card")
      }
    }
    return areRead ? listed : nil
  }
}
