// SPDX-License-Identifier: Apache-2.0

import Files

/// ARRI: a folder named after the reel, `A001R2EC`, with clips `A001C001_260502_R2EC.mov` (or `.mxf`, or folders of `.ari` or `.arx` frames) and
/// an ALE that lists them. From ALEXA 35 on names have the form `A_0001C001_260502_101530_h1ABC`.
///
/// Source: ARRI ALEXA user manuals, "File structure" and "File naming scheme"; ARRI, "Editorial workflow", for the new names.
enum ARRICard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let movies = folder.files(["mov", "mxf", "mp4"]).filter { ClipName($0.stem) != nil }
    let sequences = folder.folders.filter { ClipName($0.name) != nil && $0.files.contains { ["ari", "arx"].contains($0.fileExtension) } }
    let ales = folder.files(["ale"])
    guard !movies.isEmpty || !sequences.isEmpty || (isReelName(folder.name) && !ales.isEmpty) else { return nil }
    var card = CardExamination(.arri, folder, read)
    let name = (movies.map(\.stem) + sequences.map(\.name)).lazy.compactMap { ClipName($0) }.first
    card.reel = isReelName(folder.name) ? folder.name : name?.reel
    card.camera = name?.camera
    for movie in movies { card.add(movie.stem, files: [movie], sidecars: folder.sidecars(of: movie)) }
    for sequence in sequences { examine(sequence, &card) }
    checkIndex(ales, &card)
    let missing = CardExamination.gaps(card.clips.compactMap { ClipName($0.name)?.number })
    if !missing.isEmpty {
      card.note("clips \(CardExamination.list(missing.map { "C" + CardExamination.padded($0, 3) })) are not here: ask whether they were left out")
    }
    return card.report()
  }

  private static func examine(_ sequence: CardFolder, _ card: inout CardExamination) {
    let frames = sequence.files(["ari", "arx"])
    card.add(sequence.name, files: frames, sidecars: sequence.files.filter { !["ari", "arx"].contains($0.fileExtension) })
    let numbers = frames.compactMap { $0.stem.split(separator: ".").last.flatMap { Int($0) } }
    guard numbers.count == frames.count, let first = numbers.min() else { return }
    let missing = CardExamination.gaps(numbers, from: first)
    guard !missing.isEmpty else { return }
    card.fault(
      .gapInSpan, sequence.path,
      "‘\(sequence.name.printable)’ lacks frames between its first and its last, \(CardExamination.list(missing.map(String.init))): copy the clip again"
    )
  }

  private static func checkIndex(_ ales: [CardFile], _ card: inout CardExamination) {
    guard !ales.isEmpty else {
      // Codex drives of ARRIRAW come without; with movies the camera writes one.
      guard card.clips.contains(where: { $0.files.first?.name.lowercased().hasSuffix(".mov") == true }) else { return }
      return card.fault(
        .indexMissing, nil, "the ALE in which the camera lists its clips is not here: copy the whole reel folder from the card", isIncomplete: false)
    }
    let present = Set(card.clips.map { $0.name.lowercased() })
    var listed: Set<String>? = []
    for ale in ales {
      guard let bytes = card.bytes(ale) else {
        listed = nil
        continue
      }
      guard let names = AvidLog.clipNames(bytes) else {
        card.unreadable(ale, "it is no Avid Log Exchange, or ends too early")
        listed = nil
        continue
      }
      listed?.formUnion(names.map { $0.lowercased() })
      for name in names where ClipName(name) != nil && !present.contains(name.lowercased()) {
        card.fault(
          .clipMissing, card.folder.path(of: name), "‘\(name.printable)’ is listed in ‘\(ale.name.printable)’ and is not here: copy it from the card")
      }
    }
    // A list that names none of the camera's clips is somebody's own, and one that cannot be read says nothing.
    guard let listed, listed.contains(where: { present.contains($0) }) || listed.isEmpty else { return }
    for clip in card.clips where !listed.contains(clip.name.lowercased()) {
      card.fault(
        .notListed, clip.files.first,
        "‘\(clip.name.printable)’ is not in the camera's list ‘\(ales[0].name.printable)’: look whether it plays, and whether the list is this card's",
        isIncomplete: false)
    }
  }

  private static func isReelName(_ name: String) -> Bool {
    name.wholeMatch(of: /[A-Z]\d{3}[L-R][0-9A-Z]{3}/) != nil || name.wholeMatch(of: /[A-Z]{1,2}_\d{4}_[0-9A-Z]{4,5}/) != nil
  }

  /// The name that an ARRI camera gives a clip, taken apart.
  private struct ClipName {
    let camera: String
    let reel: String
    let number: Int

    init?(_ name: String) {
      if let match = name.wholeMatch(of: /([A-Z])(\d{3})[A-Z](\d{3})_(?:\d{6}|\d{8})_([L-R][0-9A-Z]{3})/), let number = Int(match.3) {
        (camera, reel, self.number) = (String(match.1), "\(match.1)\(match.2)\(match.4)", number)
      } else if let match = name.wholeMatch(of: /([A-Z]{1,2})_(\d{4})C(\d{3,4})_\d{6}_\d{6}_[a-z]?([0-9A-Z]{4,5})/), let number = Int(match.3) {
        (camera, reel, self.number) = (String(match.1), "\(match.1)_\(match.2)_\(match.4)", number)
      } else {
        return nil
      }
    }
  }
}
