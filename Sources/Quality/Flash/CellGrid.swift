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
    self.width = width
    self.height = height
    cellWidth = Self.side(width, most: 256)
    cellHeight = Self.side(height, most: isField ? 144 : 288)
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

extension UnsafeMutablePointer where Pointee == UInt16 {
  /// The sixteen cells of a group.
  @inline(__always)
  func group(_ index: Int) -> SIMD16<UInt16> { UnsafeRawPointer(self + index * 16).loadUnaligned(as: SIMD16<UInt16>.self) }

  /// Stores the sixteen cells of a group.
  @inline(__always)
  func setGroup(_ index: Int, _ value: SIMD16<UInt16>) { UnsafeMutableRawPointer(self + index * 16).storeBytes(of: value, as: SIMD16<UInt16>.self) }
}

/// Sixteen cells, each with a bit of its own.
enum CellBits {
  static let weights = SIMD16<UInt16>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768)
  static let zero = SIMD16<UInt16>.zero

  /// The bits of the cells that `mask` names.
  @inline(__always)
  static func bits(_ mask: SIMDMask<SIMD16<Int16>>) -> UInt16 { zero.replacing(with: weights, where: mask).wrappedSum() }

  /// The cells that `bits` name.
  @inline(__always)
  static func mask(_ bits: UInt16) -> SIMDMask<SIMD16<Int16>> { (SIMD16<UInt16>(repeating: bits) & weights) .!= zero }
}
