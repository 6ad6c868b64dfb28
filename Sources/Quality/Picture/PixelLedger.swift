// SPDX-License-Identifier: Apache-2.0

/// How a pixel, or a tiny cluster around it, stands out of calm surroundings.
struct PixelStandout: Hashable, Sendable {
  /// Column and row.
  let (column, row): (Int, Int)
  /// How far it lies from the mean of its surroundings, in code values; below zero for a dark one.
  let excess: Int
  /// The mean of its surroundings.
  let background: Int
}

extension PixelStandout: PictureFact {
  init?(words: [Int]) {
    guard words.count == 4, words[0...1].allSatisfy({ (0...65_536).contains($0) }), words[2...3].allSatisfy({ (-65_536...65_536).contains($0) })
    else { return nil }
    self.init(column: words[0], row: words[1], excess: words[2], background: words[3])
  }

  var words: [Int] { [column, row, excess, background] }
}

/// Places of one picture, in reading order.
struct PixelStandouts: PictureFact {
  let places: [PixelStandout]

  init(_ places: [PixelStandout]) { self.places = places }

  init?(words: [Int]) {
    guard words.count % 4 == 0 else { return nil }
    let places = stride(from: 0, to: words.count, by: 4).map { PixelStandout(words: Array(words[$0..<$0 + 4])) }
    self.places = places.compactMap(\.self)
    guard self.places.count == places.count else { return nil }
  }

  var words: [Int] { places.flatMap(\.words) }
}

extension SamplePlane {
  /// Samples between a pixel and the ones that it is compared with: even, so that they lie in the same field, and more than the largest cluster is
  /// wide.
  static let standoutReach = 4
  /// The widest and highest cluster.
  private static let largestCluster = 3

  /// What stands out at a place by more than `contrast` code values of the square ring around it; `nil` where nothing can be told.
  ///
  /// The excess is 0 where the surroundings are calm and nothing stands out: the sample is like them, or belongs to more than a tiny cluster, or,
  /// where `isFirst`, another sample of the cluster stands out further.
  func standout(_ column: Int, _ row: Int, contrast: Int, isFirst: Bool) -> PixelStandout? {
    let reach = Self.standoutReach
    var (low, high, sum) = (Int.max, 0, 0)
    for step in -reach..<reach {
      for (x, y) in [(column + step, row - reach), (column + reach, row + step), (column - step, row + reach), (column - reach, row - step)] {
        let value = sample(x, y)
        (low, high, sum) = (min(low, value), max(high, value), sum + value)
      }
    }
    let (value, background) = (sample(column, row), sum / (8 * reach))
    let own = value - background
    let none = high - low <= contrast ? PixelStandout(column: column, row: row, excess: 0, background: background) : nil
    guard high - low <= 3 * contrast, value > high + contrast || value + contrast < low else { return none }
    var (columns, rows) = (column...column, row...row)
    for y in row - reach + 1...row + reach - 1 {
      for x in column - reach + 1...column + reach - 1 {
        let other = sample(x, y) - background
        let isSameWay = (other < 0) == (own < 0)
        // Of equals, the first in reading order is the one.
        if isFirst, isSameWay, abs(other) > abs(own) || (abs(other) == abs(own) && (y, x) < (row, column)) { return none }
        if abs(other) * 2 > abs(own) {
          columns = min(columns.lowerBound, x)...max(columns.upperBound, x)
          rows = min(rows.lowerBound, y)...max(rows.upperBound, y)
        }
      }
    }
    guard columns.count <= Self.largestCluster, rows.count <= Self.largestCluster else { return none }
    return PixelStandout(column: column, row: row, excess: own, background: background)
  }

  /// The columns of a row in which a sample stands out by more than `contrast` of the four samples around it, at most `limit` of them.
  func standoutColumns(inRow row: Int, contrast: Int, limit: Int) -> [Int] {
    switch word {
    case .byte: columnsThatStandOut(bytes, row, width, false, contrast, limit)
    case .word: columnsThatStandOut(words, row, width, isDeep, contrast >> (isDeep ? 2 : 0), limit)
    }
  }
}

@inline(__always)
private func columnsThatStandOut<Sample: PlaneSample>(
  _ rows: (Int) -> UnsafePointer<Sample>, _ row: Int, _ width: Int, _ isDeep: Bool, _ contrast: Int, _ limit: Int
) -> [Int] {
  let reach = SamplePlane.standoutReach
  let (own, above, below) = (rows(row), rows(row - reach), rows(row + reach))
  let least = Lanes(repeating: Int16(clamping: contrast))
  var found: [Int] = []
  var column = reach
  while column + reach < width, found.count < limit {
    // The last columns are looked at with some of those before them.
    let start = min(column, width - reach - 16)
    guard start >= reach else { break }
    let (x, l) = (Sample.lanes(own + start, isDeep), Sample.lanes(own + start - reach, isDeep))
    let stands = least.isLess((x &- l).magnitude)
    if stands.hasAny {
      let r = Sample.lanes(own + start + reach, isDeep)
      let (u, d) = (Sample.lanes(above + start, isDeep), Sample.lanes(below + start, isDeep))
      let (low, high) = (l.lesser(r).lesser(u.lesser(d)), l.greater(r).greater(u.greater(d)))
      var bits = (least.isLess(x &- high) | least.isLess(low &- x)).maskBits
      while bits != 0, found.count < limit {
        let place = start + bits.trailingZeroBitCount
        if place >= column { found.append(place) }
        bits &= bits - 1
      }
    }
    column += 16
  }
  return found
}

/// What is remembered of places that stood out: a bounded list in reading order.
struct PixelLedger: Sendable {
  /// One place.
  struct Entry: Hashable, Sendable {
    let (column, row): (Int, Int)
    /// Looks in which it stood out.
    var seen = 1
    /// Looks in which it was brighter than its surroundings.
    var bright: Int
    /// Looks at calm surroundings in which it did not.
    var missed = 0
    /// How often its surroundings had changed when it was seen again.
    var changes = 0
    /// Its surroundings when last seen.
    var background: Int
    /// The sum of how far it stood out.
    var excess: Int
    /// The first frame in which it was seen, and the one after the last.
    var frames: Range<Int>
  }

  private static let most = 1024

  /// The places, in reading order.
  private(set) var entries: [Entry] = []

  /// The index of the first place at or after row `row`, column `column`.
  private func position(_ row: Int, _ column: Int) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if (entries[middle].row, entries[middle].column) < (row, column) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Looks again at every place in a row: `look` says what stands out there now, `nil` where nothing can be told. `change` is how far surroundings
  /// must move to count.
  mutating func revisit(row: Int, frame: Int, change: Int, _ look: (Int) -> PixelStandout?) {
    let first = position(row, 0)
    var index = first
    while index < entries.count, entries[index].row == row {
      if let now = look(entries[index].column) {
        // A pixel stuck at some grey is darker here and brighter there.
        if now.excess != 0 {
          entries[index].seen += 1
          entries[index].bright += now.excess > 0 ? 1 : 0
          entries[index].excess += abs(now.excess)
          if abs(now.background - entries[index].background) >= change {
            entries[index].changes += 1
            entries[index].background = now.background
          }
          entries[index].frames = entries[index].frames.lowerBound..<frame + 1
        } else {
          entries[index].missed += 1
        }
      }
      // Most of what stands out once is a light or a speck.
      if entries[index].missed * 3 > entries[index].seen { entries.remove(at: index) } else { index += 1 }
    }
  }

  /// Whether a place is listed.
  func holds(row: Int, column: Int) -> Bool {
    let index = position(row, column)
    return index < entries.count && entries[index].row == row && entries[index].column == column
  }

  /// Adds a place that stands out for the first time, unless the list is full.
  mutating func add(_ standout: PixelStandout, frame: Int) {
    guard entries.count < Self.most else { return }
    entries.insert(
      Entry(
        column: standout.column, row: standout.row, bright: standout.excess > 0 ? 1 : 0, background: standout.background,
        excess: abs(standout.excess),
        frames: frame..<frame + 1),
      at: position(standout.row, standout.column))
  }

  /// Drops places that were not seen since `frame` and only ever a few times: scenery that has gone.
  mutating func forget(before frame: Int, seen few: Int) { entries.removeAll { $0.frames.upperBound <= frame && $0.seen < few } }
}
