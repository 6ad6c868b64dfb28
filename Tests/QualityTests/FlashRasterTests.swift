// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing
import Timing

@testable import Quality

/// Flashes in every shape that pictures come in.
struct FlashRasterTests {
  private func plain(_ luminance: Double, width: Int, height: Int, _ format: PixelFormat, full: Bool = false) -> Picture {
    let depth = format.bitDepth
    let (black, range) = full ? (0, Double((1 << depth) - 1)) : (16 << (depth - 8), Double(219 << (depth - 8)))
    let code = UInt16(clamping: black + DrawnColor.code(luminance: luminance, scale: range))
    return FlashDrawing.picture(
      format, width: width, height: height, at: 0, color: ColorDescription(primaries: 1, transfer: 1, matrix: 1, isFullRange: full)
    ) {
      component, _, samples in
      let value = component == 0 || format.model != .yCbCr ? code : UInt16(1 << (depth - 1))
      for index in samples.indices { samples[index] = value }
    }
  }

  private func flashes(_ one: Picture, _ other: Picture, changes: Int = 7, scan: ScanType? = nil) throws -> Bool {
    let pictures = (0...changes).map { FlashDrawing.moved($0.isMultiple(of: 2) ? one : other, to: $0, scan: scan) }
    return FlashDrawing.kinds(try FlashDrawing.inspect(pictures)) == [.flash]
  }

  @Test(arguments: [
    (1, 1), (2, 2), (17, 3), (64, 36), (359, 201), (720, 576), (853, 479), (1366, 768), (1920, 1080), (2048, 858), (3840, 2160), (7680, 4320),
    (65_536, 2), (2, 65_536),
  ])
  func `every size is looked at to its edges`(_ width: Int, _ height: Int) throws {
    let (dark, light) = (plain(30, width: width, height: height, .yuv420p), plain(60, width: width, height: height, .yuv420p))
    #expect(try flashes(dark, light))
    #expect(try !flashes(dark, light, changes: 6))
    let grid = CellGrid(width: width, height: height, isField: false)
    #expect(grid.columns <= 256 && grid.rows <= 288)
  }

  @Test(arguments: [8, 9, 10, 12, 16], [(0, 0), (1, 0), (1, 1)]) func `every depth and sampling gives the same verdict`(
    _ depth: Int, _ chroma: (Int, Int)
  ) throws {
    let format = PixelFormat.planar(depth: depth, log2ChromaWidth: chroma.0, log2ChromaHeight: chroma.1)
    for (width, height) in [(64, 36), (1920, 32)] {
      let (dark, less, more) = (
        plain(60, width: width, height: height, format), plain(79, width: width, height: height, format),
        plain(81.5, width: width, height: height, format)
      )
      #expect(try !flashes(dark, less))
      #expect(try flashes(dark, more))
    }
  }

  @Test func `words of red, green and blue beyond their depth are as bright as can be`() throws {
    let format = PixelFormat(name: "gbrp10le", model: .rgb, components: (0..<3).map { .init(plane: $0, step: 2, depth: 10) })
    func picture(_ code: UInt16) -> Picture {
      FlashDrawing.picture(format, width: 64, height: 36, at: 0) { _, _, samples in for index in samples.indices { samples[index] = code } }
    }
    // 5,000 is beyond ten bits, and no light stands for it: it is held at white.
    #expect(try flashes(picture(100), picture(5000)))
    #expect(try !flashes(picture(1023), picture(5000)))
  }

  @Test func `grey and full range are read as what they are`() throws {
    let grey = PixelFormat(name: "gray", model: .gray, components: [.init(plane: 0, step: 1, depth: 8)])
    for (format, full) in [(grey, true), (grey, false), (PixelFormat.yuv422p, true)] {
      #expect(try flashes(plain(60, width: 64, height: 36, format, full: full), plain(82, width: 64, height: 36, format, full: full)))
      #expect(try !flashes(plain(60, width: 64, height: 36, format, full: full), plain(79, width: 64, height: 36, format, full: full)))
    }
  }

  @Test(arguments: [(60.0, 79.5, false), (60, 81, true), (1000, 1115, false), (1000, 1140, true), (4000, 4450, false), (4000, 4560, true)])
  func `PQ is measured in its own light`(_ dark: Double, _ light: Double, _ isFlash: Bool) throws {
    func code(_ luminance: Double) -> UInt16 {  // SMPTE ST 2084, the inverse of its EOTF
      let power = pow(luminance / 10_000, 0.1593017578125)
      return UInt16((pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375) * 65_535).rounded())
    }
    func picture(_ luminance: Double) -> Picture {
      FlashDrawing.picture(FlashDrawing.rgb16, width: 64, height: 36, at: 0, color: ColorDescription(primaries: 9, transfer: 16)) { _, _, samples in
        for index in samples.indices { samples[index] = code(luminance) }
      }
    }
    #expect(try flashes(picture(dark), picture(light)) == isFlash)
  }

  @Test func `HLG is measured on a display of 1,000 cd per square metre`() throws {
    func picture(_ luminance: Double) -> Picture {  // BT.2100: the inverse of the OOTF, and the OETF
      let scene = pow(luminance / 1000, 1 / 1.2)
      let signal = scene <= 1.0 / 12 ? (3 * scene).squareRoot() : 0.17883277 * log(12 * scene - 0.28466892) + 0.55991073
      return FlashDrawing.picture(FlashDrawing.rgb16, width: 64, height: 36, at: 0, color: ColorDescription(primaries: 9, transfer: 18)) {
        _, _, samples in
        for index in samples.indices { samples[index] = UInt16((signal * 65_535).rounded()) }
      }
    }
    #expect(try !flashes(picture(60), picture(79.5)))
    #expect(try flashes(picture(60), picture(80.6)))
    #expect(try !flashes(picture(500), picture(560)))
    #expect(try flashes(picture(500), picture(565)))
  }

  @Test func `a display of BT 1886 is darker in the shadows`() throws {
    let (dark, light) = (plain(10, width: 64, height: 36, .yuv422p10), plain(31, width: 64, height: 36, .yuv422p10))
    #expect(try flashes(dark, light))
    let pictures = (0...7).map { FlashDrawing.moved($0.isMultiple(of: 2) ? dark : light, to: $0) }
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(pictures, FlashLimits(display: .bt1886))) == [])
  }

  @Test(arguments: [ScanType.interlacedTopFirst, .interlacedBottomFirst]) func `fields are looked at one by one`(_ scan: ScanType) throws {
    // The second field of every other picture is light: changes at 50 a second, which pictures as a whole would show half as strong.
    let light = FlashDrawing.luminances { _, row in row % 2 == (scan == .interlacedTopFirst ? 1 : 0) ? 60 : 30 }
    let dark = FlashDrawing.luminances { _, _ in 30 }
    #expect(try flashes(dark, light, changes: 8, scan: scan))
    #expect(try !flashes(dark, light, changes: 6, scan: scan))
    #expect(try flashes(plain(30, width: 64, height: 37, .yuv422p), plain(60, width: 64, height: 37, .yuv422p), scan: scan))
  }

  @Test func `a raster that changes on the way starts the check anew, and is noted`() throws {
    let small = [plain(30, width: 64, height: 36, .yuv422p), plain(60, width: 64, height: 36, .yuv422p)]
    let large = [plain(30, width: 128, height: 72, .yuv422p), plain(60, width: 128, height: 72, .yuv422p)]
    let pictures = (0..<4).map { FlashDrawing.moved(small[$0 % 2], to: $0) } + (4..<14).map { FlashDrawing.moved(large[$0 % 2], to: $0) }
    let report = try FlashDrawing.inspect(pictures)
    let note = try #require(report.findings.first { $0.severity == .info })
    #expect(note.drawnPlace == 4..<5 && note.text.contains("128 × 72"))
    #expect(report.findings.first { $0.check == .flash && $0.severity == .mandatory }?.drawnPlace == 5..<14)
  }
}
