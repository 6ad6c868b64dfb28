// SPDX-License-Identifier: Apache-2.0

import Files

/// Whether a folder named as a destination is a camera's card: source and destination are easily mixed up at night.
enum CardFolderCheck {
  /// More than any card has, and little enough to be looked through before every copy.
  private static let mostEntries = 20_000

  /// What is known by the names of files side by side, as any folder of recordings may have them.
  private static let looseFormats: Set<CardFormat> = [.blackmagic, .soundRecorder]

  /// How the folder is laid out, where it is a card itself; nil where it is none, is a copy with a history, or is too large to tell quickly.
  static func format(of folder: String) -> CardFormat? {
    guard (try? History.stands(in: folder)) == false, let walk = try? FolderWalk(folder, where: { CardFolder.isLookedAt($0.name) }) else {
      return nil
    }
    var entries: [FolderEntry] = []
    for case .entry(let entry) in walk {
      let isManifest = entry.path.parent == nil && entry.path.name.hasSuffix(".mhl")
      guard !isManifest, entries.count < mostEntries else { return nil }
      entries.append(entry)
    }
    guard !entries.isEmpty else { return nil }
    let reports = CardReport.reports(in: entries, named: SystemPath.split(folder).name) { (file, limit) throws(FilesError) in
      try InputFile.contents(of: file.resolved(in: folder), limit: limit)
    }
    return reports.first { $0.root == nil && !looseFormats.contains($0.format) }?.format
  }
}
