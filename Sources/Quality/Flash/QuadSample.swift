// SPDX-License-Identifier: Apache-2.0

/// A kind of sample whose columns are summed by fours down several rows, in steps that any processor with vectors of 16 bytes has.
protocol QuadSample: PlaneSample {
  /// Adds the sixteen samples at `start` to the sums of up to sixteen rows. Samples of more than 12 bits are cut by `cut` bits first.
  static func add(_ start: UnsafePointer<Self>, cut: UInt16, to sums: inout Vector.TileSum)
  /// Sums of columns, in fours.
  static func quads(_ sums: Vector.TileSum) -> SIMD4<UInt32>
  /// The sum of the absolute differences of two lines of `width` samples, of which sixteen are taken every `step` columns. Samples of more than 12 bits
  /// are cut by `cut` bits first.
  static func difference(_ one: UnsafePointer<Self>, _ other: UnsafePointer<Self>, width: Int, step: Int, cut: UInt16) -> UInt32
}

extension UInt8: QuadSample {
  @inline(__always)
  static func add(_ start: UnsafePointer<UInt8>, cut: UInt16, to sums: inout SIMD8<UInt16>) { vector(start, false).add(to: &sums) }

  @inline(__always)
  static func quads(_ sums: SIMD8<UInt16>) -> SIMD4<UInt32> {
    let words = unsafeBitCast(sums, to: SIMD4<UInt32>.self)
    return (words & SIMD4(repeating: 0xFFFF)) &+ (words &>> SIMD4(repeating: 16))
  }

  @inline(__always)
  static func difference(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, width: Int, step: Int, cut: UInt16) -> UInt32 {
    var (sum, column): (UInt32, Int) = (0, 0)
    while column &+ 16 <= width {
      // One instruction does for all sixteen where it is spelled like this.
      for place in column..<column &+ 16 {
        let gap = Int32(one[place]) &- Int32(other[place])
        sum &+= UInt32(bitPattern: gap < 0 ? 0 &- gap : gap)
      }
      column &+= step
    }
    return sum
  }
}

extension UInt16: QuadSample {
  @inline(__always)
  static func add(_ start: UnsafePointer<UInt16>, cut: UInt16, to sums: inout SIMD16<UInt16>) {
    sums &+= cut == 0 ? sixteen(start) : sixteen(start) &>> SIMD16(repeating: cut)
  }

  @inline(__always)
  static func quads(_ sums: SIMD16<UInt16>) -> SIMD4<UInt32> {
    let words = unsafeBitCast(sums, to: SIMD8<UInt32>.self)
    let pairs = (words & SIMD8(repeating: 0xFFFF)) &+ (words &>> SIMD8(repeating: 16))
    let longs = unsafeBitCast(pairs, to: SIMD4<UInt64>.self)
    return SIMD4<UInt32>(truncatingIfNeeded: (longs & SIMD4(repeating: 0xFFFF_FFFF)) &+ (longs &>> SIMD4(repeating: 32)))
  }

  @inline(__always)
  static func difference(_ one: UnsafePointer<UInt16>, _ other: UnsafePointer<UInt16>, width: Int, step: Int, cut: UInt16) -> UInt32 {
    var (sums, column): (SIMD8<UInt16>, Int) = (.zero, 0)
    while column &+ 16 <= width {
      sums &+= differences(one + column, other + column, cut: cut)
      column &+= step
    }
    let words = unsafeBitCast(sums, to: SIMD4<UInt32>.self)
    return ((words & SIMD4(repeating: 0xFFFF)) &+ (words &>> SIMD4(repeating: 16))).wrappedSum()
  }

  /// The sum of sixteen absolute differences, in eight parts.
  @inline(__always)
  private static func differences(_ one: UnsafePointer<UInt16>, _ other: UnsafePointer<UInt16>, cut: UInt16) -> SIMD8<UInt16> {
    let (first, second) = (UnsafeRawPointer(one), UnsafeRawPointer(other))
    var (a, b) = (first.loadUnaligned(as: SIMD8<UInt16>.self), second.loadUnaligned(as: SIMD8<UInt16>.self))
    var (c, d) = (first.loadUnaligned(fromByteOffset: 16, as: SIMD8<UInt16>.self), second.loadUnaligned(fromByteOffset: 16, as: SIMD8<UInt16>.self))
    if cut > 0 {
      let bits = SIMD8<UInt16>(repeating: cut)
      (a, b, c, d) = (a &>> bits, b &>> bits, c &>> bits, d &>> bits)
    }
    return a.gap(b) &+ c.gap(d)
  }
}

extension SIMD8<UInt16> {
  /// Absolute differences of numbers below 32,768.
  @inline(__always)
  fileprivate func gap(_ other: SIMD8<UInt16>) -> SIMD8<UInt16> {
    let difference = unsafeBitCast(self &- other, to: SIMD8<Int16>.self)
    let fifteen = SIMD8<Int16>(repeating: 15)
    let sign: SIMD8<Int16> = difference &>> fifteen
    let flipped: SIMD8<Int16> = difference ^ sign
    return unsafeBitCast(flipped &- sign, to: SIMD8<UInt16>.self)
  }
}
