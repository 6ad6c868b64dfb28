// SPDX-License-Identifier: Apache-2.0

extension LumaPlane {
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

  /// Whether the sum of absolute differences from `other` is more than `limit`. Moving pictures are told apart after a few rows.
  func differs(from other: LumaPlane, byMoreThan limit: Int) -> Bool {
    guard matches(other) else { return true }
    var sum = 0
    for row in 0..<height {
      switch word {
      case .byte: sum += differenceOfRows(bytes(row), other.bytes(row), width)
      case .word: sum += differenceOfRows(words(row), other.words(row), width)
      }
      if sum > limit { return true }
    }
    return false
  }
}

// Plain loops over a row with 32-bit sums: the compiler turns each into SIMD for bytes and for words. A plane is
// no wider than 65,536 samples of 16 bits, so that no sum of a row overflows.

@inline(__always)
private func countRow<Sample: FixedWidthInteger & UnsignedInteger>(_ row: UnsafePointer<Sample>, _ width: Int, atMost code: Sample) -> Int {
  var count: UInt32 = 0
  for column in 0..<width { count &+= row[column] <= code ? 1 : 0 }
  return Int(count)
}

@inline(__always)
private func levelsOfRow<Sample: FixedWidthInteger & UnsignedInteger>(
  _ row: UnsafePointer<Sample>, _ width: Int
) -> (minimum: Int, maximum: Int, sum: Int) {
  var (minimum, maximum, sum) = (Sample.max, Sample.min, UInt32(0))
  for column in 0..<width {
    minimum = min(minimum, row[column])
    maximum = max(maximum, row[column])
    sum &+= UInt32(truncatingIfNeeded: row[column])
  }
  return (Int(minimum), Int(maximum), Int(sum))
}

@inline(__always)
private func differenceOfRows<Sample: FixedWidthInteger & UnsignedInteger>(
  _ one: UnsafePointer<Sample>, _ other: UnsafePointer<Sample>, _ width: Int
) -> Int {
  var sum: UInt32 = 0
  for column in 0..<width { sum &+= UInt32(truncatingIfNeeded: max(one[column], other[column]) &- min(one[column], other[column])) }
  return Int(sum)
}
