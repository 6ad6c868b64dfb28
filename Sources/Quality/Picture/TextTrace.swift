// SPDX-License-Identifier: Apache-2.0

/// Follows the edges in a box of the picture, to tell how long a text stands there and how high its letters are.
///
/// Each place where luma rises or falls hard within two columns remembers since when it has done so, the same way. The edges of a text come together and go
/// together, however the picture moves behind it; those of the picture come and go by themselves. So the hold of the text is that of the largest number of edges
/// with one first and one last picture.
struct TextTrace {
  /// Edges with one first and one last picture.
  struct Stand: Hashable {
    /// The first frame.
    var start: Int
    /// The frame after the last.
    var end: Int
  }

  /// How much luma changes where an edge begins, and where it still stands, as shares of the range in hundredths.
  private static let (birth, stay) = (25, 15)
  /// The most stands that are remembered; the smallest are forgotten first.
  private static let maximumStands = 1024
  /// Edges of a text that fades are counted to it where they begin and end within so many frames.
  private static let fade = 12

  private let columns: Range<Int>
  private let rows: Range<Int>
  /// The shortest stand that is remembered, in frames.
  private let minimum: Int
  /// The frame since which an edge stands, plus one, negative where luma falls; 0 where there is none.
  private var since: [Int32]
  /// The edges in each row, by stand.
  private(set) var stands: [Stand: [Int32]] = [:]

  /// A trace of a box; stands shorter than `minimum` frames are forgotten.
  init(columns: Range<Int>, rows: Range<Int>, minimum: Int) {
    (self.columns, self.rows, self.minimum) = (columns, rows, minimum)
    since = Array(repeating: 0, count: columns.count * rows.count)
  }

  /// Takes the luma of the next picture.
  mutating func add(_ luma: SamplePlane, frame: Int, range: Int) {
    guard columns.upperBound <= luma.width, rows.upperBound <= luma.height, columns.count > 2 else { return close(at: frame) }
    let limits = (birth: range * Self.birth / 100, stay: range * Self.stay / 100)
    for row in rows {
      switch luma.word {
      case .byte: addRow(luma.bytes(row), row, frame, limits)
      case .word: addRow(luma.words(row), row, frame, limits)
      }
    }
  }

  /// Ends every edge: the programme has ended, or is no longer the same picture.
  mutating func close(at frame: Int) {
    for row in rows {
      let line = (row - rows.lowerBound) * columns.count
      for index in line..<line + columns.count where since[index] != 0 {
        end(since[index], row - rows.lowerBound, frame)
        since[index] = 0
      }
    }
  }

  /// The stand of most edges, of those that hold `frame` where one is given, and the edges in each row of it and of those that fade with it.
  func text(at frame: Int?) -> (stand: Stand, rows: [Int32])? {
    let candidates = stands.filter { stand, _ in frame.map { stand.start <= $0 && $0 < stand.end } ?? true }
    func weight(_ entry: (key: Stand, value: [Int32])) -> (Int, Int, Int) {
      (entry.value.reduce(0) { $0 + Int($1) }, entry.key.end - entry.key.start, -entry.key.start)
    }
    guard let best = candidates.max(by: { weight($0) < weight($1) }), weight(best).0 >= 8 else { return nil }
    var rows = best.value
    for (stand, edges) in candidates where stand != best.key {
      guard abs(stand.start - best.key.start) <= Self.fade, abs(stand.end - best.key.end) <= Self.fade else { continue }
      for row in rows.indices { rows[row] += edges[row] }
    }
    return (best.key, rows)
  }

  @inline(__always)
  private mutating func addRow<Sample: PlaneSample>(
    _ samples: UnsafePointer<Sample>, _ row: Int, _ frame: Int, _ limits: (birth: Int, stay: Int)
  ) {
    let line = (row - rows.lowerBound) * columns.count
    for column in columns.dropFirst(2) {
      let index = line + column - columns.lowerBound
      let step = Int(samples[column]) - Int(samples[column - 2])
      let known = since[index]
      if known != 0 {
        if (step > 0) == (known > 0), abs(step) >= limits.stay { continue }
        end(known, row - rows.lowerBound, frame)
        since[index] = 0
      }
      if abs(step) >= limits.birth { since[index] = Int32(clamping: step > 0 ? frame + 1 : -frame - 1) }
    }
  }

  private mutating func end(_ known: Int32, _ row: Int, _ frame: Int) {
    let start = Int(abs(known)) - 1
    guard frame - start >= minimum else { return }
    stands[Stand(start: start, end: frame), default: Array(repeating: 0, count: rows.count)][row] += 1
    guard stands.count > Self.maximumStands else { return }
    let order = stands.map { (stand: $0.key, weight: $0.value.reduce(0) { $0 + Int($1) }) }.sorted {
      ($0.weight, $0.stand.start, $0.stand.end) > ($1.weight, $1.stand.start, $1.stand.end)
    }
    for entry in order.suffix(Self.maximumStands / 2) { stands[entry.stand] = nil }
  }
}

/// The lines of a text by the edges in its rows.
struct LetterRows {
  /// The height of the letters of each line without what rises above and hangs below most of them, in rows, from the top.
  let heights: [Int]
  /// The rows that each line takes up, ascenders and descenders included.
  let extents: [Int]

  /// The lines of a text of which each row holds so many edges.
  ///
  /// Most letters stand between the base line and the height of an x (in capitals, of a capital); where fewer than half as many edges are, there are ascenders,
  /// descenders and accents. Clearcast calls the size of a text the vertical height of the text in television lines, and does not say which of the two it means.
  init(_ edges: [Int32]) {
    let floor = max(2, (edges.max() ?? 0) / 12)
    let lines = edges.indices.split { edges[$0] <= floor }.filter { $0.count >= 4 }
    extents = lines.map(\.count)
    heights = lines.compactMap { block in
      let sorted = block.map { edges[$0] }.sorted()
      let usual = sorted[sorted.count * 3 / 4]
      guard let top = block.first(where: { edges[$0] * 2 >= usual }), let bottom = block.last(where: { edges[$0] * 2 >= usual }) else { return nil }
      return bottom - top + 1
    }
  }
}
