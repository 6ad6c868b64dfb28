// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// Brings pictures into the form that an encoding asks for, and encodes them.
final class PictureEncoder {
  private let encoder: Encoder
  private let conversion: FilterChain?
  private let source: PictureShape
  private let target: PictureTarget
  /// Pictures taken so far.
  private(set) var count = FrameCount.zero
  /// Pictures given to the encoder so far, which a conversion may make more or fewer.
  private(set) var encodedCount = FrameCount.zero

  init(
    _ video: Encoding.Video, of source: PictureShape, into output: any PacketOutput, threads: Int?, isReproducible: Bool, start: Timecode?,
    metadata: [String: String]
  ) throws(MediaIOError) {
    target = try PictureTarget(video, of: source)
    self.source = source
    if let text = target.conversion {
      conversion = try FilterChain(input: ("buffer", source.sourceArguments), text: text, sink: "buffersink", threads: threads)
    } else {
      conversion = nil
    }
    encoder = try Encoder(
      video.coding.encoderName, journal: output.journal, isReproducible: isReproducible, wantsGlobalHeader: output.wantsGlobalHeader)
    let context = encoder.context
    context.pointee.pix_fmt = target.format.libAV
    context.pointee.width = Int32(clamping: target.width)
    context.pointee.height = Int32(clamping: target.height)
    context.pointee.time_base = target.rate.libAVTick
    context.pointee.framerate = target.rate.libAV
    context.pointee.sample_aspect_ratio = target.pixelAspect.libAV
    context.pointee.field_order = target.scan.libAV
    context.pointee.color_primaries = target.color.libAVPrimaries
    context.pointee.color_trc = target.color.libAVTransfer
    context.pointee.colorspace = target.color.libAVMatrix
    context.pointee.color_range = target.color.libAVRange
    context.pointee.thread_count = Int32(clamping: threads ?? 0)
    if target.scan.isInterlaced { context.pointee.flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME }
    if let seconds = video.keyInterval { context.pointee.gop_size = Int32(clamping: target.keyInterval(seconds)) }
    var settings = try video.encoderSettings(at: target.rate, context)
    if video.coding == .mpeg2 || video.coding == .d10, let start { settings["gop_timecode"] = start.description }
    try encoder.open(settings, into: output, tag: video.coding.tag, metadata: metadata)
  }

  /// What is coded.
  var shape: PictureShape {
    PictureShape(
      format: target.format, width: target.width, height: target.height, rate: target.rate, pixelAspect: target.pixelAspect, scan: target.scan,
      color: target.color)
  }

  /// Encodes a picture.
  func encode(_ picture: Picture) throws(MediaIOError) {
    guard picture.width == source.width, picture.height == source.height, picture.format == source.format else {
      throw MediaIOError(
        .invalidRequest, subject: "picture \(count)",
        remedy: "it is \(picture.width)×\(picture.height) \(picture.format.name), and those before it were \(source.width)×\(source.height) "
          + "\(source.format.name); write what follows to another file")
    }
    let frame = try Frame(picture, time: Int64(count.value))
    count += 1
    guard let conversion else {
      target.label(frame)
      encodedCount += 1
      return try encoder.encode(frame)
    }
    try conversion.push(frame)
    try encodeConverted()
  }

  /// Encodes what is still held.
  func finish() throws(MediaIOError) {
    if let conversion {
      try conversion.push(nil)
      try encodeConverted()
    }
    try encoder.encode(nil)
  }

  private func encodeConverted() throws(MediaIOError) {
    while let frame = try conversion?.pull() {
      frame.pointer.pointee.pts = Int64(encodedCount.value)
      encodedCount += 1
      target.label(frame)
      try encoder.encode(frame)
    }
  }
}

extension Encoding.Video {
  /// The settings that the encoder is opened with; those of its context that follow from the bit rate are set too.
  fileprivate func encoderSettings(at rate: FrameRate, _ context: UnsafeMutablePointer<AVCodecContext>) throws(MediaIOError) -> [String: String] {
    var settings = settings
    if let profile { settings["profile"] = profile }
    // The encoder finds a number that fits an odd raster.
    if coding == .ffv1, (context.pointee.width | context.pointee.height) % 2 == 1 { settings["slices"] = nil }
    if coding == .h265 { settings["x265-params"] = "log-level=none" }  // the library writes to standard error by itself
    // x264 r3095 spends bits by memory it never wrote where the processor has AVX-512 (its macroblock tree's propagation), and by another
    // rounding on each kind of processor. Its portable code knows neither, and takes no longer.
    if coding == .h264 || coding == .avcIntra {
      settings["x264-params"] = ["cpu-independent=1", settings["x264-params"]].compactMap(\.self).joined(separator: ":")
    }
    switch self.rate {
    case .byProfile: break
    case .quality(let factor): settings["crf"] = "\(factor)"
    case .byFrameRate(let table):
      guard let bits = table.filter({ $0.key >= rate.nominal }).min(by: { $0.key < $1.key })?.value else {
        throw MediaIOError(.invalidRequest, subject: "\(coding.rawValue) at \(rate)", remedy: "the encoding has no bit rate for this frame rate")
      }
      context.pointee.bit_rate = Int64(bits)
      if coding == .mpeg2 || coding == .d10 { (context.pointee.rc_min_rate, context.pointee.rc_max_rate) = (Int64(bits), Int64(bits)) }
      if coding == .d10 {
        // Each picture has the same bytes: what the buffer holds is one of them (SMPTE ST 356).
        let held = (Int64(bits) * Int64(rate.denominator) + Int64(rate.numerator) - 1) / Int64(rate.numerator)
        context.pointee.rc_buffer_size = Int32(clamping: held)
        context.pointee.rc_initial_buffer_occupancy = Int32(clamping: held)
      }
      if coding == .h264 || coding == .h265 {
        context.pointee.rc_max_rate = Int64(bits) * 3 / 2
        context.pointee.rc_buffer_size = Int32(clamping: bits * 2)
      }
    }
    return settings
  }
}

extension Encoding.Video.Coding {
  /// libav's name of the encoder.
  fileprivate var encoderName: String {
    switch self {
    case .prores: "prores_ks"
    case .dnxhd: "dnxhd"
    case .ffv1: "ffv1"
    case .v210: "v210"
    case .h264, .avcIntra: "libx264"
    case .mpeg2, .d10: "mpeg2video"
    case .dpx: "dpx"
    case .tiff: "tiff"
    case .exr: "exr"
    case .h265: "libx265"
    }
  }

  /// The four-character code to write where libav's own choice is the less compatible one: Apple's players want `hvc1`.
  fileprivate var tag: UInt32 { self == .h265 ? 0x3163_7668 : 0 }
}
