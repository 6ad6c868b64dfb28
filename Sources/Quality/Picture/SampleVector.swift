// SPDX-License-Identifier: Apache-2.0

/// Sixteen samples side by side as they are stored: bytes stay bytes, so that one instruction does for all sixteen of them.
///
/// Each operation is a few instructions on any processor with vectors of 16 bytes. They are requirements, and not the library's own operators: those are loops in
/// calls where the vector is generic.
protocol SampleVector {
  /// Sums of samples in several lanes. One of bytes holds `samplesOfSum` of them.
  associatedtype Sum
  /// Sums of at most sixteen vectors of at most twelve bits.
  associatedtype TileSum

  static var noSum: Sum { get }
  static var noTileSum: TileSum { get }
  /// The sum of all lanes.
  static func total(_ sum: Sum) -> Int
  /// The sum of all lanes.
  static func total(ofTile sum: TileSum) -> Int

  /// Sixteen times the same code value, or the nearest that there is.
  init(each value: Int)
  func lesser(_ other: Self) -> Self
  func greater(_ other: Self) -> Self
  /// The difference without its sign.
  func gap(_ other: Self) -> Self
  /// The mean, cut to a whole number.
  func mean(_ other: Self) -> Self
  /// The samples that exceed those of `limit`; zero in place of the others.
  func kept(above limit: Self) -> Self
  /// How far each sample lies outside what lies between `one` and `other`.
  func outside(_ one: Self, _ other: Self) -> Self
  /// Whether any sample is not zero.
  var hasAny: Bool { get }
  /// The least sample.
  var least: UInt16 { get }
  /// The greatest sample.
  var greatest: UInt16 { get }
  /// Adds the samples to a sum.
  func add(to sum: inout Sum)
  /// Adds the samples to a sum.
  func add(toTile sum: inout TileSum)
}

/// Samples of a row that one sum of vectors holds.
let samplesOfSum = 128 * 16

/// Sixteen bytes.
struct SixteenBytes: SampleVector {
  var lanes: SIMD16<UInt8>

  @inline(__always)
  init(_ lanes: SIMD16<UInt8>) { self.lanes = lanes }

  @inline(__always)
  init(each value: Int) { lanes = SIMD16(repeating: UInt8(clamping: value)) }

  static var noSum: SIMD8<UInt16> { .zero }
  static var noTileSum: SIMD8<UInt16> { .zero }

  @inline(__always)
  static func total(_ sum: SIMD8<UInt16>) -> Int {
    let words = unsafeBitCast(sum, to: SIMD4<UInt32>.self)
    let (low, sixteen) = (SIMD4<UInt32>(repeating: 0xFFFF), SIMD4<UInt32>(repeating: 16))
    let pairs = (words & low) &+ (words &>> sixteen)
    return Int(pairs.wrappedSum())
  }

  @inline(__always)
  static func total(ofTile sum: SIMD8<UInt16>) -> Int { total(sum) }

  /// The samples of `other` where `mask` is set. (The library's `replacing` is a loop over lanes that the compiler does not always see through.)
  @inline(__always)
  private func with(_ other: Self, where mask: SIMDMask<SIMD16<Int8>>) -> Self {
    let mask = unsafeBitCast(mask, to: SIMD16<UInt8>.self)
    return Self(lanes ^ ((lanes ^ other.lanes) & mask))
  }

  @inline(__always)
  func lesser(_ other: Self) -> Self { with(other, where: other.lanes .< lanes) }

  @inline(__always)
  func greater(_ other: Self) -> Self { with(other, where: other.lanes .> lanes) }

  @inline(__always)
  func gap(_ other: Self) -> Self { Self(greater(other).lanes &- lesser(other).lanes) }

  @inline(__always)
  func mean(_ other: Self) -> Self {
    let (one, seven) = (SIMD8<UInt16>(repeating: 1), SIMD8<UInt16>(repeating: 0x7F7F))
    let half = (unsafeBitCast(lanes ^ other.lanes, to: SIMD8<UInt16>.self) &>> one) & seven
    return Self((lanes & other.lanes) &+ unsafeBitCast(half, to: SIMD16<UInt8>.self))
  }

  @inline(__always)
  func kept(above limit: Self) -> Self { Self(lanes & unsafeBitCast(lanes .> limit.lanes, to: SIMD16<UInt8>.self)) }

  @inline(__always)
  func outside(_ one: Self, _ other: Self) -> Self {
    let (low, high) = (one.lesser(other), one.greater(other))
    return Self((greater(high).lanes &- high.lanes) | (low.lanes &- lesser(low).lanes))
  }

  @inline(__always)
  var hasAny: Bool {
    let words = unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
    return words.x | words.y != 0
  }

  @inline(__always)
  var least: UInt16 {
    var fold = lesser(lowered(64))
    fold = fold.lesser(fold.lowered(32))
    fold = fold.lesser(fold.lowered(16))
    return UInt16(fold.lesser(fold.lowered(8)).lanes[0])
  }

  @inline(__always)
  var greatest: UInt16 {
    var fold = greater(lowered(64))
    fold = fold.greater(fold.lowered(32))
    fold = fold.greater(fold.lowered(16))
    return UInt16(fold.greater(fold.lowered(8)).lanes[0])
  }

  @inline(__always)
  func add(to sum: inout SIMD8<UInt16>) {
    let pairs = unsafeBitCast(lanes, to: SIMD8<UInt16>.self)
    let (low, eight) = (SIMD8<UInt16>(repeating: 0xFF), SIMD8<UInt16>(repeating: 8))
    sum &+= (pairs & low) &+ (pairs &>> eight)
  }

  @inline(__always)
  func add(toTile sum: inout SIMD8<UInt16>) { add(to: &sum) }
}

/// Sixteen words of at most fifteen bits, in signed lanes in which differences do not wrap.
struct SixteenWords: SampleVector {
  var lanes: Lanes

  @inline(__always)
  init(_ lanes: Lanes) { self.lanes = lanes }

  @inline(__always)
  init(each value: Int) { lanes = Lanes(repeating: Int16(clamping: value)) }

  static var noSum: SIMD8<UInt32> { .zero }
  static var noTileSum: SIMD16<UInt16> { .zero }

  @inline(__always)
  static func total(_ sum: SIMD8<UInt32>) -> Int { Int(sum.wrappedSum()) }

  @inline(__always)
  static func total(ofTile sum: SIMD16<UInt16>) -> Int { Int(sum.pairSums.wrappedSum()) }

  @inline(__always)
  func lesser(_ other: Self) -> Self { Self(lanes.lesser(other.lanes)) }

  @inline(__always)
  func greater(_ other: Self) -> Self { Self(lanes.greater(other.lanes)) }

  @inline(__always)
  func gap(_ other: Self) -> Self { Self(lanes.greater(other.lanes) &- lanes.lesser(other.lanes)) }

  /// The mean without a carry: what both have, and half of what one has.
  @inline(__always)
  func mean(_ other: Self) -> Self {
    let one = Lanes(repeating: 1)
    return Self((lanes & other.lanes) &+ ((lanes ^ other.lanes) &>> one))
  }

  @inline(__always)
  func kept(above limit: Self) -> Self { Self(lanes & limit.lanes.isLess(lanes)) }

  @inline(__always)
  func outside(_ one: Self, _ other: Self) -> Self {
    let (low, high) = (one.lesser(other), one.greater(other))
    return Self((greater(high).lanes &- high.lanes) | (low.lanes &- lesser(low).lanes))
  }

  @inline(__always)
  var hasAny: Bool { lanes.hasAny }

  @inline(__always)
  var least: UInt16 { UInt16(bitPattern: lanes.leastLane) }

  @inline(__always)
  var greatest: UInt16 { UInt16(bitPattern: lanes.greatestLane) }

  @inline(__always)
  func add(to sum: inout SIMD8<UInt32>) { sum &+= lanes.pairSums }

  @inline(__always)
  func add(toTile sum: inout SIMD16<UInt16>) { sum &+= unsafeBitCast(lanes, to: SIMD16<UInt16>.self) }
}

// Each step of a fold halves what is left apart, in all lanes at once, and the first lane is the result: a tile ends in one, so it counts. What is
// shifted in from beyond never comes as far as that lane.

extension SixteenBytes {
  /// The upper eight lanes in place of the lower ones for 64 bits; for fewer, the lanes of each eight bytes moved down by as many.
  @inline(__always)
  fileprivate func lowered(_ bits: UInt64) -> Self {
    let longs = unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
    return Self(unsafeBitCast(bits == 64 ? SIMD2(longs.y, longs.x) : longs &>> SIMD2(repeating: bits), to: SIMD16<UInt8>.self))
  }
}

extension SIMD8<Int16> {
  /// The upper four lanes in place of the lower ones for 64 bits; for fewer, the lanes of each eight bytes moved down by as many.
  @inline(__always)
  fileprivate func lowered(_ bits: UInt64) -> Self {
    let longs = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return unsafeBitCast(bits == 64 ? SIMD2(longs.y, longs.x) : longs &>> SIMD2(repeating: bits), to: Self.self)
  }

  /// The lesser of each two lanes.
  @inline(__always)
  func lesser(_ other: Self) -> Self {
    let mask = unsafeBitCast(other .< self, to: Self.self)
    return self ^ ((self ^ other) & mask)
  }

  /// The greater of each two lanes.
  @inline(__always)
  func greater(_ other: Self) -> Self {
    let mask = unsafeBitCast(other .> self, to: Self.self)
    return self ^ ((self ^ other) & mask)
  }
}

extension SIMD16<Int16> {
  /// The least lane.
  @inline(__always)
  fileprivate var leastLane: Int16 {
    var eight = lowHalf.lesser(highHalf)
    eight = eight.lesser(eight.lowered(64))
    eight = eight.lesser(eight.lowered(32))
    return eight.lesser(eight.lowered(16))[0]
  }

  /// The greatest lane.
  @inline(__always)
  fileprivate var greatestLane: Int16 {
    var eight = lowHalf.greater(highHalf)
    eight = eight.greater(eight.lowered(64))
    eight = eight.greater(eight.lowered(32))
    return eight.greater(eight.lowered(16))[0]
  }
}
