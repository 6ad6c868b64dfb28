// SPDX-License-Identifier: Apache-2.0

/// What the stripes of a picture come to.
struct PatternMoment: Hashable, Sendable {
  /// The share of the screen under a pattern that stands still.
  var still = 0.0
  /// The share under one that reverses, oscillates or flashes. One that drifts smoothly is in neither.
  var changing = 0.0
}

/// Finds stripes, checks and other rows of repeated elements: light and dark in turn along a line, of like width and strength, more pairs than allowed.
///
/// Lines run across and down: stripes at any angle, rings and rays cross one or the other. A mark holds only where three neighbouring lines have it, and counts
/// only while it lasts. Looked for about ten times a second, on cells of 4 by 4 pixels at 1920 × 1080: stripes narrower than about six pixels are not seen.
struct StripePattern: Sendable {
  /// Pictures from one look to the next.
  let interval: Int
  private let columns: Int
  private let rows: Int
  private let limits: PatternLimits
  private let bars: Int
  private let contrast: Int32
  private let lightest: Int32
  private let light: CellStore<Int32>
  private let marks: CellStore<UInt8>
  private let across: CellStore<UInt8>
  private let down: CellStore<UInt8>
  /// The last looks, the newest in bit 0.
  private let history: CellStore<UInt8>
  private let lightOfCode: [Int32]
  /// Whether nothing is marked in any of the last looks.
  private var isPlain = true
  private var looked = Int.min / 2

  /// Steps of light in 1 cd/m².
  private static let unit = 16.0

  /// A search on the fine cells of `light`, at `perSecond` pictures a second.
  init(_ light: CellLight, limits: PatternLimits, perSecond: Int) {
    self.limits = limits
    columns = light.fine.fineColumns
    rows = light.grid.rows
    interval = Self.interval(limits, perSecond: perSecond)
    bars = 2 * (min(10_000, max(0, limits.pairs)) + 1)
    contrast = Int32(clamping: (max(0.5, limits.contrast) * Self.unit).whole)
    lightest = Int32(clamping: (limits.light * Self.unit).whole)
    let cells = columns * rows
    self.light = CellStore(cells, 0)
    (marks, across, down, history) = (CellStore(cells, 0), CellStore(cells, 0), CellStore(cells, 0), CellStore(cells, 0))
    lightOfCode = (0..<4096).map { Int32(clamping: (min(4000, light.luminance(ofGray: $0)) * Self.unit).whole) }
  }

  /// Pictures from one look to the next, at `perSecond` pictures a second.
  static func interval(_ limits: PatternLimits, perSecond: Int) -> Int { max(1, (max(0, limits.seconds) * Double(perSecond) / 5).rounded(.up).whole) }

  /// Passes what is kept, at picture `number`.
  mutating func pass(_ tape: inout StateTape, number: Int) {
    var age = min(number &- looked, interval)
    tape.pass(&age, in: 0...interval)
    if tape.isReading { looked = number - age }
    tape.pass(history.memory)
    if tape.isReading { isPlain = history.memory.allSatisfy { $0 == 0 } }
  }

  /// Whether this picture is looked at.
  func looks(at number: Int) -> Bool { number - looked >= interval }

  /// Looks at the picture with this number, and says what has lasted; `nil` between looks.
  mutating func look(_ means: CellMeans, _ motion: BlockMotion, number: Int, grid: CellGrid) -> PatternMoment? {
    guard looks(at: number), let fine = means.fine else { return nil }
    looked = number
    lightOfCode.withUnsafeBufferPointer { table in
      for cell in 0..<columns * rows { light.start[cell] = table[Int(min(fine.start[cell], 4095))] }
    }
    let variations = variations()
    marks.fill(0)
    if variations.rows.contains(where: isEnough) {
      across.fill(0)
      for row in 0..<rows where isEnough(variations.rows[row]) { scan(from: row * columns, count: columns, step: 1, into: across.start) }
      keep(across.start, from: columns, step: columns)
    }
    if variations.columns.contains(where: isEnough) {
      down.fill(0)
      for column in 0..<columns where isEnough(variations.columns[column]) { scan(from: column, count: rows, step: columns, into: down.start) }
      keep(down.start, from: 1, step: 1)
    }
    return remember(motion, number: number, cellsAcross: max(1, grid.cellWidth / means.fineWidth) * BlockMotion.cellsAcross)
  }

  // MARK: - Lines that may hold a pattern

  /// How much light goes up and down along each row and each column, in all.
  private func variations() -> (rows: [Int], columns: [Int]) {
    var (ofRows, ofColumns) = (Array(repeating: 0, count: rows), Array(repeating: UInt32(0), count: columns))
    ofColumns.withUnsafeMutableBufferPointer { ofColumns in
      for row in 0..<rows {
        let line = light.start + row * columns
        var sum: UInt32 = 0
        for column in 1..<max(1, columns) { sum &+= (line[column] &- line[column &- 1]).magnitude }
        ofRows[row] = Int(sum)
        guard row > 0 else { continue }
        for column in 0..<columns { ofColumns[column] &+= (line[column] &- line[column &- columns]).magnitude }
      }
    }
    return (ofRows, ofColumns.map { Int($0) })
  }

  /// Whether a line of which light goes up and down by so much may have enough bars: all but the last end in an edge as high as the least contrast.
  private func isEnough(_ variation: Int) -> Bool { variation >= (bars - 1) * Int(contrast) }

  // MARK: - Along a line

  /// Marks the parts of a line that lie under more bars than allowed.
  private func scan(from first: Int, count: Int, step: Int, into marks: UnsafeMutablePointer<UInt8>) {
    guard count > bars else { return }
    var run = StripeRun(contrast: contrast, lightest: lightest)
    run.begin(light.start[first])
    for place in 1..<count {
      guard let ended = run.take(light.start[first + place * step], at: place) else { continue }
      if ended.bars >= bars { mark(ended.places, first, step, marks) }
    }
    let ended = run.end(at: count)
    if ended.bars >= bars { mark(ended.places, first, step, marks) }
  }

  private func mark(_ places: Range<Int>, _ first: Int, _ step: Int, _ marks: UnsafeMutablePointer<UInt8>) {
    for place in places { marks[first + place * step] = 1 }
  }

  /// Takes over what three lines side by side have marked: lines lie `step` apart.
  private func keep(_ lines: UnsafeMutablePointer<UInt8>, from first: Int, step: Int) {
    for cell in first..<max(first, columns * rows - first) where lines[cell] & lines[cell - step] & lines[cell + step] != 0 {
      marks.start[cell] = 1
      marks.start[cell - step] = 1
      marks.start[cell + step] = 1
    }
  }

  // MARK: - Over time

  private mutating func remember(_ motion: BlockMotion, number: Int, cellsAcross: Int) -> PatternMoment {
    var (still, changing) = (0, 0)
    let isMarked = marks.memory.contains { $0 != 0 }
    if isPlain, !isMarked { return PatternMoment() }
    var isPlain = true
    // A change counts only after the pattern had appeared, or its appearing would be one.
    let recent = number - 4 * interval
    for row in 0..<rows {
      let blocks = motion.histories.start + min(row / BlockMotion.cellsDown, motion.rows - 1) * motion.columns
      for column in 0..<columns {
        let cell = row * columns + column
        let looks = history.start[cell] << 1 | marks.start[cell]
        history.start[cell] = looks
        if looks != 0 { isPlain = false }
        guard looks & 0b11 != 0, looks & 0b11_0000 != 0, (looks & 0b11_1111).nonzeroBitCount >= 3 else { continue }
        let block = blocks[min(column / cellsAcross, motion.columns - 1)]
        if block.disturbed > recent {
          changing += 1
        } else if block.moved <= recent {
          still += 1
        }
      }
    }
    self.isPlain = isPlain
    let cells = Double(max(1, columns * rows))
    return PatternMoment(still: Double(still) / cells, changing: Double(changing) / cells)
  }
}

/// Bars of like width and strength in succession along one line.
struct StripeRun {
  private let contrast: Int32
  private let lightest: Int32
  /// The lightest or darkest light since the last edge, as the line rises or falls; both before the first edge.
  private var (high, low) = (Int32.min, Int32.max)
  /// 0: no edge yet; 1: rising; -1: falling.
  private var direction = 0
  /// Where the last three edges lie.
  private var edges = (0, 0, 0)
  /// The light of the last two bars of each kind, the newest first.
  private var peaks = (Int32(0), Int32(0), Int32(0))
  /// Bars so far, and where the first of them begins.
  private var bars = 0
  private var start = 0

  init(contrast: Int32, lightest: Int32) {
    self.contrast = contrast
    self.lightest = lightest
  }

  mutating func begin(_ light: Int32) { (high, low) = (light, light) }

  /// Takes the next place of a line. Returns a run of bars that an irregular edge has ended.
  @inline(__always)
  mutating func take(_ light: Int32, at place: Int) -> (bars: Int, places: Range<Int>)? {
    if light > high { high = light }
    if light < low { low = light }
    if direction >= 0, high - light >= contrast, direction != 0 || light < high {
      return edge(at: place, peak: high, light, falling: true)
    }
    if direction <= 0, light - low >= contrast { return edge(at: place, peak: low, light, falling: false) }
    return nil
  }

  /// The last run, at the end of a line.
  func end(at place: Int) -> (bars: Int, places: Range<Int>) {
    // The bar that the line ends in counts where it is about as wide as the one before it.
    let width = edges.0 - edges.1
    let isWhole = bars > 0 && (place - edges.0) * 3 >= width * 2 && place - edges.0 <= width * 2
    return (bars + (isWhole ? 1 : 0), start..<(isWhole ? place : max(start, edges.0)))
  }

  private mutating func edge(at place: Int, peak: Int32, _ light: Int32, falling: Bool) -> (bars: Int, places: Range<Int>)? {
    let period = place - edges.1
    let periodBefore = edges.0 - edges.2
    let strength = abs(peak - peaks.0)
    let isLike =
      bars >= 1
      && (bars < 3 || abs(period - periodBefore) <= max(1, periodBefore / 4))
      && (bars < 3 || abs(peak - peaks.1) <= max(contrast, strength / 2))
      && (!falling || peak > lightest)
    var ended: (bars: Int, places: Range<Int>)?
    if isLike {
      bars += 1
    } else {
      if bars > 0 { ended = (bars, start..<max(start, edges.0)) }
      (bars, start) = (falling && peak <= lightest ? 0 : 1, direction == 0 ? 0 : edges.0)
    }
    edges = (place, edges.0, edges.1)
    peaks = (peak, peaks.0, peaks.1)
    direction = falling ? -1 : 1
    (high, low) = (light, light)
    return ended
  }
}
