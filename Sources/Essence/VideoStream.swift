// SPDX-License-Identifier: Apache-2.0

public import Timing

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
  /// The static metadata of high dynamic range.
  public var light: LightMetadata?
  /// The active format: the wrapper's, or that of the first picture.
  public var activeFormat: ActiveFormat?

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
    facts.light = essence.light ?? wrapper.light
    facts.activeFormat = wrapper.activeFormat ?? essence.activeFormat
    return facts
  }
}
