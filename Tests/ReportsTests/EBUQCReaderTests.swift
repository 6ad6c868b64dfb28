// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import TestSupport
import Testing
import Timing

@testable import Reports

@Suite struct EBUQCReaderTests {
  private static let profile = InspectionProfile(
    name: "prores-master", black: BlackLimits(severity: .mandatory), freeze: FreezeLimits(severity: .mandatory), silence: SilenceLimits())

  /// A report of another instrument, with `results` and the items they belong to.
  private static func foreign(rule: String = "AND", level: String = "", items: String = "", results: String, verdict: String = "false") -> [UInt8] {
    Array(
      """
      <?xml version="1.0"?>
      <q:Report xmlns:q="tag:qc.ebu.ch,2026-04"><q:ExecutionStatus>complete</q:ExecutionStatus><q:CheckResult>\(verdict)</q:CheckResult>
      <q:ContentId><q:ContentIdentifier><q:ID>urn:x:1</q:ID></q:ContentIdentifier></q:ContentId>
      <q:ToolInformation><q:ToolID>t</q:ToolID><q:ToolName>Advanced QC Tool</q:ToolName><q:Vendor>The Company</q:Vendor><q:Version>2</q:Version></q:ToolInformation>
      <q:Profile><q:Name>House</q:Name><q:CheckResultRule>\(rule)</q:CheckResultRule>\(level)<q:Items>\(items)</q:Items></q:Profile>
      <q:ItemResults>\(results)</q:ItemResults></q:Report>
      """.utf8)
  }

  private static func result(_ id: String, _ passed: String?, relevance: Int? = nil, outputs: String = "") -> String {
    let check = passed.map { "<q:CheckResult>\($0)</q:CheckResult>" } ?? ""
    let weight = relevance.map { "<q:Relevance>\($0)</q:Relevance>" } ?? ""
    return
      "<q:ItemResult><q:EBUQCID>\(id)</q:EBUQCID><q:EBUQCName>Item \(id)</q:EBUQCName><q:ExecutionStatus>complete</q:ExecutionStatus>\(check)\(weight)"
      + "<q:Outputs>\(outputs)</q:Outputs></q:ItemResult>"
  }

  private static func output(_ start: String, _ end: String, value: String = "3 frames", text: String = "Black.") -> String {
    "<q:Output><q:Name>Event</q:Name><q:Locator><q:Start>\(start)</q:Start><q:End>\(end)</q:End></q:Locator><q:Value>\(value)</q:Value>"
      + "<q:Annotation><q:Text>\(text)</q:Text></q:Annotation></q:Output>"
  }

  @Test func `a report of our own comes back with its places, waivers, grades and verdict`() throws {
    var inspection = SampleResults.inspection(findings: SampleResults.findings + SampleResults.seen)
    inspection.reviews = SampleResults.seen.compactMap(\.review)
    let xml = try EBUQCReport(inspection, profile: Self.profile, colophon: SampleResults.colophon).xml()
    let back = try EBUQCReader(Array(xml), subject: "qc.xml").report()
    #expect(back.verdict == inspection.verdict)
    #expect((back.path, back.digest, back.profile, back.start) == (inspection.path, inspection.digest, inspection.profile, inspection.start))
    #expect(back.rate == .fps25 && back.frames == 7500)
    #expect(back.reviews == inspection.reviews)
    struct Place: Hashable {
      var check: CheckIdentifier, severity: Severity, stream: Int?, start: FrameCount?, end: FrameCount?, label: String?, grade: Int?, stands: Bool
    }
    func places(_ report: InspectionReport) -> Set<Place> {
      Set(
        report.findings.map {
          Place(
            check: $0.check, severity: $0.severity, stream: $0.stream, start: $0.startFrame, end: $0.endFrame, label: $0.start, grade: $0.grade,
            stands: $0.stands)
        })
    }
    #expect(places(back) == places(inspection))
    #expect(back.findings.allSatisfy { $0.source != nil })
    #expect(back.findingGroups.count == inspection.findingGroups.count)
  }

  @Test func `what failed is mandatory, what was measured is for information, and both name the instrument`() throws {
    let xml = Self.foreign(
      results: Self.result("0272B", "false", outputs: Self.output("100", "103")) + Self.result("0999B", nil, outputs: Self.output("5", "6")))
    let report = try EBUQCReader(xml, subject: "theirs.xml").report()
    #expect(report.findings.map(\.check.rawValue) == ["video.black", "ebu.0999B"])
    #expect(report.findings.map(\.severity) == [.mandatory, .info])
    #expect(report.findings.map(\.ebuItem) == ["0272B", "0999B"])
    #expect(report.findings[0].startFrame == 100 && report.findings[0].endFrame == 103)
    #expect(report.findings[0].value == 3 && report.findings[0].unit == "frames")
    #expect(Set(report.findings.map(\.source)) == ["Advanced QC Tool 2 (The Company)"])
    #expect(report.verdict == .fail && report.profile == "House")
  }

  @Test func `below the relevance that decides, a failure is advisory`() throws {
    let xml = Self.foreign(
      rule: "MinimumRelevance", level: "<q:RelevanceLevel>8</q:RelevanceLevel>", results: Self.result("0272B", "false", relevance: 5), verdict: "true"
    )
    let report = try EBUQCReader(xml, subject: "theirs.xml").report()
    #expect(report.findings.map(\.severity) == [.advisory])
    #expect(report.verdict == .passWithWarnings)
  }

  @Test func `a failure that no check explains, and an error, are never a pass`() throws {
    let bare = try EBUQCReader(Self.foreign(results: Self.result("0272B", "true")), subject: "theirs.xml").report()
    #expect(bare.verdict == .fail)
    let error = Self.result("0272B", nil).replacingOccurrences(of: "complete", with: "error")
    let report = try EBUQCReader(Self.foreign(results: error, verdict: "true"), subject: "theirs.xml").report()
    #expect(report.verdict == .incomplete)
    #expect(report.findings.map(\.check) == [.unreadable])
  }

  @Test func `a place by timecode needs the rate, and is told in words without it`() throws {
    let xml = Self.foreign(results: Self.result("0272B", "false", outputs: Self.output("10:00:04:00", "10:00:05:00")))
    let blind = try EBUQCReader(xml, subject: "theirs.xml").report()
    #expect(blind.findings[0].startFrame == nil)
    #expect(blind.findings[0].text == "Item 0272B: Event 3 frames. Black. Place: 10:00:04:00 to 10:00:05:00.")
    let report = try EBUQCReader(xml, subject: "theirs.xml", rate: .fps25, start: "10:00:00:00").report()
    #expect(report.findings[0].startFrame == 100 && report.findings[0].endFrame == 125)
    #expect(report.findings[0].start == "10:00:04:00")
  }

  @Test func `another instrument rejects nothing of ours by itself`() throws {
    let foreign = try EBUQCReader(Self.foreign(results: Self.result("0272B", "false", outputs: Self.output("100", "103"))), subject: "theirs.xml")
      .report()
    let joined = SampleResults.inspection().including(foreign)
    #expect(joined.verdict == .passWithWarnings)
    #expect(joined.findings.map(\.severity) == [.advisory])
    #expect(joined.findings[0].source == "Advanced QC Tool 2 (The Company)")
  }

  @Test func `two instruments' reports of one file are compared by EBU item and place`() throws {
    let outputs = Self.output("1250", "1300") + Self.output("6000", "6010")
    let foreign = try EBUQCReader(
      Self.foreign(results: Self.result("0272B", "false", outputs: outputs)), subject: "theirs.xml", rate: .fps25, start: "10:00:00:00"
    ).report()
    let own = SampleResults.inspection(findings: SampleResults.findings)
    let comparison = InspectionComparison(old: foreign, new: own)
    #expect(comparison.remaining.map(\.new.text) == ["75 black pictures."])
    #expect(comparison.unchecked.map(\.startFrame) == [6000])
  }

  @Test func `what is no EBU QC report is refused`() {
    for text in [
      "", "<Report/>", "<a xmlns='tag:qc.ebu.ch,2026-01'/>", "{}", "<!DOCTYPE a [<!ENTITY x 'y'>]><Report xmlns='tag:qc.ebu.ch,2026-01'>&x;</Report>",
    ] {
      #expect(throws: (any Error).self) { try EBUQCReader(Array(text.utf8), subject: "x.xml").report() }
    }
    let many = Self.foreign(results: Self.result("0272B", "false", outputs: String(repeating: Self.output("1", "2"), count: 5001)))
    #expect(throws: ReportsError.self) { try EBUQCReader(many, subject: "x.xml").report() }
  }

  @Test func `a damaged report is read or refused, and never ends the program`() throws {
    var inspection = SampleResults.inspection(findings: SampleResults.findings + SampleResults.seen)
    inspection.reviews = SampleResults.seen.compactMap(\.review)
    let whole = Array(try EBUQCReport(inspection, profile: Self.profile, colophon: SampleResults.colophon).xml())
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let digits = Array("9999999999999999999".utf8)
    var read = 0
    for round in 0..<240 {
      var bytes = whole
      switch round % 4 {
      case 0: bytes[random(bytes.count)] = UInt8(random(256))
      case 1: bytes.removeLast(random(bytes.count))
      case 2:
        let places = bytes.indices.filter { (48...57).contains(bytes[$0]) }
        let place = places[random(places.count)]
        bytes.replaceSubrange(place...place, with: digits.prefix(1 + random(digits.count)))
      default:
        let from = random(bytes.count - 200)
        bytes.replaceSubrange(from..<from + 1 + random(40), with: bytes[random(bytes.count - 60)...].prefix(random(50)))
      }
      guard let report = try? EBUQCReader(bytes, subject: "x.xml").report() else { continue }
      read += 1
      // What was read must serve as any report does.
      _ = InspectionComparison(old: report, new: inspection)
      guard read % 5 == 0 else { continue }
      _ = ReportDocument(inspection: report, colophon: SampleResults.colophon).body()
      _ = try EBUQCReport(report, profile: InspectionProfile(name: report.profile), colophon: SampleResults.colophon).xml()
    }
    #expect(read > 30)
  }
}
