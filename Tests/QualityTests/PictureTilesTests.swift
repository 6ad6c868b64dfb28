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

  @Test(arguments: formats, [(64, 32), (1920, 16), (96, 12), (70, 24)])
  func `means of cells are the same from sums of tiles as from samples`(_ format: PixelFormat, _ size: (Int, Int)) throws {
    for scan in [ScanType.progressive, .interlacedTopFirst] { try compare(format, scan, size) }
  }

  private func compare(_ format: PixelFormat, _ scan: ScanType, _ size: (Int, Int)) throws {
    let picture = Programme.drawCodes(format: format, scan: scan, width: size.0, height: size.1) { component, column, row in
      (column * 7919 + row * 104_729 + component * 31 + 5) % (1 << format.bitDepth)
    }
    let inspected = try #require(Drawn.inspected(picture))
    let isWhole = size.0 % 32 == 0 && size.1 % 8 == 0 && format.bitDepth <= 12
    #expect((inspected.tiles.quads != nil) == isWhole)
    guard let quads = inspected.tiles.quads else { return }
    for field in scan == .progressive ? [nil] : [0, 1] {
      // Cells as high as in rasters of more than 288 lines.
      let grid = CellGrid(cellsOf: (8, 4), width: size.0, height: field == nil ? size.1 : size.1 / 2)
      for (index, whole) in inspected.components.enumerated() {
        let plane = field.map { whole.field($0) } ?? whole
        let (plain, taken) = (
          CellMeans(grid, withFine: index == 0, isDifference: index > 0), CellMeans(grid, withFine: index == 0, isDifference: index > 0)
        )
        plain.measure(plane, withFine: index == 0)
        #expect(taken.measure(quads[index], field: field, of: plane, withFine: index == 0))
        #expect(taken.values.memory.elementsEqual(plain.values.memory))
        if index == 0 { #expect(taken.fine?.memory.elementsEqual(plain.fine?.memory ?? .init(start: nil, count: 0)) == true) }
      }
    }
  }

  @Test func `words beyond their depth have extents and no sums`() throws {
    let picture = Programme.drawCodes(format: .yuv422p10, width: 64, height: 16) { component, column, row in
      component == 1 && column == 9 && row == 3 ? 40_000 : 512
    }
    let tiles = try #require(Drawn.inspected(picture)).tiles
    #expect(tiles.quads == nil)
    #expect(tiles.components[1].map(\.maximum).max() == 40_000)
  }
}
