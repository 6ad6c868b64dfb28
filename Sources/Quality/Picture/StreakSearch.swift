// SPDX-License-Identifier: Apache-2.0

/// Bright or dark streaks along lines, in one picture alone.
struct StreakSearch {
  /// Lines between a streak and the ones that it is compared with; even, so that they belong to the same field. Streaks are no thicker.
  private static let reach = 4
  /// The fewest samples of a streak in a tile that has any.
  private static let fewest = 12
  /// The shortest streak, as a share of the line and in samples.
  private static let length = (share: 0.04, samples: 40.0)
  /// The most streaks that are followed.
  private static let most = 24
  /// How far thin things are looked for that move, in lines and samples.
  private static let motion = (rows: 32, columns: 192, columnStep: 4)

  let before: SamplePlane
  let own: SamplePlane
  let after: SamplePlane
  /// How far a streak stands out, in code values.
  let contrast: Int

  /// What the streaks in these tiles make together, `nil` for none; `columns` tiles lie beside each other.
  func loss(inTiles tiles: [Int], columns: Int) -> DropoutSearch.Loss? {
    var streaks: [(row: Int, columns: Range<Int>)] = []
    for (row, hits) in hits(tiles, columns) {
      // Tiles beside each other make one streak.
      var open: (columns: Range<Int>, count: Int)?
      for hit in hits + [(columns: Int.max..<Int.max, count: 0)] {
        if let last = open, hit.columns.lowerBound == last.columns.upperBound {
          open = (last.columns.lowerBound..<hit.columns.upperBound, last.count + hit.count)
        } else {
          if let last = open, Double(last.count) >= max(Self.length.samples, Self.length.share * Double(own.width)) {
            streaks.append((row, last.columns))
          }
          open = hit
        }
      }
    }
    let alone = streaks.prefix(Self.most).filter { !moves(row: $0.row, $0.columns, before) && !moves(row: $0.row, $0.columns, after) }
    guard let first = alone.first else { return nil }
    let area = alone.reduce(PixelArea(columns: first.columns, rows: first.row..<first.row + 1)) {
      $0.union(PixelArea(columns: $1.columns, rows: $1.row..<$1.row + 1))
    }
    // Where many of them move, so may the rest.
    let confidence = Double(alone.count) / Double(min(streaks.count, Self.most))
    guard confidence >= 0.75 else { return nil }
    return DropoutSearch.Loss(kind: .streaks, area: area, pixels: alone.reduce(0) { $0 + $1.columns.count }, confidence: confidence)
  }

  private typealias Hit = (columns: Range<Int>, count: Int)

  /// The rows of tiles that hold pieces of streaks, each with its pieces from left to right.
  private func hits(_ tiles: [Int], _ columns: Int) -> [(row: Int, hits: [Hit])] {
    var byRow: [Int: [Hit]] = [:]
    for tile in tiles.sorted() {
      let left = tile % columns * PictureTiles.tileWidth
      let span = left..<min(own.width, left + PictureTiles.tileWidth)
      let top = tile / columns * PictureTiles.tileHeight
      for row in max(top, Self.reach)..<max(top, Self.reach, min(top + PictureTiles.tileHeight, own.height - Self.reach)) {
        let count =
          switch own.word {
          case .byte: countStreak(before.bytes(row), own.bytes, after.bytes(row), row, span)
          case .word: countStreak(before.words(row), own.words, after.words(row), row, span)
          }
        if count >= Self.fewest { byRow[row, default: []].append((span, count)) }
      }
    }
    return byRow.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  @inline(__always)
  private func countStreak<Sample: PlaneSample>(
    _ before: UnsafePointer<Sample>, _ rows: (Int) -> UnsafePointer<Sample>, _ after: UnsafePointer<Sample>, _ row: Int, _ columns: Range<Int>
  ) -> Int {
    let (line, above, below) = (rows(row), rows(row - Self.reach), rows(row + Self.reach))
    var (bright, dark) = (0, 0)
    for column in columns {
      let value = Int(line[column])
      let (p, n, u, d) = (Int(before[column]), Int(after[column]), Int(above[column]), Int(below[column]))
      // Before and after agree, and so do the lines around: something moves otherwise.
      guard 2 * max(abs(p - n), abs(u - d)) <= contrast else { continue }
      if value > max(max(p, n), max(u, d)) + contrast { bright += 1 }
      if value + contrast < min(min(p, n), min(u, d)) { dark += 1 }
    }
    return max(bright, dark)
  }

  /// Whether the same stretch of line is found near its place in `other`.
  private func moves(row: Int, _ columns: Range<Int>, _ other: SamplePlane) -> Bool {
    switch own.word {
    case .byte: isFound(own.bytes(row), columns, around: row, other.bytes)
    case .word: isFound(own.words(row), columns, around: row, other.words)
    }
  }

  @inline(__always)
  private func isFound<Sample: PlaneSample>(
    _ line: UnsafePointer<Sample>, _ columns: Range<Int>, around row: Int, _ rows: (Int) -> UnsafePointer<Sample>
  ) -> Bool {
    let places = Array(stride(from: columns.lowerBound, to: columns.upperBound, by: max(1, columns.count / 32)))
    // A third of what makes it stand out, on the mean.
    let allowed = contrast * places.count / 3
    for otherRow in max(0, row - Self.motion.rows)...min(own.height - 1, row + Self.motion.rows) {
      let other = rows(otherRow)
      let most = min(Self.motion.columns, own.width - columns.upperBound)
      for shift in stride(from: -min(Self.motion.columns, columns.lowerBound), through: most, by: Self.motion.columnStep) {
        var sum = 0
        for place in places {
          sum += abs(Int(line[place]) - Int(other[place + shift]))
          if sum > allowed { break }
        }
        if sum <= allowed { return true }
      }
    }
    return false
  }
}
