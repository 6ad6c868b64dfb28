// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Integrity
import Operations
import Reports

extension PageWriter {
  func write(_ report: OffloadReport, as formats: [ReportFormat], to base: String) async throws -> [String] {
    try await write(report.copy, papers: CopyPapers(report), as: formats, to: base)
  }
}

extension CopyPapers {
  /// What an ingest knows besides its copy, in words.
  init(_ report: OffloadReport) {
    self.init(clips: report.clips, card: Chapter(report.cards), scan: report.scan.map { Chapter($0) }, notes: report.notes)
  }
}

extension CopyPapers.Chapter {
  /// The cards of a source; nothing where it is none that is known.
  init?(_ cards: [CardReport]) {
    guard let first = cards.first else { return nil }
    let faults = cards.flatMap { card in
      card.faults.map { Fault(isGrave: $0.isIncomplete, subject: $0.path?.text ?? card.root?.text ?? "the card", text: $0.text) }
    }
    let state = faults.isEmpty ? "nothing is missing" : cards.allSatisfy(\.isWhole) ? "whole, with faults" : "NOT whole"
    self.init(
      cards.count == 1 ? "\(first.format.title), \(state)" : "\(CountText(cards.count, "card")), \(state)",
      entries: cards.flatMap(Self.entries), faults: faults,
      notes: cards.flatMap(\.notes))
  }

  private static func entries(_ card: CardReport) -> [Entry] {
    let spanned = card.clips.count(where: \.isSpanned)
    let clips = "\(card.clips.count)\(spanned > 0 ? ", of which \(spanned) in parts" : "")"
    let facts = [
      ("Card", card.format.title), ("Folder", card.root?.text), ("Reel", card.reel), ("Camera", card.camera), ("Clips by its structure", clips),
    ]
    return facts.compactMap { name, value in value.map { Entry(name, $0) } }
  }

  /// What a scanner said.
  init(_ scan: ScanFiles.Result) {
    let report = scan.report
    let infected = report.files(.infected).map { Fault(isGrave: true, subject: $0.path, text: "infected: \($0.signature ?? "no name given")") }
    let open = report.files(.notScanned).map { Fault(isGrave: false, subject: $0.path, text: "not scanned: \($0.reason ?? "no reason given")") }
    let odd = report.files.compactMap { file in file.suspicion.map { Fault(isGrave: false, subject: file.path, text: $0) } }
    let kept = scan.quarantined.map { "\($0.path) is in quarantine as \($0.file)" }
    let age = report.ageDays.map { "\(CountText($0, "day")) when it scanned" } ?? "not known"
    self.init(
      report.summary, entries: [Entry("Scanner", report.engine.words), Entry("Age of its signatures", age)], faults: infected + open + odd,
      notes: kept + scan.failed.map { "\($0.path) could not be put into quarantine: \($0.reason)" })
  }
}
