// SPDX-License-Identifier: Apache-2.0

/// The changes to and from saturated red in each cell, by one reading.
///
/// A change counts where one of its two states is saturated and both differ by more than the limit; changes to red and from red take turns, so that each two
/// of them make a flash. The last saturated state is compared with the one farthest from it since.
struct RedTurns: Sendable {
  /// What is kept of a cell that was red lately.
  private struct Memory: BitwiseCopyable {
    /// Pictures since it was last red; it is forgotten a second later.
    var age: UInt16 = 0
    /// Whether the last change was from red, so that the next is to red.
    var isAway = false
    /// The last saturated state.
    var red = SIMD2<Int32>.zero
    /// The state farthest from it since.
    var other = SIMD2<Int32>.zero
  }

  /// Nonzero for cells that are kept in mind.
  let isLive: CellStore<UInt8>
  /// Which reading it is.
  let isChromaticity: Bool
  private let memory: CellStore<Memory>
  private let window: UInt16
  private let limit: Int

  /// Memory for the cells of `grid`; `window` is a second in pictures.
  init(_ grid: CellGrid, isChromaticity: Bool, limits: FlashLimits, window: Int) {
    self.isChromaticity = isChromaticity
    self.window = UInt16(clamping: window)
    // The square of a distance on the u′v′ diagram in 65,536ths, or a difference of light in the steps of `DisplayLight`.
    let distance = isChromaticity ? limits.redChromaticity * 65_536 : limits.redDifference / 320 * limits.white * Double(DisplayLight.unit)
    limit = isChromaticity ? (distance * distance).whole : distance.whole
    memory = CellStore(grid.count, Memory())
    isLive = CellStore(grid.count, 0)
  }

  /// Begins to keep a cell in mind that has become red, from the state before, or from none in the first picture.
  @inline(__always)
  func begin(_ cell: Int, red: SIMD2<Int32>, before: SIMD2<Int32>?) {
    isLive.start[cell] = 1
    memory.start[cell] = Memory(isAway: before != nil, red: red, other: before ?? red)
  }

  /// Takes the next state of a cell that is kept in mind; `true` where it changes to or from red.
  @inline(__always)
  func turns(_ cell: Int, isRed: Bool, _ state: SIMD2<Int32>) -> Bool {
    var kept = memory.start[cell]
    var turned = false
    if isRed {
      kept.age = 0
      if kept.isAway { turned = distance(state, kept.other) > limit }
      if turned { kept.isAway = false }
      kept.red = state
    } else {
      kept.age &+= 1
      if kept.age > window {
        isLive.start[cell] = 0
        return false
      }
      if !kept.isAway {
        turned = distance(state, kept.red) > limit
        if turned { (kept.isAway, kept.other) = (true, state) }
      } else if distance(state, kept.red) > distance(kept.other, kept.red) {
        kept.other = state
      }
    }
    memory.start[cell] = kept
    return turned
  }

  /// Passes what is kept of the cells that are kept in mind.
  func pass(_ tape: inout StateTape) {
    tape.pass(isLive.memory)
    for cell in isLive.memory.indices where isLive.memory[cell] != 0 {
      var kept = memory.start[cell]
      var (age, isAway) = (Int(kept.age), kept.isAway ? 1 : 0)
      // u′ and v′ end long before, and so does light.
      let most = 1 << 24
      var states = [kept.red.x, kept.red.y, kept.other.x, kept.other.y].map { Int($0) }
      tape.pass(&age, in: 0...Int(UInt16.max))
      tape.pass(&isAway, in: 0...1)
      // What was farthest from red is of no more use once it is red again.
      if isAway == 0 { states[2...3] = [0, 0] }
      for index in states.indices { tape.pass(&states[index], in: -most...most) }
      kept = Memory(
        age: UInt16(truncatingIfNeeded: age), isAway: isAway == 1, red: SIMD2(Int32(states[0]), Int32(states[1])),
        other: SIMD2(Int32(states[2]), Int32(states[3])))
      if tape.isReading { memory.start[cell] = kept }
    }
  }

  @inline(__always)
  private func distance(_ one: SIMD2<Int32>, _ other: SIMD2<Int32>) -> Int {
    let (first, second) = (Int(one.x) - Int(other.x), Int(one.y) - Int(other.y))
    return isChromaticity ? first * first + second * second : abs(first)
  }
}
