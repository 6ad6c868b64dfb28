// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import TestSupport
import Testing

@testable import Reports

@Suite struct ReportJSONTests {
  private struct Sample: Codable, Equatable {
    var zebra: Int?
    var apple = "a\"\\\n\u{1}é🎬"
    var nested: [String: Double?] = ["x": nil, "b": -23]
    var empty: [Int] = []
    var levels: [Double?] = [0.1, nil, 1e-9]
    var date = Date(timeIntervalSince1970: 1_795_471_653)
    var flag: Bool?
    var big = UInt64.max
  }

  private func text(_ value: some Encodable) throws -> String { String(decoding: try ReportJSON.encode(value), as: UTF8.self) }

  @Test func `keys are sorted, dates are ISO 8601 and what does not exist is null`() throws {
    #expect(
      try text(Sample()) == """
        {
          "apple": "a\\"\\\\\\n\\u0001é🎬",
          "big": 18446744073709551615,
          "date": "2026-11-23T22:07:33Z",
          "empty": [],
          "flag": null,
          "levels": [0.1, null, 1e-09],
          "nested": {
            "b": -23.0,
            "x": null
          },
          "zebra": null
        }

        """)
  }

  @Test func `Foundation reads back what was written`() throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    #expect(try decoder.decode(Sample.self, from: ReportJSON.encode(Sample())) == Sample())
    let report = SampleResults.inspection(findings: SampleResults.findings)
    #expect(try decoder.decode(InspectionReport.self, from: ReportJSON.encode(report)) == report)
    #expect(try decoder.decode(OrderReport.self, from: ReportJSON.encode(SampleResults.order)) == SampleResults.order)
  }

  @Test func `an order's JSON is its golden file`() throws { try expectGolden("order.json", text(SampleResults.order)) }

  @Test(arguments: [Double.infinity, -.infinity, .nan]) func `a number that JSON cannot write is refused by name`(value: Double) {
    #expect {
      try ReportJSON.encode(["peak": ["left": value]])
    } throws: { error in
      let error = error as? ReportsError
      return error?.code == .notEncodable && error?.subject == "peak.left"
    }
  }
}
