// SPDX-License-Identifier: Apache-2.0

/// Means of one component over the cells of a grid, as 12-bit code values, worked out in one reading of the plane.
///
/// Samples of more than 12 bits are cut to 12; of cells with more than 16 rows, 16 rows are read. All sums are exact.
struct CellMeans: Sendable {
  /// The code values: one a cell, in the order of the grid.
  let values: CellStore<UInt16>
  /// Code values of luma for the search for stripes, with twice the columns of the grid where its cells are wide enough.
  let fine: CellStore<UInt16>?
  /// Columns of a cell that `fine` counts: as many as a cell has, or half.
  let fineWidth: Int

  private let grid: CellGrid
  private let sums: CellStore<UInt32>

  /// Memory for a component; `withFine` for luma.
  init(_ grid: CellGrid, withFine: Bool = false) {
    self.grid = grid
    values = CellStore(grid.count, 0)
    fineWidth = grid.cellWidth >= 8 ? grid.cellWidth / 2 : grid.cellWidth
    fine = withFine ? CellStore(grid.width / fineWidth * grid.rows, 0) : nil
    sums = CellStore(grid.width + 32, 0)
  }

  /// Columns of `fine`.
  var fineColumns: Int { grid.width / fineWidth }

  /// Takes the means of a plane, which may have fewer columns and rows than the grid.
  func measure(_ plane: SamplePlane) {
    for row in 0..<grid.rows {
      let first = min(row * grid.cellHeight * plane.height / grid.height, plane.height - 1)
      let last = min(row * grid.cellHeight + grid.cellHeight, grid.height) * plane.height
      let end = max(first + 1, min(plane.height, (last + grid.height - 1) / grid.height))
      let step = max(1, (end - first) / 16)
      let rows = stride(from: first, to: end, by: step)
      // What a column of a cell is made of, as a power of two; the columns of narrow planes are halves and quarters of the grid's.
      let ratio = (grid.width + plane.width - 1) / plane.width
      let columns = grid.cellWidth / ratio
      if grid.cellWidth % ratio == 0, columns % 4 == 0 {
        switch plane.word {
        case .byte: sumQuads(plane.width, rows, plane.depth) { plane.bytes($0) }
        case .word: sumQuads(plane.width, rows, plane.depth) { plane.words($0) }
        }
        store(row, columns: columns, quads: columns / 4, plane, rows: (end - first + step - 1) / step)
      } else {
        switch plane.word {
        case .byte: sumColumns(plane.width, rows, plane.depth) { plane.bytes($0) }
        case .word: sumColumns(plane.width, rows, plane.depth) { plane.words($0) }
        }
        storeColumns(row, plane, rows: (end - first + step - 1) / step)
      }
    }
  }

  // MARK: - Sums over the rows of one row of cells

  @inline(__always)
  private func shift(_ depth: Int) -> UInt16 { UInt16(max(0, depth - 12)) }

  /// Sums of four columns each; the last of fewer where the plane ends.
  @inline(__always)
  private func sumQuads<Sample: PlaneSample>(_ width: Int, _ rows: StrideTo<Int>, _ depth: Int, _ row: (Int) -> UnsafePointer<Sample>) {
    let cut = SIMD16<UInt16>(repeating: shift(depth))
    let quads = sums.start
    var starts = (row(0), row(0), row(0), row(0))
    let lines = Array(rows)
    let isFour = lines.count == 4 && depth <= 12
    if isFour { starts = (row(lines[0]), row(lines[1]), row(lines[2]), row(lines[3])) }
    var column = 0
    while column + 16 <= width {
      var sum: SIMD16<UInt16>
      if isFour {
        sum =
          (Sample.sixteen(starts.0 + column) &+ Sample.sixteen(starts.1 + column))
          &+ (Sample.sixteen(starts.2 + column) &+ Sample.sixteen(starts.3 + column))
      } else {
        sum = .zero
        for line in lines { sum &+= Sample.sixteen(row(line) + column) &>> cut }
      }
      let words = unsafeBitCast(sum, to: SIMD8<UInt32>.self)
      let pairs = (words & SIMD8<UInt32>(repeating: 0xFFFF)) &+ (words &>> SIMD8<UInt32>(repeating: 16))
      let longs = unsafeBitCast(pairs, to: SIMD4<UInt64>.self)
      let fours = (longs & SIMD4<UInt64>(repeating: 0xFFFF_FFFF)) &+ (longs &>> SIMD4<UInt64>(repeating: 32))
      UnsafeMutableRawPointer(quads + column / 4).storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: fours), as: SIMD4<UInt32>.self)
      column += 16
    }
    while column < width {
      var sum: UInt32 = 0
      for line in lines {
        let start = row(line)
        for index in column..<min(column + 4, width) { sum += UInt32(start[index]) >> UInt32(shift(depth)) }
      }
      quads[column / 4] = sum
      column += 4
    }
  }

  /// Sums of one column each.
  @inline(__always)
  private func sumColumns<Sample: PlaneSample>(_ width: Int, _ rows: StrideTo<Int>, _ depth: Int, _ row: (Int) -> UnsafePointer<Sample>) {
    for column in 0..<width { sums.start[column] = 0 }
    for line in rows {
      let start = row(line)
      for column in 0..<width { sums.start[column] += UInt32(start[column]) >> UInt32(shift(depth)) }
    }
  }

  // MARK: - Means

  /// Means of cells whose columns are whole fours.
  @inline(__always)
  private func store(_ row: Int, columns: Int, quads: Int, _ plane: SamplePlane, rows: Int) {
    let raise = UInt32(max(0, 12 - plane.depth))
    let whole = plane.width / columns
    let output = values.start + row * grid.stride
    let count = UInt32(columns * rows)
    let isPower = count & (count - 1) == 0
    let fall = UInt32(count.trailingZeroBitCount)
    let half = count / 2
    for cell in 0..<whole {
      var sum = sums.start[cell * quads]
      for quad in 1..<max(1, quads) { sum &+= sums.start[cell * quads + quad] }
      let scaled = (sum &<< raise) &+ half
      output[cell] = UInt16(truncatingIfNeeded: isPower ? scaled &>> fall : scaled / count)
    }
    if whole < grid.columns {
      let rest = max(1, plane.width - whole * columns)
      var sum: UInt32 = 0
      for quad in whole * quads..<(plane.width + 3) / 4 { sum += sums.start[quad] }
      output[whole] = UInt16(truncatingIfNeeded: (sum << raise) / UInt32(rest * rows))
    }
    guard let fine else { return }
    let perFine = max(1, fineWidth / 4)
    let fineCount = UInt32(perFine * 4 * rows)
    for column in 0..<fineColumns {
      var sum = sums.start[column * perFine]
      for quad in 1..<max(1, perFine) { sum &+= sums.start[column * perFine + quad] }
      fine.start[row * fineColumns + column] = UInt16(truncatingIfNeeded: (sum &<< raise) / fineCount)
    }
  }

  /// Means of cells of any width: for small pictures and rare samplings.
  private func storeColumns(_ row: Int, _ plane: SamplePlane, rows: Int) {
    let raise = UInt32(max(0, 12 - plane.depth))
    for cell in 0..<grid.columns {
      let first = min(cell * grid.cellWidth * plane.width / grid.width, plane.width - 1)
      let last = min(cell * grid.cellWidth + grid.cellWidth, grid.width) * plane.width
      let end = max(first + 1, min(plane.width, (last + grid.width - 1) / grid.width))
      var sum: UInt32 = 0
      for column in first..<end { sum += sums.start[column] }
      let value = UInt16(truncatingIfNeeded: (sum << raise) / UInt32((end - first) * rows))
      values.start[row * grid.stride + cell] = value
    }
    guard let fine else { return }
    // Cells are narrow here: the search for stripes takes them as they are.
    for column in 0..<fineColumns { fine.start[row * fineColumns + column] = values.start[row * grid.stride + min(column, grid.columns - 1)] }
  }
}
