// SPDX-License-Identifier: Apache-2.0

import Files

/// Something in a manifest that is not as the standard has it, but did not keep the rest from being read.
public struct ManifestNote: Equatable, Sendable, CustomStringConvertible {
  /// The line of the file, from 1.
  public let line: Int
  /// What was found, and what was made of it.
  public let text: String
  /// Whether a file or folder that the manifest lists was passed over, so that nothing vouches for it.
  public let leavesOutEntry: Bool
  /// Whether it is of an entry for what has one already. In a history the chain vouches for who wrote it; a list by itself may have been added to.
  var isRepeated = false

  /// How many of one manifest are kept: a program that leaves out every action makes one a file.
  static let mostKept = 200

  /// The note with its line.
  public var description: String { "line \(line): \(text)" }
}

/// The notes on one manifest, as they are made. So many are kept of those that matter to what is vouched for, and of the others, each with its own
/// limit; of the first it is said how many more there were.
struct ManifestNotes {
  private var kept: [ManifestNote] = []
  private var graveCount = 0
  private var plainCount = 0
  /// The grave ones that were not kept, as one.
  private var others: ManifestNote?

  mutating func add(_ note: ManifestNote) {
    let isGrave = note.leavesOutEntry || note.isRepeated
    if isGrave { graveCount += 1 } else { plainCount += 1 }
    guard (isGrave ? graveCount : plainCount) > ManifestNote.mostKept else { return kept.append(note) }
    guard isGrave else { return }
    others = ManifestNote(
      line: note.line,
      text: "the last of \(CountText(graveCount - ManifestNote.mostKept, "more entry", "more entries")) that are listed twice or were passed over",
      leavesOutEntry: note.leavesOutEntry || others?.leavesOutEntry == true, isRepeated: note.isRepeated || others?.isRepeated == true)
  }

  /// In the order of the manifest.
  var all: [ManifestNote] { kept + [others].compactMap(\.self) }
}
