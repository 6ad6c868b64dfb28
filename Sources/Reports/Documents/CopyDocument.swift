// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
public import Integrity

extension ReportDocument {
  /// A copy report: what was read, where it went, how each copy was proved, and whether the source may be erased.
  public init(copy report: CopyReport, colophon: Colophon) {
    self.init(
      kind: "Copy report", subject: report.source.fileName, badge: report.status.badge, summary: report.summary,
      facts: report.facts(in: colophon.timeZone),
      colophon: colophon)
    let erase = report.safeToErase ? "The source may be erased." : "Do not erase the source."
    sections = [
      Section("May the source be erased?", [.paragraph(erase), .items(report.reasons)]),
      Section("Destinations", [.table(report.destinationTable)]),
    ]
    let lost = report.failureTable
    if !lost.rows.isEmpty { sections.append(Section("What failed or was left out", [.table(lost)])) }
    if !report.notes.isEmpty { sections.append(Section("Notes", [.items(report.notes)])) }
    sections.append(Section("Files", [.table(report.itemTable)]))
  }
}

extension IntegrityStatus {
  /// The status as a stamp.
  var badge: ReportDocument.Badge {
    switch self {
    case .clean: .init("Verified", .good)
    case .rejected: .init("Differs", .bad)
    case .partial: .init("Incomplete", .bad)
    case .failed: .init("Failed", .bad)
    case .cancelled: .init("Cancelled", .caution)
    }
  }
}

extension CopyPlan.Verification {
  /// How a copy is proved, in words.
  fileprivate var words: String {
    switch self {
    case .transfer: "sizes compared; nothing was read back"
    case .source: "the source was read twice; the copies were compared by size"
    case .full: "the source was read twice and every copy was read back"
    }
  }
}

extension CopyReport {
  fileprivate var summary: String {
    let proved = destinations.count { $0.status == .clean }
    return "\(Figures.count(files, "file")), \(Figures.size(Int(bytes))), with \(Figures.count(proved)) of "
      + "\(Figures.count(destinations.count, "destination")) complete and proved. \(safeToErase ? "The source may be erased." : "Do not erase the source.")"
  }

  fileprivate func facts(in zone: TimeZone) -> [ReportDocument.Fact] {
    [
      .init("Source", source, isCode: true), .init("Files", Figures.count(files)), .init("Size", Figures.bytes(Int(bytes))),
      .init("Proof", verification.words), .init("Started", Figures.date(started, in: zone)), .init("Took", Figures.duration(seconds: seconds)),
      .init("Speed", bytesPerSecond.isFinite && bytesPerSecond < 1e15 ? Figures.size(Int(bytesPerSecond)) + " a second" : Figures.none),
    ]
  }

  fileprivate var destinationTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Each copy, its ASC MHL manifest and how it ended",
      columns: [
        .init("Result", .mark), .init("Copy", .code), .init("Manifest", .code), .init("Proved", .figures), .init("Failed", .figures), .init("Why"),
      ],
      rows: destinations.map { destination in
        let badge = destination.status.badge
        let counts = [destination.complete, destination.failed.count].map { Figures.count($0) }
        let manifest = destination.manifest?.fileName ?? "none written"
        return .init([badge.text, destination.path, manifest] + counts + [destination.reason ?? Figures.none], tone: badge.tone)
      },
      emptyText: "There was no destination.")
  }

  fileprivate var failureTable: ReportDocument.Table {
    func rows(_ failures: [Failure], _ place: String, _ word: String, _ tone: ReportDocument.Tone) -> [ReportDocument.Row] {
      failures.map { .init([word, $0.path, place, $0.reason], tone: tone) }
    }
    return ReportDocument.Table(
      caption: "Files that are not in every copy", columns: [.init("State", .mark), .init("File", .code), .init("Where", .code), .init("Why")],
      rows: rows(failed, "source", "Failed", .bad) + destinations.flatMap { rows($0.failed, $0.path, "Failed", .bad) }
        + rows(skipped, "source", "Left out", .caution),
      emptyText: "")
  }

  fileprivate var itemTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "What was read from the source, with its hashes",
      columns: [.init("File", .code), .init("Bytes", .figures), .init("Modified", .stamp), .init("Hashes", .code)],
      rows: items.map { item in
        let digests = item.digests.map { "\($0.algorithm.rawValue) \($0.text)" }.joined(separator: " · ")
        return .init([item.path.text, Figures.count(Int(item.size)), item.modified.wholeSecond.description, digests])
      },
      emptyText: "No file was read.")
  }
}
