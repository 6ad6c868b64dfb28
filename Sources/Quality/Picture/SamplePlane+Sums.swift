// SPDX-License-Identifier: Apache-2.0

extension SamplePlane {
  /// How many samples of a part of the plane are no brighter than `code`.
  func count(atMost code: Int, _ columns: Range<Int>, _ rows: Range<Int>) -> Int {
    rows.reduce(0) { sum, row in
      switch word {
      case .byte: sum + columns.count { Int(bytes(row)[$0]) <= code }
      case .word: sum + columns.count { Int(words(row)[$0]) <= code }
      }
    }
  }

  /// The sum of absolute differences of a row from the same row of `other`, which matches.
  func difference(ofRow row: Int, from other: SamplePlane) -> Int {
    switch word {
    case .byte: UInt8.difference(bytes(row), other.bytes(row), width, vectors: width)
    // Lanes hold fifteen bits.
    case .word: UInt16.difference(words(row), other.words(row), width, vectors: depth > 15 ? 0 : width)
    }
  }

  /// Whether the sum of absolute differences from `other` is more than `limit`. Moving pictures are told apart after a few rows.
  func differs(from other: SamplePlane, byMoreThan limit: Int) -> Bool {
    guard matches(other) else { return true }
    var sum = 0
    for row in 0..<height {
      sum += difference(ofRow: row, from: other)
      if sum > limit { return true }
    }
    return false
  }
}
