// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct PictureLevelsTests {
  static let formats: [PixelFormat] = [.yuv420p, .yuv422p, .yuv422p10, .yuv444p10, .planar(depth: 12, log2ChromaWidth: 1, log2ChromaHeight: 1)]
  static let scans: [ScanType] = [.progressive, .interlacedTopFirst]

  /// Code values at and around the limits, smooth enough that the filter leaves some outside.
  private static func picture(_ seed: Int, _ format: PixelFormat, _ scan: ScanType, width: Int, height: Int) -> Picture {
    let depth = format.bitDepth
    return Programme.drawCodes(format: format, scan: scan, width: width, height: height) { component, column, row in
      let wave = (column / (3 + seed % 5) + row / (2 + seed % 3) + component * 3 + seed) % 9
      let noise = (column * 7919 + row * 104_729 + component * 31 + seed * 977) % 23
      let codes = component == 0 ? [40, 60, 4, 40, 120, 235, 244, 247, 200] : [110, 128, 128, 128, 128, 128, 128, 150, 118]
      return ((codes[wave] << (depth - 8)) + (wave < 2 ? noise % 3 : noise)) & (1 << depth - 1)
    }
  }

  @Test(arguments: formats, scans) func `what is counted is what a plain loop over every pixel counts`(_ format: PixelFormat, _ scan: ScanType) throws
  {
    for seed in 1...2 {
      let picture = Self.picture(seed, format, scan, width: 70 + seed * 7, height: 21 + seed)
      let inspected = try #require(Drawn.inspected(picture))
      for limits in [LevelLimits.r103v3, .r103v1, .r103v3.unfiltered] {
        let expected = PlainLevels(inspected, limits).count()
        #expect(LevelMeter(limits).measure(inspected) == expected)
        #expect(expected.any > 0)
        #expect(limits.isFiltered || expected.any < inspected.width * inspected.height * 3 / 4)
      }
    }
  }

  @Test(arguments: scans) func `colour that leans on the next tile is counted`(_ scan: ScanType) throws {
    // White up to the edge of a tile, red darkness behind it: only the last column, halfway between the two colours, lies outside.
    let picture = Programme.drawCodes(format: .yuv422p, scan: scan, width: 64, height: 16) { component, column, _ in
      component == 0 ? (column < 32 ? 240 : 120) : component == 2 && column >= 16 ? 230 : 128
    }
    let inspected = try #require(Drawn.inspected(picture))
    for limits in [LevelLimits.r103v3, .r103v3.unfiltered] {
      let expected = PlainLevels(inspected, limits).count()
      #expect(expected.any > 0)
      #expect(LevelMeter(limits).measure(inspected) == expected)
    }
  }

  @Test func `red, green and blue of a picture are judged as they are`() throws {
    let format = PixelFormat(name: "gbrp", model: .rgb, components: [2, 0, 1].map { .init(plane: $0, step: 1, depth: 8) })
    let picture = Programme.drawCodes(format: format, scan: .progressive, width: 64, height: 16) { component, column, row in
      component == 1 && column < 32 && row < 8 ? 255 : 90
    }
    var limits = LevelLimits.r103v3.unfiltered
    limits.rgb = -0.05...0.95
    let count = LevelMeter(limits).measure(try #require(Drawn.inspected(picture)))
    #expect(count == .init(any: 32 * 8, luma: 0, rgb: 32 * 8))
  }

  @Test(arguments: [(1, 0), (2, 0), (8, 1), (32, 1)]) func `an overshoot counts once it is wider than a transient`(_ width: Int, _ findings: Int)
    throws
  {
    // Two code values beyond the limit in a picture of white: the filter leaves of a narrow line less than half a code value.
    let pictures = (0..<3).map { index in
      Programme.drawCodes(position: index, format: .yuv422p, scan: .progressive, width: 64, height: 36) { component, column, _ in
        component > 0 ? 128 : (16..<16 + width).contains(column) ? 248 : 240
      }
    }
    let report = try Drawn.inspect(Programme(pictures: pictures), InspectionProfile(name: "levels", levels: .r103v3))
    #expect(report.findings.count == findings)
    #expect(report.findings.allSatisfy { $0.check == .levels && $0.ebuItem == "0051B" && $0.drawnPlace == 0..<3 && $0.severity == .mandatory })
    let course = try #require(report.readings.levelsOverTime)
    #expect(course.framesPerPoint == 1 && course.outside.count == 3)
    #expect(course.outside.allSatisfy { ($0 > 1) == (findings > 0) && (width > 1 || $0 == 0) })
  }

  @Test func `the filter stays within the field`() throws {
    // One field of legal white, one far beyond: filtered across the fields nothing would be left of the difference.
    func share(_ scan: ScanType) throws -> Int {
      let picture = Programme.drawCodes(format: .yuv422p, scan: scan, width: 64, height: 37) { component, _, row in
        component > 0 ? 128 : row % 2 == 0 ? 235 : 252
      }
      return LevelMeter(.r103v3).measure(try #require(Drawn.inspected(picture))).any
    }
    #expect(try share(.interlacedTopFirst) == 64 * 18)
    #expect(try share(.progressive) == 0)
  }

  @Test func `less than a hundredth of the picture is no fault`() throws {
    func findings(_ rows: Int) throws -> [Finding] {
      let picture = Programme.drawCodes(format: .yuv422p, scan: .progressive, width: 100, height: 100) { component, _, row in
        component > 0 ? 128 : row < rows ? 254 : 128
      }
      return try Drawn.inspect(Programme(pictures: [picture]), InspectionProfile(name: "levels", levels: .r103v3.unfiltered)).findings
    }
    #expect(try findings(0).isEmpty)
    let found = try findings(1)
    #expect(found.count == 1)
    #expect(found.first?.value == 1)
    #expect(found.first?.text.contains("luma and colour levels leave the range of EBU R 103 v3.0 in 1.00 % of the picture") == true)
  }

  @Test(arguments: [LayoutSection.Kind.bars, .clock, .hold]) func `bars and clocks where the layout asks for them are measured but not judged`(
    _ kind: LayoutSection.Kind
  ) throws {
    let pictures = (0..<6).map { index in
      Programme.drawCodes(position: index, format: .yuv422p, scan: .progressive, width: 64, height: 36) { component, _, _ in
        component > 0 ? 128 : 254
      }
    }
    var profile = InspectionProfile(name: "levels", levels: .r103v3)
    profile.layout = [LayoutSection(kind, startFrame: 1, endFrame: 4)]
    let found = try Drawn.inspect(Programme(pictures: pictures), profile).findings.filter { $0.check == .levels }
    guard kind != .hold else {
      #expect(found.map(\.drawnPlace) == [0..<6])
      return
    }
    #expect(found.map(\.drawnPlace) == [0..<1, 1..<4, 4..<6])
    #expect(found.map(\.severity) == [.mandatory, .info, .mandatory])
    #expect(found[1].text.hasPrefix("Not judged: in bars, a clock or a slate that the layout asks for, luma and colour levels leave the range"))
  }

  @Test(arguments: [(8, 5, 246), (10, 20, 984), (12, 80, 3936)]) func `version 3 allows the code values of its table`(
    _ depth: Int, _ low: Int, _ high: Int
  ) throws {
    for (code, isLegal) in [(low, true), (low - 1, false), (high, true), (high + 1, false)] {
      let format = PixelFormat.planar(depth: depth, log2ChromaWidth: 1, log2ChromaHeight: 0)
      let picture = Programme.drawCodes(format: format, scan: .progressive, width: 40, height: 10) { component, _, _ in
        component > 0 ? 1 << (depth - 1) : code
      }
      #expect((LevelMeter(.r103v3).measure(try #require(Drawn.inspected(picture))).any == 0) == isLegal)
    }
  }
}

extension LevelLimits {
  fileprivate var unfiltered: LevelLimits {
    var limits = self
    limits.isFiltered = false
    return limits
  }
}

/// The same measurement by a plain loop over every pixel.
private struct PlainLevels {
  private let picture: InspectedPicture
  private let planes: [SamplePlane]
  private let space: LevelSpace
  private let isFiltered: Bool

  init(_ picture: InspectedPicture, _ limits: LevelLimits) {
    self.picture = picture
    planes = picture.components
    space = LevelSpace(picture.coding, height: picture.height, limits)
    isFiltered = limits.isFiltered
  }

  func count() -> LevelMeter.Count {
    var count = LevelMeter.Count()
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let (y, cb, cr) = (value(0, column, row), value(1, column, row) - Double(space.neutral), value(2, column, row) - Double(space.neutral))
        let mix = space.mix.unsafelyUnwrapped
        let rgb = [y + Double(mix.red) * cr, y - Double(mix.greenBlue) * cb - Double(mix.greenRed) * cr, y + Double(mix.blue) * cb]
        func isOff(_ value: Double, _ range: ClosedRange<Float>) -> Bool { value < Double(range.lowerBound) || value > Double(range.upperBound) }
        let (luma, color) = (isOff(y, space.luma), rgb.contains { isOff($0, space.rgb) })
        count.luma += luma ? 1 : 0
        count.rgb += color ? 1 : 0
        count.any += luma || color ? 1 : 0
      }
    }
    return count
  }

  private func value(_ component: Int, _ column: Int, _ row: Int) -> Double {
    guard isFiltered else { return sample(component, column, row) }
    var sum = 0.0
    let step = picture.scan == .progressive ? 1 : 2
    for (down, weight) in zip([-step, 0, step], [1.0, 2, 1]) {
      for (across, factor) in zip(-3...3, [1.0, 2, 3, 4, 3, 2, 1]) { sum += weight * factor * sample(component, column + across, row + down) }
    }
    return sum / 64
  }

  private func sample(_ component: Int, _ column: Int, _ row: Int) -> Double {
    let step = picture.scan == .progressive ? 1 : 2
    var line = row
    while line < 0 { line += step }
    while line >= picture.height { line -= step }
    let (across, down) = component == 0 ? (0, 0) : (picture.coding.log2ChromaWidth, picture.coding.log2ChromaHeight)
    let field = step == 2 ? line & 1 : 0
    let place = min((((line - field) / step) >> down) * step + field, planes[component].height - 1)
    func at(_ column: Int) -> Double { Double(planes[component].sample(min(max(column, 0), planes[component].width - 1), place)) }
    guard across == 1 else { return component == 0 ? at(column) : at(column) }
    return column & 1 == 0 ? at(column >> 1) : (at(column >> 1) + at((column >> 1) + 1)) / 2
  }
}
