// SPDX-License-Identifier: Apache-2.0

/// A kind of sample that is read sixteen at a time: one kernel serves bytes and words.
///
/// Kernels are generic functions marked `@inline(__always)`; the kind is asked for once a row or plane, never in the loop.
protocol PlaneSample: FixedWidthInteger, UnsignedInteger {
  /// Sixteen samples as they are stored.
  associatedtype Vector: SampleVector

  /// The sixteen samples at `start`. Of samples of more than fourteen bits (`isDeep`) the lowest two are left off.
  static func vector(_ start: UnsafePointer<Self>, _ isDeep: Bool) -> Vector
  /// The sixteen samples at `start` as unsigned words.
  static func sixteen(_ start: UnsafePointer<Self>) -> SIMD16<UInt16>
  /// The sum of the absolute differences of two lines of `count` samples. Of words, only the first `vectors` are within fifteen bits.
  static func difference(_ one: UnsafePointer<Self>, _ other: UnsafePointer<Self>, _ count: Int, vectors: Int) -> Int
}

extension UInt8: PlaneSample {
  @inline(__always)
  static func vector(_ start: UnsafePointer<UInt8>, _ isDeep: Bool) -> SixteenBytes {
    SixteenBytes(UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self))
  }

  @inline(__always)
  static func sixteen(_ start: UnsafePointer<UInt8>) -> SIMD16<UInt16> {
    // The library's conversion is a call for each vector; the compiler makes two instructions of this.
    var words = SIMD16<UInt16>.zero
    for lane in 0..<16 { words[lane] = UInt16(start[lane]) }
    return words
  }

  static func difference(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int, vectors: Int) -> Int {
    // One instruction does for sixteen where it is spelled like this. A line is shorter than 65,537 samples.
    var sum: UInt32 = 0
    for column in 0..<count {
      let gap = Int32(one[column]) &- Int32(other[column])
      sum &+= UInt32(bitPattern: gap < 0 ? 0 &- gap : gap)
    }
    return Int(sum)
  }
}

extension UInt16: PlaneSample {
  @inline(__always)
  static func vector(_ start: UnsafePointer<UInt16>, _ isDeep: Bool) -> SixteenWords { SixteenWords(lanes(start, isDeep)) }

  @inline(__always)
  static func sixteen(_ start: UnsafePointer<UInt16>) -> SIMD16<UInt16> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt16>.self)
  }

  static func difference(_ one: UnsafePointer<UInt16>, _ other: UnsafePointer<UInt16>, _ count: Int, vectors: Int) -> Int {
    var (sum, column) = (0, 0)
    while column + 16 <= vectors {
      var part = Vector.noSum
      let end = Swift.min(vectors, column + samplesOfSum)
      while column + 16 <= end {
        vector(one + column, false).gap(vector(other + column, false)).add(to: &part)
        column += 16
      }
      sum += Vector.total(part)
    }
    while column < count {
      sum += abs(Int(one[column]) - Int(other[column]))
      column += 1
    }
    return sum
  }
}

extension SIMD16<UInt16> {
  /// Each two lanes beside each other summed, as 32-bit numbers.
  @inline(__always)
  var pairSums: SIMD8<UInt32> {
    let pairs = unsafeBitCast(self, to: SIMD8<UInt32>.self)
    return (pairs & 0xFFFF) &+ (pairs &>> 16)
  }

  /// The greater of each two lanes. (The library's `pointwiseMax` is a call for each vector.)
  @inline(__always)
  func greater(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

  /// The greatest lane.
  @inline(__always)
  var greatest: UInt16 {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return Swift.max(two.x, two.y)
  }
}
