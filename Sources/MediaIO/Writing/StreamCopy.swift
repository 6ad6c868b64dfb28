// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// Copies a run of pictures out of a file into a QuickTime file, with the sound of their time, without coding anything anew.
///
/// That is possible where each picture stands alone (ProRes, DNxHD, intra-coded AVC) and sound is PCM, which can be cut at any sample.
public struct StreamCopy {
  private let path: String
  private let demuxer: Demuxer
  private let pictures: UnsafeMutablePointer<AVStream>
  private let sounds: [UnsafeMutablePointer<AVStream>]
  private let rate: FrameRate

  /// A copy out of the file at `path`.
  ///
  /// - Throws: `MediaIOError.invalidRequest` where it has no pictures of a rate, or sound that cannot be cut to the sample.
  public init(of path: String) throws(MediaIOError) {
    self.path = path
    demuxer = try Demuxer(path: path)
    func kind(_ stream: UnsafeMutablePointer<AVStream>) -> AVMediaType? { stream.pointee.codecpar?.pointee.codec_type }
    let streams = demuxer.streams
    guard let first = streams.first(where: { kind($0) == AVMEDIA_TYPE_VIDEO }), let rate = PictureClock(first).rate else {
      throw Self.refusal(path, "it has no pictures of a stated rate")
    }
    (pictures, self.rate) = (first, rate)
    sounds = streams.filter { kind($0) == AVMEDIA_TYPE_AUDIO }
    for stream in sounds {
      let parameters = stream.pointee.codecpar.pointee
      let name = avcodec_get_name(parameters.codec_id).map { String(cString: $0) } ?? ""
      guard name.hasPrefix("pcm_s") || name.hasPrefix("pcm_f"), SoundRun.bytes(of: parameters) > 0, parameters.sample_rate > 0 else {
        throw Self.refusal(path, "its sound (\(name)) cannot be cut to the sample without coding it anew: choose a preset")
      }
    }
  }

  /// Copies the pictures `range`, counted from the file's first, to `target`, where nothing but an empty file may be.
  ///
  /// - Parameter check: asked now and then whether to go on.
  /// - Throws: `MediaIOError.invalidRequest` where a picture of the range needs others or is not there; what `check` throws.
  public func run(_ range: Range<Int>, to target: String, labels: MediaWriter.Labels, check: () throws -> Void) throws {
    let muxer = try Muxer(path: target, format: Encoding.Wrapper.mov.rawValue, isReproducible: true)
    let timing = Encoding.Wrapper.mov.timing(of: labels)
    let video = try muxer.addStream(copying: pictures, rate: rate, metadata: timing)
    let sound = try sounds.map { try muxer.addStream(copying: $0, rate: nil, metadata: [:]) }
    try muxer.writeHeader([:], metadata: labels.metadata.merging(timing) { $1 })

    var clock = PictureClock(pictures)
    if let time = clock.time(of: FrameCount(range.lowerBound)), range.lowerBound > 0 {
      // What lies before is read over; a place that cannot be gone to is read from the beginning.
      _ = av_seek_frame(demuxer.context, pictures.pointee.index, time, AVSEEK_FLAG_BACKWARD)
    }
    var next = range.lowerBound
    var tracks = sounds.enumerated().map { SoundRun($1, sound[$0], range, rate) }
    let packet = try Packet()
    while next < range.upperBound || tracks.contains(where: { !$0.isComplete }), try read(packet) {
      defer { av_packet_unref(packet.pointer) }
      try check()
      let index = packet.pointer.pointee.stream_index
      if index == pictures.pointee.index {
        let time = packet.pointer.pointee.pts
        let position = clock.position(at: time == lineup_no_timestamp ? packet.pointer.pointee.dts : time).value
        if position >= range.upperBound + EncodedLateness.frames(at: rate) { break }
        guard range.contains(position) else { continue }
        guard position == next, isAlone(packet) else {
          throw Self.refusal(
            path, position == next ? "its pictures need each other: choose a preset to code them anew" : "picture \(next) is not there")
        }
        try write(packet, at: position - range.lowerBound, to: muxer, video)
        next += 1
      } else if let place = sounds.firstIndex(where: { $0.pointee.index == index }) {
        try tracks[place].take(packet, into: muxer)
      }
    }
    guard next == range.upperBound else { throw Self.refusal(path, "picture \(next) is not there") }
    for place in tracks.indices { try tracks[place].fill(into: muxer) }
    try muxer.finish()
  }

  // MARK: -

  private static func refusal(_ path: String, _ why: String) -> MediaIOError { MediaIOError(.invalidRequest, subject: path, remedy: why) }

  private func read(_ packet: Packet) throws -> Bool {
    do { return try demuxer.read(into: packet.pointer) } catch {
      throw MediaIOError(.damaged, subject: path, remedy: "copy it again from its source", underlying: error)
    }
  }

  /// Whether a picture can be decoded by itself.
  private func isAlone(_ packet: Packet) -> Bool {
    let properties = avcodec_descriptor_get(pictures.pointee.codecpar.pointee.codec_id)?.pointee.props ?? 0
    return properties & AV_CODEC_PROP_INTRA_ONLY != 0 || packet.pointer.pointee.flags & AV_PKT_FLAG_KEY != 0
  }

  private func write(_ packet: Packet, at position: Int, to muxer: Muxer, _ stream: UnsafeMutablePointer<AVStream>) throws {
    packet.pointer.pointee.pts = Int64(position)
    packet.pointer.pointee.dts = Int64(position)
    packet.pointer.pointee.duration = 1
    packet.pointer.pointee.pos = -1
    try muxer.write(packet.pointer, of: stream, tick: rate.libAVTick)
  }
}

/// How far behind a picture its sound may come in a file.
private enum EncodedLateness {
  static func frames(at rate: FrameRate) -> Int { 30 * rate.nominal }
}

/// The samples of one sound stream that belong to a run of pictures.
private struct SoundRun {
  private let target: UnsafeMutablePointer<AVStream>
  private let bytes: Int
  private let sampleRate: Int
  private let range: Range<Int>
  private var clock: SoundClock
  private var next: Int

  init(
    _ stream: UnsafeMutablePointer<AVStream>, _ target: UnsafeMutablePointer<AVStream>, _ frames: Range<Int>, _ rate: FrameRate
  ) {
    self.target = target
    bytes = Self.bytes(of: stream.pointee.codecpar.pointee)
    let samplesPerSecond = Int(stream.pointee.codecpar.pointee.sample_rate)
    sampleRate = samplesPerSecond
    clock = SoundClock(stream)
    func sample(_ frame: Int) -> Int { rate.firstSample(of: FrameCount(frame), sampleRate: samplesPerSecond) }
    range = sample(frames.lowerBound)..<sample(frames.upperBound)
    next = range.lowerBound
  }

  /// Bytes of one sample of all channels. `block_align` is not told of every coding in every wrapper.
  static func bytes(of parameters: AVCodecParameters) -> Int {
    Int(parameters.ch_layout.nb_channels) * Int(av_get_bits_per_sample(parameters.codec_id)) / 8
  }

  var isComplete: Bool { next >= range.upperBound }

  /// Takes what of a packet lies in the run; what is missing before it becomes silence.
  mutating func take(_ packet: Packet, into muxer: Muxer) throws {
    guard let data = packet.pointer.pointee.data else { return }
    let count = Int(packet.pointer.pointee.size) / bytes
    let first = clock.position(at: packet.pointer.pointee.pts, count: count)
    let part = (first..<first + count).clamped(to: next..<max(next, range.upperBound))
    guard !part.isEmpty else { return }
    try silence(to: part.lowerBound, into: muxer)
    try write(UnsafeRawBufferPointer(start: data + (part.lowerBound - first) * bytes, count: part.count * bytes), into: muxer)
  }

  /// Makes the run as long as its pictures.
  mutating func fill(into muxer: Muxer) throws { try silence(to: range.upperBound, into: muxer) }

  private mutating func silence(to end: Int, into muxer: Muxer) throws {
    while next < end {
      let zeros = [UInt8](repeating: 0, count: min(sampleRate, end - next) * bytes)
      try zeros.withUnsafeBytes { try write($0, into: muxer) }
    }
  }

  private mutating func write(_ samples: UnsafeRawBufferPointer, into muxer: Muxer) throws {
    let packet = try Packet()
    guard av_new_packet(packet.pointer, Int32(samples.count)) >= 0, let data = packet.pointer.pointee.data, let source = samples.baseAddress else {
      throw MediaIOError.outOfMemory(muxer.path)
    }
    UnsafeMutableRawPointer(data).copyMemory(from: source, byteCount: samples.count)
    packet.pointer.pointee.pts = Int64(next - range.lowerBound)
    packet.pointer.pointee.dts = packet.pointer.pointee.pts
    packet.pointer.pointee.duration = Int64(samples.count / bytes)
    packet.pointer.pointee.flags |= AV_PKT_FLAG_KEY
    try muxer.write(packet.pointer, of: target, tick: AVRational(num: 1, den: Int32(sampleRate)))
    next += samples.count / bytes
  }
}
