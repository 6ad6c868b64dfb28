// SPDX-License-Identifier: Apache-2.0

/// Sixteen cells at a time, by steps that any processor with vectors of 16 bytes has. Masks are all ones or all zeros in a lane.
///
/// The general comparisons and choices of the library go lane by lane where the processor lacks them; these do not. Numbers compared lie less than half their
/// range apart.
typealias Lanes = SIMD16<Int16>

extension SIMD16<Int16> {
  /// One bit for each lane.
  static let bits = SIMD16<Int16>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, .min)

  /// The lanes that are less than those of `other`.
  @inline(__always)
  func isLess(_ other: Self) -> Self {
    let fifteen = Self(repeating: 15)
    return (self &- other) &>> fifteen
  }

  /// The lanes that are not zero.
  @inline(__always)
  var isNonzero: Self {
    let fifteen = Self(repeating: 15)
    return (self | (Self.zero &- self)) &>> fifteen
  }

  /// The lanes of `other` where `mask` is set.
  @inline(__always)
  func with(_ other: Self, where mask: Self) -> Self { self ^ ((self ^ other) & mask) }

  @inline(__always)
  func lesser(_ other: Self) -> Self { with(other, where: unsafeBitCast(other .< self, to: Self.self)) }

  @inline(__always)
  func greater(_ other: Self) -> Self { with(other, where: unsafeBitCast(other .> self, to: Self.self)) }

  /// Lanes held between zero and `most`.
  @inline(__always)
  func held(_ most: Int16) -> Self { greater(.zero).lesser(Self(repeating: most)) }

  /// Whether any lane is not zero.
  @inline(__always)
  var hasAny: Bool {
    let words = unsafeBitCast(self, to: SIMD4<UInt64>.self)
    return words.x | words.y | words.z | words.w != 0
  }

  /// A mask as one bit for each lane.
  @inline(__always)
  var maskBits: UInt16 { hasAny ? UInt16(bitPattern: (self & Self.bits).wrappedSum()) : 0 }

  /// The mask of the lanes that `bits` name.
  @inline(__always)
  init(maskBits bits: UInt16) { self = (Self(repeating: Int16(bitPattern: bits)) & Self.bits).isNonzero }
}

extension SIMD16<Int32> {
  /// Whether any lane is not zero.
  @inline(__always)
  var hasAny: Bool {
    let words = unsafeBitCast(self, to: SIMD8<UInt64>.self)
    let halves = words.lowHalf | words.highHalf
    return halves.x | halves.y | halves.z | halves.w != 0
  }
}

extension UnsafeMutablePointer where Pointee == Int16 {
  /// The sixteen cells of a group.
  @inline(__always)
  func group(_ index: Int) -> Lanes { UnsafeRawPointer(self + index * 16).loadUnaligned(as: Lanes.self) }

  /// Stores the sixteen cells of a group.
  @inline(__always)
  func setGroup(_ index: Int, _ value: Lanes) { UnsafeMutableRawPointer(self + index * 16).storeBytes(of: value, as: Lanes.self) }
}

extension UnsafeMutablePointer where Pointee == Int32 {
  /// The sixteen cells of a group.
  @inline(__always)
  func group(_ index: Int) -> SIMD16<Int32> { UnsafeRawPointer(self + index * 16).loadUnaligned(as: SIMD16<Int32>.self) }
}
