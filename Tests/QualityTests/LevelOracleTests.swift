// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing

@testable import Quality

/// Shares of samples out of range against figures that another program computed: `scripts/levels-oracle.py` draws the same pictures and counts them with numpy,
/// in double precision and without tiles. Run it to see the figures again.
struct LevelOracleTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let depth: Int
    let scan: ScanType
    let limits: LevelLimits
    let isFiltered: Bool
    let any, luma, rgb: Int

    init(_ depth: Int, _ scan: ScanType, _ limits: LevelLimits, isFiltered: Bool, _ any: Int, _ luma: Int, _ rgb: Int) {
      (self.depth, self.scan, self.isFiltered, self.any, self.luma, self.rgb) = (depth, scan, isFiltered, any, luma, rgb)
      var limits = limits
      limits.isFiltered = isFiltered
      self.limits = limits
    }

    var testDescription: String { "\(depth) bits, \(scan), \(limits.edition), \(isFiltered ? "filtered" : "as it is")" }
  }

  static let goldens: [Golden] = [
    Golden(8, .progressive, .r103v1, isFiltered: false, 1260, 576, 1252),
    Golden(8, .progressive, .r103v1, isFiltered: true, 622, 267, 614),
    Golden(8, .progressive, .r103v3, isFiltered: false, 1252, 330, 1252),
    Golden(8, .progressive, .r103v3, isFiltered: true, 614, 174, 614),
    Golden(8, .interlacedTopFirst, .r103v1, isFiltered: false, 1260, 576, 1252),
    Golden(8, .interlacedTopFirst, .r103v1, isFiltered: true, 354, 162, 351),
    Golden(8, .interlacedTopFirst, .r103v3, isFiltered: false, 1252, 330, 1252),
    Golden(8, .interlacedTopFirst, .r103v3, isFiltered: true, 351, 114, 351),
    Golden(10, .progressive, .r103v1, isFiltered: false, 1276, 562, 1270),
    Golden(10, .progressive, .r103v1, isFiltered: true, 643, 271, 635),
    Golden(10, .progressive, .r103v3, isFiltered: false, 1270, 340, 1270),
    Golden(10, .progressive, .r103v3, isFiltered: true, 635, 177, 635),
    Golden(10, .interlacedTopFirst, .r103v1, isFiltered: false, 1276, 562, 1270),
    Golden(10, .interlacedTopFirst, .r103v1, isFiltered: true, 358, 164, 355),
    Golden(10, .interlacedTopFirst, .r103v3, isFiltered: false, 1270, 340, 1270),
    Golden(10, .interlacedTopFirst, .r103v3, isFiltered: true, 355, 116, 355),
  ]

  static let bt709 = ColorDescription(matrix: 1, isFullRange: false)

  /// The oracle's picture: patches of noise in luma, slow slopes in the colour differences.
  static func picture(_ depth: Int, _ scan: ScanType, position: Int = 0) -> Picture {
    Programme.drawCodes(position: position, format: depth == 8 ? .yuv422p : .yuv422p10, scan: scan, width: 96, height: 54, color: bt709) {
      component, column, row in
      let code: Int
      if component == 0 {
        let patch = (column / 12 * 7919 + row / 6 * 104_729) % 251
        code = 3 + patch + (column * 13 + row % 2 * 29 + row * 7) % 5 - 2
      } else {
        code = 128 + (column * 3 + row * 5 + component * 17) % 61 - 30
      }
      let clipped = min(254, max(1, code)) << (depth - 8)
      return depth == 10 ? clipped + (column * 5 + row * 3 + component) % 4 : clipped
    }
  }

  @Test(arguments: goldens) func `pixels out of range are those that numpy counts`(_ golden: Golden) throws {
    let picture = try #require(Drawn.inspected(Self.picture(golden.depth, golden.scan), color: Self.bt709))
    #expect(LevelMeter(golden.limits).measure(picture) == .init(any: golden.any, luma: golden.luma, rgb: golden.rgb))
  }

  @Test(arguments: goldens) func `the report gives them as a share of the picture`(_ golden: Golden) throws {
    let pictures = [Self.picture(golden.depth, golden.scan)]
    let report = try Drawn.inspect(Programme(pictures: pictures), InspectionProfile(name: "levels", levels: golden.limits))
    let value = try #require(report.findings.first?.value)
    #expect(abs(value - Double(golden.any) / Double(96 * 54) * 100) < 1e-9)
  }
}
