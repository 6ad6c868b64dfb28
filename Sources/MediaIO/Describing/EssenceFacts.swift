// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

extension VideoFacts {
  /// What the bitstream says, by its decoder and the first picture that came out of it.
  init(decoded frame: Frame?, by decoder: Decoder) {
    self.init()
    let context = decoder.context.pointee
    codec = codecName(context.codec_id)
    profile = profileName(context)
    guard let frame else { return }
    let picture = frame.pointer.pointee
    width = positive(picture.width)
    height = positive(picture.height)
    pixelAspect = Ratio(picture.sample_aspect_ratio)
    scan = ScanType(frame.pointer)
    color = ColorDescription(picture.color_primaries, picture.color_trc, picture.colorspace, picture.color_range)
    light = LightMetadata(frame)
    activeFormat = ActiveFormat(carriedBy: frame)
    if codec.map(VideoFacts.statesRate) == true { rate = FrameRate(context.framerate) }
    if let format = PixelFormat.cached(AVPixelFormat(picture.format)) { describe(format, bits: context.bits_per_raw_sample) }
  }

  /// Whether libav fills the decoder's rate from the bitstream; elsewhere the field repeats the wrapper.
  private static func statesRate(_ codec: String) -> Bool { ["h264", "hevc", "mpeg2video", "mpeg1video", "av1", "vvc"].contains(codec) }
}

extension AudioFacts {
  /// What the bitstream says, by its decoder and the first frame that came out of it. PCM says nothing of itself, except in wrappers that
  /// leave the sound's description to the essence, such as DV.
  init(decoded frame: Frame?, by decoder: Decoder, includingPCM: Bool) {
    self.init()
    let context = decoder.context.pointee
    guard let frame, let name = codecName(context.codec_id), includingPCM || !name.hasPrefix("pcm_") else { return }
    codec = name
    profile = profileName(context)
    sampleRate = positive(frame.pointer.pointee.sample_rate)
    channelCount = positive(frame.pointer.pointee.ch_layout.nb_channels)
    layout = ChannelLayout(frame.pointer.pointee.ch_layout)
    bitDepth = exactBitDepth(decoder.context)
  }
}

/// The profile, and the level where the coding's levels read as numbers (`High@4.1`).
private func profileName(_ context: AVCodecContext) -> String? {
  guard let name = avcodec_profile_name(context.codec_id, context.profile) else { return nil }
  let profile = String(cString: name)
  guard context.level > 0 else { return profile }
  switch context.codec_id {
  case AV_CODEC_ID_H264: return "\(profile)@\(context.level / 10).\(context.level % 10)"
  case AV_CODEC_ID_HEVC: return "\(profile)@\(context.level / 30).\(context.level % 30 / 3)"
  default: return profile
  }
}
