// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The K-weighting filter of ITU-R BS.1770-5, annex 1, at any sample rate.
///
/// The standard tabulates two biquads for 48 kHz only (tables 1 and 2) and asks for the same response at other rates. Both are bilinear transforms of an
/// analogue prototype; the parameters below are those prototypes', found by solving the tables backwards, and give the tables' figures at 48 kHz.
struct KWeighting: Sendable {
  /// One second-order section, with a leading denominator of 1.
  struct Biquad: Hashable, Sendable {
    var b0, b1, b2, a1, a2: Double
  }

  /// Table 1: the shelf that stands for the head.
  let shelf: Biquad
  /// Table 2: the high-pass ("RLB").
  let highPass: Biquad

  /// The filter for sound of `sampleRate` samples a second.
  init(sampleRate: Int) {
    shelf = Self.shelf(sampleRate: Double(sampleRate))
    highPass = Self.highPass(sampleRate: Double(sampleRate))
  }

  private static func shelf(sampleRate: Double) -> Biquad {
    let (frequency, gain, quality) = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
    let warped = tan(.pi * frequency / sampleRate)
    let high = pow(10, gain / 20)
    let band = pow(high, 0.4996667741545416)
    let (damping, square) = (warped / quality, warped * warped)
    let scale = 1 + damping + square
    return Biquad(
      b0: (high + band * damping + square) / scale, b1: 2 * (square - high) / scale, b2: (high - band * damping + square) / scale,
      a1: 2 * (square - 1) / scale, a2: (1 - damping + square) / scale)
  }

  private static func highPass(sampleRate: Double) -> Biquad {
    let (frequency, quality) = (38.13547087602444, 0.5003270373238773)
    let warped = tan(.pi * frequency / sampleRate)
    let (damping, square) = (warped / quality, warped * warped)
    let scale = 1 + damping + square
    // The table's numerator is 1, −2, 1 at every rate: it is not scaled.
    return Biquad(b0: 1, b1: -2, b2: 1, a1: 2 * (square - 1) / scale, a2: (1 - damping + square) / scale)
  }
}

/// K-weights two channels side by side and sums their squares.
struct KWeightedPair: Sendable {
  private let filter: KWeighting
  // The delays of the two sections, transposed direct form II.
  private var shelf1 = SIMD2<Double>.zero
  private var shelf2 = SIMD2<Double>.zero
  private var high1 = SIMD2<Double>.zero
  private var high2 = SIMD2<Double>.zero
  /// The squares since the last `takeEnergy`.
  private var sum = SIMD2<Double>.zero

  init(_ filter: KWeighting) { self.filter = filter }

  /// Filters samples `range` of two channels; they may be the same one.
  mutating func add(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, _ range: Range<Int>) {
    let (shelf, high) = (filter.shelf, filter.highPass)
    var (s1, s2, h1, h2, total) = (shelf1, shelf2, high1, high2, sum)
    for index in range {
      let input = SIMD2(Double(one[index]), Double(other[index]))
      let middle = shelf.b0 * input + s1
      s1 = shelf.b1 * input - shelf.a1 * middle + s2
      s2 = shelf.b2 * input - shelf.a2 * middle
      let output = middle + h1
      h1 = -2 * middle - high.a1 * output + h2
      h2 = middle - high.a2 * output
      total += output * output
    }
    (shelf1, shelf2, high1, high2, sum) = (s1, s2, h1, h2, total)
  }

  /// The squares of both channels since the last call.
  ///
  /// Delays that have died away are cleared, for the smallest numbers make arithmetic slow, and so are delays that a sample which is no number has spoilt.
  mutating func takeEnergy() -> SIMD2<Double> {
    defer { sum = .zero }
    for lane in 0..<2 where !sum[lane].isFinite || sum[lane] < 1e-40 {
      (shelf1[lane], shelf2[lane], high1[lane], high2[lane]) = (0, 0, 0, 0)
      sum[lane] = 0
    }
    return sum
  }
}
