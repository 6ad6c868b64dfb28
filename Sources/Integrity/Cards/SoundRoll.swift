// SPDX-License-Identifier: Apache-2.0

import Files

/// A sound recorder's card or roll: Broadcast Wave files named by take, in one folder or in folders by day or scene.
///
/// It is known by folders that recorders make (`FALSETAKES`, `SOUND_REPORTS`, `TRASH`, `FOLDER01`) or by the names of takes. Recorders that write
/// a file a track number them behind the take's name (`12A-T03_1.WAV`, `ZOOM0001_Tr1.WAV`), or name them; those make one clip. Take numbers are no
/// evidence: people delete false takes and restart counts.
enum SoundRoll: CardStructure {
  private static let essence: Set<String> = ["wav", "bwf", "rf64", "w64", "flac"]

  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    let own = folder.files(essence)
    guard isRecorder(folder) || own.contains(where: { isTake($0.stem) }) else { return nil }
    let files = folder.allFiles.filter { essence.contains($0.fileExtension) }
    guard !files.isEmpty else { return nil }
    var card = CardExamination(.soundRecorder, folder, read)
    // The same take in two folders is two takes.
    let takes = Dictionary(grouping: files) { "\($0.path.parent?.text ?? "")/\(take($0.stem))" }
    for (_, tracks) in takes.sorted(by: { $0.key < $1.key }) { card.add(take(tracks[0].stem), files: tracks) }
    if isNamed(folder) { card.reel = folder.name }
    return card.report()
  }

  /// Whether the folder is what a recorder made, or bears a roll's name: folders in it are of that roll. Loose takes are none of their own.
  static func isWhole(_ folder: CardFolder) -> Bool { isNamed(folder) || isRecorder(folder) }

  private static func isNamed(_ folder: CardFolder) -> Bool { folder.name.wholeMatch(of: /[A-Z]{0,3}\d{3}/) != nil }

  private static func isRecorder(_ folder: CardFolder) -> Bool {
    let names = Set(folder.folders.map { $0.name.uppercased() })
    return !names.isDisjoint(with: ["FALSETAKES", "FALSE_TAKE", "SOUND_REPORTS"]) || names.contains { $0.wholeMatch(of: /FOLDER\d{2}/) != nil }
  }

  /// `S001T01`, `12A-T03`, `26Y05M02T01`, `MixPre-001`, `ZOOM0001`, `260502_001`, with or without a track behind it.
  private static func isTake(_ stem: String) -> Bool {
    take(stem).uppercased().wholeMatch(of: /(.*[-_ 0-9])?T\d{1,4}|MIXPRE-\d{3}|ZOOM\d{4}|\d{6}_\d{3,4}/) != nil
  }

  /// The take's name without its track.
  private static func take(_ stem: String) -> String {
    if let match = stem.wholeMatch(
      of: /((?:.*[-_ 0-9])?[Tt]\d{1,4}|[Mm][Ii][Xx][Pp][Rr][Ee]-\d{3}|ZOOM\d{4}|\d{6}_\d{3,4})_([A-Za-z][A-Za-z0-9-]{0,30}|\d{1,2})/)
    {
      return String(match.1)
    }
    return stem
  }
}
