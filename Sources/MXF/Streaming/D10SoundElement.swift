// SPDX-License-Identifier: Apache-2.0

/// Makes the sound element of D-10: eight channels of AES3, four bytes a sample, whatever is in them (SMPTE ST 331, 8; ST 386).
struct D10SoundElement: Sendable {
  private let channels: Int
  private let bits: Int

  /// The most channels that it has.
  static let mostChannels = 8
  private static let headCount = 4

  /// Elements for so many channels of samples of 16 or 24 bits.
  init(channels: Int, bits: Int) {
    precondition(channels <= Self.mostChannels && (bits == 16 || bits == 24), "the element has eight channels of sixteen or twenty-four bits")
    (self.channels, self.bits) = (channels, bits)
  }

  /// The bytes of an element of so many samples a channel.
  func byteCount(samples: Int) -> Int { Self.headCount + samples * Self.mostChannels * 4 }

  /// The element of an edit unit.
  /// - Parameter number: which one, counted from nought: at 29.97 a second five follow one another in a pattern of their lengths.
  func bytes(_ sounds: [ArraySlice<UInt8>], number: Int64) -> [UInt8] {
    let width = bits / 8
    let samples = (sounds.first?.count ?? 0) / width
    // Count in the pattern (nought where all have one length), number of samples, which channels are used.
    let place = samples == 1920 ? 0 : UInt8(number % 5 + 1)
    let head = [place, UInt8(truncatingIfNeeded: samples), UInt8(truncatingIfNeeded: samples >> 8), UInt8(truncatingIfNeeded: 1 << channels - 1)]
    return [UInt8](unsafeUninitializedCapacity: byteCount(samples: samples)) { memory, count in
      _ = memory.update(fromContentsOf: head)
      for channel in 0..<Self.mostChannels {
        let sound = channel < channels ? sounds[channel] : []
        sound.withUnsafeBytes { source in
          for sample in 0..<samples {
            // Three bits of channel number, then twenty-four of sample from the fifth bit on, filled from the top.
            var word = UInt32(channel)
            if !source.isEmpty {
              for byte in 0..<width { word |= UInt32(source[sample * width + byte]) << (4 + (24 - bits) + 8 * byte) }
            }
            let place = Self.headCount + (sample * Self.mostChannels + channel) * 4
            for byte in 0..<4 { memory[place + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte)) }
          }
        }
      }
      count = byteCount(samples: samples)
    }
  }
}
