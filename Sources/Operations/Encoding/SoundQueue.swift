// SPDX-License-Identifier: Apache-2.0

/// Sound of one stream on its way from packets of all channels to runs of each, as long as a picture lasts.
struct SoundQueue {
  /// Samples that were missing when they were wanted.
  private(set) var silentSamples = 0
  /// Whether sound came for which silence had been written already.
  private(set) var isLate = false
  /// Bytes that were taken may stand in front of the others until they are so many.
  private static let slack = 1 << 20
  /// Bytes of a sample.
  private let width: Int
  private var channels: [[UInt8]]
  /// Where in each channel the next run begins.
  private var place = 0

  /// Sound of so many channels, whose samples have so many bytes.
  init(channels: Int, width: Int) {
    self.width = width
    self.channels = [[UInt8]](repeating: [], count: channels)
  }

  /// Samples that were not taken yet.
  var waitingSamples: Int { ((channels.first?.count ?? 0) - place) / width }

  /// Takes whole samples, the channels of each after one another.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    isLate = isLate || silentSamples > 0
    let (width, frame) = (width, width * channels.count)
    let samples = bytes.count / frame
    for channel in channels.indices {
      if place > Self.slack { channels[channel].removeFirst(place) }
      channels[channel] += [UInt8](unsafeUninitializedCapacity: samples * width) { memory, count in
        for sample in 0..<samples {
          for byte in 0..<width { memory[sample * width + byte] = bytes[sample * frame + channel * width + byte] }
        }
        count = samples * width
      }
    }
    if place > Self.slack { place = 0 }
  }

  /// The next samples of each channel, silent where they are missing.
  mutating func take(_ samples: Int) -> [ArraySlice<UInt8>] {
    let missing = max(0, samples - waitingSamples)
    if missing > 0 {
      silentSamples += missing
      for channel in channels.indices { channels[channel].append(contentsOf: repeatElement(0, count: missing * width)) }
    }
    let range = place..<place + samples * width
    place = range.upperBound
    return channels.map { $0[range] }
  }
}
