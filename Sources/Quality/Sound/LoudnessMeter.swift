// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Loudness as ITU-R BS.1770-5, EBU Tech 3341 and Tech 3342 define it, from the energy of each hundredth of a second.
///
/// Momentary and short-term loudness are taken every 10 ms (Tech 3341 asks for 100 ms at least), so that their maxima hardly depend on where a sound begins; the
/// blocks of integrated loudness and loudness range begin every 100 ms. Every block above the absolute gate is kept, so the gates are exact.
struct LoudnessMeter: Sendable {
  /// Steps in 100 ms, 400 ms and 3 s.
  private static let (hop, momentary, shortTerm) = (10, 40, 300)
  /// The absolute gate, −70 LUFS, as an energy.
  private static let absoluteGate = energy(ofLoudness: -70)

  /// The energies of the last three seconds, a ring by step number.
  private var ring = [Double](repeating: 0, count: shortTerm)
  private var steps = 0
  private var blocks: [Double] = []
  private var shortTermBlocks: [Double] = []
  private var highestMomentary = 0.0
  private var highestShortTerm = 0.0
  /// The highest energies of the last 100 ms.
  private var recent = (momentary: 0.0, shortTerm: 0.0)
  /// The chart's points.
  private(set) var series = LoudnessSeriesBuilder()

  /// Adds a step: the mean square of its K-weighted channels, weighted and summed.
  mutating func add(_ energy: Double) {
    ring[steps % Self.shortTerm] = energy
    steps += 1
    let endsHop = steps % Self.hop == 0
    if steps >= Self.momentary {
      let mean = meanOfLast(Self.momentary)
      recent.momentary = max(recent.momentary, mean)
      if endsHop && mean >= Self.absoluteGate { blocks.append(mean) }
    }
    if steps >= Self.shortTerm {
      let mean = meanOfLast(Self.shortTerm)
      recent.shortTerm = max(recent.shortTerm, mean)
      if endsHop && mean >= Self.absoluteGate { shortTermBlocks.append(mean) }
    }
    guard endsHop else { return }
    keepRecent()
    series.add(momentary: recent.momentary, shortTerm: recent.shortTerm)
    recent = (0, 0)
  }

  /// What was measured; loudness range of less than a minute of sound is given too, though Tech 3342 calls it of little use.
  mutating func reading() -> LoudnessReading {
    keepRecent()
    return LoudnessReading(
      integrated: gatedMean(blocks, relativeGate: -10).map(Self.loudness(ofEnergy:)), range: range(), maxTruePeak: nil,
      maxShortTerm: Self.loudness(ofEnergy: highestShortTerm), maxMomentary: Self.loudness(ofEnergy: highestMomentary))
  }

  /// The loudness of a mean square, in LUFS (BS.1770-5, equation 2).
  static func loudness(ofEnergy energy: Double) -> Double { -0.691 + 10 * log10(energy) }

  /// The mean square of a loudness in LUFS.
  static func energy(ofLoudness loudness: Double) -> Double { pow(10, (loudness + 0.691) / 10) }

  // MARK: -

  private mutating func keepRecent() {
    highestMomentary = max(highestMomentary, recent.momentary)
    highestShortTerm = max(highestShortTerm, recent.shortTerm)
  }

  /// Summed anew each time, oldest first: a running sum would gather rounding errors for hours.
  private func meanOfLast(_ count: Int) -> Double {
    ring.withUnsafeBufferPointer { ring in
      var sum = 0.0
      let first = (steps - count) % Self.shortTerm
      let tail = min(count, Self.shortTerm - first)
      for index in first..<first + tail { sum += ring[index] }
      for index in 0..<count - tail { sum += ring[index] }
      return sum / Double(count)
    }
  }

  /// The mean of the blocks above a gate that lies `relativeGate` LU from the mean of all (BS.1770-5, equations 5 to 7).
  private func gatedMean(_ blocks: [Double], relativeGate: Double) -> Double? {
    guard !blocks.isEmpty else { return nil }
    let loud = above(relativeGate, blocks)
    return loud.isEmpty ? nil : loud.reduce(0, +) / Double(loud.count)
  }

  private func above(_ relativeGate: Double, _ blocks: [Double]) -> [Double] {
    let gate = blocks.reduce(0, +) / Double(blocks.count) * pow(10, relativeGate / 10)
    return blocks.filter { $0 >= gate }
  }

  /// The spread from the 10th to the 95th percentile of short-term loudness, gated at −20 LU (Tech 3342, 2).
  private func range() -> Double? {
    guard !shortTermBlocks.isEmpty else { return nil }
    let sorted = above(-20, shortTermBlocks).sorted()
    guard !sorted.isEmpty else { return nil }
    let low = sorted[Int((Double(sorted.count - 1) * 0.10).rounded())]
    let high = sorted[Int((Double(sorted.count - 1) * 0.95).rounded())]
    return 10 * log10(high / low)
  }
}
