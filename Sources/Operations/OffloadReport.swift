// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Integrity

/// What an ingest came to: the copy, and what was learnt of the card on the way.
public struct OffloadReport: Sendable {
  /// What was copied where, how it was proved, and whether the source may be erased.
  public var copy: CopyReport
  /// The cards and rolls that the source is or holds, and what is missing on them.
  public var cards: [CardReport]
  /// What the virus scanner said; `nil` where nobody asked it.
  public var scan: ScanFiles.Result?
  /// The clips, where they were surveyed.
  public var clips: [ClipSummary]
  /// What to know of names and clips, a sentence each.
  public var notes: [String]

  /// A report.
  public init(copy: CopyReport, cards: [CardReport] = [], scan: ScanFiles.Result? = nil, clips: [ClipSummary] = [], notes: [String] = []) {
    self.copy = copy
    self.cards = cards
    self.scan = scan
    self.clips = clips
    self.notes = notes
  }
}
