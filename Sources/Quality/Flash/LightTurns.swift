// SPDX-License-Identifier: Apache-2.0

/// The changes of luminance in each cell, up and down in turn, on the scale of `DisplayLight`.
///
/// A change counts where one picture differs by `change` from the one before, or where it differs by `slowChange` from the brightest or darkest since the last
/// change: a slope that is climbed in several pictures is one change, however long it takes. Where the cell lies in a part that has only moved, nothing counts.
struct LightTurns: Sendable {
  private let before: CellStore<UInt16>
  private let highest: CellStore<UInt16>
  private let lowest: CellStore<UInt16>
  /// 0: none yet; 1: the last change was up; 2: down.
  private let direction: CellStore<UInt16>
  private let change: SIMD16<UInt16>
  private let slowChange: SIMD16<UInt16>

  /// Memory for the cells of `grid`.
  init(_ grid: CellGrid, limits: FlashLimits) {
    (before, highest, lowest, direction) = (CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0), CellStore(grid.count, 0))
    func steps(_ light: Double) -> SIMD16<UInt16> {
      SIMD16(repeating: UInt16(clamping: max(1, (light * Double(DisplayLight.flashUnit)).whole)))
    }
    (change, slowChange) = (steps(limits.change), steps(limits.slowChange))
  }

  /// Takes a group of cells of the first picture.
  @inline(__always)
  func begin(_ group: Int, _ light: SIMD16<UInt16>) {
    before.start.setGroup(group, light)
    highest.start.setGroup(group, light)
    lowest.start.setGroup(group, light)
  }

  /// Takes the next picture of a group of sixteen cells. Returns a bit for each cell that changed, and whether each jumped, whatever the jump before it.
  @inline(__always)
  func turns(_ group: Int, _ light: SIMD16<UInt16>, moved: UInt16) -> (turned: UInt16, jumped: UInt16) {
    let before = before.start.group(group)
    guard any(before .!= light) else { return (0, 0) }
    let high = pointwiseMax(highest.start.group(group), light)
    let low = pointwiseMin(lowest.start.group(group), light)
    let rises = light .> before
    let step = pointwiseMax(light, before) &- pointwiseMin(light, before)
    let jumps = step .>= change
    let last = direction.start.group(group)
    self.before.start.setGroup(group, light)
    let up = rises .& (last .!= SIMD16(repeating: 1)) .& (jumps .| ((light &- low) .>= slowChange))
    let down = .!rises .& (before .!= light) .& (last .!= SIMD16(repeating: 2)) .& (jumps .| ((high &- light) .>= slowChange))
    let still = moved == 0 ? SIMDMask<SIMD16<Int16>>(repeating: true) : .!CellBits.mask(moved)
    let turned = (up .| down) .& still
    let restart = turned .| .!still
    highest.start.setGroup(group, high.replacing(with: light, where: restart))
    lowest.start.setGroup(group, low.replacing(with: light, where: restart))
    let jumped = any(jumps) ? CellBits.bits(jumps .& still) : 0
    guard any(turned) else { return (0, jumped) }
    direction.start.setGroup(group, last.replacing(with: 1, where: up .& still).replacing(with: 2, where: down .& still))
    return (CellBits.bits(turned), jumped)
  }
}
