// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Signals
import Testing

private func decibels(_ ratio: Double) -> Double { 20 * log10(ratio) }

/// Amplitude of the part of `samples` at `frequency`, full scale at 1.
private func amplitude(of samples: [Int32], at frequency: Double) -> Double {
  var (real, imaginary) = (0.0, 0.0)
  for (index, sample) in samples.enumerated() {
    let angle = 2 * Double.pi * frequency * Double(index) / 48_000
    real += Double(sample) * cos(angle)
    imaginary += Double(sample) * sin(angle)
  }
  return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count) / 8_388_608
}

@Test func `line-up tone is 1 kHz at -18 dBFS and nothing else`() {
  let samples = LineUpTone().samples(0..<4800)
  #expect(abs(decibels(amplitude(of: samples, at: 1000)) + 18) < 0.001)
  let power = samples.reduce(0.0) { $0 + pow(Double($1) / 8_388_608, 2) } / 4800
  #expect(abs(10 * log10(power * 2) + 18) < 0.001)
}

@Test(arguments: [(997, -20.0), (440, -0.1), (10_000, -60)])
func `another tone has its own frequency and level`(frequency: Int, level: Double) {
  let samples = LineUpTone(frequency: frequency, level: level).samples(0..<48_000)
  #expect(abs(decibels(amplitude(of: samples, at: Double(frequency))) - level) < 0.01)
}

@Test func `a tone keeps its phase after a day`() {
  let day = 48_000 * 86_400
  #expect(LineUpTone(frequency: 997).samples(day..<day + 100) == LineUpTone(frequency: 997).samples(0..<100))
}

@Test func `speech is the same in whatever pieces it is made`() {
  let speech = SpeechLikeSound()
  let whole = speech.samples(0..<96_000)
  var pieces: [Int32] = []
  var position = 0
  for length in [1, 1919, 1602, 1601, 40_000, 30_000, 20_877] {
    pieces += speech.samples(position..<position + length)
    position += length
  }
  #expect(pieces == whole)
}

@Test func `speech has pauses, syllables and no DC`() {
  let samples = SpeechLikeSound().samples(0..<48_000 * 12).map { Double($0) / 8_388_608 }
  let levels = stride(from: 0, to: samples.count, by: 2400).map { start in
    decibels((samples[start..<start + 2400].reduce(1e-12) { $0 + $1 * $1 } / 2400).squareRoot())
  }
  #expect(levels.filter { $0 < -70 }.count > 20, "it pauses")
  #expect(levels.filter { $0 > -35 }.count > 80, "and it speaks")
  #expect(abs(samples.reduce(0, +) / Double(samples.count)) < 1e-4)
  #expect((samples.map(abs).max() ?? 1) < 0.7)
}

@Test func `a louder voice is louder by as much`() {
  func power(_ source: SpeechLikeSound) -> Double { source.samples(0..<96_000).reduce(0) { $0 + Double($1) * Double($1) } }
  #expect(abs(10 * log10(power(SpeechLikeSound(loudness: -21)) / power(SpeechLikeSound(loudness: -27))) - 6) < 0.01)
}

@Test func `floats are the integers divided by two to the 23`() {
  let (integers, floats) = (SpeechLikeSound().integers(5000..<5100), SpeechLikeSound().floats(5000..<5100))
  #expect(integers.bitDepth == 24 && integers.position == 5000 && integers.channelCount == 2)
  #expect(zip(integers.channel(1), floats.channel(0)).allSatisfy { Float($0) == $1 * 8_388_608 })
}
