// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
public import Integrity

extension ReportDocument {
  /// A copy report: what was read, where it went, how each copy was proved, whether the source may be erased, and the clips it is about.
  ///
  /// - Parameter papers: what is known besides. What it lacks is left out.
  public init(copy report: CopyReport, papers: CopyPapers = CopyPapers(), colophon: Colophon) {
    let clips = ClipSheet(papers.clips, copied: report.items)
    self.init(
      kind: "Copy report", subject: report.source.fileName, badge: report.badge(report.status), summary: report.summary,
      facts: report.facts(papers, in: colophon.timeZone), colophon: colophon)
    let erase = report.safeToErase ? "The source may be erased." : "Do not erase the source."
    sections = [
      Section("May the source be erased?", [.paragraph(erase), .items(report.reasons)]),
      Section("Destinations", [.table(report.destinationTable)]),
    ]
    let volumes = report.volumeTable
    if !volumes.rows.isEmpty { sections.append(Section("Volumes", [.table(volumes)])) }
    let lost = report.failureTable
    if !lost.rows.isEmpty { sections.append(Section("What failed or was left out", [.table(lost)])) }
    if let card = papers.card { sections.append(Section("Card", card.blocks)) }
    if let scan = papers.scan { sections.append(Section("Virus scan", scan.blocks)) }
    let notes = papers.notes + report.notes
    if !notes.isEmpty { sections.append(Section("Notes", [.items(notes)])) }
    if !papers.clips.isEmpty {
      sections += [Section("Totals", [.table(CopyTotals(papers.clips).table)]), Section("Clips", [.sheet(clips.sheet)])]
    }
    let inClips = clips.files
    let others = report.items.filter { !inClips.contains($0.path) }
    if papers.clips.isEmpty || !others.isEmpty {
      sections.append(Section(papers.clips.isEmpty ? "Files" : "Other files", [.table(report.table(of: others))]))
    }
  }
}

extension CopyPapers.Chapter {
  /// Without faults there is no table, and no sentence in its place: that nothing is wrong is for the outcome to say, or not.
  fileprivate var blocks: [ReportDocument.Block] {
    var blocks: [ReportDocument.Block] = [.paragraph(outcome)]
    if !entries.isEmpty { blocks.append(.facts(entries.map { .init($0.name, $0.value) })) }
    let rows = faults.map { ReportDocument.Row([$0.isGrave ? "Grave" : "Look", $0.subject, $0.text], tone: $0.isGrave ? .bad : .caution) }
    if !rows.isEmpty {
      let columns: [ReportDocument.Column] = [.init("Weight", .mark), .init("Where", .code), .init("What")]
      blocks.append(.table(ReportDocument.Table(caption: "What was found", columns: columns, rows: rows, emptyText: "")))
    }
    if !notes.isEmpty { blocks.append(.items(notes)) }
    return blocks
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
    let whole = destinations.count { $0.status == .clean }
    let proof = verification == .full ? "complete and proved" : "complete, but not read back"
    return "\(Figures.count(files, "file")), \(Figures.size(Int(bytes))), with \(Figures.count(whole)) of "
      + "\(Figures.count(destinations.count, "destination")) \(proof). \(safeToErase ? "The source may be erased." : "Do not erase the source.")"
  }

  /// The status as a stamp. What was not read back is not called verified.
  fileprivate func badge(_ status: IntegrityStatus) -> ReportDocument.Badge {
    status == .clean && verification != .full ? .init("Copied", .caution) : status.badge
  }

  /// How the copy was proved, and how much of it.
  fileprivate var proof: String {
    switch complete {
    case files: verification.words
    case 0: "none in every copy; planned was: \(verification.words)"
    default: "\(Figures.count(complete)) of \(Figures.count(files, "file")) in every copy: \(verification.words)"
    }
  }

  fileprivate func facts(_ papers: CopyPapers, in zone: TimeZone) -> [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = [
      .init("Source", source, isCode: true), .init("Files", Figures.count(files)), .init("Size", Figures.bytes(Int(bytes))),
    ]
    if !papers.clips.isEmpty {
      facts += [.init("Clips", Figures.count(papers.clips.count)), .init("Running time", CopyTotals(papers.clips).runningTime)]
    }
    if let card = papers.card { facts.append(.init("Card", card.outcome)) }
    if let scan = papers.scan { facts.append(.init("Virus scan", scan.outcome)) }
    if !skipped.isEmpty { facts.append(.init("Left out", Figures.count(skipped.count))) }
    facts.append(.init("Proof", proof))
    let algorithms = Set(items.flatMap { $0.digests.map(\.algorithm) }).sorted()
    if !algorithms.isEmpty { facts.append(.init("Hashes", algorithms.map(\.rawValue).joined(separator: ", "))) }
    facts.append(.init("Started", Figures.date(started, in: zone)))
    facts.append(.init("Finished", Figures.date(finished, in: zone)))
    facts += [
      .init("Took", Figures.duration(seconds: seconds)),
      .init("Speed", bytesPerSecond.isFinite && bytesPerSecond < 1e15 ? Figures.size(Int(bytesPerSecond)) + " a second" : Figures.none),
    ]
    facts.append(
      .init("Runs", attempts == 1 ? "1, without a break" : "\(Figures.count(attempts)), the first begun \(Figures.date(firstStarted, in: zone))"))
    if resumedBytes > 0 {
      facts.append(
        .init(
          "Resumed",
          "\(Figures.size(Int(resumedBytes))) were there from an earlier run and were proved again\(destinations.count > 1 ? ", all destinations together" : "")"
        ))
    }
    return facts
  }

  fileprivate var destinationTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Each copy, its ASC MHL manifest and how it ended",
      columns: [
        .init("Result", .mark), .init("Copy", .code), .init("Manifest", .code), .init("Proved", .figures), .init("Failed", .figures),
        .init("Read back"), .init("Why"),
      ],
      rows: destinations.map { destination in
        let badge = badge(destination.status)
        let counts = [destination.complete, destination.failed.count].map { Figures.count($0) }
        let manifest = destination.manifest?.fileName ?? "none written"
        let source = destination.caughtUpFrom.map { "Completed from \($0)." }
        let why = [destination.reason, source].compactMap(\.self).joined(separator: " ")
        return .init(
          [badge.text, destination.path, manifest] + counts + [destination.readBackWords, why.isEmpty ? Figures.none : why], tone: badge.tone)
      },
      emptyText: "There was no destination.")
  }

  fileprivate var volumeTable: ReportDocument.Table {
    let copies = destinations.compactMap { copy in copy.volume.map { (copy.path, $0) } }
    let volumes = (sourceVolume.map { [(source, $0)] } ?? []) + copies
    return ReportDocument.Table(
      caption: "Where source and copies are; free space as it was when the copy began",
      columns: [
        .init("Path", .code), .init("Mounted at", .code), .init("Label"), .init("File system"), .init("Capacity", .stamp),
        .init("Free", .stamp),
      ],
      rows: volumes.map { path, volume in
        .init([
          path, volume.mountPoint, volume.label ?? Figures.none, volume.fileSystem, Figures.size(Int(volume.totalBytes)),
          Figures.size(Int(volume.availableBytes)),
        ])
      }, emptyText: "")
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

  fileprivate func table(of items: [Item]) -> ReportDocument.Table {
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

extension CopyReport.Destination {
  /// How reading back was kept honest.
  fileprivate var readBackWords: String {
    switch readBack {
    case .dropped: "from the drive"
    case .notKept: "past the cache"
    case .memory: "from memory, which the volume is"
    case .some(.none): "perhaps from memory"
    case nil: "no"
    }
  }
}
