// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Quality
import Timing

extension ReportDocument {
  /// A quality control report: verdict, findings, readings and charts of one file.
  ///
  /// - Parameters:
  ///   - report: what the inspection said.
  ///   - profile: the limits it was judged by; with them the report says what was checked, and the loudness chart has its target.
  ///   - media: the file's description, for the technical facts at the head.
  ///   - colophon: who made the report, with what and when.
  public init(inspection report: InspectionReport, profile: InspectionProfile? = nil, media: MediaDescription? = nil, colophon: Colophon) {
    self.init(
      kind: "Quality control report", subject: report.path.fileName, badge: report.verdict.badge, summary: report.summary,
      facts: report.facts(media: media), colophon: colophon)
    let strip = FindingStrip(report)?.draw()
    sections.append(Section("Findings", [strip.map(Block.chart), .table(report.findingTable)].compactMap { $0 }))
    let explanations = report.explanationTable
    if !explanations.rows.isEmpty { sections.append(Section("What the findings mean", [.table(explanations)])) }
    let waivers = report.waiverTable
    if !waivers.rows.isEmpty { sections.append(Section("Exceptions the client approved", [.table(waivers)])) }
    let charts = [LineChart(loudnessOf: report, limits: profile?.loudness), LineChart(lumaOf: report)].compactMap { $0?.draw() }
    let content = report.contentTable
    let tables = [report.layoutTable, report.readingTable].compactMap { $0 } + (content.rows.isEmpty ? [] : [content])
    sections.append(Section("Readings", tables.map(Block.table) + charts.map(Block.chart)))
    if let profile {
      let applied = profile.applied(hasPictures: media?.video.isEmpty != true, hasSound: !report.readings.tracks.isEmpty)
      sections.append(Section("What was checked", [.table(applied.limitTable)]))
    }
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
