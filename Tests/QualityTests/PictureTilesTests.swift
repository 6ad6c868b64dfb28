// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct PictureTilesTests {
  static let formats: [PixelFormat] = [
    .yuv420p, .yuv422p, .yuv422p10, .yuv444p10, .planar(depth: 12, log2ChromaWidth: 1, log2ChromaHeight: 0),
    .planar(depth: 16, log2ChromaWidth: 1, log2ChromaHeight: 0),
  ]

  @Test(arguments: formats, [(64, 16), (70, 21), (5, 3), (33, 8)]) func `extents are those of a plain loop, whatever the size`(
    _ format: PixelFormat, _ size: (Int, Int)
  ) throws {
    let top = (1 << format.bitDepth) - 1
    for brightest in [top, top / 2] {
      let picture = Programme.drawCodes(format: format, width: size.0, height: size.1) { component, column, row in
        (column * 7919 + row * 104_729 + component * 31 + 5) % (brightest + 1)
      }
      let inspected = try #require(Drawn.inspected(picture))
      let tiles = inspected.tiles
      for (index, plane) in inspected.components.enumerated() {
        let (across, down) = index == 0 ? (0, 0) : (format.log2ChromaWidth, format.log2ChromaHeight)
        let (width, height) = (PictureTiles.tileWidth >> across, PictureTiles.tileHeight >> down)
        for row in 0..<tiles.rows {
          for column in 0..<tiles.columns {
            let samples = (row * height..<min((row + 1) * height, plane.height)).flatMap { y in
              (column * width..<min((column + 1) * width, plane.width)).map { plane.sample($0, y) }
            }
            let extent = tiles.components[index][row * tiles.columns + column]
            #expect(Int(extent.minimum) == samples.min() ?? Int(UInt16.max) && Int(extent.maximum) == samples.max() ?? 0)
            #expect(Int(extent.sum) == samples.reduce(0, +))
          }
        }
      }
      #expect(tiles.luma == tiles.components[0])
    }
  }
}
