// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Finds steady tones in one channel, in windows of a hundredth of a second.
///
/// A sine obeys x(n+k) + x(n−k) = 2 cos(kω) x(n). The cosine that fits best gives the frequency, what is left over tells how pure the sine is, and two points a quarter
/// cycle apart give the level: no window need hold a whole cycle.
struct SteadyTone: Sendable {
  /// A tone of at least 0.15 s whose frequency and level stand still.
  struct Stretch: Hashable, Sendable {
    /// In hundredths of a second from the start.
    var hundredths: Range<Int>
    var frequency: Double
    /// In dBFS, a full-scale sine being 0.
    var level: Double
  }

  private static let shortest = 15
  private static let maximumStretches = 4096
  /// The part of the second difference's energy that may be something else than the sine.
  private static let impurity = 0.02
  /// What the dither of 16 bits leaves over a sample: a low tone bends so little that it would drown in it.
  private static let noise = 6e-9

  private let sampleRate: Double
  private let lag: Int
  private var first: Int?
  private var count = 0
  private var sums = (frequency: 0.0, level: 0.0)
  private(set) var stretches: [Stretch] = []

  /// A finder for sound of `sampleRate`; its windows must carry `history(sampleRate)` samples before their first.
  init(sampleRate: Int) {
    self.sampleRate = Double(sampleRate)
    lag = Self.lag(sampleRate)
  }

  static func history(_ sampleRate: Int) -> Int { 2 * lag(sampleRate) }

  private static func lag(_ sampleRate: Int) -> Int { max(1, (Double(sampleRate) / 12_000).rounded().whole) }

  /// Looks at the window that begins `hundredth` hundredths from the start.
  mutating func add(_ samples: UnsafePointer<Float>, length: Int, hundredth: Int) {
    guard let tone = tone(samples, length) else { return close() }
    if let first, first + count == hundredth {
      let (frequency, level) = (sums.frequency / Double(count), sums.level / Double(count))
      if abs(tone.frequency - frequency) <= 0.005 * frequency + 1, abs(tone.level - level) <= 1 {
        count += 1
        sums = (sums.frequency + tone.frequency, sums.level + tone.level)
        return
      }
    }
    close()
    (first, count, sums) = (hundredth, 1, (tone.frequency, tone.level))
  }

  /// Ends the tone under way.
  mutating func close() {
    defer { first = nil }
    guard let first, count >= Self.shortest, stretches.count < Self.maximumStretches else { return }
    stretches.append(
      Stretch(hundredths: first..<first + count, frequency: sums.frequency / Double(count), level: sums.level / Double(count)))
  }

  private func tone(_ samples: UnsafePointer<Float>, _ length: Int) -> (frequency: Double, level: Double)? {
    let middle = samples - lag
    var (squares, products, bends) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    var (slopes, nearProducts) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    for index in stride(from: 0, to: length, by: 8) {
      let (before, here, after) = (middle.eight(index - lag), middle.eight(index), middle.eight(index + lag))
      let bend = (after - here) + (before - here)
      let near = (middle.eight(index + 1) - here) + (middle.eight(index - 1) - here)
      squares += here * here
      products += here * bend
      bends += bend * bend
      slopes += (after - before) * (after - before)
      nearProducts += here * near
    }
    let (energy, product, bend) = (Double(squares.sum()), Double(products.sum()), Double(bends.sum()))
    guard energy > 1e-5 * Double(length), bend > 0, bend - product * product / energy < Self.impurity * bend + Self.noise * Double(length) else {
      return nil
    }
    let angle = acos(max(-1, min(1, 1 + product / (2 * energy))))
    let sine = sin(angle)
    guard sine > 1e-3 else { return nil }
    let square = (energy + Double(slopes.sum()) / (4 * sine * sine)) / Double(length)
    // The lag folds frequencies above its own limit: the nearest to what a lag of one says is meant.
    let coarse = acos(max(-1, min(1, 1 + Double(nearProducts.sum()) / (2 * energy)))) / (2 * .pi)
    let fold = angle / (2 * .pi)
    let turns = (0...lag).flatMap { [Double($0) + fold, Double($0) - fold] }.map { $0 / Double(lag) }
    guard let nearest = turns.min(by: { abs($0 - coarse) < abs($1 - coarse) }), nearest > 0 else { return nil }
    return (nearest * sampleRate, 10 * log10(square))
  }
}
