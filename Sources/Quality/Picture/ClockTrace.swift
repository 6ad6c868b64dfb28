// SPDX-License-Identifier: Apache-2.0

/// A picture that stands still but for parts of it, and what those parts do: tells a clock, of which something changes every second, from everything else.
///
/// Each tile remembers when it last began to change. A change that lasts over several pictures, such as a digit that dissolves, is one. What changes in every
/// picture, as a sweeping hand or the frames of a timecode do, has no second of its own: such a clock is recognised by what else it counts, or not at all.
struct ClockTrace {
  /// The share of the picture that may begin to change at once before it is another picture; and where what changes stands close together, as digits do,
  /// across no more than a share of the width.
  private static let (freshShare, closeShare, closeWidth) = (0.03, 0.15, 0.4)
  /// Changes a second apart that a tile needs.
  private static let neededTicks = 3

  /// The first frame of the still picture.
  let start: Int
  private let second: Int
  private let columns: Int
  private var lastChange: [Int32]
  private var began: [Int32]
  private var ticks: [UInt16]
  private var irregular: [UInt16]
  /// Tiles that ever changed.
  private(set) var touched = 0

  /// A picture of so many tiles, in so many columns, that stands from `start` on; `second` is frames in a second.
  init(start: Int, tiles: Int, columns: Int, second: Int) {
    self.start = start
    self.second = second
    self.columns = columns
    lastChange = Array(repeating: -1, count: tiles)
    began = Array(repeating: -1, count: tiles)
    ticks = Array(repeating: 0, count: tiles)
    irregular = Array(repeating: 0, count: tiles)
  }

  /// Takes the tiles in which the picture of `frame` differs from the one before. `false`: so much has changed that this is another picture.
  mutating func add(_ changed: [Int], frame: Int) -> Bool {
    var (fresh, left, right) = (0, Int.max, 0)
    func note(_ tile: Int) {
      fresh += 1
      (left, right) = (min(left, tile % columns), max(right, tile % columns + 1))
    }
    for tile in changed {
      let since = frame - start
      if lastChange[tile] >= 0, since - Int(lastChange[tile]) <= 2 {
        lastChange[tile] = Int32(clamping: since)
        continue
      }
      if began[tile] < 0 {
        touched += 1
        note(tile)
      } else {
        let interval = since - Int(began[tile])
        let seconds = (interval + second / 2) / second
        // A hand or a digit may leave a tile alone for a second or two.
        if (1...3).contains(seconds), abs(interval - seconds * second) <= 1 {
          if seconds == 1 { ticks[tile] &+= 1 }
        } else {
          irregular[tile] &+= 1
          note(tile)
        }
      }
      (lastChange[tile], began[tile]) = (Int32(clamping: since), Int32(clamping: since))
    }
    let all = Double(ticks.count)
    if Double(fresh) <= max(4, Self.freshShare * all) { return true }
    return Double(fresh) <= Self.closeShare * all && Double(right - left) <= Self.closeWidth * Double(columns)
  }

  /// The most ticks of any tile, and the share of the changes of ticking tiles that came on a second; `nil` where none ticks.
  var clock: (ticks: Int, share: Double)? {
    let ticking = ticks.indices.filter { ticks[$0] >= Self.neededTicks && irregular[$0] * 4 <= ticks[$0] }
    guard let most = ticking.map({ Int(ticks[$0]) }).max() else { return nil }
    let (regular, other) = ticking.reduce((0, 0)) { ($0.0 + Int(ticks[$1]), $0.1 + Int(irregular[$1])) }
    return (most, Double(regular) / Double(regular + other))
  }
}
