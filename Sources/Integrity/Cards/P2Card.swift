// SPDX-License-Identifier: Apache-2.0

import Files

/// Panasonic P2: `CONTENTS/{CLIP,VIDEO,AUDIO,ICON,PROXY,VOICE}`, and `AVCLIP` on newer cards. A clip `0001AB` is `CLIP/0001AB.XML`,
/// `VIDEO/0001AB.MXF` and a file a channel, `AUDIO/0001AB00.MXF`; in `AVCLIP` one file holds both.
///
/// The XML is the index: it defines that the clip exists, and how a shot that the camera divided at 4 GB, or at the end of a card, hangs together.
/// Source: Panasonic, "How to handle data recorded on P2 cards".
enum P2Card: CardStructure {
  private typealias Described = (name: String, clip: P2Clip)

  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    guard let contents = folder.folder("CONTENTS"), !contents.folders.contains(where: { $0.name.uppercased().hasPrefix("CLIPS") }),
      ["CLIP", "VIDEO", "AVCLIP"].contains(where: { contents.folder($0) != nil })
    else { return nil }
    var card = CardExamination(.panasonicP2, folder, read)
    let pieces = Pieces(contents)
    var described: [Described] = []
    for name in pieces.names {
      let clip = pieces.description(name).flatMap { file in describe(file, &card) }
      if let clip { described.append((name, clip)) }
      examine(name, pieces, clip, isDescribed: pieces.description(name) != nil, &card)
    }
    card.camera = described.lazy.compactMap(\.clip.camera).first { !$0.isEmpty }
    checkShots(described, pieces, &card)
    checkIdentifiers(described, pieces, &card)
    if folder.file("LASTCLIP.TXT") == nil, !pieces.names.isEmpty {
      card.note("LASTCLIP.TXT, which belongs beside CONTENTS, is not here: copy it too if the card has it")
    }
    return card.report()
  }

  private static func describe(_ file: CardFile, _ card: inout CardExamination) -> P2Clip? {
    guard let root = card.markup(file, limit: 4 << 20) else { return nil }
    guard let clip = P2Clip(root) else {
      card.unreadable(file, "it describes no clip")
      return nil
    }
    return clip
  }

  private static func examine(_ name: String, _ pieces: Pieces, _ clip: P2Clip?, isDescribed: Bool, _ card: inout CardExamination) {
    let (picture, sound) = (pieces.picture(name), pieces.sound(name))
    if picture != nil || !sound.isEmpty {
      card.add(
        name, files: (picture.map { [$0] } ?? []) + sound, sidecars: pieces.sidecars(name), isSpanned: clip?.next != nil || clip?.previous != nil)
    }
    guard let picture else {
      let path = pieces.contents.path(of: "VIDEO/\(name).MXF")
      return card.fault(
        .clipMissing, path, "the pictures of clip ‘\(name.printable)’ (VIDEO/\(name.printable).MXF) are not here: copy them from the card")
    }
    guard isDescribed else {
      return card.fault(
        .sidecarMissing, pieces.contents.path(of: "CLIP/\(name).XML"),
        "clip ‘\(name.printable)’ has no CLIP/\(name.printable).XML, without which it is not recognized: copy it from the card")
    }
    // In AVCLIP one file holds pictures and sound.
    guard let clip, pieces.isSeparate(picture), sound.count < clip.soundChannels, clip.soundChannels <= 16 else { return }
    let missing = (0..<clip.soundChannels).map { name + CardExamination.padded($0, 2) }.filter { wanted in
      !sound.contains { $0.stem.uppercased() == wanted.uppercased() }
    }
    card.fault(
      .clipMissing, missing.first.flatMap { pieces.contents.path(of: "AUDIO/\($0).MXF") },
      "clip ‘\(name.printable)’ lists \(clip.soundChannels) channels of sound, and \(CardExamination.list(missing.map { "AUDIO/\($0).MXF" })) not here: copy it from the card"
    )
  }

  /// A part that is missing between parts of one shot is a gap. That a shot begins or goes on elsewhere is how full cards are.
  private static func checkShots(_ described: [Described], _ pieces: Pieces, _ card: inout CardExamination) {
    let known = Dictionary(described.map { ($0.clip.identifier, $0) }) { first, _ in first }
    for (name, clip) in described {
      let path = pieces.description(name)?.path
      if let previous = clip.previous, !previous.isEmpty, known[previous] == nil {
        let earlierPartIsHere = clip.top.map { known[$0] != nil } ?? false
        if earlierPartIsHere {
          card.fault(
            .gapInSpan, path,
            "the shot that clip ‘\(name.printable)’ is a part of lacks the part before it, and has its first: copy the card again, or find the card between"
          )
        } else {
          card.note("the shot of clip ‘\(name.printable)’ begins on another card: keep them together")
        }
      }
      if let next = clip.next, !next.isEmpty, known[next] == nil {
        let laterPartIsHere = described.contains { $0.clip.shot == clip.shot && clip.shot != nil && $0.clip.previous == next }
        // A later part tells of the gap itself.
        if !laterPartIsHere { card.note("the shot of clip ‘\(name.printable)’ goes on on another card: take that in too before either is erased") }
      }
    }
  }

  private static func checkIdentifiers(_ described: [Described], _ pieces: Pieces, _ card: inout CardExamination) {
    var seen: [String: String] = [:]
    for (name, clip) in described {
      guard let earlier = seen.updateValue(name, forKey: clip.identifier) else { continue }
      card.fault(
        .duplicateClip, pieces.description(name)?.path,
        "clips ‘\(earlier.printable)’ and ‘\(name.printable)’ have one identifier: one is a copy of the other",
        isIncomplete: false)
    }
  }
}

/// The pieces of P2 clips by the clips' names.
private struct Pieces {
  let contents: CardFolder
  /// Every name that a description, pictures or sound have, in order.
  let names: [String]
  private let sounds: [String: [CardFile]]
  private let extras: [String: [CardFile]]

  init(_ contents: CardFolder) {
    self.contents = contents
    var names: Set<String> = []
    for (folder, kinds) in [("CLIP", ["xml"]), ("VIDEO", ["mxf"]), ("AVCLIP", ["mxf"])] as [(String, Set<String>)] {
      names.formUnion((contents.folder(folder)?.files(kinds) ?? []).map { $0.stem.uppercased() })
    }
    // Files of sound and voice memos carry two digits behind the clip's name.
    sounds = Self.grouped(contents.folder("AUDIO")?.files(["mxf"]) ?? [])
    names.formUnion(sounds.keys)
    self.names = names.sorted()
    var extras = Self.grouped(contents.folder("VOICE")?.files ?? [])
    for file in ["ICON", "PROXY"].flatMap({ contents.folder($0)?.files ?? [] }) { extras[file.stem.uppercased(), default: []].append(file) }
    self.extras = extras
  }

  private static func grouped(_ files: [CardFile]) -> [String: [CardFile]] {
    Dictionary(grouping: files.filter { $0.stem.count > 2 }) { String($0.stem.uppercased().dropLast(2)) }
  }

  func description(_ name: String) -> CardFile? { contents.file("CLIP/\(name).XML") }
  func picture(_ name: String) -> CardFile? { contents.file("VIDEO/\(name).MXF") ?? contents.file("AVCLIP/\(name).MXF") }
  func sound(_ name: String) -> [CardFile] { sounds[name] ?? [] }
  func sidecars(_ name: String) -> [CardFile] { [description(name), contents.file("CLIP/\(name).XMP")].compactMap { $0 } + (extras[name] ?? []) }
  /// Whether pictures are in a file without sound.
  func isSeparate(_ picture: CardFile) -> Bool { picture.path.parent?.name.uppercased() == "VIDEO" }
}
