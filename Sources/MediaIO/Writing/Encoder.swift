// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// One stream's encoder and its place in the file. The corresponding C type is `AVCodecContext`.
final class Encoder {
  let context: UnsafeMutablePointer<AVCodecContext>
  private let name: String
  private let packet: Packet
  private var packetCount: Int64 = 0
  private var destination: (output: any PacketOutput, track: Int)?

  /// An encoder by libav's name, not yet opened.
  init(_ name: String, journal: Journal, isReproducible: Bool, wantsGlobalHeader: Bool) throws(MediaIOError) {
    guard let codec = avcodec_find_encoder_by_name(name) else {
      throw MediaIOError(.unsupportedCoding, subject: name, remedy: "this FFmpeg was built without that encoder; install a complete one")
    }
    guard let context = avcodec_alloc_context3(codec) else { throw .outOfMemory(name) }
    self.context = context
    self.name = name
    packet = try Packet()
    context.pointee.opaque = journal.opaque
    if isReproducible { context.pointee.flags |= AV_CODEC_FLAG_BITEXACT }
    if wantsGlobalHeader { context.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_GLOBAL_HEADER)) }
  }

  deinit {
    var context: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&context)
  }

  /// Opens the encoder and gives it a track of `output`.
  func open(_ settings: [String: String], into output: any PacketOutput, tag: UInt32 = 0, metadata: [String: String] = [:]) throws(MediaIOError) {
    let options = OptionDictionary(settings)
    try avcodec_open2(context, context.pointee.codec, &options.pointer).orThrow {
      let said = output.journal.notes.last.map { "FFmpeg says: \($0)" } ?? "check raster, frame rate and sample rate against the encoding"
      return MediaIOError(.invalidRequest, subject: "\(output.path), \(name)", remedy: said, underlying: $0)
    }
    if let unknown = options.leftOver.first {
      throw MediaIOError(.invalidRequest, subject: "\(name) setting ‘\(unknown)’", remedy: "the encoder has no such setting")
    }
    destination = try (output, output.addTrack(context, tag: tag, metadata: metadata))
  }

  /// Encodes a frame, or what is still held where it is `nil`, and writes what comes of it.
  func encode(_ frame: Frame?) throws(MediaIOError) {
    guard let (output, track) = destination else { preconditionFailure("an encoder is opened before it encodes") }
    let sent = avcodec_send_frame(context, frame?.pointer)
    if sent < 0, sent != LibAVError.endOfFile { throw failure(sent, output) }
    while true {
      switch avcodec_receive_packet(context, packet.pointer) {
      case 0:
        setDecodingTime()
        try output.write(packet, track: track, tick: context.pointee.time_base)
      case LibAVError.tryAgain, LibAVError.endOfFile: return
      case let code: throw failure(code, output)
      }
    }
  }

  /// Gives the first two packets of x265 the decoding times that it means: it holds two pictures back, and in a stream that has no third
  /// its release 3.5 takes those times from memory that it never wrote.
  private func setDecodingTime() {
    if name == "libx265", packetCount < 2 { packet.pointer.pointee.dts = packetCount - 2 }
    packetCount += 1
  }

  private func failure(_ code: Int32, _ output: any PacketOutput) -> MediaIOError {
    let said = output.journal.notes.last.map { "FFmpeg says: \($0)" } ?? "check the pictures and sound against the encoding"
    return MediaIOError(.processingFailed, subject: "\(output.path), \(name)", remedy: said, underlying: LibAVError(code))
  }
}
