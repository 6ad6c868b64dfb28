// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence
internal import Timing

/// Treats pictures or sound with FFmpeg's filters: deinterlacing, scaling, padding, resampling.
///
///     let graph = try FilterGraph(pictures: shape, filters: "bwdif=mode=send_frame,scale=960:540")
///     try graph.push(picture)
///     while let result = try graph.nextPicture() { … }
///
/// What comes out is passed on without a copy. A graph is used by one task at a time. Its text comes from our own tables or from the
/// operator, never from a file: some filters can open files.
public final class FilterGraph {
  private let chain: FilterChain
  private let pictures: PictureShape?
  private let sound: SoundShape?
  /// Samples pushed, which is the position of the next block.
  private var samples = 0
  private var delivered = 0

  /// A graph for pictures of a shape.
  ///
  /// - Parameters:
  ///   - shape: what the pictures look like that are pushed.
  ///   - filters: the treatment in FFmpeg's notation; `null` leaves pictures as they are.
  ///   - threads: threads for filters that can use several; `nil` for as many as there are cores.
  /// - Throws: `MediaIOError.invalidRequest` where a filter does not exist or refuses its arguments or the shape.
  public init(pictures shape: PictureShape, filters: String, threads: Int? = nil) throws(MediaIOError) {
    pictures = shape
    sound = nil
    chain = try FilterChain(input: ("buffer", shape.sourceArguments), text: filters, sink: "buffersink", threads: threads)
  }

  /// A graph for planar float sound of a shape; sound comes out as planar float too, its channels in
  /// FFmpeg's order (L R C LFE Lrs Rrs Ls Rs).
  ///
  /// - Throws: `MediaIOError.invalidRequest` where a filter does not exist or refuses its arguments or the shape.
  public init(sound shape: SoundShape, filters: String) throws(MediaIOError) {
    sound = shape
    pictures = nil
    let source = ("abuffer", shape.sourceArguments(AV_SAMPLE_FMT_FLTP))
    chain = try FilterChain(input: source, text: filters + ",aformat=sample_fmts=fltp", sink: "abuffersink")
  }

  /// Takes a picture; its position becomes its time.
  public func push(_ picture: Picture) throws(MediaIOError) {
    precondition(pictures != nil, "a sound graph takes no pictures")
    try chain.push(Frame(picture, time: Int64(picture.position.value)))
  }

  /// Takes a block of sound.
  public func push(_ block: AudioBlock<Float>) throws(MediaIOError) {
    guard let sound else { preconditionFailure("a picture graph takes no sound") }
    try chain.push(Frame(block, layout: sound.layout, time: Int64(samples)))
    samples += block.count
  }

  /// Says that nothing more comes, so that filters give what they still hold.
  public func finish() throws(MediaIOError) { try chain.push(nil) }

  /// The next picture that is ready; `nil` until more is pushed, or at the end after `finish`.
  public func nextPicture() throws(MediaIOError) -> Picture? {
    guard let shape = pictures else { preconditionFailure("a sound graph gives no pictures") }
    guard let frame = try chain.pull() else { return nil }
    let time = frame.pointer.pointee.pts
    let position = time == lineup_no_timestamp ? delivered : Int(av_rescale_q(time, chain.tick, shape.rate.libAVTick))
    delivered = position + 1
    return Picture(frame, position: FrameCount(position), tick: chain.tick)
  }

  /// The next sound that is ready; `nil` until more is pushed, or at the end after `finish`.
  public func nextSound() throws(MediaIOError) -> AudioBlock<Float>? {
    precondition(sound != nil, "a picture graph gives no sound")
    guard let frame = try chain.pull() else { return nil }
    let block = AudioBlock<Float>(frame, position: delivered, bitDepth: nil)
    delivered += block?.count ?? 0
    return block
  }
}

extension PictureShape {
  /// The shape as arguments of libav's picture source, in ticks of one picture.
  var sourceArguments: String {
    let (aspect, rate, tick) = (pixelAspect.libAV, rate.libAV, rate.libAVTick)
    return "video_size=\(width)x\(height):pix_fmt=\(format.name):time_base=\(tick.num)/\(tick.den):frame_rate=\(rate.num)/\(rate.den)"
      + ":pixel_aspect=\(aspect.num)/\(aspect.den)"
  }
}

extension SoundShape {
  /// The shape as arguments of libav's sound source, in ticks of one sample.
  func sourceArguments(_ format: AVSampleFormat) -> String {
    "time_base=1/\(sampleRate):sample_rate=\(sampleRate):sample_fmt=\(String(cString: av_get_sample_fmt_name(format)))"
      + ":channel_layout=\(layout.filterName)"
  }
}
