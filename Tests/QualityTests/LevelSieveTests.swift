// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct LevelSieveTests {
  static let formats: [PixelFormat] = [.yuv420p, .yuv422p, .yuv422p10, .yuv444p10, .planar(depth: 12, log2ChromaWidth: 1, log2ChromaHeight: 1)]

  /// The rows of a grey picture of 64 × 8 pixels that the sieve lets through, where `code` says what is not grey.
  private static func rows(_ format: PixelFormat, _ code: @escaping (Int, Int, Int) -> Int?) throws -> UInt64 {
    let picture = Programme.drawCodes(format: format, scan: .progressive, width: 64, height: 8) { component, column, row in
      (code(component, column, row) ?? 128) << (format.bitDepth - 8)
    }
    let inspected = try #require(Drawn.inspected(picture))
    let sieve = try #require(LevelSieve(inspected, LevelSpace(inspected.coding, height: 8, .r103v1)))
    return sieve.rows(of: PixelArea(columns: 32..<64, rows: 0..<8))
  }

  @Test(arguments: formats) func `legal colours are ruled out, whatever the samples`(_ format: PixelFormat) throws {
    #expect(try Self.rows(format) { _, _, _ in nil } == 0)
    #expect(try Self.rows(format) { component, column, _ in component == 0 ? [20, 60, 120, 180, 230][column % 5] : nil } == 0)
    // Red of 75 % by BT.601, as heights below 720 have it.
    #expect(try Self.rows(format) { component, _, _ in [65, 100, 212][component] } == 0)
  }

  @Test(arguments: formats) func `one pixel outside is let through with its row`(_ format: PixelFormat) throws {
    #expect(try Self.rows(format) { component, column, row in component == 0 && (column, row) == (63, 4) ? 8 : nil } == 1 << 4)
    #expect(try Self.rows(format) { component, column, row in component == 0 && (column, row) == (32, 0) ? 250 : nil } == 1)
    // A colour difference that no light makes, in the last column.
    let last = (format.log2ChromaWidth == 0 ? 64 : 32) - 1
    #expect(try Self.rows(format) { component, column, row in component == 2 && column == last && row == 0 ? 250 : nil } & 1 == 1)
  }

  @Test func `what is not luma and colour differences has no sieve`() throws {
    let format = PixelFormat(name: "gbrp", model: .rgb, components: [2, 0, 1].map { .init(plane: $0, step: 1, depth: 8) })
    let picture = Programme.drawCodes(format: format, scan: .progressive, width: 64, height: 8) { _, _, _ in 100 }
    let inspected = try #require(Drawn.inspected(picture))
    #expect(LevelSieve(inspected, LevelSpace(inspected.coding, height: 8, .r103v1)) == nil)
  }
}
