// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

/// Memory for one block of sound, freed with the object.
final class SampleMemory<Sample: BitwiseCopyable & Sendable>: @unchecked Sendable {  // written before a block is made of it
  let base: UnsafeMutablePointer<Sample>

  init(capacity: Int) { base = .allocate(capacity: max(1, capacity)) }

  deinit { base.deallocate() }
}

extension AudioBlock<Float> {
  /// The sound that `frame` holds, less the first `skipped` samples, as planar float with full scale at ±1. Planar float is passed on
  /// without copying.
  init?(_ frame: Frame, position: Int, bitDepth: Int?, skipping skipped: Int = 0) {
    let source = SoundFrame(frame)
    let bases: [UnsafePointer<Float>]
    let owner: any AnyObject & Sendable
    switch source.format {
    case AV_SAMPLE_FMT_FLTP:
      bases = source.planes(of: Float.self)
      owner = frame
    case AV_SAMPLE_FMT_FLT: (bases, owner) = source.split(from: Float.self) { $0 }
    case AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP: (bases, owner) = source.split(from: Double.self) { Float($0) }
    case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P: (bases, owner) = source.split(from: Int16.self) { Float($0) * 0x1p-15 }
    case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P: (bases, owner) = source.split(from: Int32.self) { Float($0) * 0x1p-31 }
    case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P: (bases, owner) = source.split(from: UInt8.self) { Float(Int32($0) - 128) * 0x1p-7 }
    default: return nil
    }
    guard bases.count == source.channels, skipped <= source.count else { return nil }
    self.init(
      sampleRate: source.rate, position: position + skipped, count: source.count - skipped, bitDepth: bitDepth,
      channelBases: bases.map { $0 + skipped }, owner: owner)
  }
}

extension AudioBlock<Int32> {
  /// The exact integers that `frame` holds, right-aligned; `nil` where its samples are floating point.
  init?(_ frame: Frame, position: Int, bitDepth: Int, skipping skipped: Int = 0) {
    let source = SoundFrame(frame)
    let bases: [UnsafePointer<Int32>]
    let owner: any AnyObject & Sendable
    switch source.format {
    case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P:
      let shift = Int32(max(0, 16 - bitDepth))
      (bases, owner) = source.split(from: Int16.self) { Int32($0) >> shift }
    case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P:
      let shift = Int32(max(0, 32 - bitDepth))
      (bases, owner) = source.split(from: Int32.self) { $0 >> shift }
    case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P: (bases, owner) = source.split(from: UInt8.self) { Int32($0) - 128 }
    default: return nil
    }
    guard bases.count == source.channels, skipped <= source.count else { return nil }
    self.init(
      sampleRate: source.rate, position: position + skipped, count: source.count - skipped, bitDepth: bitDepth,
      channelBases: bases.map { $0 + skipped }, owner: owner)
  }
}

/// A frame seen as sound.
private struct SoundFrame {
  let format: AVSampleFormat
  let rate: Int
  let count: Int
  let channels: Int
  private let isPlanar: Bool
  private let data: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?

  init(_ frame: Frame) {
    let source = frame.pointer.pointee
    format = AVSampleFormat(source.format)
    rate = Int(source.sample_rate)
    count = Int(source.nb_samples)
    channels = Int(source.ch_layout.nb_channels)
    isPlanar = av_sample_fmt_is_planar(format) != 0
    data = source.extended_data
  }

  /// The first sample of each plane.
  func planes<Sample>(of type: Sample.Type) -> [UnsafePointer<Sample>] {
    (0..<(isPlanar ? channels : min(1, channels))).compactMap { index in
      data?[index].map { UnsafeRawPointer($0).assumingMemoryBound(to: type) }
    }
  }

  /// Each channel in memory of its own, every sample put through `convert`.
  @inline(__always)
  func split<Source, Target: BitwiseCopyable & Sendable>(
    from type: Source.Type, _ convert: (Source) -> Target
  ) -> ([UnsafePointer<Target>], any AnyObject & Sendable) {
    let memory = SampleMemory<Target>(capacity: count * channels)
    let planes = planes(of: type)
    guard planes.count == (isPlanar ? channels : 1) else { return ([], memory) }
    for channel in 0..<channels {
      let target = memory.base + channel * count
      if isPlanar {
        let source = planes[channel]
        for index in 0..<count { target[index] = convert(source[index]) }
      } else {
        let source = planes[0] + channel
        for index in 0..<count { target[index] = convert(source[index &* channels]) }
      }
    }
    return ((0..<channels).map { UnsafePointer(memory.base + $0 * count) }, memory)
  }
}

/// The bits of a sample that carry something, for codings that keep integers exactly; `nil` for floating point and lossy codings.
func exactBitDepth(_ context: UnsafeMutablePointer<AVCodecContext>) -> Int? {
  let properties = avcodec_descriptor_get(context.pointee.codec_id)?.pointee.props ?? 0
  guard properties & AV_CODEC_PROP_LOSSY == 0 else { return nil }
  let stated = Int(context.pointee.bits_per_raw_sample)
  switch context.pointee.sample_fmt {
  case AV_SAMPLE_FMT_U8, AV_SAMPLE_FMT_U8P: return 8
  case AV_SAMPLE_FMT_S16, AV_SAMPLE_FMT_S16P: return (1...16).contains(stated) ? stated : 16
  case AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P: return (1...32).contains(stated) ? stated : 32
  default: return nil
  }
}
