// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
import Quality
import TestSupport
import Testing
import Timing

@testable import Reports

struct EBUQCReportTests {
  private static let profile = InspectionProfile(
    name: "prores-master", black: BlackLimits(severity: .mandatory), freeze: FreezeLimits(severity: .mandatory), levels: .r103v3,
    silence: SilenceLimits(), loudness: LoudnessLimits(), crosscheck: .info)

  private static func report(_ findings: [Finding] = SampleResults.findings, unreadable: Int = 0) throws -> MarkupElement {
    let inspection = SampleResults.inspection(findings: findings, unreadable: unreadable)
    let xml = try EBUQCReport(inspection, profile: profile, colophon: SampleResults.colophon).xml()
    return try MarkupElement(parsing: Array(xml), subject: "qc.xml")
  }

  @Test func `every check asked for is an item with one result`() throws {
    let report = try Self.report()
    let items = try #require(report.first("Profile")?.first("Items")).all("Item")
    let results = try #require(report.first("ItemResults")).all("ItemResult")
    func keys(_ elements: [MarkupElement]) -> [[String?]] { elements.map { [$0.first("EBUQCID")?.text, $0.first("InstanceId")?.text] } }
    #expect(keys(items) == keys(results))
    let identifiers = Set(items.map { $0.first("EBUQCID")?.text ?? "" })
    #expect(identifiers.isSuperset(of: ["0051B", "lineup-video-freeze"]))
    #expect(Set(keys(items)).count == items.count)
    for (item, result) in zip(items, results) {
      #expect((item.first("UsedAs")?.text == "check") == (result.first("CheckResult") != nil))
    }
  }

  @Test func `mandatory faults decide, what is waived does not`() throws {
    func result(_ check: String, in report: MarkupElement) -> String? {
      report.first("ItemResults")?.all("ItemResult").first { $0.first("EBUQCID")?.text == check }?.first("CheckResult")?.text
    }
    let failed = try Self.report()
    #expect(failed.first("CheckResult")?.text == "false")
    #expect(failed.first("ExecutionStatus")?.text == "complete")
    #expect(result("0272B", in: failed) == "false")
    #expect(result("lineup-video-freeze", in: failed) == "true")
    #expect(result("0051B", in: failed) == "true")
    #expect(failed.first("Profile")?.first("CheckResultRule")?.text == "MinimumRelevance")
    let clean = try Self.report([])
    #expect(clean.first("CheckResult")?.text == "true")
  }

  @Test func `what could not be examined is an error and never a pass`() throws {
    let damage = Finding(.unreadable, severity: .mandatory, stream: 0, text: "Stream 0 could not be read: broken.")
    let report = try Self.report([damage], unreadable: 1)
    #expect(report.first("ExecutionStatus")?.text == "error")
    #expect(report.first("CheckResult")?.text == "false")
    let result = report.first("ItemResults")?.all("ItemResult").first { $0.first("EBUQCName")?.text == "Unreadable pictures or sound" }
    #expect(result?.first("ExecutionStatus")?.text == "error")
  }

  @Test func `the same inspection gives the same bytes`() throws {
    let inspection = SampleResults.inspection(findings: SampleResults.findings)
    let report = EBUQCReport(inspection, profile: Self.profile, colophon: SampleResults.colophon)
    #expect(try report.xml() == report.xml())
  }

  @Test(.enabled(if: EBUSchema.isThere, "needs the EBU's schema and xmllint")) func `the EBU's own schema accepts it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("qc.xml")
    for (findings, unreadable) in [(SampleResults.findings, 0), ([], 0), (SampleResults.findings, 3), (SampleResults.seen, 0)] {
      var inspection = SampleResults.inspection(findings: findings, unreadable: unreadable)
      inspection.reviews = unreadable == 0 ? findings.compactMap(\.review) : nil
      try EBUQCReport(inspection, profile: Self.profile, colophon: SampleResults.colophon).xml().write(to: URL(fileURLWithPath: path))
      #expect(try EBUSchema.accepts(path))
    }
    try Data("<Report xmlns='tag:qc.ebu.ch,2026-01'/>".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try !EBUSchema.accepts(path))
  }
}

/// The EBU's schema, where it lies beside the project, and the program that knows schemas.
enum EBUSchema {
  private static let path: String = {
    let environment = ProcessInfo.processInfo.environment["LINEUP_FIXTURES"].map { URL(fileURLWithPath: $0) }
    var package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<3 { package.deleteLastPathComponent() }
    let root = environment ?? package.deletingLastPathComponent().appendingPathComponent("shared/fixtures")
    return root.appendingPathComponent("qc/ebu/qc.xsd").path
  }()
  private static let xmllint = "/usr/bin/xmllint"

  static let isThere = FileManager.default.fileExists(atPath: path) && FileManager.default.isExecutableFile(atPath: xmllint)

  static func accepts(_ document: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: xmllint)
    process.arguments = ["--noout", "--nonet", "--schema", path, document]
    process.standardError = Pipe()
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
