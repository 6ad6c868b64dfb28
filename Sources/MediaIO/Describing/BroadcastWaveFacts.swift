// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Where the samples of a WAV, RF64 or Broadcast Wave file are, and when its first one was: read from its chunks alone.
public struct BroadcastWaveFacts: Hashable, Sendable {
  /// Samples a second.
  public let sampleRate: Int
  /// Channels.
  public let channels: Int
  /// Bits of a sample, as stored.
  public let bits: Int
  /// Whether samples are integers, and not floating point or coded.
  public let isInteger: Bool
  /// Samples of each channel.
  public let samples: Int
  /// Where the first sample is, in bytes.
  public let dataOffset: Int64
  /// The first sample, counted from midnight (EBU Tech 3285); `nil` without a `bext` chunk.
  public let timeReference: Int?

  /// Reads the chunks of the file at `path`; `nil` where it is no such file, or cut short.
  public init?(path: String) {
    guard let chunks = try? RIFFChunks(path: path), let format = chunks.contents("fmt ", limit: 4096),
      let data = chunks.chunks.first(where: { $0.name == "data" }), data.missing == 0
    else { return nil }
    var reader = ByteReader(format, subject: path)
    guard let tag = try? reader.integer(UInt16.self, .little), let channels = try? reader.integer(UInt16.self, .little),
      let sampleRate = try? reader.integer(UInt32.self, .little), (try? reader.skip(4)) != nil,
      let block = try? reader.integer(UInt16.self, .little), let bits = try? reader.integer(UInt16.self, .little),
      channels > 0, block > 0, sampleRate > 0
    else { return nil }
    // In the extensible form the tag stands at the beginning of a sub-format, behind 24 bytes.
    isInteger = tag == 1 || tag == 0xFFFE && format.count >= 26 && format[24] == 1 && format[25] == 0
    (self.channels, self.bits, self.sampleRate) = (Int(channels), Int(bits), Int(sampleRate))
    samples = Int(data.count) / Int(block)
    dataOffset = data.offset
    timeReference = BroadcastWave.timeReference(chunks)
  }
}
