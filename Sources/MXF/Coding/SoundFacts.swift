// SPDX-License-Identifier: Apache-2.0

/// Sound of PCM as its descriptor tells it (SMPTE ST 382).
struct SoundFacts: Hashable, Sendable {
  var channels: Int
  var bits: Int
  /// Samples a second.
  var sampleRate: Int
  /// Bytes of one sample of all channels.
  var blockSize: Int

  /// Sound of so many channels, in whole bytes.
  init(channels: Int, bits: Int, sampleRate: Int) {
    (self.channels, self.bits, self.sampleRate, blockSize) = (channels, bits, sampleRate, channels * ((bits + 7) / 8))
  }

  /// Nothing where the descriptor does not say all of it, or says what no sound has.
  init?(_ descriptor: MetadataSet) {
    guard let channels = descriptor.integer(.channelCount, as: UInt32.self), (1...64).contains(channels),
      let bits = descriptor.integer(.quantizationBits, as: UInt32.self), (1...32).contains(bits), let rate = descriptor.rational(.audioSampleRate),
      rate.denominator == 1, (8000...768_000).contains(rate.numerator)
    else { return nil }
    (self.channels, self.bits, sampleRate) = (Int(channels), Int(bits), Int(rate.numerator))
    let smallest = self.channels * ((self.bits + 7) / 8)
    blockSize = descriptor.integer(.blockAlign, as: UInt16.self).map(Int.init) ?? smallest
    guard blockSize >= smallest, blockSize <= 64 * 4 else { return nil }
  }

  /// Whether a descriptor's sound is PCM, wrapped frame by frame.
  static func isFrameWrapped(_ descriptor: MetadataSet) -> Bool {
    guard let container = descriptor.label(.containerFormat) else { return false }
    return container.low >> 16 == 0x0d010301_0206 && [0x01, 0x03].contains(container[14])
  }
}
