// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Reports

@Suite struct FiguresTests {
  @Test(arguments: [(-21.44, "-21.4"), (-0.04, "0.0"), (0, "0.0"), (.infinity, "–"), (.nan, "–")]) func `decimals are fixed`(
    value: Double, text: String
  ) {
    #expect(Figures.decimal(value) == text)
  }

  @Test(arguments: [(25.0, "25"), (23.976, "23.976"), (-23, "-23"), (100, "100"), (0.5, "0.5"), (0, "0"), (-0.0, "0")])
  func `short numbers have no needless places`(value: Double, text: String) {
    #expect(Figures.short(value) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808")])
  func `counts are grouped by thousands`(value: Int, text: String) {
    #expect(Figures.count(value) == text)
  }

  @Test(arguments: [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.00 kB"), (999_600, "1.00 MB"), (8_412_339_004, "8.41 GB")])
  func `sizes are decimal`(value: Int, text: String) {
    #expect(Figures.size(value) == text)
  }

  @Test(arguments: [(0.44, "0.4 s"), (12, "12 s"), (59.6, "1 min"), (200, "3 min 20 s"), (7500, "2 h 5 min"), (-1, "–")])
  func `durations are in words`(value: Double, text: String) {
    #expect(Figures.duration(seconds: value) == text)
  }

  @Test func `dates carry their zone`() throws {
    let date = Date(timeIntervalSince1970: 1_795_471_653)
    #expect(Figures.date(date, in: .gmt) == "2026-11-23 22:07:33 +00:00")
    #expect(Figures.date(date, in: try #require(TimeZone(secondsFromGMT: -12_600))) == "2026-11-23 18:37:33 -03:30")
  }
}
