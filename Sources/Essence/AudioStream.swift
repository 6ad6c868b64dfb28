// SPDX-License-Identifier: Apache-2.0

/// What one side says of sound. A part that it does not state is `nil`.
public struct AudioFacts: Hashable, Sendable, Codable {
  /// The most samples a second that anybody records or that is believed of a file, in Hz: memory is laid out by it.
  public static let highestSampleRate = 768_000

  /// The coding, by FFmpeg's short name: `pcm_s24le`, `aac`.
  public var codec: String?
  /// Profile in the codec's words.
  public var profile: String?
  /// Samples a second.
  public var sampleRate: Int?
  /// Channels in the stream.
  public var channelCount: Int?
  /// Which channel is which loudspeaker.
  public var layout: ChannelLayout?
  /// Significant bits of a sample.
  public var bitDepth: Int?
  /// Samples in each channel.
  public var sampleCount: Int?
  /// Bits a second.
  public var bitRate: Int?

  /// Facts; all unknown until set.
  public init() {}
}

/// A stream of sound, described twice.
public struct AudioStream: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var index: Int
  /// What the wrapper says.
  public var wrapper: AudioFacts
  /// What the essence itself says.
  public var essence: AudioFacts
  /// ISO 639 language, where stated.
  public var language: String?
  /// Per-stream metadata in the wrapper's words.
  public var metadata: [String: String]

  /// A stream with both descriptions.
  public init(index: Int, wrapper: AudioFacts, essence: AudioFacts, language: String? = nil, metadata: [String: String] = [:]) {
    self.index = index
    self.wrapper = wrapper
    self.essence = essence
    self.language = language
    self.metadata = metadata
  }

  /// One value for each fact: the essence's, or the wrapper's where the essence is silent.
  public var facts: AudioFacts {
    var facts = AudioFacts()
    facts.codec = essence.codec ?? wrapper.codec
    facts.profile = essence.profile ?? wrapper.profile
    facts.sampleRate = essence.sampleRate ?? wrapper.sampleRate
    facts.channelCount = essence.channelCount ?? wrapper.channelCount
    facts.layout = wrapper.layout ?? essence.layout
    facts.bitDepth = essence.bitDepth ?? wrapper.bitDepth
    facts.sampleCount = wrapper.sampleCount ?? essence.sampleCount
    facts.bitRate = wrapper.bitRate ?? essence.bitRate
    return facts
  }
}
