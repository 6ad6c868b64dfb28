// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing
import Timing

/// What an ordinary programme does, and a check for flashes must not take for one.
struct FlashFalseAlarmTests {
  private static let (width, height) = (384, 216)

  /// A scene with detail of all sizes, the same for the same place.
  private static func scene(_ x: Double, _ y: Double) -> Double {
    func wave(_ wide: Double, _ high: Double, _ phase: Double) -> Double { sin(x / wide + sin(y / high + phase) * 2 + phase) }
    let value = wave(31, 17, 0) + wave(11, 23, 1) + 0.8 * wave(5, 7, 2) + 0.6 * wave(3.1, 2.7, 3)
    return min(190, max(1, 80 + 35 * value))
  }

  private func picture(at frame: Int, scan: ScanType? = nil, _ luminance: (Int, Int) -> Double) -> Picture {
    FlashDrawing.picture(.yuv420p, width: Self.width, height: Self.height, at: frame, scan: scan, color: .bt709) { component, row, samples in
      for column in samples.indices {
        samples[column] = component > 0 ? 128 : UInt16(16 + DrawnColor.code(luminance: luminance(column, row), scale: 219))
      }
    }
  }

  private func found(_ frames: Int, _ limits: FlashLimits = FlashLimits(), scan: ScanType? = nil, _ luminance: (Int, Int, Int) -> Double) throws
    -> Set<CheckIdentifier>
  {
    let pictures = (0..<frames).map { frame in picture(at: frame, scan: scan) { luminance(frame, $0, $1) } }
    return FlashDrawing.kinds(try FlashDrawing.inspect(pictures, limits))
  }

  @Test(arguments: [(3.0, 0.0), (7.3, 0.6), (0, 4), (-12, 2)]) func `a camera that pans over a scene does not flash`(_ x: Double, _ y: Double) throws
  {
    #expect(try found(30) { Self.scene(Double($1) + Double($0) * x, Double($2) + Double($0) * y) } == [])
  }

  @Test func `a camera that zooms into a scene does not flash`() throws {
    #expect(
      try found(30) { frame, column, row in
        let scale = 1 / (1 + Double(frame) * 0.02)
        return Self.scene(Double(column - 192) * scale + 300, Double(row - 108) * scale + 300)
      } == [])
  }

  @Test func `three cuts a second do not flash`() throws {
    #expect(try found(50) { frame, column, row in Self.scene(Double(column + frame / 9 * 977), Double(row + frame / 9 * 431)) } == [])
  }

  @Test func `noise does not flash`() throws {
    var state: UInt64 = 88_172_645_463_325_252
    #expect(
      try found(30) { _, column, row in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return max(1, Self.scene(Double(column), Double(row)) + Double(state >> 59) - 16)
      } == [])
  }

  @Test func `a thing that crosses the picture does not flash`() throws {
    #expect(try found(40) { frame, column, row in abs(column - frame * 14) < 40 && abs(row - 100) < 70 ? 180 : 20 } == [])
  }

  @Test func `fields of a moving picture do not flash, though its lines comb`() throws {
    #expect(
      try found(25, scan: .interlacedTopFirst) { frame, column, row in
        Self.scene(Double(column) + Double(frame * 2 + row % 2) * 5, Double(row))
      } == [])
  }

  @Test func `a camera that pans past a fence shows no pattern that harms`() throws {
    #expect(try found(40) { frame, column, _ in (column + frame * 3) / 8 % 2 == 0 ? 120 : 20 } == [])
  }

  @Test func `flashes over a panning scene are still flashes`() throws {
    #expect(
      try found(30) { frame, column, row in
        Self.scene(Double(column) + Double(frame) * 7, Double(row)) * 0.6 + (frame / 2 % 2 == 0 ? 0 : 60)
      }.contains(.flash))
  }
}
