// SPDX-License-Identifier: Apache-2.0

/// A kind of sample that is read sixteen at a time, in 16-bit lanes whether it is stored as a byte or as a word: one kernel serves both.
///
/// Kernels are generic functions marked `@inline(__always)`; the kind is asked for once a row or plane, never in the loop.
protocol PlaneSample: FixedWidthInteger, UnsignedInteger {
  /// The sixteen samples at `start`.
  static func sixteen(_ start: UnsafePointer<Self>) -> SIMD16<UInt16>
}

extension UInt8: PlaneSample {
  @inline(__always)
  static func sixteen(_ start: UnsafePointer<UInt8>) -> SIMD16<UInt16> {
    // The library's conversion is a loop in a call; this is two instructions: each byte with a zero behind it is a little-endian word.
    var pairs = SIMD32<UInt8>()
    pairs.evenHalf = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
    return unsafeBitCast(pairs, to: SIMD16<UInt16>.self)
  }
}

extension UInt16: PlaneSample {
  @inline(__always)
  static func sixteen(_ start: UnsafePointer<UInt16>) -> SIMD16<UInt16> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt16>.self)
  }
}

extension SIMD16<UInt16> {
  /// Each two lanes beside each other summed, as 32-bit numbers.
  @inline(__always)
  var pairSums: SIMD8<UInt32> {
    let pairs = unsafeBitCast(self, to: SIMD8<UInt32>.self)
    return (pairs & 0xFFFF) &+ (pairs &>> 16)
  }

  /// The lesser of each two lanes. (The library's `pointwiseMin` is a call for each vector.)
  @inline(__always)
  func lesser(_ other: Self) -> Self { replacing(with: other, where: other .< self) }

  /// The greater of each two lanes.
  @inline(__always)
  func greater(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

  /// The least lane.
  @inline(__always)
  var least: UInt16 {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .< eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return Swift.min(two.x, two.y)
  }

  /// The greatest lane.
  @inline(__always)
  var greatest: UInt16 {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return Swift.max(two.x, two.y)
  }
}
