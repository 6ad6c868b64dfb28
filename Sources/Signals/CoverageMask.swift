// SPDX-License-Identifier: Apache-2.0

import Essence

/// How much of each pixel of a rectangle a drawing covers, 0 to 255. Letters and shapes are drawn into it and then painted on a canvas in one colour.
///
/// Lengths are in rows; where pixels are not square, a shape is as wide as it looks. On an interlaced canvas edges fall off over two rows and no detail is one row
/// high, so that nothing twitters between the fields.
struct CoverageMask {
  /// A place in rows from the top left corner of the canvas; `x` counts the width that a row is high.
  typealias Point = SIMD2<Double>

  /// The rows of a picture that are drawn: all, or those of one field.
  enum Field {
    case both, top, bottom

    func contains(_ row: Int) -> Bool {
      switch self {
      case .both: true
      case .top: row & 1 == 0
      case .bottom: row & 1 == 1
      }
    }
  }

  let columns: Range<Int>
  let rows: Range<Int>
  /// The width of a pixel over its height.
  let aspect: Double
  /// Rows over which an edge falls off.
  private let softness: Double
  private(set) var cells: [UInt8]

  /// An empty mask over a rectangle, cut to `canvas` and widened to whole samples of colour.
  init(_ canvas: borrowing Canvas, columns: Range<Int>, rows: Range<Int>, aspect: Double, isInterlaced: Bool) {
    self.columns = (max(0, columns.lowerBound) & ~3)..<max(max(0, columns.lowerBound) & ~3, min(canvas.width, columns.upperBound))
    self.rows = (max(0, rows.lowerBound) & ~3)..<max(max(0, rows.lowerBound) & ~3, min(canvas.height, rows.upperBound))
    self.aspect = aspect
    softness = isInterlaced ? 2 : 1
    cells = Array(repeating: 0, count: self.columns.count * self.rows.count)
  }

  /// Lays a share of coverage over a pixel.
  private mutating func cover(_ column: Int, _ row: Int, _ share: Int) {
    guard columns.contains(column), rows.contains(row), share > 0 else { return }
    let index = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    let before = Int(cells[index])
    cells[index] = UInt8(before + (255 - before) * min(255, share) / 255)
  }

  /// Draws a line of letters from `column` on, standing on `baseline`.
  mutating func draw(_ line: [Typeface.Letter], column: Int, baseline: Int) {
    for letter in line {
      for row in 0..<letter.height {
        for place in 0..<letter.width {
          cover(column + letter.left + place, baseline - letter.top + row, Int(letter.coverage[row * letter.width + place]))
        }
      }
    }
  }

  /// Draws everything within a shape, given by the distance of each place from its edge: below 0 inside.
  mutating func draw(_ field: Field = .both, within bounds: (low: Point, high: Point), distance: (Point) -> Double) {
    let margin = softness + 1
    let across = Int(((bounds.low.x - margin) / aspect).rounded(.down))..<Int(((bounds.high.x + margin) / aspect).rounded(.up)) + 1
    let down = Int((bounds.low.y - margin).rounded(.down))..<Int((bounds.high.y + margin).rounded(.up)) + 1
    for row in down.clamped(to: rows) where field.contains(row) {
      for column in across.clamped(to: columns) {
        let place = Point((Double(column) + 0.5) * aspect, Double(row) + 0.5)
        let share = 0.5 - distance(place) / softness
        if share > 0 { cover(column, row, Int((min(1, share) * 255).rounded())) }
      }
    }
  }

  /// A ring, or a disc where it has no hole.
  mutating func drawRing(center: Point, outer: Double, inner: Double = 0) {
    draw(within: (center - Point(outer, outer), center + Point(outer, outer))) { place in
      let radius = length(place - center)
      return max(radius - outer, inner > 0 ? inner - radius : -.infinity)
    }
  }

  /// A line with round ends.
  mutating func drawLine(_ field: Field = .both, from start: Point, to end: Point, width: Double) {
    let half = Point(width / 2, width / 2)
    let low = Point(min(start.x, end.x), min(start.y, end.y)) - half
    let high = Point(max(start.x, end.x), max(start.y, end.y)) + half
    let along = end - start
    let square = max(1e-9, dot(along, along))
    draw(field, within: (low, high)) { place in
      let share = max(0, min(1, dot(place - start, along) / square))
      return length(place - start - along * share) - width / 2
    }
  }

  /// The rows of a field that lie within a disc and within `turn` clockwise of twelve o'clock.
  mutating func drawSector(_ field: Field = .both, center: Point, radius: Double, turn: Double) {
    guard turn > 0 else { return }
    let end = Point(sine(turns: turn), -cosine(turns: turn))
    draw(field, within: (center - Point(radius, radius), center + Point(radius, radius))) { place in
      let offset = place - center
      // Distances from the half planes right of twelve o'clock and left of the sweeping edge.
      let (start, sweep) = (-offset.x, offset.x * -end.y + offset.y * end.x)
      let edge = turn <= 0.5 ? max(start, sweep) : min(start, sweep)
      return max(length(offset) - radius, turn >= 1 ? -.infinity : edge)
    }
  }

  /// Spreads each row a little over its neighbours, (1, 2, 1)/4, as a character generator's flicker filter does.
  mutating func softenRows() {
    let width = columns.count
    guard rows.count > 2, width > 0 else { return }
    let sharp = cells
    for row in 0..<rows.count {
      let (above, below) = (max(0, row - 1) * width, min(rows.count - 1, row + 1) * width)
      for column in 0..<width {
        cells[row * width + column] = UInt8((Int(sharp[above + column]) + 2 * Int(sharp[row * width + column]) + Int(sharp[below + column]) + 2) / 4)
      }
    }
  }

  /// The mean coverage of the samples from a row and column on, which may lie beyond the mask.
  fileprivate func mean(column: Int, row: Int, width: Int, height: Int) -> Int {
    var sum = 0
    for row in row..<row + height where rows.contains(row) {
      for column in column..<column + width where columns.contains(column) {
        sum += Int(cells[(row - rows.lowerBound) * columns.count + column - columns.lowerBound])
      }
    }
    return sum / (width * height)
  }
}

extension Canvas {
  /// Paints what `mask` covers in one colour.
  mutating func paint(_ mask: CoverageMask, _ color: CodeValues) {
    if format.bitDepth > 8 { paint(mask, color, as: UInt16.self) } else { paint(mask, color, as: UInt8.self) }
  }

  private mutating func paint<Sample: FixedWidthInteger>(_ mask: CoverageMask, _ color: CodeValues, as type: Sample.Type) {
    for plane in 0..<3 {
      let (across, down) = plane == 0 ? (0, 0) : (format.log2ChromaWidth, format.log2ChromaHeight)
      let rows = mask.rows.lowerBound >> down..<(mask.rows.upperBound + (1 << down) - 1) >> down
      let columns = mask.columns.lowerBound >> across..<(mask.columns.upperBound + (1 << across) - 1) >> across
      let target = color[plane]
      drawRows(of: plane, as: type, rows: rows) { row, samples in
        for column in columns.clamped(to: 0..<samples.count) {
          let share = mask.mean(column: column << across, row: row << down, width: 1 << across, height: 1 << down)
          guard share > 0 else { continue }
          let before = Int(samples[column])
          samples[column] = Sample(truncatingIfNeeded: before + ((target - before) * share + (target > before ? 127 : -127)) / 255)
        }
      }
    }
  }
}

private func dot(_ one: SIMD2<Double>, _ other: SIMD2<Double>) -> Double { one.x * other.x + one.y * other.y }
private func length(_ vector: SIMD2<Double>) -> Double { dot(vector, vector).squareRoot() }
