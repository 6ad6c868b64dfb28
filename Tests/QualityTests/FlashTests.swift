// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing
import Timing

/// Flashes drawn one step to each side of every threshold of ITU-R BT.1702-3, on a screen of 64 × 36 cells: 576 of its 2,304 are a quarter.
struct FlashTests {
  typealias Kinds = Set<CheckIdentifier>

  /// Light that goes up and down in successive pictures, `changes` times, and stays.
  private func alternating(_ low: Double, _ high: Double, changes: Int = 7, every step: Int = 1, rest: Int = 26) -> [Double] {
    (0...changes).flatMap { Array(repeating: $0.isMultiple(of: 2) ? low : high, count: step) }
      + Array(repeating: changes.isMultiple(of: 2) ? low : high, count: rest)
  }

  private func kinds(_ luminances: [Double], _ limits: FlashLimits = FlashLimits(), cells: Int = 640, rate: FrameRate = .fps25) throws -> Kinds {
    FlashDrawing.kinds(try FlashDrawing.inspect(FlashDrawing.flashing(luminances, cells: cells), limits, rate: rate))
  }

  @Test(arguments: [(30, 49.8, false), (30, 50.2, true), (0, 19.8, false), (0, 20.2, true), (159, 178.8, false), (159, 179.3, true)])
  func `a change of 20 cd per square metre makes a flash`(_ low: Double, _ high: Double, _ isFlash: Bool) throws {
    #expect(try kinds(alternating(low, high)) == (isFlash ? [.flash] : []))
  }

  @Test(arguments: [(165, 184.9, false), (165, 186.2, true), (175, 196.3, false), (175, 197.5, true)])
  func `above 160 cd per square metre a contrast of one seventeenth makes a flash`(_ low: Double, _ high: Double, _ isFlash: Bool) throws {
    #expect(try kinds(alternating(low, high)) == (isFlash ? [.flash] : []))
    #expect(try kinds(alternating(low, high), FlashLimits(brightContrast: nil)) == [])
  }

  @Test func `more than a quarter of the screen has to flash, by the strict reading more than a fifth`() throws {
    #expect(try kinds(alternating(30, 60), cells: 576) == [])
    #expect(try kinds(alternating(30, 60), cells: 577) == [.flash])
    #expect(try kinds(alternating(30, 60), .strict, cells: 460) == [])
    #expect(try kinds(alternating(30, 60), .strict, cells: 461) == [.flash])
  }

  @Test func `seven changes within a second are more than three flashes`() throws {
    #expect(try kinds(alternating(30, 60, changes: 6)) == [])
    #expect(try kinds(alternating(60, 30, changes: 6)) == [])
    #expect(try kinds(alternating(60, 30, changes: 7)) == [.flash])
    #expect(try kinds(alternating(30, 60, changes: 8), FlashLimits(flashesPerSecond: 4)) == [])
  }

  @Test func `the seventh change has to come within a second of the first`() throws {
    // Twenty-four frames from the first change to the seventh, and twenty-five: a second.
    #expect(try kinds(alternating(30, 60, changes: 7, every: 4)) == [.flash])
    var late = alternating(30, 60, changes: 6, every: 4, rest: 5)
    late += Array(repeating: 60.0, count: 30)
    #expect(try kinds(late) == [])
    #expect(try kinds(alternating(30, 60, changes: 7, every: 5), rate: .fps30) == [])
    #expect(try kinds(alternating(30, 60, changes: 7, every: 4), rate: .fps24) == [])
  }

  @Test func `a change in several pictures counts when it is large, by the strict reading when it is as large as a flash`() throws {
    func ramps(_ step: Double) -> [Double] { (0..<4).flatMap { _ in [30, 30 + step, 30 + 2 * step, 30 + step] } + Array(repeating: 30.0, count: 26) }
    let strict = FlashLimits(slowChange: 20)
    #expect(try kinds(ramps(15)) == [])
    #expect(try kinds(ramps(15), strict) == [.flash])
    #expect(try kinds(ramps(9), strict) == [])
    #expect(try kinds((0..<4).flatMap { _ in [30, 45, 60, 75, 60, 45] } + [30]) == [.flash])
  }

  @Test func `steps up one after the other are one change`() throws {
    #expect(try kinds((0...8).map { Double($0) * 21 } + Array(repeating: 168.0, count: 26)) == [])
  }

  @Test func `areas that flash at slightly different times add up`() throws {
    // Two areas of 13 per cent each, the second three frames after the first: no picture has both at their seventh change.
    let first = alternating(30, 60, changes: 7, every: 4)
    let pictures = first.indices.map { frame in
      FlashDrawing.luminances(at: frame) { _, row in row < 5 ? first[frame] : row < 10 ? first[max(0, frame - 3)] : 10 }
    }
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(pictures)) == [.flash])
    // Three flashes in each, six in the second: no place sees too many.
    let few = alternating(30, 60, changes: 6, every: 2)
    let separate = few.indices.map { frame in
      FlashDrawing.luminances(at: frame) { _, row in row < 10 ? few[frame] : row < 20 ? few[max(0, frame - 1)] : 10 }
    }
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(separate)) == [])
  }

  @Test func `areas that flash against each other add up`() throws {
    let light = alternating(30, 60)
    let pictures = light.indices.map { frame in
      FlashDrawing.luminances(at: frame) { _, row in row < 5 ? light[frame] : row < 10 ? 90 - light[frame] : 10 }
    }
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(pictures)) == [.flash])
  }

  @Test func `a finding says where, how often, on how much of the screen, and that it is a pre-check`() throws {
    let report = try FlashDrawing.inspect(FlashDrawing.flashing(Array(repeating: 30, count: 30) + alternating(30, 60, changes: 9), cells: 691))
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1 && report.verdict == .fail)
    #expect((finding.ebuItem, finding.value, finding.limit, finding.unit) == ("0021B", 4.5, 3, "flashes/s"))
    #expect(finding.drawnPlace == 31..<40)
    #expect(finding.start == "00:00:01:06")
    #expect(finding.text.contains("30.0 % of the screen") && finding.text.contains("pre-check, ITU-R BT.1702-3, reading: sRGB at 200 cd/m²"))
    #expect(!finding.text.lowercased().contains("certif"))
  }

  @Test(arguments: [nil, ScanType.interlacedTopFirst]) func `a flash ends with itself, whatever moves behind it`(scan: ScanType?) throws {
    let light = Array(repeating: 30.0, count: 30) + alternating(30, 60, changes: 12, rest: 60)
    let still = FlashDrawing.flashing(light, cells: 1536)
    let end = 30 + 13
    // Behind it a bright line moves, on less than a quarter of what may flash.
    let moving = still.enumerated().map { index, picture in
      index < end
        ? picture
        : FlashDrawing.luminances(at: index) { column, row in row == index * 7 % 23 && column < 30 ? 90 : row * 64 + column < 1536 ? 30 : 10 }
    }
    func places(_ pictures: [Picture]) throws -> [Range<Int>?] {
      let scanned = pictures.enumerated().map { FlashDrawing.moved($0.element, to: $0.offset, scan: scan) }
      return try FlashDrawing.inspect(scanned).findings.filter { $0.check == .flash }.map(\.drawnPlace)
    }
    let (alone, followed) = (try places(still), try places(moving))
    #expect(alone == [31..<end])
    #expect(followed == alone)
  }

  @Test func `the chart shows shares of the failure level`() throws {
    let report = try FlashDrawing.inspect(FlashDrawing.flashing(Array(repeating: 30, count: 25) + alternating(30, 60, changes: 6), cells: 640))
    let series = try #require(report.readings.flashOverTime)
    #expect(series.framesPerPoint == 5)
    #expect(series.luminance.first == 0)
    #expect(report.readings.flash?.luminance == series.luminance.max())
    #expect(series.luminance.max() == (6.0 / 7 * 1000).rounded() / 1000)
    #expect(try FlashDrawing.inspect(FlashDrawing.flashing(alternating(30, 60))).readings.flashOverTime?.luminance.max() ?? 0 >= 1)
    #expect(try Drawn.inspect(Programme("...."), .rushes).readings.flash == nil)
  }

  @Test func `flashing close to the limit may go on for five seconds`() throws {
    // Leading edges 340 ms apart at 50 pictures a second are closer than 360 ms.
    func flashing(_ edges: Int, seconds: Int) -> [Double] {
      (0..<seconds * 50).map { $0 % edges < edges / 2 ? 60.0 : 30 } + Array(repeating: 30, count: 60)
    }
    #expect(try kinds(flashing(17, seconds: 4), rate: .fps50) == [])
    #expect(try kinds(flashing(17, seconds: 7), rate: .fps50) == [.flashExtended])
    #expect(try kinds(flashing(18, seconds: 7), rate: .fps50) == [])
    #expect(try kinds(flashing(20, seconds: 7), rate: .fps60) == [])
    #expect(try kinds(flashing(17, seconds: 7), FlashLimits(extended: nil), rate: .fps50) == [])
  }

  @Test func `what flashes for a minute is one finding`() throws {
    let report = try FlashDrawing.inspect(FlashDrawing.flashing((0..<1500).map { $0 % 4 < 2 ? 60 : 30 }))
    #expect(report.findings.map(\.check) == [.flash])
    #expect(report.findings.first?.drawnPlace == 2..<1499)
  }

  @Test func `a second sequence after a rest is a second finding`() throws {
    let light = alternating(30, 60, rest: 80)
    #expect(try FlashDrawing.inspect(FlashDrawing.flashing(light + light.map { 90 - $0 })).findings.map(\.check) == [.flash, .flash])
  }

  @Test func `a picture that is missing repeats the one before`() throws {
    let pictures = FlashDrawing.flashing(alternating(30, 60, every: 3))
    let holed = pictures.enumerated().filter { $0.offset % 3 != 2 }.map(\.element)
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(holed)).contains(.flash))
    #expect(try FlashDrawing.inspect(holed).findings.first?.drawnPlace == FlashDrawing.inspect(pictures).findings.first?.drawnPlace)
  }

  @Test func `cuts are counted where the profile asks for it`() throws {
    func cuts(_ frames: Int) -> [Double] { (0..<50).map { Double($0 / frames % 5) * 30 + 10 } }
    #expect(try kinds(cuts(9), FlashLimits(cutsPerSecond: 3), cells: 2304) == [])
    #expect(try kinds(cuts(6), FlashLimits(cutsPerSecond: 3), cells: 2304) == [.flash])
    #expect(try kinds(cuts(6), cells: 2304) == [])
  }

  @Test func `the report is the same on any number of threads`() throws {
    let pictures = FlashDrawing.flashing(alternating(30, 60))
    var reports = try [1, 2, 7].map { try FlashDrawing.inspect(pictures, threads: $0) }
    for index in reports.indices { reports[index].seconds = 0 }
    #expect(Set(reports).count == 1)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 0]) func `absurd limits do no harm`(_ limit: Double) throws {
    let limits = FlashLimits(
      change: limit, darkerBelow: limit, brightContrast: limit, slowChange: limit, white: limit, area: limit, flashesPerSecond: .max, red: .either,
      redSaturation: limit, redChromaticity: limit, redDifference: limit, redFloor: limit,
      extended: ExtendedFlashLimits(seconds: limit, share: limit, changes: .min, pacing50: limit, pacing60: limit),
      pattern: PatternLimits(pairs: .max, light: limit, contrast: limit, changingArea: limit, stillArea: limit, seconds: limit), cutsPerSecond: .min)
    #expect(try FlashDrawing.inspect(FlashDrawing.flashing([30, 60, 30, 60, 30, 60, 30, 60, 30]), limits).frames == 9)
  }
}
