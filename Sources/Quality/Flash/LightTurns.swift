// SPDX-License-Identifier: Apache-2.0

/// The changes of luminance in each cell, up and down in turn, on the scale of `DisplayLight`.
///
/// A change counts where one picture differs by `change` from the one before, or where it differs by `slowChange` from the brightest or darkest since the last
/// change: a slope that is climbed in several pictures is one change. Where the cell lies in a part that has only moved, nothing counts.
///
/// A cell that has not changed for a whole stretch of seconds forgets what was before it: no flash takes as long, and memory stays that of a few stretches. A jump
/// the same way as the last change is no change, but confirms it: otherwise two memories might take turns in forgetting for ever.
struct LightTurns: Sendable {
  private let before: CellStore<Int16>
  private let highest: CellStore<Int16>
  private let lowest: CellStore<Int16>
  /// Masks of the cells whose last change was up, and down.
  private let wasUp: CellStore<Int16>
  private let wasDown: CellStore<Int16>
  /// The brightest and the darkest of this stretch, and masks of the cells that have changed in it, and of those that have at least jumped the way they went before.
  private let highestOfStretch: CellStore<Int16>
  private let lowestOfStretch: CellStore<Int16>
  private let hasTurned: CellStore<Int16>
  private let isConfirmed: CellStore<Int16>
  private let change: Lanes
  private let slowChange: Lanes

  /// Memory for the cells of `grid`.
  init(_ grid: CellGrid, limits: FlashLimits) {
    (before, highest, lowest) = (CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0))
    (wasUp, wasDown) = (CellStore(grid.count, 0), CellStore(grid.count, 0))
    (highestOfStretch, lowestOfStretch) = (CellStore(grid.count, 0), CellStore(grid.count, 0))
    (hasTurned, isConfirmed) = (CellStore(grid.count, 0), CellStore(grid.count, 0))
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
      let confirmed = turned | isConfirmed.start.group(group)
      wasUp.start.setGroup(group, wasUp.start.group(group) & confirmed)
      wasDown.start.setGroup(group, wasDown.start.group(group) & confirmed)
      highestOfStretch.start.setGroup(group, own)
      lowestOfStretch.start.setGroup(group, own)
    }
    hasTurned.fill(0)
    isConfirmed.fill(0)
  }

  /// Passes what is kept where a stretch ends, beside the light of the last picture.
  func pass(_ tape: inout StateTape) {
    let before = before.start
    tape.pass(highest.memory) { before[$0] }
    tape.pass(lowest.memory) { before[$0] }
    tape.pass(wasUp.memory)
    tape.pass(wasDown.memory)
  }

  /// Takes the next picture of a group of sixteen cells. Returns a bit for each cell that changed, and for each that jumped, whatever the jump before it.
  @inline(__always)
  func turns(_ group: Int, _ light: Lanes, moved: UInt16) -> (turned: UInt16, jumped: UInt16) {
    let before = before.start.group(group)
    guard (before ^ light).hasAny else { return (0, 0) }
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
    var restart = turned
    if moved != 0 {
      let isMoved = Lanes(maskBits: moved)
      (turned, jumps, restart) = (turned & ~isMoved, jumps & ~isMoved, restart | isMoved)
    }
    high = high.with(light, where: restart)
    low = low.with(light, where: restart)
    highest.start.setGroup(group, high)
    lowest.start.setGroup(group, low)
    highestOfStretch.start.setGroup(group, highestOfStretch.start.group(group).greater(light).with(light, where: restart))
    lowestOfStretch.start.setGroup(group, lowestOfStretch.start.group(group).lesser(light).with(light, where: restart))
    let again = jumps & ((isHigher & up) | (isLower & down))
    if again.hasAny { isConfirmed.start.setGroup(group, isConfirmed.start.group(group) | again) }
    guard turned.hasAny else { return (0, jumps.maskBits) }
    wasUp.start.setGroup(group, (up & ~turned) | (rises & turned))
    wasDown.start.setGroup(group, (down & ~turned) | (falls & turned))
    hasTurned.start.setGroup(group, hasTurned.start.group(group) | turned)
    return (turned.maskBits, jumps.maskBits)
  }
}
