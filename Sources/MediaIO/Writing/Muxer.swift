// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Foundation
internal import Timing

/// A media file being written. The corresponding C type is `AVFormatContext`.
final class Muxer: PacketOutput {
  let path: String
  let journal = Journal()
  let context: UnsafeMutablePointer<AVFormatContext>
  private var isOpen = false

  /// Creates `path`, which must not exist, as a file of the wrapper that libav calls `format`.
  init(path: String, format: String, isReproducible: Bool) throws(MediaIOError) {
    self.path = path
    try Muxer.create(path)
    var fresh: UnsafeMutablePointer<AVFormatContext>?
    let url = "file:" + path
    let result = avformat_alloc_output_context2(&fresh, nil, format, url)
    guard result >= 0, let context = fresh else {
      throw MediaIOError(.unsupportedCoding, subject: path, remedy: "this FFmpeg cannot write \(format)", underlying: LibAVError(result))
    }
    self.context = context
    context.pointee.opaque = journal.opaque
    if isReproducible { context.pointee.flags |= AVFMT_FLAG_BITEXACT }
    try avio_open(&context.pointee.pb, url, AVIO_FLAG_WRITE).orThrow { .writing(path, $0.code) }
  }

  deinit {
    avio_closep(&context.pointee.pb)
    avformat_free_context(context)
    if !isOpen { unlink(path) }  // it was made here a moment ago and holds nothing
  }

  /// Whether coders must put their headers beside the stream instead of into it.
  var wantsGlobalHeader: Bool { (context.pointee.oformat?.pointee.flags ?? 0) & AVFMT_GLOBALHEADER != 0 }

  /// Adds a stream for what `encoder` makes; answers its number.
  func addTrack(_ encoder: UnsafeMutablePointer<AVCodecContext>, tag: UInt32, metadata: [String: String]) throws(MediaIOError) -> Int {
    guard let stream = avformat_new_stream(context, nil) else { throw .outOfMemory(path) }
    try avcodec_parameters_from_context(stream.pointee.codecpar, encoder).orThrow { _ in .outOfMemory(path) }
    if tag != 0 { stream.pointee.codecpar.pointee.codec_tag = tag }
    stream.pointee.time_base = encoder.pointee.time_base
    stream.pointee.avg_frame_rate = encoder.pointee.framerate
    stream.pointee.sample_aspect_ratio = encoder.pointee.sample_aspect_ratio
    for (key, value) in metadata { av_dict_set(&stream.pointee.metadata, key, value, 0) }
    return Int(stream.pointee.index)
  }

  /// Adds a stream for packets of `source` as they are.
  ///
  /// - Parameter rate: of pictures; `nil` for sound.
  func addStream(
    copying source: UnsafeMutablePointer<AVStream>, rate: FrameRate?, metadata: [String: String]
  ) throws(MediaIOError) -> UnsafeMutablePointer<AVStream> {
    guard let stream = avformat_new_stream(context, nil) else { throw .outOfMemory(path) }
    try avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar).orThrow { _ in .outOfMemory(path) }
    // A tag of another wrapper may mean something else in this one; where this one knows the coding it chooses itself.
    let tags = context.pointee.oformat?.pointee.codec_tag
    let (tag, coding) = (source.pointee.codecpar.pointee.codec_tag, source.pointee.codecpar.pointee.codec_id)
    if av_codec_get_id(tags, tag) != coding { stream.pointee.codecpar.pointee.codec_tag = 0 }
    if let rate {
      (stream.pointee.time_base, stream.pointee.avg_frame_rate) = (rate.libAVTick, rate.libAV)
      stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
    } else {
      stream.pointee.time_base = AVRational(num: 1, den: source.pointee.codecpar.pointee.sample_rate)
    }
    for (key, value) in metadata { av_dict_set(&stream.pointee.metadata, key, value, 0) }
    return stream
  }

  /// Writes what comes before the first packet.
  func writeHeader(_ settings: [String: String], metadata: [String: String]) throws(MediaIOError) {
    for (key, value) in metadata { av_dict_set(&context.pointee.metadata, key, value, 0) }
    let options = OptionDictionary(settings)
    try avformat_write_header(context, &options.pointer).orThrow { failure($0.code) }
    isOpen = true
  }

  func write(_ packet: Packet, track: Int, tick: AVRational) throws(MediaIOError) {
    guard let stream = context.pointee.streams[track] else { preconditionFailure("a track is added before it is written to") }
    try write(packet.pointer, of: stream, tick: tick)
  }

  /// Writes a packet in its place between those of other streams; the packet is emptied.
  func write(_ packet: UnsafeMutablePointer<AVPacket>, of stream: UnsafeMutablePointer<AVStream>, tick: AVRational) throws(MediaIOError) {
    av_packet_rescale_ts(packet, tick, stream.pointee.time_base)
    packet.pointee.stream_index = stream.pointee.index
    try av_interleaved_write_frame(context, packet).orThrow { failure($0.code) }
    try check()
  }

  /// Writes what comes after the last packet, and `chunk` where there is one, and sees it all through to the disk.
  func finish(appending chunk: IXMLChunk? = nil) throws(MediaIOError) {
    try av_write_trailer(context).orThrow { failure($0.code) }
    try check()
    try avio_closep(&context.pointee.pb).orThrow { .writing(path, $0.code) }
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .writing(path, -errno) }
    defer { close(descriptor) }
    if let chunk, !chunk.append(to: descriptor) { throw .writing(path, -errno) }
    guard fsync(descriptor) == 0 else { throw .writing(path, -errno) }
  }

  /// libav's own buffer swallows some write errors; they stay here.
  private func check() throws(MediaIOError) {
    if let code = context.pointee.pb?.pointee.error, code < 0 { throw .writing(path, code) }
  }

  private func failure(_ code: Int32) -> MediaIOError {
    guard code == LibAVError.invalidData || -code == EINVAL else { return .writing(path, code) }
    let said = journal.notes.last.map { "FFmpeg says: \($0)" } ?? "check the encoding against the wrapper"
    return MediaIOError(.processingFailed, subject: path, remedy: said, underlying: LibAVError(code))
  }

  /// Makes the file, so that none that exists is written over. An empty file is taken as the place that a caller holds for this one.
  private static func create(_ path: String) throws(MediaIOError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw MediaIOError(.cannotWrite, subject: path, remedy: "a path has at least one character and no zero byte")
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw errno == ELOOP ? alreadyExists(path) : .writing(path, -errno) }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .writing(path, -errno) }
    guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size == 0 else { throw alreadyExists(path) }
  }

  private static func alreadyExists(_ path: String) -> MediaIOError {
    MediaIOError(.alreadyExists, subject: path, remedy: "choose another name or move it away")
  }
}
