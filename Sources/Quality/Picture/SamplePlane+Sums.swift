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
    case .byte: differenceOfRows(bytes(row), other.bytes(row), width, vectors: width)
    // Lanes hold fifteen bits.
    case .word: differenceOfRows(words(row), other.words(row), width, vectors: depth > 15 ? 0 : width)
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

@inline(__always)
private func differenceOfRows<Sample: PlaneSample>(
  _ one: UnsafePointer<Sample>, _ other: UnsafePointer<Sample>, _ width: Int, vectors: Int
) -> Int {
  var (sum, column) = (0, 0)
  while column + 16 <= vectors {
    var part = Sample.Vector.noSum
    let end = min(vectors, column + samplesOfSum)
    while column + 16 <= end {
      Sample.vector(one + column, false).gap(Sample.vector(other + column, false)).add(to: &part)
      column += 16
    }
    sum += Sample.Vector.total(part)
  }
  while column < width {
    sum += abs(Int(one[column]) - Int(other[column]))
    column += 1
  }
  return sum
}
