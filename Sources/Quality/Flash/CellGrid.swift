// SPDX-License-Identifier: Apache-2.0

/// The cells in which flashes are looked for: rectangles of pixels, about 240 by 270 of them on a whole picture, fewer where there are fewer pixels.
///
/// At 1920 × 1080 a cell is 8 pixels wide and 4 high. Areas are counted in cells; one at the right or lower edge that is cut short counts whole.
struct CellGrid: Hashable, Sendable {
  /// Pixels in a row of the picture or field.
  let width: Int
  /// Rows of the picture or field.
  let height: Int
  /// Pixels in a row of a cell, a power of two.
  let cellWidth: Int
  /// Rows of a cell, a power of two.
  let cellHeight: Int
  /// Cells in a row.
  let columns: Int
  /// Rows of cells.
  let rows: Int
  /// Groups of sixteen cells in a row, the last one filled up with cells that stay dark.
  let groups: Int

  /// The cells of a picture, or of a field, which has half as many rows of them.
  init(width: Int, height: Int, isField: Bool) {
    self.init(cellsOf: (Self.side(width, most: 256), Self.side(height, most: isField ? 144 : 288)), width: width, height: height)
  }

  /// Cells of a size of pixels, both powers of two.
  init(cellsOf size: (width: Int, height: Int), width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    (cellWidth, cellHeight) = size
    columns = (width + cellWidth - 1) / cellWidth
    rows = (height + cellHeight - 1) / cellHeight
    groups = (columns + 15) / 16
  }

  /// Cells in a row of memory.
  var stride: Int { groups * 16 }
  /// Cells in memory.
  var count: Int { stride * rows }
  /// Cells of the picture.
  var cells: Int { columns * rows }

  private static func side(_ length: Int, most: Int) -> Int {
    var side = 1
    while (length + side - 1) / side > most { side *= 2 }
    return side
  }
}

/// Memory for one number a cell, or a group of cells; made once a raster.
final class CellStore<Element: BitwiseCopyable>: @unchecked Sendable {  // each belongs to one check, which runs on one thread at a time
  let memory: UnsafeMutableBufferPointer<Element>

  init(_ count: Int, _ value: Element) {
    memory = .allocate(capacity: max(1, count))
    memory.initialize(repeating: value)
  }

  deinit { memory.deallocate() }

  /// The first element.
  @inline(__always)
  var start: UnsafeMutablePointer<Element> { memory.baseAddress! }  // allocated with at least one element

  /// Gives every element `value`.
  func fill(_ value: Element) { memory.update(repeating: value) }
}
