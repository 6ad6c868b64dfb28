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
    SIMD16<UInt16>(truncatingIfNeeded: UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self))
  }
}

extension UInt16: PlaneSample {
  @inline(__always)
  static func sixteen(_ start: UnsafePointer<UInt16>) -> SIMD16<UInt16> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt16>.self)
  }
}

extension SIMD16<UInt16> {
  /// Lanes summed in pairs, as 32-bit numbers.
  @inline(__always)
  var pairSums: SIMD8<UInt32> { SIMD8<UInt32>(truncatingIfNeeded: lowHalf) &+ SIMD8<UInt32>(truncatingIfNeeded: highHalf) }
}
