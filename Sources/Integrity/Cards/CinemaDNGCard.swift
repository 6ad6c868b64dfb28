// SPDX-License-Identifier: Apache-2.0

import Files

/// CinemaDNG: a folder a clip, with a `.dng` file a frame that is named after it, `BMC01_1_2012-08-08_1631_C0002_000000.dng`, and sound beside.
///
/// Source: Adobe, CinemaDNG Image Data Format Specification 1.1, where the number of a frame is the last run of at least four digits in its file's
/// name, at one place and of one length in all of them, and omitted numbers are missing frames; Blackmagic Design, Cinema Camera manual, “File naming
/// convention”, where the folder is named as the clip.
enum CinemaDNGCard: CardStructure {
  static func examine(_ folder: CardFolder, _ read: @escaping CardReport.IndexReading) -> CardReport? {
    // Still cameras and drones keep DNG pictures in DCIM, which are no clips.
    guard folder.name.uppercased() != "DCIM" else { return nil }
    let inside = folder.folders.compactMap { Sequence($0) }
    // A clip's own folder given for the card.
    let sequences = inside.isEmpty ? [Sequence(folder)].compactMap { $0 } : inside
    guard !sequences.isEmpty else { return nil }
    var card = CardExamination(.cinemaDNG, folder, read)
    for sequence in sequences { examine(sequence, &card) }
    if let name = sequences.lazy.compactMap({ $0.folder.name.wholeMatch(of: /(.+)_(\d{1,4})_\d{4}-\d{2}-\d{2}_\d{4}_C\d{4}/) }).first {
      (card.camera, card.reel) = (String(name.1), String(name.2))
    }
    return card.report()
  }

  private static func examine(_ sequence: Sequence, _ card: inout CardExamination) {
    let folder = sequence.folder
    let sound = folder.files(["wav", "bwf"])
    let others = folder.files.filter { !["dng", "wav", "bwf"].contains($0.fileExtension) }
    card.add(folder.name, files: sequence.frames + sound, sidecars: others)
    let missing = CardExamination.gaps(sequence.numbers, from: sequence.numbers.min() ?? 0)
    guard !missing.isEmpty else { return }
    card.fault(
      .gapInSpan, folder.path,
      "‘\(folder.name.printable)’ lacks frames between its first and its last, \(CardExamination.list(missing.map(String.init))): copy the clip again"
    )
  }

  /// A folder whose `.dng` files are the frames of one clip.
  private struct Sequence {
    let folder: CardFolder
    /// In the order of their numbers.
    let frames: [CardFile]
    let numbers: [Int]

    /// `nil` where the files are pictures that have nothing to do with each other, or too few to tell.
    init?(_ folder: CardFolder) {
      let files = folder.files(["dng"])
      guard files.count > 1 else { return nil }
      let names = files.compactMap { file in Self.number(in: file.stem).map { (file: file, parts: $0) } }
      guard let first = names.first?.parts, names.count == files.count,
        names.allSatisfy({ $0.parts.head == first.head && $0.parts.tail == first.tail && $0.parts.length == first.length })
      else { return nil }
      // Named as the folder, or as many as no photographer numbers by hand: pictures that somebody gathered are neither.
      let head = first.head.uppercased()
      guard files.count >= 24 || !head.isEmpty && (head.hasPrefix(folder.name.uppercased()) || folder.name.uppercased().hasPrefix(head)) else {
        return nil
      }
      self.folder = folder
      let ordered = names.sorted { $0.parts.number < $1.parts.number }
      frames = ordered.map(\.file)
      numbers = ordered.map(\.parts.number)
    }

    private static func number(in stem: String) -> (head: String, number: Int, length: Int, tail: String)? {
      let bytes = Array(stem.utf8)
      var end = bytes.count
      while end > 0 {
        while end > 0, !(48...57).contains(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, (48...57).contains(bytes[start - 1]) { start -= 1 }
        if end - start >= 4, end - start <= 12, let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)) {
          return (String(decoding: bytes[..<start], as: UTF8.self), number, end - start, String(decoding: bytes[end...], as: UTF8.self))
        }
        end = start
      }
      return nil
    }
  }
}
