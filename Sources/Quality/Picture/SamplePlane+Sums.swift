// SPDX-License-Identifier: Apache-2.0

extension SamplePlane {
  /// How many pixels are no brighter than `code`.
  func count(atMost code: Int) -> Int {
    guard code >= 0 else { return 0 }
    var total = 0
    for row in 0..<height {
      switch word {
      case .byte: total += countRow(bytes(row), width, atMost: UInt8(clamping: code))
      case .word: total += countRow(words(row), width, atMost: UInt16(clamping: code))
      }
    }
    return total
  }

  /// The darkest and brightest code values, and the sum of all.
  func levels() -> (minimum: Int, maximum: Int, sum: Int) {
    var result = (minimum: Int.max, maximum: 0, sum: 0)
    for row in 0..<height {
      let line =
        switch word {
        case .byte: levelsOfRow(bytes(row), width)
        case .word: levelsOfRow(words(row), width)
        }
      result = (min(result.minimum, line.minimum), max(result.maximum, line.maximum), result.sum + line.sum)
    }
    return result
  }

  /// The sum of absolute differences of a row from the same row of `other`, which matches.
  func difference(ofRow row: Int, from other: SamplePlane) -> Int {
    switch word {
    case .byte: differenceOfRows(bytes(row), other.bytes(row), width)
    case .word: differenceOfRows(words(row), other.words(row), width)
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

// A plane is no wider than 65,536 samples: no lane of a row's sums overflows.

@inline(__always)
private func countRow<Sample: PlaneSample>(_ row: UnsafePointer<Sample>, _ width: Int, atMost code: Sample) -> Int {
  var counts = SIMD16<UInt16>.zero
  let (limit, one) = (SIMD16<UInt16>(repeating: UInt16(code)), SIMD16<UInt16>(repeating: 1))
  var column = 0
  while column + 16 <= width {
    counts &+= one.replacing(with: 0, where: Sample.sixteen(row + column) .> limit)
    column += 16
  }
  var count = Int(counts.pairSums.wrappedSum())
  while column < width {
    count += row[column] <= code ? 1 : 0
    column += 1
  }
  return count
}

@inline(__always)
private func levelsOfRow<Sample: PlaneSample>(_ row: UnsafePointer<Sample>, _ width: Int) -> (minimum: Int, maximum: Int, sum: Int) {
  var (darkest, brightest, sums) = (SIMD16<UInt16>(repeating: .max), SIMD16<UInt16>.zero, SIMD8<UInt32>.zero)
  var column = 0
  while column + 16 <= width {
    let samples = Sample.sixteen(row + column)
    darkest = darkest.lesser(samples)
    brightest = brightest.greater(samples)
    sums &+= samples.pairSums
    column += 16
  }
  var (minimum, maximum, sum) = (Int(darkest.min()), Int(brightest.max()), Int(sums.wrappedSum()))
  while column < width {
    minimum = min(minimum, Int(row[column]))
    maximum = max(maximum, Int(row[column]))
    sum += Int(row[column])
    column += 1
  }
  return (minimum, maximum, sum)
}

@inline(__always)
private func differenceOfRows<Sample: PlaneSample>(_ one: UnsafePointer<Sample>, _ other: UnsafePointer<Sample>, _ width: Int) -> Int {
  var sums = SIMD8<UInt32>.zero
  var column = 0
  while column + 16 <= width {
    let (a, b) = (Sample.sixteen(one + column), Sample.sixteen(other + column))
    sums &+= (a.greater(b) &- a.lesser(b)).pairSums
    column += 16
  }
  var sum = Int(sums.wrappedSum())
  while column < width {
    sum += abs(Int(one[column]) - Int(other[column]))
    column += 1
  }
  return sum
}
