// SPDX-License-Identifier: Apache-2.0

/// Means of one component over the cells of a grid, as 12-bit code values, worked out in one reading of the plane, or of the sums that were taken
/// with its tiles.
///
/// Samples of more than 12 bits are cut to 12; of cells with more than 16 rows, 16 rows are read. Of colour differences every second row is read
/// where a cell has four or more, which is as much as 4:2:0 has. All sums are exact.
struct CellMeans: Sendable {
  /// The code values: one a cell, in the order of the grid.
  let values: CellStore<Int16>
  /// Code values of luma for the search for stripes, with twice the columns of the grid where its cells are wide enough.
  let fine: CellStore<UInt16>?
  /// Columns of a cell that `fine` counts: as many as a cell has, or half.
  let fineWidth: Int

  private let grid: CellGrid
  private let isDifference: Bool
  private let sums: CellStore<UInt32>

  /// Memory for a component; `withFine` for luma, `isDifference` for a colour difference.
  init(_ grid: CellGrid, withFine: Bool, isDifference: Bool) {
    self.grid = grid
    self.isDifference = isDifference
    values = CellStore(grid.count, 0)
    fineWidth = grid.cellWidth >= 8 ? grid.cellWidth / 2 : grid.cellWidth
    fine = withFine ? CellStore(grid.width / fineWidth * grid.rows, 0) : nil
    sums = CellStore(grid.width + 32, 0)
  }

  /// Columns of `fine`.
  var fineColumns: Int { grid.width / fineWidth }

  /// Takes the means of a plane, which may have fewer columns and rows than the grid; those in `fine` only where they are asked for.
  func measure(_ plane: SamplePlane, withFine: Bool) {
    switch plane.word {
    case .byte: measure(plane, withFine) { plane.bytes($0) }
    case .word: measure(plane, withFine) { plane.words($0) }
    }
  }

  /// Takes the same means of the sums of `plane`: those of one field, or of a whole picture. Answers whether they are sums of this grid's cells;
  /// where they are not, nothing was taken.
  func measure(_ quads: QuadSums, field: Int?, of plane: SamplePlane, withFine: Bool) -> Bool {
    let ratio = (grid.width + plane.width - 1) / plane.width
    let columns = grid.cellWidth / ratio
    guard grid.cellHeight == 4, grid.cellWidth % ratio == 0, columns % 4 == 0, quads.isByField == (field != nil) else { return false }
    for row in 0..<grid.rows {
      quads.copy(row: field == nil ? row / 2 : row, part: field ?? row % 2, to: sums.start)
      store(row, columns: columns, plane, rows: quads.lines, withFine)
    }
    return true
  }

  // MARK: -

  @inline(__always)
  private func measure<Sample: QuadSample>(_ plane: SamplePlane, _ withFine: Bool, _ start: (Int) -> UnsafePointer<Sample>) {
    // Columns of narrow planes are halves and quarters of the grid's.
    let ratio = (grid.width + plane.width - 1) / plane.width
    let columns = grid.cellWidth / ratio
    let isQuads = grid.cellWidth % ratio == 0 && columns % 4 == 0
    withUnsafeTemporaryAllocation(of: UnsafePointer<Sample>.self, capacity: 16) { starts in
      for row in 0..<grid.rows {
        let first = min(row * grid.cellHeight * plane.height / grid.height, plane.height - 1)
        let last = min(row * grid.cellHeight + grid.cellHeight, grid.height) * plane.height
        let end = max(first + 1, min(plane.height, (last + grid.height - 1) / grid.height))
        let step = max((end - first + 15) / 16, isDifference && end - first >= 4 ? 2 : 1)
        var count = 0
        for line in stride(from: first, to: end, by: step) {
          starts.initializeElement(at: count, to: start(line))
          count += 1
        }
        let rows = UnsafeBufferPointer(rebasing: starts[..<count])
        if isQuads {
          sumQuads(plane, rows)
          store(row, columns: columns, plane, rows: count, withFine)
        } else {
          sumColumns(plane, rows)
          storeColumns(row, plane, rows: count, withFine)
        }
      }
    }
  }

  /// Sums of four columns each; the last of fewer where the plane ends.
  @inline(__always)
  private func sumQuads<Sample: QuadSample>(_ plane: SamplePlane, _ rows: UnsafeBufferPointer<UnsafePointer<Sample>>) {
    let cut = UInt16(max(0, plane.depth - 12))
    let quads = sums.start
    var column = 0
    if rows.count == 4 {
      // As in most rasters: without a loop within the loop.
      let (first, second, third, fourth) = (rows[0], rows[1], rows[2], rows[3])
      while column + 16 <= plane.width {
        var sums = Sample.Vector.noTileSum
        Sample.add(first + column, cut: cut, to: &sums)
        Sample.add(second + column, cut: cut, to: &sums)
        Sample.add(third + column, cut: cut, to: &sums)
        Sample.add(fourth + column, cut: cut, to: &sums)
        UnsafeMutableRawPointer(quads + column / 4).storeBytes(of: Sample.quads(sums), as: SIMD4<UInt32>.self)
        column += 16
      }
    }
    while column + 16 <= plane.width {
      var sums = Sample.Vector.noTileSum
      for row in rows { Sample.add(row + column, cut: cut, to: &sums) }
      UnsafeMutableRawPointer(quads + column / 4).storeBytes(of: Sample.quads(sums), as: SIMD4<UInt32>.self)
      column += 16
    }
    while column < plane.width {
      var sum: UInt32 = 0
      for row in rows { for index in column..<min(column + 4, plane.width) { sum += UInt32(row[index]) >> UInt32(cut) } }
      quads[column / 4] = sum
      column += 4
    }
  }

  /// Sums of one column each.
  @inline(__always)
  private func sumColumns<Sample: QuadSample>(_ plane: SamplePlane, _ rows: UnsafeBufferPointer<UnsafePointer<Sample>>) {
    let cut = UInt32(max(0, plane.depth - 12))
    for column in 0..<plane.width {
      var sum: UInt32 = 0
      for row in rows { sum += UInt32(row[column]) >> cut }
      sums.start[column] = sum
    }
  }

  /// Means of cells whose columns are whole fours.
  @inline(__always)
  private func store(_ row: Int, columns: Int, _ plane: SamplePlane, rows: Int, _ withFine: Bool) {
    let raise = UInt32(max(0, 12 - plane.depth))
    let quads = columns / 4
    let whole = plane.width / columns
    let output = values.start + row * grid.stride
    means(of: quads, whole, over: UInt32(columns * rows), raise, into: output)
    if whole < grid.columns {
      let rest = max(1, plane.width - whole * columns)
      var sum: UInt32 = 0
      for quad in whole * quads..<(plane.width + 3) / 4 { sum += sums.start[quad] }
      output[whole] = Int16(truncatingIfNeeded: (sum << raise) / UInt32(rest * rows))
    }
    guard withFine, let fine else { return }
    let quadsOfFine = max(1, fineWidth / 4)
    means(of: quadsOfFine, fineColumns, over: UInt32(quadsOfFine * 4 * rows), raise, into: fine.start + row * fineColumns)
  }

  /// Means of `quads` sums each.
  @inline(__always)
  private func means<Mean: FixedWidthInteger>(
    of quads: Int, _ count: Int, over samples: UInt32, _ raise: UInt32, into output: UnsafeMutablePointer<Mean>
  ) {
    let (sums, half) = (UnsafePointer(sums.start), samples / 2)
    let fall = UInt32(samples.trailingZeroBitCount)
    let isPower = samples & (samples - 1) == 0
    switch (quads, isPower) {
    case (1, true):
      for cell in 0..<count { output[cell] = Mean(truncatingIfNeeded: ((sums[cell] &<< raise) &+ half) &>> fall) }
    case (2, true):
      for cell in 0..<count {
        output[cell] = Mean(truncatingIfNeeded: (((sums[cell &* 2] &+ sums[cell &* 2 &+ 1]) &<< raise) &+ half) &>> fall)
      }
    default:
      for cell in 0..<count {
        var sum: UInt32 = 0
        for quad in cell * quads..<(cell + 1) * quads { sum &+= sums[quad] }
        output[cell] = Mean(truncatingIfNeeded: ((sum &<< raise) &+ half) / samples)
      }
    }
  }

  /// Means of cells of any width: for small pictures and rare samplings.
  private func storeColumns(_ row: Int, _ plane: SamplePlane, rows: Int, _ withFine: Bool) {
    let raise = UInt32(max(0, 12 - plane.depth))
    let output = values.start + row * grid.stride
    for cell in 0..<grid.columns {
      let first = min(cell * grid.cellWidth * plane.width / grid.width, plane.width - 1)
      let last = min(cell * grid.cellWidth + grid.cellWidth, grid.width) * plane.width
      let end = max(first + 1, min(plane.width, (last + grid.width - 1) / grid.width))
      var sum: UInt32 = 0
      for column in first..<end { sum += sums.start[column] }
      let count = UInt32((end - first) * rows)
      output[cell] = Int16(truncatingIfNeeded: ((sum << raise) + count / 2) / count)
    }
    guard withFine, let fine else { return }
    // Cells are narrow here: the search for stripes takes them as they are.
    for column in 0..<fineColumns {
      fine.start[row * fineColumns + column] = UInt16(truncatingIfNeeded: output[min(column * fineWidth / grid.cellWidth, grid.columns - 1)])
    }
  }
}
