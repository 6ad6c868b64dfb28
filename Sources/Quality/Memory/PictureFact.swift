// SPDX-License-Identifier: Apache-2.0

/// What a check measures of pictures, as whole numbers that can be kept and read again: the same value from the same samples, always.
protocol PictureFact: Sendable {
  /// The value that `words` say; `nil` for words that no measurement gives, which come from a file and may be anything.
  init?(words: [Int])
  /// The value in whole numbers.
  var words: [Int] { get }
}

/// Which measurement a fact is. The numbers stand in files: they are never given to another measurement.
enum FactKind: Int, Sendable {
  case form = 0
  case content = 1
  case luma = 2
  case black = 3
  case still = 4
  case levels = 5
  case margins = 6
  case fieldVote = 7
  case bandDifferences = 8
  case noise = 9
  case sparkles = 10
  case grid = 11
  case blocks = 12
  case losses = 13
  case bars = 14
  case margin = 15
  case changeInside = 16
  case letters = 17
  case changedTiles = 18
  case rowsOfText = 19
  case rowDifferences = 20
  case breach = 21
  case standouts = 22
  case standout = 23
  case lightBound = 24
  case light = 25
  case lightPeak = 26
  case flashes = 27
  case flashState = 28
  case litTiles = 29
  case darkAgain = 30
}

extension Int {
  /// The largest count, sum or position that is believed: sums of any number of them stay whole numbers.
  static let largestFact = 1 << 42

  /// Whether it may be a measured count.
  var isCredible: Bool { (0...Self.largestFact).contains(self) }
}

extension Double {
  /// The number that the bits of `word` spell; `nil` for what no measurement gives.
  init?(word: Int) {
    let value = Double(bitPattern: UInt64(bitPattern: Int64(word)))
    guard value.isFinite, abs(value) <= 1e12 else { return nil }
    self = value
  }

  /// Its bits.
  var word: Int { Int(Int64(bitPattern: bitPattern)) }
}

extension Bool: PictureFact {
  init?(words: [Int]) {
    guard words == [0] || words == [1] else { return nil }
    self = words == [1]
  }

  var words: [Int] { [self ? 1 : 0] }
}

extension Int: PictureFact {
  init?(words: [Int]) {
    guard words.count == 1, words[0].isCredible else { return nil }
    self = words[0]
  }

  var words: [Int] { [self] }
}

extension [Int]: PictureFact {
  init?(words: [Int]) {
    guard words.allSatisfy(\.isCredible) else { return nil }
    self = words
  }

  var words: [Int] { self }
}

extension Optional: PictureFact where Wrapped: PictureFact {
  init?(words: [Int]) {
    guard let first = words.first else {
      self = .none
      return
    }
    guard first == 1, let value = Wrapped(words: Array(words.dropFirst())) else { return nil }
    self = value
  }

  var words: [Int] { map { [1] + $0.words } ?? [] }
}
