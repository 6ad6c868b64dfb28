// SPDX-License-Identifier: Apache-2.0

import Essence

/// The loudness steps of a programme, half a second at a time, with word of whether there is speech in them.
///
/// It listens for speech in the centre where there is one, else in left and right together, else in the first channel.
struct SpeechSteps: Sendable {
  /// Half a second.
  struct Half: Sendable {
    /// The energy of each hundredth.
    var energies: [Double]
    var isSpeech: Bool
  }

  private let listened: [Int]
  private var steps: LoudnessSteps
  private var detector: SpeechDetector
  private var decimator: Decimator
  private var mix: [Float] = []
  private var low: [Float] = []
  private var energies: [Double] = []
  private var verdicts = 0
  private var lastVerdict = false

  /// `nil` at a sample rate too low for speech.
  init?(_ subject: SoundSubject) {
    guard subject.sampleRate >= 6000, let steps = LoudnessSteps(subject) else { return nil }
    self.steps = steps
    let positions = subject.layout.positions
    let pair = [positions.firstIndex(of: .left), positions.firstIndex(of: .right)].compactMap { $0 }
    listened = positions.firstIndex(of: .center).map { [$0] } ?? (pair.count == 2 ? pair : [0])
    let factor = max(1, (Double(subject.sampleRate) / 8000).rounded().whole)
    decimator = Decimator(factor: factor)
    detector = SpeechDetector(rate: Double(subject.sampleRate) / Double(factor))
  }

  /// The half seconds that are settled when `block` has been heard.
  mutating func add(_ block: AudioBlock<Float>) -> [Half] {
    energies += steps.energies(of: block)
    mix.removeAll(keepingCapacity: true)
    let share = 1 / Float(listened.count)
    for channel in listened where channel < block.channelCount {
      let samples = block.channel(channel)
      if mix.isEmpty {
        for index in 0..<block.count { mix.append(share * samples[index]) }
      } else {
        for index in 0..<block.count { mix[index] += share * samples[index] }
      }
    }
    low.removeAll(keepingCapacity: true)
    mix.withUnsafeBufferPointer { samples in
      if let base = samples.baseAddress { decimator.add(base, count: samples.count, to: &low) }
    }
    var halves: [Half] = []
    for verdict in detector.add(low) { halves += settle(verdict) }
    return halves
  }

  /// What is left at the end, judged by the last verdict; sound of less than a second and a half is never speech.
  mutating func finish() -> [Half] {
    var halves: [Half] = []
    while !energies.isEmpty { halves.append(take(lastVerdict)) }
    return halves
  }

  // MARK: -

  /// A verdict speaks of the middle half second; the very first of the one before it too.
  private mutating func settle(_ isSpeech: Bool) -> [Half] {
    verdicts += 1
    lastVerdict = isSpeech
    return verdicts == 1 ? [take(isSpeech), take(isSpeech)] : [take(isSpeech)]
  }

  private mutating func take(_ isSpeech: Bool) -> Half {
    let half = Half(energies: Array(energies.prefix(SpeechDetector.half)), isSpeech: isSpeech)
    energies.removeFirst(half.energies.count)
    return half
  }
}
