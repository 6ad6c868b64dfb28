// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The interpolator of a true-peak meter (ITU-R BS.1770-5, annex 2): each channel at four times its sample rate.
///
/// Three polyphase branches give the points a quarter, a half and three quarters of the way to the next sample; the fourth would be the sample itself. Each is a
/// sinc of 16 taps under a Kaiser window: flat to 0.8 of the Nyquist frequency, 50 dB down beyond.
enum TruePeakFilter {
  /// Taps of each branch, and the number of samples before the point that is interpolated.
  static let (taps, before) = (16, 7)

  /// The coefficients, a branch after another.
  static let coefficients: [Float] = [0.25, 0.5, 0.75].flatMap(branch(offset:))

  /// The most that the filter can raise a peak by: no output exceeds this times the largest input.
  static let gain: Float = [0, 1, 2].map { branch in coefficients[branch * taps..<(branch + 1) * taps].reduce(0) { $0 + abs($1) } }.max() ?? 1

  private static func branch(offset: Double) -> [Float] {
    let ideal = (0..<taps).map { tap in
      let distance = Double(tap - before) - offset
      return sin(.pi * distance) / (.pi * distance) * kaiser(distance / Double(taps / 2))
    }
    let sum = ideal.reduce(0, +)
    return ideal.map { Float($0 / sum) }
  }

  /// The Kaiser window with β = 4.55, over −1…1.
  private static func kaiser(_ place: Double) -> Double { bessel(4.55 * max(0, 1 - place * place).squareRoot()) / bessel(4.55) }

  /// The modified Bessel function of the first kind, order 0, by its power series.
  private static func bessel(_ argument: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for index in 1..<32 {
      term *= (argument / 2 / Double(index)) * (argument / 2 / Double(index))
      sum += term
    }
    return sum
  }
}
