// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

/// Brings sound into the form that an encoding asks for, and encodes it.
final class SoundEncoder {
  private let encoder: Encoder
  private let source: SoundShape
  private let conversionText: String
  /// Made with the first block, which tells whether samples come as float or as integers.
  private var conversion: (chain: FilterChain, isFloat: Bool)?
  /// What is coded.
  let target: SoundShape
  /// Samples taken so far.
  private(set) var count = 0
  /// Another speed, and the sound that is kept back under it: its end is cut or filled to that of the pictures.
  private let speed: SoundSpeed?
  private var held: [Frame] = []
  private var (heldCount, encodedCount) = (0, 0)

  init(
    _ audio: Encoding.Audio, of source: SoundShape, into output: any PacketOutput, isReproducible: Bool, metadata: [String: String]
  ) throws(MediaIOError) {
    guard [16, 24].contains(audio.bitDepth) else {
      throw MediaIOError(.invalidRequest, subject: "\(audio.bitDepth)-bit sound", remedy: "choose 16 or 24 bits")
    }
    self.source = source
    encoder = try Encoder(audio.encoderName, journal: output.journal, isReproducible: isReproducible, wantsGlobalHeader: output.wantsGlobalHeader)
    target = SoundShape(sampleRate: audio.sampleRate ?? source.sampleRate, layout: audio.downmix == nil ? audio.layout ?? source.layout : .stereo)
    let context = encoder.context
    context.pointee.sample_fmt = audio.sampleFormat
    context.pointee.sample_rate = Int32(clamping: target.sampleRate)
    context.pointee.ch_layout = target.layout.libAV
    context.pointee.time_base = AVRational(num: 1, den: context.pointee.sample_rate)
    if audio.coding != .aac { context.pointee.bits_per_raw_sample = Int32(audio.bitDepth) }
    if let bitRate = audio.bitRate { context.pointee.bit_rate = Int64(bitRate) }
    try encoder.open([:], into: output, metadata: metadata)

    let selection: String
    if let downmix = audio.downmix {
      selection = try downmix.filter(for: source.layout)
    } else {
      selection = try SoundEncoder.selection(from: source.layout, for: target.layout)
    }
    let format = String(cString: av_get_sample_fmt_name(context.pointee.sample_fmt))
    let frameSize = context.pointee.frame_size > 0 ? ",asetnsamples=n=\(context.pointee.frame_size):p=0" : ""
    speed = audio.speed
    let before = audio.speed.map { $0.filters(at: source.sampleRate) + "," } ?? ""
    conversionText =
      before + selection + "aformat=sample_fmts=\(format):sample_rates=\(target.sampleRate):channel_layouts=\(target.layout.filterName)\(frameSize)"
  }

  /// Encodes a block of float samples.
  func encode(_ block: AudioBlock<Float>) throws(MediaIOError) { try encode(block, isFloat: true) }

  /// Encodes a block of integers.
  func encode(_ block: AudioBlock<Int32>) throws(MediaIOError) { try encode(block.leftAligned, isFloat: false) }

  /// Encodes what is still held.
  /// - Parameter length: how many samples pictures of another speed last; sound of that speed ends with them.
  func finish(at length: Int?) throws(MediaIOError) {
    if let length, speed != nil { try fill(to: length) }
    if let conversion {
      try conversion.chain.push(nil)
      try encodeConverted(conversion.chain)
    }
    if let length, speed != nil {
      for frame in held where encodedCount < length {
        frame.pointer.pointee.nb_samples = min(frame.pointer.pointee.nb_samples, Int32(clamping: length - encodedCount))
        try encodeNext(frame)
      }
      held = []
    }
    try encoder.encode(nil)
  }

  /// Seconds of silence that are put in at most: a filter keeps back less than one.
  private static let longestFilling = 10

  /// Has silence follow until what the filters gave reaches to `length`.
  private func fill(to length: Int) throws(MediaIOError) {
    guard let isFloat = conversion?.isFloat else { return }
    let channels = source.layout.positions.count
    for _ in 0..<Self.longestFilling where encodedCount + heldCount < length {
      if isFloat {
        try encode(AudioBlock<Float>(sampleRate: source.sampleRate, channels: silence(channels)))
      } else {
        try encode(AudioBlock<Int32>(sampleRate: source.sampleRate, bitDepth: 24, channels: silence(channels)))
      }
    }
  }

  private func silence<Sample: Numeric>(_ channels: Int) -> [[Sample]] {
    [[Sample]](repeating: [Sample](repeating: 0, count: source.sampleRate), count: channels)
  }

  private func encodeNext(_ frame: Frame) throws(MediaIOError) {
    frame.pointer.pointee.pts = Int64(encodedCount)
    encodedCount += Int(frame.pointer.pointee.nb_samples)
    try encoder.encode(frame)
  }

  /// The filter that picks channels for a stated layout where it is not known what the source's are; empty where nothing is to be picked.
  private static func selection(from source: ChannelLayout, for target: ChannelLayout) throws(MediaIOError) -> String {
    let (count, wanted) = (source.positions.count, target.positions.count)
    guard !source.isPlaced, target.isPlaced, count > 1 else { return "" }
    guard count >= wanted else {
      throw MediaIOError(
        .invalidRequest, subject: "sound in \(count) channels of unknown place", remedy: "state which channels they are, to mix them to \(wanted)")
    }
    return "pan=\(target.filterName)" + (0..<wanted).map { "|c\($0)=c\($0)" }.joined() + ","
  }

  private func encode<Sample>(_ block: AudioBlock<Sample>, isFloat: Bool) throws(MediaIOError) {
    guard block.channelCount == source.layout.positions.count, block.sampleRate == source.sampleRate else {
      throw MediaIOError(
        .invalidRequest, subject: "sound at sample \(count)",
        remedy:
          "it has \(block.channelCount) channels at \(block.sampleRate) Hz, and \(source.layout.positions.count) at \(source.sampleRate) Hz were announced"
      )
    }
    guard block.count > 0 else { return }
    let chain = try chain(isFloat: isFloat)
    try chain.push(Frame(block, layout: source.layout, time: Int64(count)))
    count += block.count
    try encodeConverted(chain)
  }

  private func chain(isFloat: Bool) throws(MediaIOError) -> FilterChain {
    if let conversion {
      guard conversion.isFloat == isFloat else {
        throw MediaIOError(.invalidRequest, subject: "sound at sample \(count)", remedy: "write a stream as float or as integers, not as both")
      }
      return conversion.chain
    }
    let arguments = source.sourceArguments(isFloat ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S32P)
    let chain = try FilterChain(input: ("abuffer", arguments), text: conversionText, sink: "abuffersink")
    conversion = (chain, isFloat)
    return chain
  }

  private func encodeConverted(_ chain: FilterChain) throws(MediaIOError) {
    while let frame = try chain.pull() {
      frame.pointer.pointee.pts = av_rescale_q(frame.pointer.pointee.pts, chain.tick, encoder.context.pointee.time_base)
      av_channel_layout_copy(&frame.pointer.pointee.ch_layout, &encoder.context.pointee.ch_layout)
      guard speed != nil else {
        try encoder.encode(frame)
        continue
      }
      held.append(frame)
      heldCount += Int(frame.pointer.pointee.nb_samples)
      while let first = held.first, heldCount > 2 * target.sampleRate {
        heldCount -= Int(first.pointer.pointee.nb_samples)
        try encodeNext(first)
        held.removeFirst()
      }
    }
  }
}

extension Encoding.Audio {
  /// libav's name of the encoder.
  fileprivate var encoderName: String {
    switch coding {
    case .pcm: "pcm_s\(bitDepth)le"
    case .aac: "aac"
    case .flac: "flac"
    }
  }

  /// The sample format that the encoder takes.
  fileprivate var sampleFormat: AVSampleFormat {
    coding == .aac ? AV_SAMPLE_FMT_FLTP : bitDepth > 16 ? AV_SAMPLE_FMT_S32 : AV_SAMPLE_FMT_S16
  }
}
