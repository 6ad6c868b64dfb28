// SPDX-License-Identifier: Apache-2.0

/// Dark lines and columns at the edges of a picture.
struct PictureMargins: Hashable, Sendable {
  /// Dark lines from the top down.
  var top: Int
  /// Dark lines from the bottom up.
  var bottom: Int
  /// Dark columns from the left.
  var left: Int
  /// Dark columns from the right.
  var right: Int

  /// The lesser of each: what is dark in both.
  func union(_ other: PictureMargins) -> PictureMargins {
    PictureMargins(top: min(top, other.top), bottom: min(bottom, other.bottom), left: min(left, other.left), right: min(right, other.right))
  }

  /// The largest distance of an edge from the same edge of another.
  func distance(to other: PictureMargins) -> Int {
    max(abs(top - other.top), abs(bottom - other.bottom), abs(left - other.left), abs(right - other.right))
  }

  /// Whether they lie as bars do: as wide above as below, and left as right, but for a soft edge or a line of blanking.
  var areBars: Bool { abs(top - bottom) <= 4 && abs(left - right) <= 4 }

  /// The widest of the four.
  var widest: Int { max(top, bottom, left, right) }
}

extension InspectedPicture {
  /// The margins in which no luma is above `code`; `nil` for a picture that is dark all over.
  func margins(darkUpTo code: Int) -> PictureMargins? {
    let (tiles, luma) = (tiles, luma)
    let code = UInt16(clamping: code)
    func isLit(_ column: Int, _ row: Int) -> Bool { tiles.luma[row * tiles.columns + column].maximum > code }
    guard let topRow = (0..<tiles.rows).first(where: { row in (0..<tiles.columns).contains { isLit($0, row) } }),
      let bottomRow = (0..<tiles.rows).last(where: { row in (0..<tiles.columns).contains { isLit($0, row) } }),
      let leftColumn = (0..<tiles.columns).first(where: { column in (topRow...bottomRow).contains { isLit(column, $0) } }),
      let rightColumn = (0..<tiles.columns).last(where: { column in (topRow...bottomRow).contains { isLit(column, $0) } })
    else { return nil }
    let rows = (topRow * PictureTiles.tileHeight)..<min((bottomRow + 1) * PictureTiles.tileHeight, height)
    func columns(_ tile: Int) -> Range<Int> { tile * PictureTiles.tileWidth..<min((tile + 1) * PictureTiles.tileWidth, width) }
    let all = columns(leftColumn).lowerBound..<columns(rightColumn).upperBound
    // Each of these tiles holds a sample above the code, so each search ends.
    let top = rows.first { luma.maximum(ofRow: $0, all) > code } ?? rows.lowerBound
    let bottom = rows.last { luma.maximum(ofRow: $0, all) > code } ?? rows.upperBound - 1
    let left = luma.maxima(of: columns(leftColumn), rows).firstIndex { $0 > code } ?? 0
    let right = luma.maxima(of: columns(rightColumn), rows).lastIndex { $0 > code } ?? 0
    return PictureMargins(
      top: top, bottom: height - 1 - bottom, left: columns(leftColumn).lowerBound + left,
      right: width - 1 - (columns(rightColumn).lowerBound + right))
  }
}

extension SamplePlane {
  /// The greatest sample of a piece of a row.
  fileprivate func maximum(ofRow row: Int, _ columns: Range<Int>) -> UInt16 {
    switch word {
    case .byte: greatest(bytes(row), columns)
    case .word: greatest(words(row), columns)
    }
  }

  /// The greatest sample of each of a few columns over `rows`.
  fileprivate func maxima(of columns: Range<Int>, _ rows: Range<Int>) -> [UInt16] {
    switch word {
    case .byte: greatestOfColumns(bytes, columns, rows)
    case .word: greatestOfColumns(words, columns, rows)
    }
  }
}

@inline(__always)
private func greatestOfColumns<Sample: PlaneSample>(
  _ row: (Int) -> UnsafePointer<Sample>, _ columns: Range<Int>, _ rows: Range<Int>
) -> [UInt16] {
  var maxima: [UInt16] = []
  var column = columns.lowerBound
  while column + 16 <= columns.upperBound {
    var lanes = SIMD16<UInt16>.zero
    for line in rows { lanes = lanes.greater(Sample.sixteen(row(line) + column)) }
    for lane in 0..<16 { maxima.append(lanes[lane]) }
    column += 16
  }
  while column < columns.upperBound {
    maxima.append(rows.reduce(0) { max($0, UInt16(row($1)[column])) })
    column += 1
  }
  return maxima
}

@inline(__always)
private func greatest<Sample: PlaneSample>(_ row: UnsafePointer<Sample>, _ columns: Range<Int>) -> UInt16 {
  var lanes = SIMD16<UInt16>.zero
  var column = columns.lowerBound
  while column + 16 <= columns.upperBound {
    lanes = lanes.greater(Sample.sixteen(row + column))
    column += 16
  }
  var maximum = lanes.greatest
  while column < columns.upperBound {
    maximum = max(maximum, UInt16(row[column]))
    column += 1
  }
  return maximum
}

extension PictureMargins: PictureFact {
  init?(words: [Int]) {
    guard words.count == 4, words.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
    self.init(top: words[0], bottom: words[1], left: words[2], right: words[3])
  }

  var words: [Int] { [top, bottom, left, right] }
}
