// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Files
import Foundation

extension ReportDocument {
  /// A delivery note: what was delivered, to which specification, and each requirement with its outcome.
  public init(delivery note: DeliveryNote, colophon: Colophon) {
    self.init(
      kind: "Delivery note", subject: note.reference ?? note.files.first?.name ?? note.specTitle, badge: note.verdict.badge, summary: note.summary,
      facts: note.facts(in: colophon.timeZone), colophon: colophon)
    sections = [
      Section("Files", [.table(note.fileTable)]), Section("Requirements", [.table(note.checkTable)]),
    ]
    if !note.metadata.isEmpty { sections.append(Section("Metadata", [.facts(Self.facts(note.metadata))])) }
    sections.append(Section("Sources of the requirements", [.items(note.sources.map(\.words))]))
  }
}

extension DeliveryVerdict {
  /// The verdict as a stamp.
  fileprivate var badge: ReportDocument.Badge {
    switch self {
    case .pass: .init("Meets the specification", .good)
    case .passWithWarnings: .init("Meets it, with warnings", .caution)
    case .fail: .init("Does not meet it", .bad)
    }
  }
}

extension RequirementLevel {
  /// The weight in a word.
  fileprivate var word: String {
    switch self {
    case .mandatory: "Mandatory"
    case .advisory: "Advisory"
    case .info: "Information"
    }
  }
}

extension SpecificationSource {
  /// The document as a reader would look it up.
  fileprivate var words: String { citation + (url.map { ", \($0)" } ?? "") }
}

extension DeliveryNote {
  fileprivate var summary: String {
    let missed = checks.count { !$0.passed }
    let outcome = missed == 0 ? "all met" : "\(Figures.count(missed)) not met"
    return
      "\(Figures.count(files.count, "file")) delivered to ‘\(specTitle)’; \(Figures.count(checks.count, "requirement")) checked on the delivered files, \(outcome)."
  }

  fileprivate func facts(in zone: TimeZone) -> [ReportDocument.Fact] {
    [
      .init("Specification", "\(specTitle) (\(spec))"), .init("Reference", reference ?? Figures.none),
      .init("Made from", source.fileName, isCode: true),
      .init("Delivered by", deliveredBy), .init("Delivered", Figures.date(deliveredAt, in: zone)),
    ]
  }

  fileprivate var fileTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Files delivered",
      columns: [.init("File", .code), .init("Bytes", .figures), .init("Starts at", .stamp), .init("Frames", .figures), .init("Digests", .code)],
      rows: files.map { file in
        let digests = file.digests.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " · ")
        let frames = file.frames.map { Figures.count($0) } ?? Figures.none
        return .init([file.name, Figures.count(file.byteCount), file.start ?? Figures.none, frames, digests.isEmpty ? Figures.none : digests])
      },
      emptyText: "No file was delivered.")
  }

  /// The requirements, those that are missed first and the gravest of them before the rest.
  fileprivate var checkTable: ReportDocument.Table {
    let levels: [RequirementLevel] = [.mandatory, .advisory, .info]
    let missed = levels.flatMap { level in checks.filter { !$0.passed && $0.level == level } }
    return ReportDocument.Table(
      caption: "Found by opening the delivered files again",
      columns: [
        .init("Outcome", .mark), .init("Check", .term), .init("Property"), .init("Asked"), .init("Found"), .init("Weighs"), .init("Source"),
      ],
      rows: (missed + checks.filter(\.passed)).map(\.row), emptyText: "The specification asks for nothing that could be checked.")
  }
}

extension DeliveryCheck {
  fileprivate var row: ReportDocument.Row {
    let missTone: ReportDocument.Tone = level == .mandatory ? .bad : level == .advisory ? .caution : .neutral
    return ReportDocument.Row([passed ? "Met" : "Not met", name, subject, expected, found, level.word, source], tone: passed ? .good : missTone)
  }
}
