// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Quality
public import Timing

extension ReportDocument {
  /// A quality control report: verdict, findings, readings and charts of one file.
  ///
  /// The first page says it all in short, for whoever reads no further, and has the lines to be signed.
  ///
  /// - Parameters:
  ///   - report: what the inspection said.
  ///   - profile: the limits it was judged by; with them the report says what was checked, and charts have their limits.
  ///   - media: the file's description, for the technical facts at the head.
  ///   - stills: pictures of the findings, by frame; `nil` where none were taken.
  ///   - trouble: why there are none, or not all, in a sentence.
  ///   - colophon: who made the report, with what and when.
  public init(
    inspection report: InspectionReport, profile: InspectionProfile? = nil, media: MediaDescription? = nil,
    stills: [FrameCount: ClipSummary.Poster]? = nil, trouble: String? = nil, colophon: Colophon
  ) {
    self.init(
      kind: "Quality control report", subject: report.path.fileName, badge: report.verdict.badge, summary: report.summary,
      facts: report.facts(media: media), colophon: colophon)
    sections.append(report.cover)
    let sheet = stills.flatMap { report.frameSheet(stills: $0) }
    let pictures = sheet == nil ? [:] : report.pictureNames
    let links = Dictionary(
      uniqueKeysWithValues: report.groupsByWeight.map { ($0.numbers[0], pictures[$0.numbers[0]] ?? $0.first.anchor($0.numbers[0])) })
    let charts = LineChart.all(of: report, profile: profile).map { $0.draw() }
    let strip = FindingStrip(report, links: links)?.draw()
    let drawings = [strip].compactMap(\.self) + charts
    if !drawings.isEmpty { sections.append(Section("Over time", drawings.map(Block.chart))) }
    let notice = trouble.map { [Block.paragraph($0)] } ?? []
    sections.append(Section("Findings", [.table(report.findingTable(pictures: pictures))]))
    if sheet != nil || !notice.isEmpty { sections.append(Section("Pictures of the findings", notice + (sheet.map { [.sheet($0)] } ?? []))) }
    append("What the findings mean", report.explanationTable)
    append("Exceptions the client approved", report.waiverTable)
    append("Viewings and listenings", report.reviewTable)
    let content = report.contentTable
    let tables = [report.layoutTable, report.readingTable].compactMap { $0 } + [report.pictureTable, content].filter { !$0.rows.isEmpty }
    sections.append(Section("Readings", tables.map(Block.table)))
    if let profile {
      let applied = profile.applied(hasPictures: media?.video.isEmpty != true, hasSound: !report.readings.tracks.isEmpty)
      sections.append(Section("What was checked", [.table(applied.limitTable)]))
    }
  }

  private mutating func append(_ heading: String, _ table: Table) {
    if !table.rows.isEmpty { sections.append(Section(heading, [.table(table)])) }
  }
}

extension Verdict {
  /// The verdict as a stamp.
  var badge: ReportDocument.Badge {
    switch self {
    case .pass: .init("Pass", .good)
    case .passWithWarnings: .init("Pass with warnings", .caution)
    case .fail: .init("Fail", .bad)
    case .incomplete: .init("Incomplete", .bad)
    }
  }
}

extension Severity {
  /// The severity in a word.
  var word: String {
    switch self {
    case .mandatory: "Mandatory"
    case .advisory: "Advisory"
    case .info: "Information"
    }
  }

  /// How a finding of this severity is meant.
  var tone: ReportDocument.Tone {
    switch self {
    case .mandatory: .bad
    case .advisory: .caution
    case .info: .neutral
    }
  }
}

extension InspectionReport {
  fileprivate var summary: String {
    let counts = Severity.allCases.map { severity in (severity, findings(severity).count { $0.stands }) }.filter { $0.1 > 0 }
    let list = counts.map { severity, count in
      severity == .info ? "\(Figures.count(count)) for information" : "\(Figures.count(count)) \(severity.rawValue)"
    }
    let found = list.isEmpty ? "No findings." : "Findings: \(list.joined(separator: ", "))."
    let waived = findings.count { !$0.stands }
    let excused = waived == 0 ? "" : " \(Figures.count(waived, "finding")) excused by the client."
    switch verdict {
    case .pass: return "The file meets the specification. \(found)\(excused)"
    case .passWithWarnings: return "The file may pass once a person has reviewed the advisory findings. \(found)\(excused)"
    case .fail: return "The file is rejected until every mandatory finding is put right or waived. \(found)\(excused)"
    case .incomplete:
      let lost = unreadable > 0 ? " \(Figures.count(unreadable, "picture or block of sound", "pictures or blocks of sound")) could not be read." : ""
      return "Not everything could be examined, so the file cannot pass.\(lost) \(found)\(excused)"
    }
  }

  fileprivate func facts(media: MediaDescription?) -> [ReportDocument.Fact] {
    var facts = media?.headFacts ?? [.init("File", path, isCode: true)]
    if let start {
      if media == nil { facts.append(.init("Starts at", start, isCode: true)) }
      if media?.timecodes.isEmpty == true { facts.append(.init("Starts at", "no timecode: counted from \(start)")) }
    }
    facts.append(.init("Specification", profile))
    facts.append(.init("Digest", digest ?? "none was made", isCode: digest != nil))
    if let rate { facts.append(.init("Frame rate", rate.description)) }
    facts.append(.init("Examined", "\(Figures.count(frames, "frame")), \(Figures.duration(seconds: duration))"))
    if let recheck { facts.append(.init("Re-check", recheck.sentence)) }
    facts.append(.init("Checked with", "\(tool.name) \(tool.version), in \(Figures.duration(seconds: seconds))"))
    return facts
  }
}
