// SPDX-License-Identifier: Apache-2.0

/// The heaviest run of numbers that rise, as a longest increasing subsequence, in time n·log n.
enum LongestRun {
  /// Which of the numbers belong to it.
  ///
  /// - Parameters:
  ///   - numbers: numbers that are all different.
  ///   - weights: how much each counts.
  static func members(of numbers: [Int], weights: [Int]) -> [Bool] {
    let ranks = Dictionary(uniqueKeysWithValues: numbers.sorted().enumerated().map { ($1, $0 + 1) })
    // At each rank the heaviest run that ends at or below it, as a binary indexed tree of maxima.
    var tree = [(weight: Int, last: Int)](repeating: (0, -1), count: numbers.count + 1)
    var before = [Int](repeating: -1, count: numbers.count)
    var best = (weight: 0, last: -1)
    for (index, number) in numbers.enumerated() {
      let rank = ranks[number] ?? 1
      var run = (weight: 0, last: -1)
      var place = rank - 1
      while place > 0 {
        if tree[place].weight > run.weight { run = tree[place] }
        place &= place - 1
      }
      before[index] = run.last
      let weight = run.weight + weights[index]
      if weight > best.weight { best = (weight, index) }
      place = rank
      while place <= numbers.count {
        if weight > tree[place].weight { tree[place] = (weight, index) }
        place += place & -place
      }
    }
    var members = [Bool](repeating: false, count: numbers.count)
    var index = best.last
    while index >= 0 {
      members[index] = true
      index = before[index]
    }
    return members
  }
}
