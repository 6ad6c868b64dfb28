// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Tells speech from other sound, half a second at a time.
///
/// At about 8 kHz, every hundredth of a second gives an energy and a voice: how well 30 ms repeat themselves at a pitch of 70 to 400 Hz. A second and a half of them gives
/// five features, all of which speech has and other sounds seldom have together:
///
/// | feature | speech | what lacks it |
/// | --- | --- | --- |
/// | spread of energy, dB | over 3.4 | noise, held chords |
/// | share of changes of energy at 2 to 9 Hz, the rate of syllables | over 0.45 | traffic, applause |
/// | share of frames with a voice | 0.15 to 0.95 | noise; melodies without a gap |
/// | changes between voice and none, a second | over 4.6 | notes, drums |
/// | movement of the pitch, octaves a frame | over 0.0035 | notes of any instrument with keys or frets |
///
/// The thresholds were set on synthetic speech in three languages, alone and over chords, melodies, drums, noise, traffic and applause 5 to 20 dB
/// below it. Singing, speech under louder music, and crowds are beyond it: what it says is advice.
struct SpeechDetector: Sendable {
  /// The frame's energy in dB, whether it has a voice, and its pitch in octaves.
  private struct Frame {
    var energy: Double
    var periodicity: Double
    var pitch: Double
  }

  /// Frames in half a second, and in the second and a half that is judged.
  static let (half, whole) = (50, 150)
  private static let (lowestPitch, highestPitch) = (70.0, 400.0)

  private let rate: Double
  private let shortestLag: Int
  private let longestLag: Int
  private let span: Int
  private var samples: [Float] = []
  /// How many samples have been let go of, and how many frames made.
  private var dropped = 0
  private var made = 0
  private var frames: [Frame] = []
  private let cosines: [[Double]]
  private let sines: [[Double]]

  /// A detector for sound of `rate` samples a second, about 8000.
  init(rate: Double) {
    self.rate = rate
    shortestLag = max(2, (rate / Self.highestPitch).whole)
    longestLag = (rate / Self.lowestPitch).whole
    span = max(8, ((rate * 0.03).whole - longestLag) / 8 * 8)
    // 2 to 9 Hz in bins of two thirds of a hertz.
    let angles = (3...13).map { bin in (0..<Self.whole).map { 2 * .pi * Double(bin) * Double($0) / Double(Self.whole) } }
    cosines = angles.map { $0.map { cos($0) } }
    sines = angles.map { $0.map { sin($0) } }
  }

  /// Takes samples and returns a verdict for each half second that they complete; the first comes after a second and a half and speaks of the half second in its middle.
  mutating func add(_ more: [Float]) -> [Bool] {
    samples += more
    var verdicts: [Bool] = []
    while true {
      let start = Int(Double(made) * rate / 100) - dropped
      guard start + longestLag + span + 8 <= samples.count, start + (rate * 0.03).whole <= samples.count else { break }
      frames.append(frame(start))
      made += 1
      guard frames.count == Self.whole else { continue }
      verdicts.append(features()?.areSpeech ?? false)
      frames.removeFirst(Self.half)
    }
    let spent = max(0, min(samples.count, Int(Double(made) * rate / 100) - dropped))
    if spent > 4096 {
      samples.removeFirst(spent)
      dropped += spent
    }
    return verdicts
  }

  // MARK: -

  private func frame(_ start: Int) -> Frame {
    samples.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return Frame(energy: -120, periodicity: 0, pitch: 0) }
      let here = base + start
      let hop = (rate / 100).whole
      var energy: Float = 0
      for index in hop..<2 * hop { energy += here[index] * here[index] }
      let decibels = 10 * log10(Double(energy) / Double(hop) + 1e-12)
      guard decibels > -80 else { return Frame(energy: decibels, periodicity: 0, pitch: 0) }
      let own = product(here, here)
      let correlations = (shortestLag...longestLag).map { lag in
        product(here, here + lag) / (own * product(here + lag, here + lag) + 1e-12).squareRoot()
      }
      let best = correlations.max() ?? 0
      // The shortest lag that is nearly as good: twice the period repeats as well as the period.
      var peak = correlations.firstIndex { $0 >= 0.9 * best } ?? 0
      while peak + 1 < correlations.count, correlations[peak + 1] > correlations[peak] { peak += 1 }
      var lag = Double(shortestLag + peak)
      if peak > 0, peak + 1 < correlations.count {
        let (before, at, after) = (correlations[peak - 1], correlations[peak], correlations[peak + 1])
        let bend = before - 2 * at + after
        if bend < 0 { lag += Double(0.5 * (before - after) / bend) }
      }
      return Frame(energy: decibels, periodicity: Double(correlations[peak]), pitch: log2(rate / lag))
    }
  }

  private func product(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>) -> Float {
    var sum = SIMD8<Float>.zero
    for index in stride(from: 0, to: span, by: 8) { sum += one.eight(index) * other.eight(index) }
    return sum.sum()
  }

  private func features() -> SpeechFeatures? {
    let energies = frames.map(\.energy)
    let top = energies.sorted()[energies.count - 15]
    guard top > -65 else { return nil }
    let isLoud = energies.map { $0 > top - 30 }
    let isVoiced = frames.indices.map { frames[$0].periodicity > 0.7 && isLoud[$0] }
    var steps: [Double] = []
    for index in 1..<frames.count where isVoiced[index] && isVoiced[index - 1] {
      let step = abs(frames[index].pitch - frames[index - 1].pitch)
      if step < 0.1 { steps.append(step) }
    }
    return SpeechFeatures(
      spread: spread(energies.map { max($0, top - 50) }), syllables: syllables(energies),
      voiced: Double(isVoiced.count { $0 }) / Double(max(1, isLoud.count { $0 })),
      changes: Double(zip(isVoiced, isVoiced.dropFirst()).count { $0 != $1 }) / 1.5, glide: steps.count >= 8 ? steps.sorted()[steps.count / 2] : 0)
  }

  private func spread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  /// The share of what changes in the energy that changes at the rate of syllables.
  private func syllables(_ energies: [Double]) -> Double {
    let powers = energies.map { pow(10, $0 / 10) }
    let mean = powers.reduce(0, +) / Double(powers.count)
    let count = Double(powers.count)
    let shaped = powers.indices.map { (powers[$0] / mean - 1) * (0.5 - 0.5 * cos(2 * .pi * Double($0) / (count - 1))) }
    let constant = shaped.reduce(0, +)
    let all = (count * shaped.reduce(0) { $0 + $1 * $1 } - constant * constant) / 2
    var some = 0.0
    for bin in cosines.indices {
      var (real, imaginary) = (0.0, 0.0)
      for index in shaped.indices {
        real += shaped[index] * cosines[bin][index]
        imaginary += shaped[index] * sines[bin][index]
      }
      some += real * real + imaginary * imaginary
    }
    return all > 0 ? some / all : 0
  }
}

/// What a second and a half of sound shows of speech.
struct SpeechFeatures: Hashable, Sendable {
  /// The standard deviation of the energy of its hundredths, in dB, nothing taken as quieter than 50 dB below the loud ones.
  var spread: Double
  /// The share of what changes in the energy that changes 2 to 9 times a second.
  var syllables: Double
  /// The share of the loud frames that have a voice.
  var voiced: Double
  /// Changes between voice and none, a second.
  var changes: Double
  /// The median movement of the pitch from frame to frame, in octaves.
  var glide: Double

  /// Whether all of them are those of speech.
  var areSpeech: Bool { spread >= 3.4 && syllables >= 0.45 && (0.15...0.95).contains(voiced) && changes >= 4.6 && glide >= 0.0035 }
}
