// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality

/// Signals that only the tests of sound checks need, each drawn from its definition.
extension Sound {
  static func noise(_ level: Double, _ seconds: Double, seed: UInt64 = 1, rate: Int = 48_000) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let amplitude = pow(10, level / 20) * 3.0.squareRoot()
    return (0..<Int(seconds * Double(rate))).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float(amplitude * Double(Int64(bitPattern: state) >> 11) / Double(1 << 52))
    }
  }

  static func mix(_ sounds: [Float]...) -> [Float] {
    (0..<(sounds.map(\.count).min() ?? 0)).map { index in sounds.reduce(0) { $0 + $1[index] } }
  }

  static func gain(_ decibels: Double, _ sound: [Float]) -> [Float] {
    let factor = Float(pow(10, decibels / 20))
    return sound.map { $0 * factor }
  }

  /// A tone that pauses for 250 ms at each of these times.
  static func interrupted(_ seconds: Double, at pauses: [Double], frequency: Double = 1000, level: Double = -18, rate: Int = 48_000) -> [Float] {
    var tone = sine(level, seconds, frequency: frequency, rate: rate)
    for pause in pauses {
      for index in Int(pause * Double(rate))..<min(tone.count, Int((pause + 0.25) * Double(rate))) { tone[index] = 0 }
    }
    return tone
  }

  /// A voice by its bare traits: pulses of a gliding pitch through a resonance, four syllables a second of changing length and level, hiss between them,
  /// and a pause after seven.
  static func speech(_ seconds: Double, rate: Int = 48_000, pitch: Double = 120) -> [Float] {
    var sound = [Float](repeating: 0, count: Int(seconds * Double(rate)))
    let hiss = noise(-34, seconds, seed: 77, rate: rate)
    for syllable in 0..<Int(seconds * 4) where syllable % 9 < 7 {
      let start = Double(syllable) / 4 + 0.02 * Double(syllable * 7 % 5) / 5
      let length = 0.12 + 0.06 * Double(syllable * 5 % 7) / 7
      let level = 0.15 + 0.1 * Double(syllable * 3 % 4) / 4
      let formant = [700.0, 400, 1100, 550][syllable % 4]
      var time = start + 0.04
      while time < start + length {
        let progress = (time - start) / length
        let shape = min(1, progress * 6) * min(1, (1 - progress) * 4)
        let from = Int(time * Double(rate))
        for index in from..<min(sound.count, from + rate / 80) {
          let age = Double(index - from) / Double(rate)
          let ringing = exp(-age * 250) * (sin(2 * .pi * formant * age) + 0.4 * sin(2 * .pi * 2.6 * formant * age))
          sound[index] += Float(level * shape * ringing)
        }
        time += 1 / (pitch * (1.25 - 0.4 * progress + 0.05 * Double(syllable % 3)))
      }
      for index in Int(start * Double(rate))..<min(sound.count, Int((start + 0.05) * Double(rate))) { sound[index] += hiss[index] }
    }
    return sound
  }

  /// Plucked notes that ring on, four a second.
  static func plucked(_ seconds: Double, rate: Int = 48_000) -> [Float] {
    let notes = [220.0, 247, 262, 294, 330, 349, 392, 440]
    var sound = [Float](repeating: 0, count: Int(seconds * Double(rate)))
    for note in 0..<Int(seconds * 4) {
      let frequency = notes[note * 5 % 8]
      let from = note * rate / 4
      for index in from..<min(sound.count, from + rate) {
        let age = Double(index - from) / Double(rate)
        let attack = min(1, age * 300)
        sound[index] += Float(
          0.06 * attack * (1...6).reduce(0) { $0 + exp(-age * Double(3 + $1)) * sin(2 * .pi * frequency * Double($1) * age) / Double($1) })
      }
    }
    return sound
  }
}

extension InspectionProfile {
  /// A profile that asks only for these of sound.
  static func sound(_ limits: SoundLimits) -> InspectionProfile { InspectionProfile(name: "sound", sound: limits) }
}
