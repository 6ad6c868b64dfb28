// SPDX-License-Identifier: Apache-2.0

/// Ranges with numbers, of which those that hold another range are found without a look at the others.
///
/// They are sorted by where they begin, and each half knows the furthest end within it.
struct RangeTree {
  private var entries: [(range: Range<Int>, number: Int)] = []
  private var furthest: [Int] = []
  private var isSettled = true

  /// Adds a range with its number.
  mutating func add(_ range: Range<Int>, _ number: Int) {
    entries.append((range, number))
    isSettled = false
  }

  /// The numbers of the ranges that hold all of `range`, in no order.
  mutating func holding(_ range: Range<Int>) -> [Int] {
    settle()
    var found: [Int] = []
    collect(0, entries.count, range, &found)
    return found
  }

  // MARK: -

  private mutating func settle() {
    guard !isSettled else { return }
    isSettled = true
    entries.sort { $0.range.lowerBound < $1.range.lowerBound }
    furthest = Array(repeating: .min, count: entries.count)
    fill(0, entries.count)
  }

  @discardableResult
  private mutating func fill(_ low: Int, _ high: Int) -> Int {
    guard low < high else { return .min }
    let middle = (low + high) / 2
    furthest[middle] = max(entries[middle].range.upperBound, fill(low, middle), fill(middle + 1, high))
    return furthest[middle]
  }

  private func collect(_ low: Int, _ high: Int, _ range: Range<Int>, _ found: inout [Int]) {
    guard low < high, case let middle = (low + high) / 2, furthest[middle] >= range.upperBound else { return }
    collect(low, middle, range, &found)
    let entry = entries[middle]
    guard entry.range.lowerBound <= range.lowerBound else { return }
    if entry.range.upperBound >= range.upperBound { found.append(entry.number) }
    collect(middle + 1, high, range, &found)
  }
}
