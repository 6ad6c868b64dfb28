// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What is in a media file, as its wrapper says and as its essence says.
///
/// The two are kept apart on purpose: a file that was re-wrapped by the wrong tool betrays itself where they disagree.
public struct MediaDescription: Hashable, Sendable, Codable {
  /// The path as it was given.
  public var path: String
  /// The file's size.
  public var byteCount: Int
  /// The wrapper and what it says of the whole.
  public var wrapper: WrapperDescription
  /// The pictures.
  public var video: [VideoStream]
  /// The sound.
  public var audio: [AudioStream]
  /// Every timecode found, and where.
  public var timecodes: [TimecodeStream]
  /// Captions and subtitles.
  public var captions: [CaptionStream]
  /// Streams of any other kind, in words.
  public var otherStreams: [String]

  /// A description of the file at `path`.
  public init(
    path: String, byteCount: Int, wrapper: WrapperDescription, video: [VideoStream] = [], audio: [AudioStream] = [], timecodes: [TimecodeStream] = [],
    captions: [CaptionStream] = [], otherStreams: [String] = []
  ) {
    self.path = path
    self.byteCount = byteCount
    self.wrapper = wrapper
    self.video = video
    self.audio = audio
    self.timecodes = timecodes
    self.captions = captions
    self.otherStreams = otherStreams
  }
}

/// What the wrapper says of the whole file.
public struct WrapperDescription: Hashable, Sendable, Codable {
  /// The wrapper's short name: `mov`, `mxf`, `wav`, `mpegts`…
  public var format: String
  /// The same in words, such as `QuickTime / MOV` or `MXF OP1a`.
  public var name: String
  /// Operational pattern, brand or profile, where it has one (`OP1a`, `isom`).
  public var profile: String?
  /// Length as the wrapper states it.
  public var duration: MediaTime?
  /// Bits a second over the whole file.
  public var bitRate: Int?
  /// Metadata in the wrapper's own words; no order.
  public var metadata: [String: String]
  /// What reading the wrapper ran into: a missing index, a short file.
  public var notes: [String]

  /// A wrapper description.
  public init(
    format: String, name: String, profile: String? = nil, duration: MediaTime? = nil, bitRate: Int? = nil, metadata: [String: String] = [:],
    notes: [String] = []
  ) {
    self.format = format
    self.name = name
    self.profile = profile
    self.duration = duration
    self.bitRate = bitRate
    self.metadata = metadata
    self.notes = notes
  }
}

/// What one side, wrapper or essence, says of pictures. A part that it does not state is `nil`.
public struct VideoFacts: Hashable, Sendable, Codable {
  /// The coding, by FFmpeg's short name: `prores`, `h264`, `mpeg2video`.
  public var codec: String?
  /// Profile and level in the codec's words: `HQ`, `High@4.1`, `4:2:2`.
  public var profile: String?
  /// The four-character or label code that the wrapper gives (`apch`, `avc1`).
  public var codeTag: String?
  /// Columns.
  public var width: Int?
  /// Rows of a whole picture.
  public var height: Int?
  /// Width of a pixel over its height.
  public var pixelAspect: Ratio?
  /// Pictures a second.
  public var rate: FrameRate?
  /// Number of pictures.
  public var frameCount: FrameCount?
  /// Scanning.
  public var scan: ScanType?
  /// Pixel layout by FFmpeg's name.
  public var pixelFormat: String?
  /// Significant bits of a sample.
  public var bitDepth: Int?
  /// `4:2:2` and the like.
  public var chromaSampling: String?
  /// Colour.
  public var color: ColorDescription
  /// Bits a second.
  public var bitRate: Int?

  /// Facts; all unknown until set.
  public init() { color = ColorDescription() }
}

/// A stream of pictures, described twice.
public struct VideoStream: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var index: Int
  /// What the wrapper says.
  public var wrapper: VideoFacts
  /// What the essence itself says.
  public var essence: VideoFacts
  /// Per-stream metadata in the wrapper's words.
  public var metadata: [String: String]

  /// A stream with both descriptions.
  public init(index: Int, wrapper: VideoFacts, essence: VideoFacts, metadata: [String: String] = [:]) {
    self.index = index
    self.wrapper = wrapper
    self.essence = essence
    self.metadata = metadata
  }

  /// One value for each fact: the essence's, or the wrapper's where the essence is silent.
  ///
  /// Rate and count are the wrapper's first: it is the wrapper that paces playback.
  public var facts: VideoFacts {
    var facts = VideoFacts()
    facts.codec = essence.codec ?? wrapper.codec
    facts.profile = essence.profile ?? wrapper.profile
    facts.codeTag = wrapper.codeTag ?? essence.codeTag
    facts.width = essence.width ?? wrapper.width
    facts.height = essence.height ?? wrapper.height
    facts.pixelAspect = wrapper.pixelAspect ?? essence.pixelAspect
    facts.rate = wrapper.rate ?? essence.rate
    facts.frameCount = wrapper.frameCount ?? essence.frameCount
    facts.scan = essence.scan ?? wrapper.scan
    facts.pixelFormat = essence.pixelFormat ?? wrapper.pixelFormat
    facts.bitDepth = essence.bitDepth ?? wrapper.bitDepth
    facts.chromaSampling = essence.chromaSampling ?? wrapper.chromaSampling
    facts.color.primaries = essence.color.primaries ?? wrapper.color.primaries
    facts.color.transfer = essence.color.transfer ?? wrapper.color.transfer
    facts.color.matrix = essence.color.matrix ?? wrapper.color.matrix
    facts.color.isFullRange = essence.color.isFullRange ?? wrapper.color.isFullRange
    facts.bitRate = wrapper.bitRate ?? essence.bitRate
    return facts
  }
}

/// What one side says of sound. A part that it does not state is `nil`.
public struct AudioFacts: Hashable, Sendable, Codable {
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

/// Where a timecode was found in a file.
public enum TimecodeSource: String, Hashable, Sendable, Codable, CaseIterable {
  /// A QuickTime `tmcd` track.
  case quickTimeTrack
  /// The material package of an MXF file: what it plays as.
  case mxfMaterialPackage
  /// A source package of an MXF file: what its essence was made as, or came from.
  case mxfSourcePackage
  /// MPEG-2 group-of-pictures headers.
  case gop
  /// SEI or ancillary timecode in the bitstream.
  case bitstream
  /// A Broadcast Wave `bext` time reference.
  case bextTimeReference
  /// A Broadcast Wave `iXML` chunk.
  case iXML
  /// A metadata item of the wrapper.
  case metadata
}

/// One timecode of a file: its start, and where it was found.
public struct TimecodeStream: Hashable, Sendable, Codable {
  /// Where it was found.
  public var source: TimecodeSource
  /// The label of the first frame.
  public var start: Timecode
  /// The reel or tape name kept with it.
  public var reel: String?
  /// The stream's index, for timecodes that belong to one.
  public var streamIndex: Int?

  /// A timecode that starts at `start`.
  public init(source: TimecodeSource, start: Timecode, reel: String? = nil, streamIndex: Int? = nil) {
    self.source = source
    self.start = start
    self.reel = reel
    self.streamIndex = streamIndex
  }
}

/// A stream of captions or subtitles.
public struct CaptionStream: Hashable, Sendable, Codable {
  /// The stream's index in the file.
  public var index: Int
  /// The coding, by FFmpeg's short name.
  public var codec: String
  /// ISO 639 language, where stated.
  public var language: String?

  /// A caption stream.
  public init(index: Int, codec: String, language: String? = nil) {
    self.index = index
    self.codec = codec
    self.language = language
  }
}
