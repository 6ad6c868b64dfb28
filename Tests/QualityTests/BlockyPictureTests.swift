// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct BlockyPictureTests {
  /// Squares of `size` pixels from `phase` on, each a few code values lighter or darker than the hills.
  static func blocks(_ size: Int, phase: Int = 0, step: Int = 5, over columns: Range<Int> = 0..<512) -> DrawnScene {
    DrawnScene(columns: 256, rows: 128) { column, row in
      let (x, y) = ((column - phase + size) / size, row / size)
      let own = (x * 7 + y * 5 + x * y) % 3 * step
      return 80 + column / 40 + (columns.contains(column) ? own : 0)
    }
  }

  static func findings(_ scene: DrawnScene, count: Int = 24, format: PixelFormat = .yuv422p, moving: Bool = false) throws -> [Finding] {
    let pictures = (0..<count).map { scene.picture(at: $0, moving ? $0 : 0, format: format) }
    return try Drawn.inspect(pictures, PictureFaultLimits(blocks: BlockinessLimits())).findings
  }

  @Test(arguments: [(8, 0), (8, 3), (16, 0), (16, 13)], [PixelFormat.yuv422p, .yuv422p10]) func `edges of blocks are seen wherever the grid lies`(
    _ grid: (size: Int, phase: Int), _ format: PixelFormat
  ) throws {
    let found = try Self.findings(Self.blocks(grid.size, phase: grid.phase), format: format)
    #expect(found.map(\.check) == [.blocks])
    #expect(found.first?.severity == .advisory && found.first?.value == 100)
    #expect(found.first?.drawnPlace?.lowerBound == 0)
  }

  @Test func `the area is that of the parts with blocks`() throws {
    let found = try Self.findings(Self.blocks(8, over: 128..<512))
    #expect(found.first?.value == 50)
  }

  @Test func `the worst picture is named`() throws {
    let (half, whole) = (Self.blocks(8, over: 128..<512), Self.blocks(8))
    let pictures = (0..<24).map { ((10..<14).contains($0) ? whole : half).picture(at: $0) }
    let found = try Drawn.inspect(pictures, PictureFaultLimits(blocks: BlockinessLimits())).findings
    #expect(found.map(\.worstFrame) == [10])
  }

  @Test func `two pictures are too few`() throws {
    let (blocky, calm) = (Self.blocks(8), DrawnScene.soft)
    let pictures = (0..<40).map { (18..<20).contains($0) ? blocky.picture(at: $0) : calm.picture(at: $0) }
    #expect(try Drawn.inspect(pictures, PictureFaultLimits(blocks: BlockinessLimits())).findings.isEmpty)
  }

  @Test func `calm, noisy, banded and drawn pictures have no blocks`() throws {
    #expect(try Self.findings(.soft).isEmpty)
    #expect(try Self.findings(.noisy(4)).isEmpty)
    #expect(try Self.findings(.hard, moving: true).isEmpty)
    // A gradient drawn in steps of four codes, eight columns each.
    #expect(try Self.findings(DrawnScene(columns: 256, rows: 128) { column, _ in 30 + column / 8 % 40 * 4 }).isEmpty)
    // A chequerboard of blocks.
    #expect(try Self.findings(DrawnScene(columns: 256, rows: 128) { column, row in (column / 8 + row / 8) % 2 == 0 ? 40 : 200 }).isEmpty)
    // Upright bars.
    #expect(try Self.findings(DrawnScene(columns: 256, rows: 128) { column, _ in 40 + column / 32 % 7 * 20 }).isEmpty)
  }
}
