// SPDX-License-Identifier: Apache-2.0

import Essence

/// The energy of each hundredth of a second of a programme: the mean square of its K-weighted channels, weighted by their places and summed (ITU-R BS.1770-5).
struct LoudnessSteps: Sendable {
  private let sampleRate: Int
  private let weights: [Double]
  private var pairs: [KWeightedPair]
  private var step = 0
  private var filled = 0
  private var stepLength: Int

  /// The steps of sound on `channels` of a layout, by default all; `nil` at a sample rate that has no hundredths.
  init?(_ subject: SoundSubject, channels: Range<Int>? = nil) {
    guard subject.sampleRate >= 1000 else { return nil }
    sampleRate = subject.sampleRate
    weights = subject.layout.positions.enumerated().map { channels?.contains($0) ?? true ? Self.weight(of: $1) : 0 }
    let filter = KWeighting(sampleRate: sampleRate)
    pairs = (0..<(weights.count + 1) / 2).map { _ in KWeightedPair(filter) }
    stepLength = Self.boundary(1, sampleRate)
  }

  /// The energies of the steps that end in `block`.
  mutating func energies(of block: AudioBlock<Float>) -> [Double] {
    var energies: [Double] = []
    var start = 0
    while start < block.count {
      let end = min(block.count, start + stepLength - filled)
      for index in pairs.indices {
        let second = min(index * 2 + 1, block.channelCount - 1)
        guard index * 2 < block.channelCount, let one = block.channel(index * 2).baseAddress, let other = block.channel(second).baseAddress else {
          continue
        }
        pairs[index].add(one, other, start..<end)
      }
      filled += end - start
      start = end
      if filled == stepLength { energies.append(closeStep()) }
    }
    return energies
  }

  // MARK: -

  /// The weight of a channel (BS.1770-5, table 4): surround counts for 1.5 dB more, the low-frequency channel not at all.
  private static func weight(of position: ChannelLayout.Position) -> Double {
    switch position {
    case .lowFrequency: 0
    case .leftSurround, .rightSurround: 1.41
    default: 1
    }
  }

  /// The sample at which step `step` begins: steps are hundredths of a second even where a rate has no whole number of samples in one.
  private static func boundary(_ step: Int, _ sampleRate: Int) -> Int { step * sampleRate / 100 }

  private mutating func closeStep() -> Double {
    var energy = 0.0
    for index in pairs.indices {
      let squares = pairs[index].takeEnergy()
      energy += weights[index * 2] * squares[0]
      if index * 2 + 1 < weights.count { energy += weights[index * 2 + 1] * squares[1] }
    }
    energy /= Double(stepLength)
    step += 1
    filled = 0
    stepLength = Self.boundary(step + 1, sampleRate) - Self.boundary(step, sampleRate)
    return energy
  }
}
