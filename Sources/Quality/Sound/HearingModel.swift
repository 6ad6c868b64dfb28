// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much of the cues of speech reach a listener, after the octave-band procedure of ANSI S3.5-1997 (Speech Intelligibility Index), for an age.
///
/// Each octave counts by its importance for speech and by how far the speech stands above the louder of the background and the listener's threshold: not at all 15 dB
/// below, wholly 15 dB above. Thresholds rise with age by the median of ISO 7029:2000, women and men averaged. Spread of masking, level distortion and the ear's
/// other losses are left out. Programme sound at −23 LUFS is taken to play at 60 dB SPL, a quiet living room. Advisory: no standard asks for it.
enum HearingModel {
  /// Centre frequency in Hz, importance, reference internal noise (dB SPL a hertz), and the rise of the threshold with age (dB a year squared): ANSI S3.5-1997, table 3, and
  /// ISO 7029:2000, table 1.
  static let bands: [(frequency: Double, importance: Double, noise: Double, aging: Double)] = [
    (250, 0.0617, -3.9, 0.0030), (500, 0.1671, -9.7, 0.0035), (1000, 0.2373, -12.5, 0.0040), (2000, 0.2648, -17.7, 0.0065),
    (4000, 0.2142, -25.9, 0.0125), (8000, 0.0549, -7.1, 0.0185),
  ]

  /// What −23 LUFS plays at, in dB SPL.
  private static let playback = 60.0

  /// The rise of the threshold in each band at `age` years, in dB.
  static func loss(age: Int) -> [Double] { bands.map { $0.aging * pow(Double(max(18, min(age, 100)) - 18), 2) } }

  /// The share of cues, 0 to 1, of speech over a background with these mean squares in each band.
  static func audibility(speech: [Double], background: [Double], age: Int) -> Double {
    let loss = loss(age: age)
    return bands.indices.reduce(0) { sum, index in
      let band = bands[index]
      let width = 10 * log10(band.frequency / 2.0.squareRoot())
      func level(_ square: Double) -> Double { 10 * log10(max(square, 1e-15)) + playback + 23 - width }
      let floor = max(level(background[index]), band.noise + loss[index])
      return sum + band.importance * max(0, min(1, (level(speech[index]) - floor + 15) / 30))
    }
  }
}

/// Octave bands of two sounds side by side: second-order band-passes, whose squares are summed.
struct OctaveBands: Sendable {
  private struct Band {
    var filter: KWeighting.Biquad
    var delay1 = SIMD2<Double>.zero
    var delay2 = SIMD2<Double>.zero
  }

  private var bands: [Band]

  /// The bands of ``HearingModel``; those too high for the sample rate stay silent.
  init(sampleRate: Int) {
    bands = HearingModel.bands.map { band in
      guard band.frequency * 1.5 < Double(sampleRate) / 2 else { return Band(filter: KWeighting.Biquad(b0: 0, b1: 0, b2: 0, a1: 0, a2: 0)) }
      let angle = 2 * .pi * band.frequency / Double(sampleRate)
      let alpha = sin(angle) / (2 * 2.0.squareRoot())
      let scale = 1 + alpha
      return Band(
        filter: KWeighting.Biquad(b0: alpha / scale, b1: 0, b2: -alpha / scale, a1: -2 * cos(angle) / scale, a2: (1 - alpha) / scale))
    }
  }

  /// The squares in each band of two stretches of as many samples.
  mutating func squares(_ one: [Float], _ other: [Float]) -> [SIMD2<Double>] {
    bands.indices.map { index in
      let filter = bands[index].filter
      var (d1, d2, total) = (bands[index].delay1, bands[index].delay2, SIMD2<Double>.zero)
      for (left, right) in zip(one, other) {
        let input = SIMD2(Double(left), Double(right))
        let output = filter.b0 * input + d1
        d1 = d2 - filter.a1 * output
        d2 = filter.b2 * input - filter.a2 * output
        total += output * output
      }
      for lane in 0..<2 where total[lane] < 1e-40 { (d1[lane], d2[lane]) = (0, 0) }
      (bands[index].delay1, bands[index].delay2) = (d1, d2)
      return total
    }
  }
}
