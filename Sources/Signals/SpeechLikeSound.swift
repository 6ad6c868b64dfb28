// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A sound shaped like speech, so that meters and detectors behave as on a programme: voiced pulses through moving formants, hissed
/// consonants, about four syllables a second, and a pause after every phrase.
///
/// Nothing is random: each syllable follows from its number. Formant frequencies are the classic averages of five English vowels.
public struct SpeechLikeSound: SoundSource {
  /// Samples a second.
  public let sampleRate: Int
  /// Programme loudness, in LUFS to within half a unit, of the sound on both channels of a stereo pair (ITU-R BS.1770).
  public let loudness: Double
  private let voice: UInt64
  private let gain: Double
  private let vowels: [[Double]]

  /// A voice; another number speaks other syllables.
  public init(loudness: Double = -23, voice: UInt64 = 1, sampleRate: Int = 48_000) {
    precondition(sampleRate >= 8000, "speech needs at least 8 kHz")
    self.loudness = loudness
    self.voice = voice
    self.sampleRate = sampleRate
    gain = pow(10, (loudness - SpeechLikeSound.loudnessAtUnitGain) / 20)
    vowels = SpeechLikeSound.formants.map { SpeechLikeSound.response(formants: $0, sampleRate: sampleRate) }
  }

  /// The voice's samples.
  public func samples(_ positions: Range<Int>) -> [Int32] {
    guard !positions.isEmpty else { return [] }
    var mix = [Double](repeating: 0, count: positions.count)
    let slot = sampleRate / 4
    for number in (positions.lowerBound - sampleRate / 20) / slot...(positions.upperBound - 1) / slot where number >= 0 {
      guard let syllable = Syllable(number: number, voice: voice, slot: slot) else { continue }
      addConsonant(syllable, from: positions.lowerBound, to: &mix)
      addVowel(syllable, from: positions.lowerBound, to: &mix)
    }
    return mix.map { quantized24($0 * gain) }
  }

  // MARK: -

  /// What the synthesis below measures, in LUFS, before its gain.
  private static let loudnessAtUnitGain = -12.0

  /// Frequency (Hz), bandwidth (Hz) and relative weight of three formants: ah, eh, ee, oh, oo.
  private static let formants: [[(frequency: Double, bandwidth: Double, weight: Double)]] = [
    [(730, 80, 1), (1090, 90, 0.5), (2440, 120, 0.2)], [(530, 70, 1), (1840, 100, 0.4), (2480, 120, 0.25)],
    [(270, 60, 1), (2290, 110, 0.3), (3010, 140, 0.25)], [(570, 70, 1), (840, 80, 0.6), (2410, 120, 0.1)],
    [(300, 60, 1), (870, 80, 0.35), (2240, 120, 0.08)],
  ]

  /// The mouth's answer to one pulse of the voice: decaying resonances, differentiated as lips do, which also leaves no DC.
  private static func response(formants: [(frequency: Double, bandwidth: Double, weight: Double)], sampleRate: Int) -> [Double] {
    var pressure = [Double](repeating: 0, count: sampleRate / 40)
    for formant in formants {
      let decay = 1 / (1 + Double.pi * formant.bandwidth / Double(sampleRate))
      var level = formant.weight * Double(sampleRate) / (4 * formant.frequency)
      for index in pressure.indices {
        pressure[index] += level * sine(turns: formant.frequency * Double(index) / Double(sampleRate))
        level *= decay
      }
    }
    return pressure.indices.map { index in
      let fade = Double(pressure.count - index) / Double(pressure.count)
      return index == 0 ? pressure[0] : (pressure[index] - pressure[index - 1]) * fade
    }
  }

  private func addVowel(_ syllable: Syllable, from start: Int, to mix: inout [Double]) {
    let (first, last) = (vowels[syllable.firstVowel], vowels[syllable.lastVowel])
    var pulse = syllable.voiceStart
    while pulse < syllable.voiceEnd {
      let progress = Double(pulse - syllable.voiceStart) / Double(syllable.voiceEnd - syllable.voiceStart)
      let level = syllable.level * min(1, progress * 8 + 0.1, (1 - progress) * 3 + 0.05)
      for index in max(0, start - pulse)..<max(max(0, start - pulse), min(first.count, start + mix.count - pulse)) {
        mix[pulse + index - start] += level * (first[index] * (1 - progress) + last[index] * progress)
      }
      pulse += syllable.period + Int(Double(syllable.period) * progress / 6)
    }
  }

  private func addConsonant(_ syllable: Syllable, from start: Int, to mix: inout [Double]) {
    let (lower, upper) = (max(start, syllable.start), min(start + mix.count, syllable.voiceStart))
    guard lower < upper else { return }
    let middle = Double(syllable.voiceStart - syllable.start) / 2
    for position in lower..<upper {
      let hiss = noise(position, voice) - noise(position - 1, voice)
      mix[position - start] += 0.06 * syllable.level * hiss * (1 - abs(Double(position - syllable.start) - middle) / middle)
    }
  }
}

/// One syllable: a consonant, then a vowel that turns into another.
private struct Syllable {
  let start: Int
  let voiceStart: Int
  let voiceEnd: Int
  /// Samples from one pulse of the voice to the next.
  let period: Int
  let level: Double
  let firstVowel: Int
  let lastVowel: Int

  /// The syllable of a quarter-second slot; `nil` in the pause that ends each phrase of nine slots.
  init?(number: Int, voice: UInt64, slot: Int) {
    let phrase = scrambled(UInt64(truncatingIfNeeded: number / 9) &+ voice &* 0x51_7C_C1)
    guard number % 9 < 7 + Int(phrase & 1) else { return nil }
    let dice = scrambled(UInt64(truncatingIfNeeded: number) &+ voice << 32)
    func pick(_ shift: Int, _ count: Int) -> Int { Int(dice >> shift & 0xFF) * count >> 8 }
    start = number * slot + slot * pick(0, 10) / 100
    voiceStart = start + slot * pick(8, 12) / 100
    voiceEnd = voiceStart + slot * (50 + pick(16, 20)) / 100
    period = slot * 4 / (100 + pick(24, 50))
    level = 0.6 + 0.4 * Double(pick(32, 100)) / 100
    firstVowel = pick(40, 5)
    lastVowel = pick(48, 5)
  }
}

/// White noise from −1 to 1: the value at a position.
private func noise(_ position: Int, _ voice: UInt64) -> Double {
  Double(Int64(bitPattern: scrambled(UInt64(truncatingIfNeeded: position) ^ voice << 48))) / 9_223_372_036_854_775_808
}

/// A number with its bits well mixed (the finisher of SplitMix64).
private func scrambled(_ number: UInt64) -> UInt64 {
  var mixed = number &+ 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
  return mixed ^ mixed >> 31
}
