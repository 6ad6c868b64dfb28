// SPDX-License-Identifier: Apache-2.0

/// Finds the blocks of a picture whose change is explained by something that moved, so that a camera's pan over a fence is no flash.
///
/// A block has moved where it lies, displaced, in the picture before: at one displacement the difference is at most a third of that in place, and less than
/// half of that at the opposite displacement (a pattern that reverses fits both ways and has not moved), and the picture varies over that displacement by about
/// as much as the block has changed (an area that flashes beside a plain one fits it, and has not moved). Displacements are taken over from neighbours and
/// from the picture before, and improved.
struct BlockMotion: Sendable {
  /// A displacement in pixels.
  private struct Vector: BitwiseCopyable, Equatable {
    var x: Int32 = 0
    var y: Int32 = 0
  }

  /// How a block has behaved.
  struct History: BitwiseCopyable {
    /// The last picture in which it changed by other than a steady motion.
    var disturbed = Int.min / 2
    /// The last picture in which it moved.
    var moved = Int.min / 2
  }

  /// Cells in a row of a block, and rows of cells.
  static let (cellsAcross, cellsDown) = (8, 16)

  let columns: Int
  let rows: Int
  let histories: CellStore<History>
  private let grid: CellGrid
  private let blockWidth: Int
  private let blockHeight: Int
  private let moved: CellStore<UInt8>
  /// Blocks that have changed by more than noise.
  private let isActive: CellStore<UInt8>
  private var vectors: CellStore<Vector>
  private var vectorsBefore: CellStore<Vector>
  /// Of a block every eighth row or so is read, and of a wide one four pieces of sixteen columns.
  private let rowStep: Int
  private let chunkStep: Int
  /// By how many bits samples are cut to 12.
  private var cut: UInt16 = 0
  private var position = 0
  private var before: SamplePlane?

  /// Blocks of the cells of `grid`.
  init(_ grid: CellGrid) {
    self.grid = grid
    blockWidth = min(grid.width, Self.cellsAcross * grid.cellWidth)
    blockHeight = min(grid.height, Self.cellsDown * grid.cellHeight)
    rowStep = max(1, blockHeight / 8)
    chunkStep = max(16, blockWidth / 4)
    columns = (grid.columns + Self.cellsAcross - 1) / Self.cellsAcross
    rows = (grid.rows + Self.cellsDown - 1) / Self.cellsDown
    moved = CellStore(columns * rows, 0)
    isActive = CellStore(columns * rows, 0)
    histories = CellStore(columns * rows, History())
    (vectors, vectorsBefore) = (CellStore(columns * rows, Vector()), CellStore(columns * rows, Vector()))
  }

  /// A bit for each of the sixteen cells of a group in row `row` of cells that lies in a block which has moved.
  func moved(_ row: Int, _ group: Int) -> UInt16 {
    let first = row / Self.cellsDown * columns + group * 2
    let second = group * 2 + 1 < columns && moved.start[first + 1] != 0
    return (moved.start[first] != 0 ? 0x00FF : 0) | (second ? 0xFF00 : 0)
  }

  /// Compares the next plane with the one before it. Where a stretch `begins`, displacements are sought anew, several times over: they then follow from these two
  /// planes alone.
  mutating func compare(_ plane: SamplePlane, number: Int, begins: Bool) {
    defer { before = plane }
    guard let before, before.matches(plane) else { return moved.fill(0) }
    cut = UInt16(max(0, plane.depth - 12))
    if begins {
      vectors.fill(Vector())
      vectorsBefore.fill(Vector())
      for round in 1...Self.searchesAnew {
        position = number + round
        search(plane, before)
      }
    }
    position = number
    search(plane, before)
    settle()
  }

  /// Takes up the plane before, where reading begins in the middle of a programme.
  mutating func begin(_ plane: SamplePlane) { before = plane }

  /// Passes what is kept where a stretch begins, beside the plane before. What happened more than `memory` pictures before `number` is as good as never.
  func pass(_ tape: inout StateTape, number: Int, memory: Int) {
    for block in histories.memory.indices {
      var ages = [histories.start[block].disturbed, histories.start[block].moved].map { min(max(0, number &- $0), memory) }
      for index in ages.indices { tape.pass(&ages[index], in: 0...memory) }
      if tape.isReading { histories.start[block] = History(disturbed: number - ages[0], moved: number - ages[1]) }
    }
  }

  // MARK: -

  /// How often displacements are sought where nothing is known of those before.
  private static let searchesAnew = 6

  private mutating func search(_ plane: SamplePlane, _ before: SamplePlane) {
    swap(&vectors, &vectorsBefore)
    switch plane.word {
    case .byte: search(plane.depth, { plane.bytes($0) }, { before.bytes($0) })
    case .word: search(plane.depth, { plane.words($0) }, { before.words($0) })
    }
  }

  /// Small and large steps by which displacements are tried to be improved, one a block and picture in turn.
  private static let updates: [(Int32, Int32)] = [
    (8, 0), (0, 2), (-8, 0), (0, -2), (16, 0), (0, 6), (-16, 0), (0, -6), (28, 0), (4, 4), (-28, 0), (-4, -4), (44, 0), (4, -4), (-44, 0), (-4, 4),
    (3, 12), (-3, -12), (70, 0), (-70, 0), (0, 20), (0, -20),
  ]

  /// A displacement out of the blue, mostly small, another one for each block and picture: some block finds the way a camera goes, and the others take it over.
  @inline(__always)
  private func guess(_ block: Int) -> Vector {
    var hash = UInt32(truncatingIfNeeded: block) &* 2_654_435_761 ^ UInt32(truncatingIfNeeded: position) &* 2_246_822_519
    hash = (hash ^ hash >> 15) &* 2_654_435_761
    hash ^= hash >> 13
    let x = Int32(truncatingIfNeeded: (hash & 63) + (hash >> 6 & 63)) - 63
    let y = Int32(truncatingIfNeeded: (hash >> 12 & 15) + (hash >> 16 & 15)) - 15
    return Vector(x: x, y: y)
  }

  @inline(__always)
  private func search<Sample: QuadSample>(
    _ depth: Int, _ now: (Int) -> UnsafePointer<Sample>, _ before: (Int) -> UnsafePointer<Sample>
  ) {
    let perRow = blockWidth < 16 ? blockWidth : ((blockWidth - 16) / chunkStep + 1) * 16
    // Noise moves nothing: a hundredth of the range on average.
    let noise = ((blockHeight - 1) / rowStep + 1) * perRow * max(1, (1 << min(depth, 12)) / 100)
    let (reachX, reachY) = (Int32(grid.cellWidth * 16), Int32(grid.cellHeight * 16))
    for row in 0..<rows {
      for column in 0..<columns {
        let block = row * columns + column
        let (x, y) = (min(column * blockWidth, grid.width - blockWidth), min(row * blockHeight, grid.height - blockHeight))
        let inPlace = difference(x, y, Vector(), now, before)
        vectors.start[block] = Vector()
        moved.start[block] = 0
        isActive.start[block] = inPlace > noise ? 1 : 0
        guard inPlace > noise else { continue }
        var (best, least) = (Vector(), inPlace)
        func consider(_ vector: Vector) {
          guard vector != best, abs(vector.x) <= reachX, abs(vector.y) <= reachY, isInside(x, y, vector) else { return }
          let difference = difference(x, y, vector, now, before, enough: least)
          if difference < least { (best, least) = (vector, difference) }
        }
        consider(vectorsBefore.start[block])
        if column > 0 { consider(vectors.start[block - 1]) }
        if row > 0 { consider(vectors.start[block - columns]) }
        if row + 1 < rows { consider(vectorsBefore.start[block + columns]) }
        let update = Self.updates[(block &* 7 &+ position &* 5) % Self.updates.count]
        consider(Vector(x: best.x &+ update.0, y: best.y &+ update.1))
        if least * 3 > inPlace { consider(guess(block)) }
        // One pixel better, by turns across and down.
        let start = best
        let (dx, dy): (Int32, Int32) = (block &+ position) & 1 == 0 ? (1, 0) : (0, 1)
        if least * 16 > inPlace {
          consider(Vector(x: start.x &+ dx, y: start.y &+ dy))
          consider(Vector(x: start.x &- dx, y: start.y &- dy))
        }
        judge(block, x, y, best, least: least, inPlace: inPlace, now, before)
      }
    }
  }

  @inline(__always)
  private func judge<Sample: QuadSample>(
    _ block: Int, _ x: Int, _ y: Int, _ best: Vector, least: Int, inPlace: Int, _ now: (Int) -> UnsafePointer<Sample>,
    _ before: (Int) -> UnsafePointer<Sample>
  ) {
    vectors.start[block] = best
    guard best != Vector(), least * 3 <= inPlace else { return }
    let opposite = Vector(x: -best.x, y: -best.y)
    // The picture against itself: what moved by this much differs by about as much as it did in place.
    let isAtEdge = !isInside(x, y, opposite)
    guard difference(x, y, isAtEdge ? best : opposite, now, now) * 4 >= inPlace * 3 else { return }
    if isAtEdge {
      moved.start[block] = Self.unsure
    } else if difference(x, y, opposite, now, before) > least * 2 {
      moved.start[block] = 1
    }
  }

  /// What lies at an edge, where the opposite displacement leads out of the picture, has moved if a neighbour has moved alike. Then histories are kept.
  private func settle() {
    for row in 0..<rows {
      for column in 0..<columns {
        let block = row * columns + column
        guard moved.start[block] == Self.unsure else { continue }
        let vector = vectors.start[block]
        let neighbours = [(0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]
        let hasMoved = neighbours.contains { (down, right) in
          guard (0..<rows).contains(row + down), (0..<columns).contains(column + right) else { return false }
          let other = block + down * columns + right
          return moved.start[other] == 1 && abs(vectors.start[other].x - vector.x) <= 2 && abs(vectors.start[other].y - vector.y) <= 2
        }
        moved.start[block] = hasMoved ? Self.unsure : 0
      }
    }
    for block in 0..<rows * columns where isActive.start[block] != 0 {
      let (last, best) = (vectorsBefore.start[block], vectors.start[block])
      let turnsBack = Int(last.x) * Int(best.x) + Int(last.y) * Int(best.y) < 0
      if moved.start[block] != 0 { histories.start[block].moved = position }
      if moved.start[block] == 0 || turnsBack { histories.start[block].disturbed = position }
    }
  }

  /// How a block is marked that has moved as far as can be told at an edge.
  private static let unsure: UInt8 = 2

  @inline(__always)
  private func isInside(_ x: Int, _ y: Int, _ vector: Vector) -> Bool {
    let (left, top) = (x + Int(vector.x), y + Int(vector.y))
    return left >= 0 && top >= 0 && left + blockWidth <= grid.width && top + blockHeight <= grid.height
  }

  /// How much a block differs at a displacement. A sum that has come to `enough` may be left where it is.
  @inline(__always)
  private func difference<Sample: QuadSample>(
    _ x: Int, _ y: Int, _ vector: Vector, _ one: (Int) -> UnsafePointer<Sample>, _ other: (Int) -> UnsafePointer<Sample>, enough: Int = .max
  ) -> Int {
    let (left, top) = (x + Int(vector.x), y + Int(vector.y))
    guard blockWidth >= 16 else { return narrowDifference(x, y, left, top, one, other) }
    let cut = cut
    var (sum, line) = (0, 0)
    while line < blockHeight, sum < enough {
      sum &+= Int(Sample.difference(one(y + line) + x, other(top + line) + left, width: blockWidth, step: chunkStep, cut: cut))
      line += rowStep
    }
    return sum
  }

  /// The same for blocks of small pictures.
  private func narrowDifference<Sample: QuadSample>(
    _ x: Int, _ y: Int, _ left: Int, _ top: Int, _ one: (Int) -> UnsafePointer<Sample>, _ other: (Int) -> UnsafePointer<Sample>
  ) -> Int {
    var sum = 0
    for line in stride(from: 0, to: blockHeight, by: rowStep) {
      let (a, b) = (one(y + line) + x, other(top + line) + left)
      for column in 0..<blockWidth { sum += abs(Int(a[column] >> Sample(cut)) - Int(b[column] >> Sample(cut))) }
    }
    return sum
  }
}
