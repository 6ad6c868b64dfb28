// SPDX-License-Identifier: Apache-2.0

/// The changes of luminance in each cell, up and down in turn, on the scale of `DisplayLight`.
///
/// A change counts where one picture differs by `change` from the one before, or where it differs by `slowChange` from the brightest or darkest since the last
/// change: a slope that is climbed in several pictures is one change. Where the cell lies in a part that has only moved, nothing counts.
///
/// A jump by `change` the same way as the last change is no further change: it is that change once more, and takes its place unless both are one slope. So a sequence of flashes counts the
/// same whichever way the light had gone before it.
///
/// A cell that has not changed for a whole stretch of seconds forgets what was before it: no flash takes as long, and memory stays that of a few stretches.
struct LightTurns: Sendable {
  private let before: CellStore<Int16>
  private let highest: CellStore<Int16>
  private let lowest: CellStore<Int16>
  /// Masks of the cells whose last change was up, and down.
  private let wasUp: CellStore<Int16>
  private let wasDown: CellStore<Int16>
  /// The brightest and the darkest of this stretch, and a mask of the cells that have changed in it, or once more.
  private let highestOfStretch: CellStore<Int16>
  private let lowestOfStretch: CellStore<Int16>
  private let hasTurned: CellStore<Int16>
  private let change: Lanes
  private let slowChange: Lanes

  /// Memory for the cells of `grid`.
  init(_ grid: CellGrid, limits: FlashLimits) {
    (before, highest, lowest) = (CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0))
    (wasUp, wasDown) = (CellStore(grid.count, 0), CellStore(grid.count, 0))
    (highestOfStretch, lowestOfStretch) = (CellStore(grid.count, 0), CellStore(grid.count, 0))
    hasTurned = CellStore(grid.count, 0)
    func steps(_ light: Double) -> Lanes { Lanes(repeating: Int16(clamping: max(1, (light * Double(DisplayLight.flashUnit)).rounded(.up).whole))) }
    (change, slowChange) = (steps(limits.change), steps(limits.slowChange))
  }

  /// Takes a group of cells of the first picture.
  @inline(__always)
  func begin(_ group: Int, _ light: Lanes) {
    before.start.setGroup(group, light)
    highest.start.setGroup(group, light)
    lowest.start.setGroup(group, light)
    highestOfStretch.start.setGroup(group, light)
    lowestOfStretch.start.setGroup(group, light)
  }

  /// Ends a stretch.
  func settle() {
    for group in 0..<before.memory.count / 16 {
      let (own, turned) = (before.start.group(group), hasTurned.start.group(group))
      highest.start.setGroup(group, highestOfStretch.start.group(group).with(highest.start.group(group), where: turned))
      lowest.start.setGroup(group, lowestOfStretch.start.group(group).with(lowest.start.group(group), where: turned))
      wasUp.start.setGroup(group, wasUp.start.group(group) & turned)
      wasDown.start.setGroup(group, wasDown.start.group(group) & turned)
      highestOfStretch.start.setGroup(group, own)
      lowestOfStretch.start.setGroup(group, own)
    }
    hasTurned.fill(0)
  }

  /// Passes what is kept where a stretch ends, beside the light of the last picture.
  func pass(_ tape: inout StateTape) {
    let before = before.start
    tape.pass(highest.memory) { before[$0] }
    tape.pass(lowest.memory) { before[$0] }
    tape.pass(wasUp.memory)
    tape.pass(wasDown.memory)
  }

  /// The cells of a group in one picture, a bit for each.
  struct Bits {
    /// Those that changed.
    var turned: UInt16 = 0
    /// Those that jumped the way of their last change.
    var again: UInt16 = 0
    /// Those that jumped, whatever the jump before.
    var jumped: UInt16 = 0
  }

  /// Takes the next picture of a group of sixteen cells.
  @inline(__always)
  func turns(_ group: Int, _ light: Lanes, moved: UInt16) -> Bits {
    let before = before.start.group(group)
    guard (before ^ light).hasAny else { return Bits() }
    self.before.start.setGroup(group, light)
    var high = highest.start.group(group).greater(light)
    var low = lowest.start.group(group).lesser(light)
    let isLower = light.isLess(before)
    let isHigher = before.isLess(light)
    let isShortUp = (light &- before).isLess(change)
    let isShortDown = (before &- light).isLess(change)
    let (up, down) = (wasUp.start.group(group), wasDown.start.group(group))
    let rises = isHigher & ~up & ~(isShortUp & (light &- low).isLess(slowChange))
    let falls = isLower & ~down & ~(isShortDown & (high &- light).isLess(slowChange))
    var turned = rises | falls
    var jumps = ~(isShortUp & isShortDown)
    var again = jumps & ((isHigher & up) | (isLower & down))
    var restart = turned | again
    if moved != 0 {
      let isMoved = Lanes(maskBits: moved)
      (turned, again, jumps, restart) = (turned & ~isMoved, again & ~isMoved, jumps & ~isMoved, restart | isMoved)
    }
    high = high.with(light, where: restart)
    low = low.with(light, where: restart)
    highest.start.setGroup(group, high)
    lowest.start.setGroup(group, low)
    highestOfStretch.start.setGroup(group, highestOfStretch.start.group(group).greater(light).with(light, where: restart))
    lowestOfStretch.start.setGroup(group, lowestOfStretch.start.group(group).lesser(light).with(light, where: restart))
    let changed = turned | again
    guard changed.hasAny else { return Bits(jumped: jumps.maskBits) }
    wasUp.start.setGroup(group, (up & ~turned) | (rises & turned))
    wasDown.start.setGroup(group, (down & ~turned) | (falls & turned))
    hasTurned.start.setGroup(group, hasTurned.start.group(group) | changed)
    return Bits(turned: turned.maskBits, again: again.maskBits, jumped: jumps.maskBits)
  }
}
