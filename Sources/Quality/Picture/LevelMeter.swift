// SPDX-License-Identifier: Apache-2.0

import Essence

/// Counts the pixels of a picture whose luma, red, green or blue lies outside the limits of EBU R 103.
///
/// The recommendation's filter takes weighted means, and a mean lies between the least and the greatest of what it is taken from: so does every mix of luma and
/// colour differences. So pixels are looked at only in tiles whose extremes leave room for one outside, and filtered only in tiles that have one, and beside
/// them. What is counted is the same as if every pixel were filtered; tests hold one against the other.
struct LevelMeter: Sendable {
  /// What was counted in one picture.
  struct Count: Hashable, Sendable {
    /// Pixels with any component outside.
    var any = 0
    /// Pixels whose luma is outside.
    var luma = 0
    /// Pixels with red, green or blue outside.
    var rgb = 0
  }

  private let limits: LevelLimits

  /// A meter with `limits`.
  init(_ limits: LevelLimits) { self.limits = limits }

  /// The pixels of `picture` that lie outside.
  func measure(_ picture: InspectedPicture) -> Count {
    let space = LevelSpace(picture.coding, height: picture.height, limits)
    let tiles = picture.tiles
    let candidates = space.candidates(tiles)
    guard !candidates.isEmpty else { return Count() }
    let plain = limits.isFiltered ? space.narrowed : space
    let (window, sieve) = (LevelWindow(picture, plain, isFiltered: false), LevelSieve(picture, plain))
    var cells = Cells(columns: tiles.columns, lines: tiles.height)
    for tile in candidates {
      let area = tiles.area(of: tile)
      let lines = sieve?.rows(of: area) ?? .max
      guard lines != 0 else { continue }
      for line in area.rows where lines >> UInt64(line - area.rows.lowerBound) & 1 != 0 {
        // What the sieve lets through is outside, or so near to it that filtering it costs less than a closer look first.
        if sieve != nil, limits.isFiltered {
          cells.mark(tile % tiles.columns, line)
          continue
        }
        window.prepare(area.columns, line)
        if window.count(area.columns) { cells.mark(tile % tiles.columns, line) }
      }
    }
    guard limits.isFiltered else { return window.result }
    // The filter looks three columns aside, and one line of the same field up and down.
    cells.spread(lines: picture.scan?.isInterlaced == true ? 2 : 1)
    let filtered = LevelWindow(picture, space, isFiltered: true)
    for line in 0..<tiles.height where cells.hasMarks(line) {
      for run in cells[line].runs {
        filtered.prepare(tiles.columns(run), line)
        filtered.count(tiles.columns(run))
      }
    }
    return filtered.result
  }
}

/// Marks of the pieces of lines that are as long as a tile is wide.
private struct Cells {
  private let columns: Int
  private let lines: Int
  private var marks: [Bool]
  /// Whether a line has any.
  private var isMarked: [Bool]

  init(columns: Int, lines: Int) {
    self.columns = columns
    self.lines = lines
    marks = Array(repeating: false, count: columns * lines)
    isMarked = Array(repeating: false, count: lines)
  }

  mutating func mark(_ column: Int, _ line: Int) {
    marks[line * columns + column] = true
    isMarked[line] = true
  }

  /// Whether any piece of a line is marked.
  func hasMarks(_ line: Int) -> Bool { isMarked[line] }

  /// The marks of one line.
  subscript(line: Int) -> ArraySlice<Bool> { marks[line * columns..<(line + 1) * columns] }

  /// Marks the neighbours of what is marked: on either side, and so many lines up and down.
  mutating func spread(lines step: Int) {
    let (own, wasMarked) = (marks, isMarked)
    for line in 0..<lines where wasMarked[line] {
      for column in 0..<columns where own[line * columns + column] {
        for y in [line - step, line, line + step] where (0..<lines).contains(y) {
          for x in max(0, column - 1)...min(columns - 1, column + 1) { mark(x, y) }
        }
      }
    }
  }
}

extension ArraySlice<Bool> {
  /// The runs of `true`, counted from the slice's start.
  fileprivate var runs: [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = startIndex
    while let first = self[index...].firstIndex(of: true) {
      index = self[first...].firstIndex(of: false) ?? endIndex
      runs.append(first - startIndex..<index - startIndex)
    }
    return runs
  }
}

extension PictureTiles {
  /// The luma columns of a run of tiles.
  fileprivate func columns(_ run: Range<Int>) -> Range<Int> { run.lowerBound * Self.tileWidth..<min(run.upperBound * Self.tileWidth, width) }
}

extension LevelMeter.Count: PictureFact {
  init?(words: [Int]) {
    guard words.count == 3, words.allSatisfy(\.isCredible) else { return nil }
    self.init(any: words[0], luma: words[1], rgb: words[2])
  }

  var words: [Int] { [any, luma, rgb] }
}
