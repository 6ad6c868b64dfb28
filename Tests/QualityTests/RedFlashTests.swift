// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

/// Flashes to and from saturated red. The colours are of one luminance or nearly, so that nothing but red is found.
struct RedFlashTests {
  /// Saturated: R ∕ (R + G + B) is 0.8030, luminance 26 cd/m².
  static let red = DrawnColor(173, 64, 64)
  /// 0.206 from it on the u′v′ diagram.
  static let far = DrawnColor(24, 112, 112)
  /// 0.195 from it.
  static let near = DrawnColor(49, 110, 110)
  /// R ∕ (R + G + B) is 0.796.
  static let unsaturated = DrawnColor(172, 65, 65)

  private func kinds(_ colors: [DrawnColor], _ limits: FlashLimits = FlashLimits(), cells: Int = 640) throws -> Set<CheckIdentifier> {
    let rest = Array(repeating: colors[colors.count - 1], count: 30)
    let pictures = (colors + rest).enumerated().map { index, color in
      FlashDrawing.colors(at: index) { column, row in row * 64 + column < cells ? color : DrawnColor(grey: 103) }
    }
    return FlashDrawing.kinds(try FlashDrawing.inspect(pictures, limits))
  }

  private func alternating(_ one: DrawnColor, _ other: DrawnColor, changes: Int = 7) -> [DrawnColor] {
    (0...changes).map { $0.isMultiple(of: 2) ? one : other }
  }

  @Test func `a chromaticity more than a fifth away makes a red flash`() throws {
    #expect(try kinds(alternating(Self.red, Self.far)) == [.redFlash])
    #expect(try kinds(alternating(Self.far, Self.red)) == [.redFlash])
    #expect(try kinds(alternating(Self.red, Self.near)) == [])
  }

  @Test func `red has to be saturated`() throws {
    #expect(try kinds(alternating(Self.unsaturated, Self.far)) == [])
    var once = alternating(Self.red, Self.far)
    once[4] = Self.unsaturated
    #expect(try kinds(once) == [])
  }

  @Test func `seven changes on more than a quarter of the screen fail`() throws {
    #expect(try kinds(alternating(Self.red, Self.far, changes: 6)) == [])
    #expect(try kinds(alternating(Self.red, Self.far), cells: 576) == [])
    #expect(try kinds(alternating(Self.red, Self.far), cells: 577) == [.redFlash])
  }

  @Test func `the older reading takes red less green and blue`() throws {
    let older = FlashLimits(red: .difference)
    // (R − G − B) × 320 is 98 for red, nothing for the other.
    #expect(try kinds(alternating(Self.red, Self.near), older) == [.redFlash])
    #expect(try kinds(alternating(Self.red, Self.near), FlashLimits(red: .either)) == [.redFlash])
    #expect(try kinds(alternating(Self.red, Self.near), FlashLimits(red: nil)) == [])
    // Dark red: 16 and 24 of it, on black.
    #expect(try kinds(alternating(DrawnColor(63, 0, 0), DrawnColor(grey: 0)), older) == [])
    #expect(try kinds(alternating(DrawnColor(76, 0, 0), DrawnColor(grey: 0)), older) == [.redFlash])
  }

  @Test func `red and black make a red flash, and noise in black does not`() throws {
    #expect(try kinds(alternating(DrawnColor(140, 0, 0), DrawnColor(grey: 0))) == [.redFlash])
    #expect(try kinds(alternating(DrawnColor(14, 0, 0), DrawnColor(0, 8, 8)), FlashLimits(red: .either)) == [])
  }

  @Test func `red that fades out and comes back in steps is a red flash`() throws {
    let fade = [Self.red, DrawnColor(140, 84, 84), DrawnColor(92, 101, 101), Self.far, DrawnColor(92, 101, 101)]
    #expect(try kinds((0..<4).flatMap { _ in fade }) == [.redFlash])
  }

  @Test(arguments: [PixelFormat.yuv444p10, .yuv422p10, .yuv420p]) func `red is seen in luma and colour differences too`(_ format: PixelFormat) throws
  {
    func picture(_ color: DrawnColor, at position: Int) -> Picture {
      let scale = Double(1 << (format.bitDepth - 8))
      let (red, green, blue) = (Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
      let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
      let codes = [16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748].map { UInt16(($0 * scale).rounded()) }
      return FlashDrawing.picture(format, width: 64, height: 36, at: position, color: .bt709) { component, _, samples in
        for index in samples.indices { samples[index] = codes[component] }
      }
    }
    let colors = alternating(DrawnColor(200, 20, 20), DrawnColor(20, 110, 110)) + Array(repeating: DrawnColor(20, 110, 110), count: 20)
    #expect(FlashDrawing.kinds(try FlashDrawing.inspect(colors.enumerated().map { picture($1, at: $0) })) == [.redFlash])
  }
}
