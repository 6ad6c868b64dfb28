// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The sine that a room lines up with: 1 kHz at −18 dBFS, the alignment level of EBU R 68-2000 (North America lines up at −20, SMPTE RP 155).
///
/// The level is relative to the largest sine that can be coded, so the peak is 10^(level/20) of full scale. The phase is reckoned in whole
/// numbers from position 0 and so never drifts.
public struct LineUpTone: SoundSource {
  /// Samples a second.
  public let sampleRate: Int
  /// Cycles a second.
  public let frequency: Int
  /// Level in dBFS.
  public let level: Double

  /// A tone.
  public init(frequency: Int = 1000, level: Double = -18, sampleRate: Int = 48_000) {
    precondition(sampleRate > 0 && frequency > 0 && frequency < sampleRate / 2, "a tone lies below half the sample rate")
    self.frequency = frequency
    self.level = level
    self.sampleRate = sampleRate
  }

  /// The tone's samples.
  public func samples(_ positions: Range<Int>) -> [Int32] {
    let amplitude = pow(10, level / 20)
    return positions.map { position in
      let phase = position % sampleRate * frequency % sampleRate
      return quantized24(amplitude * sine(turns: Double(phase) / Double(sampleRate)))
    }
  }
}
