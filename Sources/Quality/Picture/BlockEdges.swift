// SPDX-License-Identifier: Apache-2.0

/// Steps between columns of a part of a picture, counted by where they lie in blocks of eight.
///
/// A step counts where both its sides are calm: the edge of a coded block, not the slope or the texture of what is shown. Steps are told apart by
/// their direction, since a gradient that was drawn too coarsely steps the same way each time, and blocks either way.
struct BlockEdges {
  /// Columns of a block (ISO/IEC 13818-2, ISO/IEC 14496-10 and others code luma in eights or multiples).
  static let block = 8

  /// What speaks for a grid in one part of the picture.
  struct Grid: Hashable {
    /// The column of the block, 0 to 7, before which the steps lie.
    let phase: Int
    /// How sure it is: 0 where steps lie anywhere, 1 where all lie on the grid.
    let confidence: Double
  }

  /// The least share of places on the grid that are steps.
  private static let density = 0.2
  /// How much rarer steps must be elsewhere.
  private static let rarity = 4.0
  /// The least share of steps in either direction.
  private static let balance = 0.15

  private var ups: Lanes = .zero
  private var downs: Lanes = .zero
  private var groups = 0

  /// Adds the steps before sixteen columns: `x`, with the columns one and two before and one after. The first of them is a multiple of sixteen.
  @inline(__always)
  mutating func add(_ before: Lanes, _ last: Lanes, _ x: Lanes, _ next: Lanes, least: Lanes, most: Lanes) {
    let step = x &- last
    let size = step.magnitude
    let sides = ((last &- before).magnitude.greater((next &- x).magnitude)) &* Lanes(repeating: 2)
    let counts = least.isLess(size) & size.isLess(most) & ~size.isLess(sides)
    let fifteen = Lanes(repeating: 15)
    let isDown = step &>> fifteen
    // A mask is minus one.
    ups = ups &- (counts & ~isDown)
    downs = downs &- (counts & isDown)
    groups += 1
  }

  /// The grid that the steps lie on, if they do.
  var grid: Grid? {
    // Sixteen lanes are two blocks.
    let (up, down) = (ups.lowHalf &+ ups.highHalf, downs.lowHalf &+ downs.highHalf)
    let steps = up &+ down
    guard let phase = steps.indices.max(by: { (steps[$0], $1) < (steps[$1], $0) }) else { return nil }
    let (own, all) = (Double(steps[phase]), Double(steps.wrappedSum()))
    let elsewhere = (all - own) / Double(Self.block - 1)
    guard own >= Self.density * Double(2 * groups), own >= Self.rarity * elsewhere,
      Double(min(up[phase], down[phase])) >= Self.balance * own
    else { return nil }
    return Grid(phase: phase, confidence: 1 - elsewhere / own)
  }
}
