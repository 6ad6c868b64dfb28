// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Hashing
import Markup
public import Quality
import Timing

/// An inspection as an EBU QC report (data model and schema of the EBU's QC group, namespace `tag:qc.ebu.ch,2026-01`; best practice for pass/fail reports).
///
/// - What the profile asks of a check at one severity is an item, and has one result; `MinimumRelevance` says that mandatory items (relevance 10) decide.
/// - A check whose EBU item is not known has an identifier of our own, `lineup-` and its name. Versions of the EBU's items are not looked up: all are 0.0.
/// - `Start` and `End` of a locator are frames counted from zero, the end being the frame after the last; the same places as timecode are in an extension.
/// - The schema knows no client's exception: it is told in an extension (namespace `urn:lineup:qc:1`), and the item then passes.
public struct EBUQCReport: Sendable {
  static let namespace = "tag:qc.ebu.ch,2026-01"
  static let extensions = "urn:lineup:qc:1"

  private let report: InspectionReport
  private let profile: InspectionProfile
  private let colophon: Colophon

  /// A report of `report`, which was made under `profile`.
  public init(_ report: InspectionReport, profile: InspectionProfile, colophon: Colophon) {
    self.report = report
    self.profile = profile
    self.colophon = colophon
  }

  /// The report as XML.
  ///
  /// A character that XML cannot hold becomes U+FFFD: a file's odd name keeps nobody from its verdict.
  public func xml() throws -> Data {
    var writer = XMLWriter(subject: report.path)
    let items = items
    try writer.start("Report", [("xmlns", Self.namespace), ("xmlns:lineup", Self.extensions)])
    try writer.put("ReportId", uuid("report", date))
    if let person = colophon.person { try writer.person("ReportCreator", person) }
    try writer.put("ExecutionStatus", report.verdict == .incomplete ? "error" : "complete")
    if report.verdict == .incomplete {
      try writer.element(
        "ErrorDescription", [], "Not everything could be examined: \(report.unreadable) pictures or blocks of sound could not be read.")
    }
    try writer.put("CheckResult", report.verdict == .pass || report.verdict == .passWithWarnings ? "true" : "false")
    try contentID(&writer)
    try writer.put("LastModifiedDateTime", date)
    try writer.put("OverallAnalysisDuration", "PT\(String(format: "%.3f", max(0, report.seconds)))S")
    try tool(&writer)
    try write(profile: items, &writer)
    try writer.start("ItemResults")
    for item in items { try write(result: item, &writer) }
    writer.end()
    try extend(&writer)
    writer.end()
    return Data(writer.finish())
  }

  // MARK: - Parts

  /// A check that was made: what it was held against, and what it found.
  private struct Item {
    let check: CheckIdentifier
    let limits: [String]
    let severity: Severity
    let groups: [FindingGroup]
    var findings: [Finding] { groups.map(\.first) }

    var id: String { check.ebuIdentifier }
    var title: String { check.details?.title ?? check.rawValue }
    var isCheck: Bool { severity != .info }
    var relevance: Int { severity == .mandatory ? 10 : severity == .advisory ? 5 : 1 }
  }

  /// The checks in the order of the limits, then those that found something without one, such as damage. What is mandatory of a check and what is advisory of
  /// it are items of their own: one relevance cannot serve both.
  private var items: [Item] {
    struct Key: Hashable {
      let check: CheckIdentifier
      let severity: Severity
    }
    let asked = profile.askedLimits
    var order: [Key] = []
    let damage = Key(check: .unreadable, severity: .mandatory)
    for key in asked.map({ Key(check: $0.check, severity: $0.severity) }) + [damage]
      + report.findings.map({ Key(check: $0.check, severity: $0.severity) })
    where !order.contains(key) { order.append(key) }
    return order.map { key in
      Item(
        check: key.check, limits: asked.filter { $0.check == key.check && $0.severity == key.severity }.map(\.words), severity: key.severity,
        groups: report.findingGroups.filter { $0.first.check == key.check && $0.first.severity == key.severity })
    }
  }

  private func write(profile items: [Item], _ writer: inout XMLWriter) throws {
    try writer.start("Profile")
    try writer.put("ID", uuid("profile", profile.name))
    try writer.put("Name", profile.name)
    try contentID(&writer)
    try writer.put("CheckResultRule", "MinimumRelevance")
    try writer.element("Scopes")
    try writer.put("RelevanceLevel", "10")
    try writer.start("Items")
    for item in items {
      try writer.start("Item")
      try identity(item, &writer)
      try writer.put("Relevance", "\(item.relevance)")
      try writer.put("UsedAs", item.isCheck ? "check" : "report")
      try writer.element("Scopes")
      try writer.start("Inputs")
      for limit in item.limits {
        try writer.start("Input")
        try writer.put("Name", "Limit")
        try writer.put("Value", limit)
        writer.end()
      }
      writer.end()
      writer.end()
    }
    writer.end()
    try writer.element("ItemDefinitions")
    writer.end()
  }

  private func write(result item: Item, _ writer: inout XMLWriter) throws {
    let isUnread = item.check == .unreadable && !item.findings.isEmpty
    let reviews = item.findings.compactMap(\.review)
    let isHuman = item.check.details?.category == .human || !reviews.isEmpty
    try writer.start("ItemResult")
    try identity(item, &writer)
    try writer.put("AnalysisMethodUsed", "measure")
    try writer.put("ExecutionStatus", isUnread ? "error" : "complete")
    if isUnread { try writer.put("ErrorDescription", item.findings.map(\.text).joined(separator: " ")) }
    // What weighs nothing cannot fail, and what is excused does not.
    if item.isCheck { try writer.put("CheckResult", item.findings.contains(where: \.stands) ? "false" : "true") }
    try writer.put("Relevance", "\(item.relevance)")
    if let worst = item.findings.map(\.severity.rank).max() { try writer.put("MaxSeverity", "\(worst)") }
    try writer.put("DetectionMethod", isHuman ? "human" : "automatic")
    try writer.put("CreationDateTime", date)
    if let person = reviews.first?.person { try writer.person("Operator", person) }
    try writer.start("Outputs")
    for group in item.groups { try write(group, &writer) }
    writer.end()
    writer.end()
  }

  private func write(_ group: FindingGroup, _ writer: inout XMLWriter) throws {
    let finding = group.first
    try writer.start("Output")
    try writer.put("Name", "Finding")
    if let start = finding.startFrame, let end = finding.endFrame {
      try writer.start("Locator")
      try writer.put("Start", start.description)
      try writer.put("End", end.description)
      if let first = finding.start, let last = finding.end {
        try writer.start("ExtensionProperties")
        try writer.element("lineup:Timecode", [("in", first.forXML), ("out", last.forXML)])
        writer.end()
      }
      writer.end()
    }
    if !group.streams.isEmpty { try writer.put("Track", "stream " + group.streams.map(String.init).joined(separator: ", ")) }
    if let value = finding.value { try writer.put("Value", [Figures.short(value), finding.unit].compactMap(\.self).joined(separator: " ")) }
    try writer.start("Annotation")
    try writer.put("Text", [group.text, finding.gradeWords].compactMap(\.self).joined(separator: " "))
    if let person = finding.review?.person { try writer.person("Editor", person) }
    writer.end()
    if let clip = report.clip(of: finding) { try writer.put("VerificationMedia", clip.uri) }
    try writer.put("Severity", "\(finding.severity.rank)")
    try extend(finding, &writer)
    writer.end()
  }

  /// What the schema has no place for: the client's exception, a grade, and the instrument that another report came from.
  private func extend(_ finding: Finding, _ writer: inout XMLWriter) throws {
    guard finding.waiver != nil || finding.grade != nil || finding.source != nil else { return }
    try writer.start("ExtensionProperties")
    if let waiver = finding.waiver {
      let range = [("from", waiver.startFrame), ("to", waiver.endFrame)].compactMap { name, frame in frame.map { (name, $0.description) } }
      let state = [("by", waiver.by), ("on", waiver.on), ("digest", waiver.digest), ("expired", waiver.expired ? "true" : "false")]
      try writer.element("lineup:Waiver", (state + range).map { ($0.0, $0.1.forXML) }, waiver.reason.forXML)
    }
    if let grade = finding.grade { try writer.element("lineup:Grade", [("scale", "ITU-R BT.500 impairment")], "\(grade)") }
    if let source = finding.source { try writer.element("lineup:Source", [], source.forXML) }
    writer.end()
  }

  /// What the file is counted in, and who watched it and how: the schema has a place for neither.
  private func extend(_ writer: inout XMLWriter) throws {
    guard report.rate != nil || report.reviews != nil else { return }
    try writer.start("ExtensionProperties")
    if let rate = report.rate {
      let start = report.start.map { [("start", $0.forXML)] } ?? []
      try writer.element("lineup:Timeline", [("rate", rate.description), ("frames", "\(report.frames)")] + start)
    }
    for review in report.reviews ?? [] {
      let circumstances = [("display", review.display), ("speakers", review.speakers), ("conditions", review.conditions), ("scope", review.scope)]
      let stated = circumstances.compactMap { name, value in value.map { (name, $0.forXML) } }
      try writer.element("lineup:Review", [("person", review.person.forXML), ("on", review.on.forXML)] + stated)
    }
    writer.end()
  }

  private func identity(_ item: Item, _ writer: inout XMLWriter) throws {
    try writer.put("EBUQCID", item.id)
    try writer.put("EBUQCName", item.title)
    try writer.put("EBUQCVersion", "0.0")
    try writer.put("InstanceId", uuid("item", "\(item.check.rawValue) \(item.severity.rawValue)"))
  }

  private func contentID(_ writer: inout XMLWriter) throws {
    try writer.start("ContentId")
    for id in [report.digest, report.path].compactMap(\.self) {
      try writer.start("ContentIdentifier")
      try writer.put("ID", id)
      writer.end()
    }
    writer.end()
  }

  private func tool(_ writer: inout XMLWriter) throws {
    try writer.start("ToolInformation")
    try writer.put("ToolID", "urn:lineup:\(report.tool.version)")
    try writer.put("ToolName", report.tool.name)
    try writer.put("Version", report.tool.version)
    writer.end()
  }

  // MARK: - Values

  /// The moment of the report in UTC, as `xs:dateTime` wants it with its zone.
  private var date: String { colophon.date.formatted(.iso8601) }

  /// A name-based UUID (RFC 9562, version 5): the same report has the same one each time it is written.
  private func uuid(_ kind: String, _ name: String) -> String {
    var hasher = MultiHasher([.sha1])
    let text = [Self.extensions, kind, report.digest ?? report.path, profile.name, name].joined(separator: "\n")
    Array(text.utf8).withUnsafeBytes { hasher.update($0) }
    var bytes = Array(hasher.finish()[0].bytes.prefix(16))  // one algorithm, one digest
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }
    return "urn:uuid:" + groups.joined(separator: "-")
  }
}

extension String {
  /// The text without what XML cannot hold in any form (XML 1.0, 2.2): each such scalar becomes the sign for a character that is lost.
  fileprivate var forXML: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: scalar
          default: "\u{FFFD}"
          }
        }))
  }
}

extension XMLWriter {
  /// Writes an element that has nothing but text, which may come from outside.
  fileprivate mutating func put(_ name: String, _ text: String) throws { try element(name, [], text.forXML) }

  fileprivate mutating func person(_ element: String, _ name: String) throws {
    try start(element)
    try put("Name", name)
    end()
  }
}

extension Severity {
  /// The severity as a number: the graver, the higher.
  fileprivate var rank: Int {
    switch self {
    case .info: 0
    case .advisory: 1
    case .mandatory: 2
    }
  }
}
