// SPDX-License-Identifier: Apache-2.0

/// Writes the memory of a check down as whole numbers, or reads it back: one walk through the memory does for both, so that they cannot part.
///
/// What is read may come from a file and be anything: it is cut to what fits, and where numbers are missing the tape is broken and the rest stays as it is.
struct StateTape {
  /// What was written, or is read.
  private(set) var words: [Int]
  /// Whether it is read.
  let isReading: Bool
  /// Whether what was read was no such memory.
  private(set) var isBroken = false
  private var place = 0

  /// An empty tape to write on.
  init() { (words, isReading) = ([], false) }

  /// A tape to read.
  init(reading words: [Int]) { (self.words, isReading) = (words, true) }

  /// Whether all of it was read.
  var isAtEnd: Bool { place == words.count && !isBroken }

  /// Passes one number, which is believed within `range`.
  mutating func pass(_ value: inout Int, in range: ClosedRange<Int> = 0...Int.largestFact) {
    guard isReading else { return words.append(value) }
    guard let word = next(), range.contains(word) else { return isBroken = true }
    value = word
  }

  /// Passes a number that is not whole.
  mutating func pass(_ value: inout Double) {
    guard isReading else { return words.append(value.word) }
    guard let word = next(), let known = Double(word: word) else { return isBroken = true }
    value = known
  }

  /// Passes yes or no.
  mutating func pass(_ value: inout Bool) {
    var word = value ? 1 : 0
    pass(&word, in: 0...1)
    value = word == 1
  }

  /// Passes numbers of which most are `usual`: how many of those come, how many others, the others by their difference from it, and so on.
  mutating func pass<Number: FixedWidthInteger>(_ memory: UnsafeMutableBufferPointer<Number>, usual: (Int) -> Number) {
    if isReading { read(memory, usual: usual) } else { write(memory, usual: usual) }
  }

  private mutating func write<Number: FixedWidthInteger>(_ memory: UnsafeMutableBufferPointer<Number>, usual: (Int) -> Number) {
    var index = 0
    while index < memory.count {
      let start = index
      while index < memory.count, memory[index] == usual(index) { index += 1 }
      words.append(index - start)
      let count = words.count
      words.append(0)
      while index < memory.count, memory[index] != usual(index) {
        words.append(Int(truncatingIfNeeded: memory[index] &- usual(index)))
        index += 1
      }
      words[count] = words.count - count - 1
    }
  }

  private mutating func read<Number: FixedWidthInteger>(_ memory: UnsafeMutableBufferPointer<Number>, usual: (Int) -> Number) {
    var index = 0
    while index < memory.count {
      guard let same = next(), let others = next(), (0...memory.count - index).contains(same), (0...memory.count - index - same).contains(others),
        same + others > 0, others <= words.count - place
      else { return isBroken = true }
      for _ in 0..<same {
        memory[index] = usual(index)
        index += 1
      }
      for _ in 0..<others {
        memory[index] = usual(index) &+ Number(truncatingIfNeeded: words[place])
        (index, place) = (index + 1, place + 1)
      }
    }
  }

  private mutating func next() -> Int? {
    guard !isBroken, place < words.count else { return nil }
    defer { place += 1 }
    return words[place]
  }
}

extension StateTape {
  /// Passes numbers of which most are zero.
  mutating func pass<Number: FixedWidthInteger>(_ memory: UnsafeMutableBufferPointer<Number>) { pass(memory) { _ in 0 } }
}
