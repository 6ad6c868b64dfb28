// SPDX-License-Identifier: Apache-2.0

/// Coded blocks of a picture that are other than before and after, and how cleanly they end at the edges of blocks.
struct AlienBlocks {
  /// Luma columns and rows of a block: the macroblock of most codings.
  static let size = 16
  /// The share of samples that are other in a lost block, and at most in one that is not touched.
  private static let share = (lost: 0.6, untouched: 0.1)
  /// The least share of the blocks around a region that are not touched.
  private static let cleanness = 0.85
  /// How much more the samples on either side of a region's edge differ than those beside them, and than the same samples did before.
  private static let edge = 2.0
  /// The fewest blocks of a region: one alone may be something small and fast.
  private static let fewest = 3

  /// Where a block lies.
  struct Place: Hashable {
    let row: Int
    let column: Int

    /// The blocks that touch it at an edge.
    var neighbours: [Place] {
      [
        Place(row: row - 1, column: column), Place(row: row + 1, column: column), Place(row: row, column: column - 1),
        Place(row: row, column: column + 1),
      ]
    }
  }

  /// Blocks that touch each other.
  struct Region: Hashable {
    let blocks: Int
    let area: PixelArea
    /// How sure it is, 0 to 1: how much of it is other, and how much around it is not.
    let confidence: Double
  }

  /// Luma, and colour differences where there are any, of the picture before, the picture and the one after.
  let before: [SamplePlane]
  let own: [SamplePlane]
  let after: [SamplePlane]
  /// Code values by which samples differ.
  let limit: Int

  /// The regions of lost blocks that touch any of `places`, in reading order, with clean edges.
  func regions(from places: Set<Place>) -> [Region] {
    var known: [Place: Double] = [:]
    func share(_ place: Place) -> Double {
      if let share = known[place] { return share }
      let share = otherShare(place)
      known[place] = share
      return share
    }
    var taken: Set<Place> = []
    var regions: [Region] = []
    for seed in places.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) where isInside(seed) && !taken.contains(seed) {
      // Most places are things that move; a look at every fourth sample of every fourth row tells.
      guard otherShare(seed, step: 4) >= Self.share.lost / 2, share(seed) >= Self.share.lost else { continue }
      var (region, around, front): ([Place], Set<Place>, [Place]) = ([], [], [seed])
      taken.insert(seed)
      while let place = front.popLast() {
        region.append(place)
        for neighbour in place.neighbours where isInside(neighbour) {
          if share(neighbour) < Self.share.lost { around.insert(neighbour) } else if taken.insert(neighbour).inserted { front.append(neighbour) }
        }
      }
      guard region.count >= Self.fewest, let found = judge(region, around, share) else { continue }
      regions.append(found)
    }
    return regions
  }

  private func judge(_ region: [Place], _ around: Set<Place>, _ share: (Place) -> Double) -> Region? {
    let (rows, columns) = (region.map(\.row), region.map(\.column))
    // A region without surroundings is the whole picture.
    guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max(), !around.isEmpty else { return nil }
    let clean = Double(around.count { share($0) <= Self.share.untouched }) / Double(around.count)
    guard clean >= Self.cleanness else { return nil }
    guard hasHardEdges(region) else { return nil }
    // Sums in a fixed order: blocks were found in one.
    let full = region.reduce(0) { $0 + share($1) } / Double(region.count)
    let area = PixelArea(
      columns: left * Self.size..<min(own[0].width, (right + 1) * Self.size), rows: top * Self.size..<min(own[0].height, (bottom + 1) * Self.size))
    return Region(blocks: region.count, area: area, confidence: full * clean)
  }

  /// Whether the picture breaks along the edges of a region, in luma or in a colour difference: what moves ends softly, or elsewhere.
  private func hasHardEdges(_ region: [Place]) -> Bool {
    let inside = Set(region)
    return own.indices.contains { component in
      var edges = (across: 0, beside: 0, before: 0, count: 0)
      for place in region {
        for neighbour in place.neighbours where isInside(neighbour) && !inside.contains(neighbour) {
          addEdge(of: place, to: neighbour, own[component], before[component], to: &edges)
        }
      }
      let least = Self.edge * Double(max(edges.beside, edges.before, edges.count * limit / 4))
      return edges.count > 0 && Double(edges.across) >= least
    }
  }

  /// Adds the differences of samples across the edge between two blocks, beside it, and across it in the picture before.
  private func addEdge(
    of place: Place, to neighbour: Place, _ plane: SamplePlane, _ past: SamplePlane,
    to sums: inout (across: Int, beside: Int, before: Int, count: Int)
  ) {
    let (columns, rows) = samples(of: place, plane)
    let (dx, dy) = (neighbour.column - place.column, neighbour.row - place.row)
    // The sample inside the edge, for each step along it.
    for step in 0..<(dx == 0 ? columns.count : rows.count) {
      let x = dx == 0 ? columns.lowerBound + step : (dx > 0 ? columns.upperBound - 1 : columns.lowerBound)
      let y = dx == 0 ? (dy > 0 ? rows.upperBound - 1 : rows.lowerBound) : rows.lowerBound + step
      guard (0..<plane.width).contains(x - dx), (0..<plane.width).contains(x + 2 * dx), (0..<plane.height).contains(y - dy),
        (0..<plane.height).contains(y + 2 * dy)
      else { continue }
      let (inner, own, outer, far) = (
        plane.sample(x - dx, y - dy), plane.sample(x, y), plane.sample(x + dx, y + dy), plane.sample(x + 2 * dx, y + 2 * dy)
      )
      sums.across += abs(own - outer)
      sums.beside += max(abs(own - inner), abs(outer - far))
      sums.before += abs(past.sample(x, y) - past.sample(x + dx, y + dy))
      sums.count += 1
    }
  }

  /// The samples of a component that a block covers: colour differences have fewer columns and rows.
  private func samples(of place: Place, _ plane: SamplePlane) -> (columns: Range<Int>, rows: Range<Int>) {
    let (across, down) = (max(1, (own[0].width + plane.width - 1) / plane.width), max(1, (own[0].height + plane.height - 1) / plane.height))
    func range(_ index: Int, _ size: Int, _ end: Int) -> Range<Int> { min(end, index * size)..<min(end, (index + 1) * size) }
    return (range(place.column, Self.size / across, plane.width), range(place.row, Self.size / down, plane.height))
  }

  private func isInside(_ place: Place) -> Bool {
    place.row >= 0 && place.column >= 0 && place.row * Self.size < own[0].height && place.column * Self.size < own[0].width
  }

  /// The share of a block's samples that are other than before and after, of luma or of a colour difference, whichever is more.
  private func otherShare(_ place: Place, step: Int = 1) -> Double {
    own.indices.map { component in
      let plane = own[component]
      let (columns, rows) = samples(of: place, plane)
      guard !columns.isEmpty, !rows.isEmpty else { return 0 }
      let count =
        switch plane.word {
        case .byte: countOthers(before[component].bytes, plane.bytes, after[component].bytes, columns, rows, step, limit)
        case .word: countOthers(before[component].words, plane.words, after[component].words, columns, rows, step, limit)
        }
      return Double(count) / Double(((columns.count + step - 1) / step) * ((rows.count + step - 1) / step))
    }.max() ?? 0
  }
}

@inline(__always)
private func countOthers<Sample: PlaneSample>(
  _ before: (Int) -> UnsafePointer<Sample>, _ own: (Int) -> UnsafePointer<Sample>, _ after: (Int) -> UnsafePointer<Sample>, _ columns: Range<Int>,
  _ rows: Range<Int>, _ step: Int, _ limit: Int
) -> Int {
  var count = 0
  for row in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
    let (past, now, future) = (before(row), own(row), after(row))
    for column in stride(from: columns.lowerBound, to: columns.upperBound, by: step) {
      let (a, b) = (abs(Int(now[column]) - Int(past[column])), abs(Int(now[column]) - Int(future[column])))
      if min(a, b) > limit, abs(Int(past[column]) - Int(future[column])) * 2 <= min(a, b) { count += 1 }
    }
  }
  return count
}
