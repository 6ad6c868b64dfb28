// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Timing

struct InspectionReportTests {
  @Test func `a report is the same after a round through JSON`() throws {
    let profile = InspectionProfile(name: "all", black: BlackLimits(minimumFrames: 2))
    let report = try Drawn.inspect(Programme("..BBB..."), profile)
    #expect(try JSONDecoder().decode(InspectionReport.self, from: JSONEncoder().encode(report)) == report)
  }

  @Test func `keys without a value are written as null`() throws {
    let finding = Finding(.wrapper, severity: .info, text: "Text.")
    let object = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(finding)) as? [String: Any])
    for key in ["ebuItem", "start", "end", "startFrame", "endFrame", "value", "limit", "unit", "grade", "waiver"] { #expect(object[key] is NSNull) }
    #expect(object["check"] as? String == "file.wrapper")
    let loudness = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(LoudnessReading())) as? [String: Any])
    #expect(Set(loudness.keys) == ["integrated", "range", "maxTruePeak", "maxShortTerm", "maxMomentary"])
  }

  @Test func `a value that is no number is left out`() {
    #expect(Finding(.loudness, severity: .info, value: -.infinity, limit: .nan, text: "").value == nil)
  }

  @Test func `a profile is the same after a round through JSON`() throws {
    var profile = InspectionProfile.rushes
    profile.format = FormatExpectations(rates: Expectation(exactly: .fps25), audioChannelCounts: Expectation([[1, 1], [2]]))
    profile.programme = .streams([1, 2])
    #expect(try JSONDecoder().decode(InspectionProfile.self, from: JSONEncoder().encode(profile)) == profile)
  }

  static let verdicts: [([Severity], Bool, Verdict)] = [
    ([], true, .pass), ([.info], true, .pass), ([.info, .advisory], true, .passWithWarnings), ([.advisory, .mandatory], true, .fail),
    ([], false, .incomplete), ([.mandatory], false, .incomplete),
  ]

  @Test(arguments: verdicts) func `the verdict follows from the findings`(_ test: (severities: [Severity], isComplete: Bool, verdict: Verdict)) {
    let findings = test.severities.map { Finding(.black, severity: $0, text: "") }
    #expect(Verdict(findings: findings, isComplete: test.isComplete) == test.verdict)
  }

  @Test func `a waived fault does not reject, one whose waiver expired does`() {
    var finding = Finding(.truePeak, severity: .mandatory, text: "")
    finding.waiver = Waiver(by: "Client", on: "2026-11-20", reason: "Creative intent", digest: "xxh64:0123456789abcdef")
    #expect(Verdict(findings: [finding], isComplete: true) == .pass)
    finding.waiver?.expired = true
    #expect(Verdict(findings: [finding], isComplete: true) == .fail)
  }
}
