// SPDX-License-Identifier: Apache-2.0

/// What the cells' changes of the last second come to.
struct FlashMoment: Sendable {
  /// The share of the failure level, 1 where it is reached: over all numbers of changes, the lesser of the share of the number and the share of the area.
  var risk = 0.0
  /// The same of going on for too long.
  var extendedRisk = 0.0
  /// Changes within a second that more than the allowed area sees.
  var changes = 0
  /// The share of the screen that has seen more flashes in a second than allowed, within this second.
  var area = 0.0
  /// The share of the screen that changed in this picture.
  var changing = 0.0
  /// The share of the screen that changed in this picture, and has then seen more flashes in a second than allowed.
  var over = 0.0
  /// Whether this picture is part of a sequence of flashes that is not allowed.
  var fails = false
  /// Whether flashing has gone on for too long here.
  var goesOn = false
}

/// Counts changes in each cell over the last second, and the area of the cells that saw too many.
///
/// Areas need not flash in step: a cell that saw too many changes within any second counts for a second from then on, so that areas which flash at slightly
/// different times are added up.
struct FlashCounter: Sendable {
  private let grid: CellGrid
  private let window: Int
  private let allowed: Int
  private let area: Double
  private let pacing: Int16
  private let extended: ExtendedFlashLimits?
  /// Changes of the last second: for each picture of it, a bit for each cell.
  private let ring: CellStore<UInt16>
  private let counts: CellStore<Int16>
  /// Pictures for which a cell still counts as flashing too often.
  private let heat: CellStore<Int16>
  /// Pictures for which a cell still counts as flashing often.
  private let warmth: CellStore<Int16>
  /// When the last change was, and the one before, as picture numbers modulo 65,536.
  private let last: CellStore<Int16>
  private let lastButOne: CellStore<Int16>
  private let isLive: CellStore<UInt8>
  private var position = 0
  private var quiet = 0
  private var longRing: [Bool]
  private var longCount = 0

  /// A counter for the cells of `grid`.
  ///
  /// - Parameters:
  ///   - window: pictures, or fields, within a second, two that are a second apart not counted.
  ///   - pacing: the distance of leading edges from which flashes do not count as going on, in pictures.
  init(_ grid: CellGrid, limits: FlashLimits, window: Int, pacing: Int) {
    self.grid = grid
    self.window = window
    allowed = min(1000, max(1, limits.flashesPerSecond)) * 2
    area = limits.area
    extended = limits.extended
    self.pacing = Int16(clamping: max(0, pacing))
    let groups = grid.groups * grid.rows
    ring = CellStore(groups * window, 0)
    (counts, heat, warmth, last, lastButOne) = (
      CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0)
    )
    isLive = CellStore(groups, 0)
    longRing = Array(repeating: false, count: min(100_000, max(1, (max(0, limits.extended?.seconds ?? 0) * Double(window)).whole)))
    quiet = window + 1
  }

  /// Whether no cell has changed for so long that another quiet picture changes nothing.
  private var isAsleep: Bool { quiet > 2 * window + 1 }

  /// Takes the changes of the next picture, `nil` for none at all, and those that take the place of the last change of their cell.
  mutating func count(_ changes: CellStore<UInt16>?, again: CellStore<UInt16>? = nil) -> FlashMoment {
    quiet = changes == nil ? quiet + 1 : 0
    var moment = FlashMoment()
    let slot = ring.start + position % window * (grid.groups * grid.rows)
    position += 1
    if !isAsleep {
      let tally = tally(changes, again, slot)
      let cells = Double(grid.cells)
      moment.changing = Double(tally.changed) / cells
      moment.over = Double(tally.over) / cells
      moment.area = Double(tally.hot) / cells
      var sum = 0
      for number in stride(from: tally.areas.count - 1, through: 1, by: -1) {
        sum += tally.areas[number]
        let share = number == allowed + 1 ? max(Double(sum), Double(tally.hot)) / cells : Double(sum) / cells
        if share > area, moment.changes == 0 { moment.changes = number }
        moment.risk = max(moment.risk, min(Double(number) / Double(allowed + 1), share / max(area, 1e-6)))
      }
      if moment.area > area {
        moment.fails = tally.over > 0
        moment.risk = max(1, moment.risk)
      } else {
        // Exactly the allowed area, or a rounding below it, is no failure.
        moment.risk = min(moment.risk, 0.999)
      }
      // Where it fails as flashes, it is not said twice.
      goOn(&moment, isNear: Double(tally.warm) / cells > area, hasChanged: tally.changed > 0 && moment.area <= area)
    } else {
      goOn(&moment, isNear: false, hasChanged: false)
    }
    return moment
  }

  // MARK: - Where a stretch ends

  /// Ends a stretch: changes too long ago to be the leading edge of a flash that goes on, or to be of this second, become one and the same.
  mutating func settle() {
    quiet = min(quiet, 2 * window + 2)
    let now = Int16(truncatingIfNeeded: position)
    let second = Int16(clamping: window)
    for (changes, most) in [(last, max(second, pacing)), (lastButOne, pacing)] {
      for cell in changes.memory.indices {
        let age = now &- changes.memory[cell]
        if age < 0 || age >= most { changes.memory[cell] = now &- Self.longAgo }
      }
    }
  }

  /// Jumps within this part of a second, one upon the other, are the slope of one change.
  private static let slope = 5

  /// Pictures since a change that is long past.
  private static let longAgo: Int16 = 16_384

  /// Passes what is kept where a stretch ends.
  mutating func pass(_ tape: inout StateTape) {
    tape.pass(&position, in: 0...1 << 32)
    tape.pass(&quiet, in: 0...2 * window + 2)
    tape.pass(ring.memory)
    tape.pass(heat.memory)
    tape.pass(warmth.memory)
    let usual = Int16(truncatingIfNeeded: position) &- Self.longAgo
    tape.pass(last.memory) { _ in usual }
    tape.pass(lastButOne.memory) { _ in usual }
    var near = longRing.map { $0 ? 1 : 0 as UInt8 }
    near.withUnsafeMutableBufferPointer { tape.pass($0) }
    guard tape.isReading else { return }
    longRing = near.map { $0 != 0 }
    longCount = longRing.count(where: \.self)
    recount()
  }

  /// Counts the changes of the last second anew.
  private func recount() {
    let groups = grid.groups * grid.rows
    counts.fill(0)
    for slot in ring.memory.indices where ring.memory[slot] != 0 {
      let group = slot % groups
      counts.start.setGroup(group, counts.start.group(group) &- Lanes(maskBits: ring.memory[slot]))
    }
    for group in 0..<groups {
      isLive.start[group] = (counts.start.group(group) | heat.start.group(group) | warmth.start.group(group)).hasAny ? 1 : 0
    }
  }

  // MARK: -

  private mutating func goOn(_ moment: inout FlashMoment, isNear: Bool, hasChanged: Bool) {
    guard let extended else { return }
    let place = (position - 1) % longRing.count
    longCount += (isNear ? 1 : 0) - (longRing[place] ? 1 : 0)
    longRing[place] = isNear
    let needed = max(1, extended.share * Double(longRing.count))
    moment.extendedRisk = isNear ? Double(longCount) / needed : 0
    moment.goesOn = isNear && hasChanged && Double(longCount) >= needed
  }

  private struct Tally {
    var changed = 0
    var hot = 0
    /// Cells that changed, and saw more changes within a second than allowed.
    var over = 0
    var warm = 0
    /// Cells by the number of their changes in the last second.
    var areas = [Int](repeating: 0, count: 64)
  }

  /// Moves the last change of cells, a bit for each of a group, to this picture where it is of this second; one that was just now goes on, and stays where it began.
  /// Returns the bits of those that moved, and of those whose change is a new one.
  private func renew(_ again: UInt16, _ group: Int) -> (moved: UInt16, new: UInt16) {
    var (left, moved, new) = (again, 0 as UInt16, 0 as UInt16)
    while left != 0 {
      let lane = left.trailingZeroBitCount
      let bit: UInt16 = 1 << UInt16(lane)
      left &= left &- 1
      let age = Int(Int16(truncatingIfNeeded: position) &- last.start[group * 16 + lane])
      let slot = max(0, position - 1 - age) % window * (grid.groups * grid.rows) + group
      guard age > 0, age < min(window, position), ring.start[slot] & bit != 0 else {
        new |= bit
        continue
      }
      guard age > window / Self.slope else { continue }
      moved |= bit
      ring.start[slot] &= ~bit
      last.start[group * 16 + lane] = Int16(truncatingIfNeeded: position)
    }
    return (moved, new)
  }

  private mutating func tally(_ changes: CellStore<UInt16>?, _ again: CellStore<UInt16>?, _ slot: UnsafeMutablePointer<UInt16>) -> Tally {
    var tally = Tally()
    let now = Lanes(repeating: Int16(truncatingIfNeeded: position))
    let (second, pace) = (Lanes(repeating: Int16(clamping: window)), Lanes(repeating: pacing))
    let most = Lanes(repeating: Int16(clamping: allowed))
    let near = Lanes(repeating: Int16(clamping: max(3, min(1000, extended?.changes ?? 0))))
    tally.areas.withUnsafeMutableBufferPointer { areas in
      for group in 0..<grid.groups * grid.rows {
        var bits = changes?.start[group] ?? 0
        let again = again?.start[group] ?? 0
        let expired = slot[group]
        guard bits | again != 0 || expired != 0 || isLive.start[group] != 0 else { continue }
        slot[group] = bits
        if again != 0 {
          let renewed = renew(again, group)
          bits |= renewed.new
          slot[group] = bits | renewed.moved
        }
        var count = counts.start.group(group)
        if expired != 0 { count &+= Lanes(maskBits: expired) }
        var heated = heat.start.group(group)
        var warmed = warmth.start.group(group)
        heated &+= heated.isNonzero
        warmed &+= warmed.isNonzero
        if bits != 0 {
          let changed = Lanes(maskBits: bits)
          count &-= changed
          let (previous, before) = (last.start.group(group), lastButOne.start.group(group))
          // The change before the last one went the same way as this one: it is the leading edge of the flash before.
          let age = now &- before
          let isClose = changed & ~count.isLess(near) & age.isLess(pace) & ~age.isLess(.zero)
          warmed = warmed.with(second, where: isClose)
          lastButOne.start.setGroup(group, before.with(previous, where: changed))
          last.start.setGroup(group, previous.with(now, where: changed))
          tally.changed += bits.nonzeroBitCount
        }
        let over = most.isLess(count)
        heated = heated.with(second, where: over)
        if bits != 0 { tally.over += (over.maskBits & bits).nonzeroBitCount }
        counts.start.setGroup(group, count)
        heat.start.setGroup(group, heated)
        warmth.start.setGroup(group, warmed)
        if heated.hasAny {
          tally.hot += heated.isNonzero.maskBits.nonzeroBitCount
        }
        if warmed.hasAny { tally.warm += warmed.isNonzero.maskBits.nonzeroBitCount }
        isLive.start[group] = (count | heated | warmed).hasAny ? 1 : 0
        if count.hasAny {
          for lane in 0..<16 { areas[min(Int(count[lane]), 63)] += 1 }
        }
      }
    }
    return tally
  }
}
