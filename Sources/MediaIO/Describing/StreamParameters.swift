// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// What one stream's header says, read from libav's stream at a given moment: before it looks into the essence that is the wrapper's word.
struct StreamParameters {
  var video: VideoFacts?
  var audio: AudioFacts?

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    guard let parameters = stream.pointee.codecpar else { return }
    switch parameters.pointee.codec_type {
    case AVMEDIA_TYPE_VIDEO:
      video = VideoFacts(stated: parameters.pointee, aspect: stream.pointee.sample_aspect_ratio)
      video?.light = LightMetadata(stream)
    case AVMEDIA_TYPE_AUDIO: audio = AudioFacts(stated: parameters.pointee)
    default: break
    }
  }

  /// Quarter turns clockwise, 0 to 3, that the wrapper asks for; a mirrored or slanted picture stays as it is. The corresponding C function
  /// is `av_display_rotation_get`.
  static func quarterTurns(of stream: UnsafeMutablePointer<AVStream>) -> Int {
    guard let matrix = lineup_stream_display_matrix(stream) else { return 0 }
    let (a, b, c, d) = (Double(matrix[0]), Double(matrix[1]), Double(matrix[3]), Double(matrix[4]))
    let turns = (-av_display_rotation_get(matrix) / 90).rounded()
    guard a * d - b * c > 0, turns.isFinite, abs(av_display_rotation_get(matrix) + turns * 90) < 1 else { return 0 }
    return (Int(turns) + 4) % 4
  }
}

extension VideoFacts {
  /// The facts that stand in `parameters`.
  fileprivate init(stated parameters: AVCodecParameters, aspect: AVRational) {
    self.init()
    // Of a bare MPEG stream libav supposes MPEG-1 before it has looked: nobody stated that.
    let isSupposed = parameters.codec_id == AV_CODEC_ID_MPEG1VIDEO && parameters.codec_tag == 0
    codec = isSupposed ? nil : codecName(parameters.codec_id)
    codeTag = tagText(parameters.codec_tag)
    width = positive(parameters.width)
    height = positive(parameters.height)
    pixelAspect = Ratio(parameters.sample_aspect_ratio) ?? Ratio(aspect)
    scan = ScanType(parameters.field_order)
    color = ColorDescription(parameters.color_primaries, parameters.color_trc, parameters.color_space, parameters.color_range)
    bitRate = positive(parameters.bit_rate)
    if let format = PixelFormat.cached(AVPixelFormat(parameters.format)) { describe(format, bits: 0) }
  }

  /// Sets what follows from the pixel format; `bits` is the depth that the coding states, or 0.
  mutating func describe(_ format: PixelFormat, bits: Int32) {
    pixelFormat = format.name
    bitDepth = positive(bits) ?? format.bitDepth
    chromaSampling = format.chromaSampling
  }
}

extension AudioFacts {
  /// The facts that stand in `parameters`.
  fileprivate init(stated parameters: AVCodecParameters) {
    self.init()
    codec = codecName(parameters.codec_id)
    sampleRate = positive(parameters.sample_rate)
    channelCount = positive(parameters.ch_layout.nb_channels)
    layout = ChannelLayout(parameters.ch_layout)
    bitDepth = positive(parameters.bits_per_raw_sample) ?? (codec?.hasPrefix("pcm_") == true ? positive(parameters.bits_per_coded_sample) : nil)
    bitRate = positive(parameters.bit_rate)
  }
}

/// FFmpeg's short name of a coding; `nil` for none.
func codecName(_ id: AVCodecID) -> String? {
  id == AV_CODEC_ID_NONE ? nil : String(cString: avcodec_get_name(id))
}

/// A four-character code as text; `nil` where the wrapper gives none or it is no text.
func tagText(_ tag: UInt32) -> String? {
  let bytes = withUnsafeBytes(of: tag.littleEndian) { Array($0) }
  guard bytes.allSatisfy({ (32..<127).contains($0) }) else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}

/// `value` unless it is libav's "unknown".
func positive(_ value: some BinaryInteger) -> Int? { value > 0 ? Int(value) : nil }
