// SPDX-License-Identifier: Apache-2.0

import Essence

/// Finds cuts in the coarse means of successive pictures.
///
/// A cut is a change that is large by itself and against the changes just before and after it, that leaves another picture and not the same one lit otherwise,
/// and that does not go back: after a flash the picture is what it was. One mixed picture between two shots, as where a cut falls between fields, is allowed
/// for. Dissolves and fades are no cuts. A shot of three pictures or fewer inside another is taken for a flash.
struct CutDetector {
  /// A cut: the first picture of the new shot, and the share of the screen that changed.
  struct Cut: Equatable {
    let frame: Int
    let area: Double
  }

  /// Pictures that are looked at on either side.
  private static let reach = 4
  /// The least difference, as a share of the range.
  private static let least = 0.03
  /// How often it must exceed the differences around it.
  private static let prominence = 3.0
  /// How much of the difference may be gone when the picture goes back.
  private static let remnant = 0.5
  /// How far a mixed picture lies from both shots, as a share of what lies between them.
  private static let mixture = 0.25
  /// How alike two pictures are, as a correlation of their means, that differ by their light alone.
  private static let likeness = 0.9

  private(set) var cuts: [Cut] = []
  private var recent: [(frame: Int, grid: PictureGrid)] = []
  /// Which of `recent` is judged next, counted from its first.
  private var next = 1

  /// Takes the next picture.
  mutating func add(_ grid: PictureGrid, frame: Int) {
    recent.append((frame, grid))
    if recent.count > next + Self.reach {
      judge(next)
      next += 1
    }
    if next > Self.reach + 1 {
      recent.removeFirst()
      next -= 1
    }
  }

  /// Judges the last pictures: the programme has ended, or what comes does not follow what was.
  mutating func breakOff() {
    while next < recent.count {
      judge(next)
      next += 1
    }
    (recent, next) = ([], 1)
  }

  private mutating func judge(_ index: Int) {
    let found = cut(from: index - 1, to: index).map { (first: index, area: $0) } ?? mixedCut(at: index)
    guard let found else { return }
    // A mixed picture is half of a cut to both sides.
    if let last = cuts.last, last.frame >= recent[index].frame - 1 { return }
    cuts.append(Cut(frame: recent[found.first].frame, area: found.area))
  }

  private func difference(_ one: Int, _ other: Int) -> Double? {
    guard recent.indices.contains(one), recent.indices.contains(other) else { return nil }
    return recent[one].grid.difference(from: recent[other].grid)
  }

  /// The share of the screen that changes where a picture follows another by a cut; `nil` where it does not.
  private func cut(from before: Int, to after: Int) -> Double? {
    guard let own = difference(before, after), own >= Self.least else { return nil }
    let around = max(difference(before - 1, before) ?? 0, difference(after, after + 1) ?? 0)
    guard own >= Self.prominence * around else { return nil }
    // Neither is what follows like what was, nor what was before like what comes.
    for step in 1...3 {
      if let back = difference(before, after + step), back <= Self.remnant * own { return nil }
      if let back = difference(before - step, after), back <= Self.remnant * own { return nil }
    }
    guard recent[before].grid.likeness(to: recent[after].grid) < Self.likeness else { return nil }
    return recent[before].grid.changedShare(from: recent[after].grid)
  }

  /// A cut over one picture in which both shots are mixed, or beside one that jumps: which picture begins the new shot, and the share that changed.
  private func mixedCut(at index: Int) -> (first: Int, area: Double)? {
    guard index >= 1, let before = difference(index - 1, index), let after = difference(index, index + 1),
      let whole = difference(index - 1, index + 1), min(before, after) >= Self.mixture * whole, let area = cut(from: index - 1, to: index + 1)
    else { return nil }
    // What lies between two pictures is no farther from both than they are from each other; else it belongs to the nearer.
    let isBetween = before + after <= 1.2 * whole
    return (isBetween || before >= after ? index : index + 1, area)
  }
}

/// A picture as the means of 16 × 9 cells, in 4,096ths of the ranges: whole numbers, the same on every machine.
struct PictureGrid {
  private static let (columns, rows) = (16, 9)
  /// A cell changes by this much, about 3 %.
  private static let step: Int32 = 123

  private let luma: [Int32]
  private let blue: [Int32]
  private let red: [Int32]

  /// The grid of a picture, from the sums of its tiles.
  init(_ picture: InspectedPicture) {
    let (tiles, coding) = (picture.tiles, picture.coding)
    // Tiles that the edges cut short are left out.
    let whole = (columns: tiles.width / PictureTiles.tileWidth, rows: tiles.height / PictureTiles.tileHeight)
    let places = (0..<whole.columns).map { $0 * Self.columns / tiles.columns }
    func means(_ extents: [PictureTiles.Extent], area: Int, range: Int) -> [Int32] {
      var (sums, counts) = (Array(repeating: 0, count: Self.columns * Self.rows), Array(repeating: 0, count: Self.columns * Self.rows))
      for row in 0..<whole.rows {
        let line = row * Self.rows / tiles.rows * Self.columns
        extents[row * tiles.columns..<row * tiles.columns + whole.columns].withUnsafeBufferPointer { extents in
          var (cell, sum, count) = (line, 0, 0)
          for (extent, place) in zip(extents, places) {
            if line + place != cell {
              (sums[cell], counts[cell]) = (sums[cell] + sum, counts[cell] + count)
              (cell, sum, count) = (line + place, 0, 0)
            }
            (sum, count) = (sum + Int(extent.sum), count + 1)
          }
          (sums[cell], counts[cell]) = (sums[cell] + sum, counts[cell] + count)
        }
      }
      return zip(sums, counts).compactMap { sum, count in count == 0 ? nil : Int32(clamping: sum * 4096 / (count * area * max(1, range))) }
    }
    let area = PictureTiles.tileWidth * PictureTiles.tileHeight
    luma = means(tiles.luma, area: area, range: coding.white - coding.black)
    if coding.model == .yCbCr, tiles.components.count >= 3 {
      let chromaArea = (PictureTiles.tileWidth >> coding.log2ChromaWidth) * (PictureTiles.tileHeight >> coding.log2ChromaHeight)
      blue = means(tiles.components[1], area: chromaArea, range: coding.chromaRange)
      red = means(tiles.components[2], area: chromaArea, range: coding.chromaRange)
    } else {
      (blue, red) = ([], [])
    }
  }

  /// The mean difference of luma and of both colour differences together, as a share of the range; that of another raster is the greatest.
  func difference(from other: PictureGrid) -> Double {
    guard luma.count == other.luma.count, blue.count == other.blue.count, !luma.isEmpty else { return 1 }
    func sum(_ one: [Int32], _ two: [Int32]) -> Int { zip(one, two).reduce(0) { $0 + Int(abs($1.0 - $1.1)) } }
    return Double(sum(luma, other.luma) + sum(blue, other.blue) + sum(red, other.red)) / Double(luma.count * 4096)
  }

  /// The share of cells that changed.
  func changedShare(from other: PictureGrid) -> Double {
    guard luma.count == other.luma.count, blue.count == other.blue.count, !luma.isEmpty else { return 1 }
    let changed = luma.indices.count { cell in
      abs(luma[cell] - other.luma[cell]) >= Self.step
        || (!blue.isEmpty && (abs(blue[cell] - other.blue[cell]) >= Self.step || abs(red[cell] - other.red[cell]) >= Self.step))
    }
    return Double(changed) / Double(luma.count)
  }

  /// How the luma of two pictures is alike whatever its brightness and contrast: a correlation, −1 to 1; 0 where one of them is plain.
  func likeness(to other: PictureGrid) -> Double {
    guard luma.count == other.luma.count, !luma.isEmpty else { return 0 }
    let count = luma.count
    var (a, b, aa, bb, ab) = (0, 0, 0, 0, 0)
    for cell in luma.indices {
      let (x, y) = (Int(luma[cell]), Int(other.luma[cell]))
      (a, b, aa, bb, ab) = (a + x, b + y, aa + x * x, bb + y * y, ab + x * y)
    }
    let (spreadA, spreadB) = (count * aa - a * a, count * bb - b * b)
    // A plain picture, within 1 % of the range, is like nothing.
    let plain = count * count * 41 * 41
    guard spreadA > plain, spreadB > plain else { return 0 }
    return Double(count * ab - a * b) / (Double(spreadA).squareRoot() * Double(spreadB).squareRoot())
  }
}

extension PictureGrid: PictureFact {
  init?(words: [Int]) {
    guard let cells = words.first, (0...Self.columns * Self.rows).contains(cells), words.count == 1 + cells || words.count == 1 + 3 * cells,
      words.dropFirst().allSatisfy({ (0...65_536).contains($0) })
    else { return nil }
    let values = words.dropFirst().map { Int32($0) }
    luma = Array(values.prefix(cells))
    let colors = Array(values.dropFirst(cells))
    (blue, red) = (Array(colors.prefix(colors.count / 2)), Array(colors.suffix(colors.count / 2)))
  }

  var words: [Int] { [luma.count] + (luma + blue + red).map { Int($0) } }
}
