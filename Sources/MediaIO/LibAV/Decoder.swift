// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

/// One stream's decoder. The corresponding C type is `AVCodecContext`.
final class Decoder {
  let context: UnsafeMutablePointer<AVCodecContext>
  let stream: UnsafeMutablePointer<AVStream>
  let index: Int
  private let journal: Journal

  /// The largest picture that is decoded: 16384 × 8640. A forged header could otherwise ask for all memory.
  private static let maximumPixels: Int64 = 16384 * 8640

  /// Opens the decoder that the stream's parameters ask for; `nil` threads is as many as libav sees fit.
  ///
  /// libav fills what a bitstream leaves open (colour, pixel aspect, scan) with the wrapper's word, unless the decoder is to be
  /// `impartial`: then it stays open.
  init(
    _ stream: UnsafeMutablePointer<AVStream>, threads: Int?, impartial: Bool = false, journal: Journal, path: String
  ) throws(MediaIOError) {
    let parameters = stream.pointee.codecpar
    let id = parameters?.pointee.codec_id ?? AV_CODEC_ID_NONE
    let subject = "\(path), stream \(stream.pointee.index)"
    guard let codec = avcodec_find_decoder(id) else {
      let name = id == AV_CODEC_ID_NONE ? "unknown" : String(cString: avcodec_get_name(id))
      throw MediaIOError(.unsupportedCoding, subject: subject, remedy: "nothing here decodes \(name); leave the stream out or convert it elsewhere")
    }
    if let stated = parameters?.pointee.sample_rate, !(0...AudioFacts.highestSampleRate).contains(Int(stated)) {
      throw MediaIOError(.damaged, subject: subject, remedy: "it states a sample rate of \(stated) Hz; copy the file again from its source")
    }
    guard let context = avcodec_alloc_context3(codec) else { throw .outOfMemory(subject) }
    self.context = context
    self.stream = stream
    self.journal = journal
    index = Int(stream.pointee.index)
    context.pointee.opaque = journal.opaque
    context.pointee.pkt_timebase = stream.pointee.time_base
    context.pointee.max_pixels = Decoder.maximumPixels
    context.pointee.thread_count = Int32(clamping: threads ?? 0)
    let opened = avcodec_parameters_to_context(context, parameters)
    if impartial { forgetWrapper() }
    let result = opened < 0 ? opened : avcodec_open2(context, codec, nil)
    guard result >= 0 else {
      throw MediaIOError(.damaged, subject: subject, remedy: "copy the file again from its source", underlying: LibAVError(result))
    }
  }

  deinit {
    var context: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&context)
  }

  private func forgetWrapper() {
    context.pointee.sample_aspect_ratio = AVRational(num: 0, den: 1)
    context.pointee.color_primaries = AVCOL_PRI_UNSPECIFIED
    context.pointee.color_trc = AVCOL_TRC_UNSPECIFIED
    context.pointee.colorspace = AVCOL_SPC_UNSPECIFIED
    context.pointee.color_range = AVCOL_RANGE_UNSPECIFIED
    context.pointee.field_order = AV_FIELD_UNKNOWN
    context.pointee.framerate = AVRational(num: 0, den: 1)
  }

  /// What became of a request for a frame.
  enum Outcome {
    case frame
    case needsInput
    case ended
    case failed(LibAVError)
  }

  /// Gives the decoder a packet, or `nil` at the end; `false` where it must give frames first.
  func send(_ packet: UnsafeMutablePointer<AVPacket>?) throws(LibAVError) -> Bool {
    let result = avcodec_send_packet(context, packet)
    if result == LibAVError.tryAgain { return false }
    if result < 0, result != LibAVError.endOfFile { throw LibAVError(result) }
    return true
  }

  /// Takes the next frame, if there is one.
  func receive(into frame: Frame) -> Outcome {
    switch avcodec_receive_frame(context, frame.pointer) {
    case 0: .frame
    case LibAVError.tryAgain: .needsInput
    case LibAVError.endOfFile: .ended
    case let code: .failed(LibAVError(code))
    }
  }

  /// Whether each picture of the coding stands alone.
  var isIntraOnly: Bool { (avcodec_descriptor_get(context.pointee.codec_id)?.pointee.props ?? 0) & AV_CODEC_PROP_INTRA_ONLY != 0 }

  /// Forgets what it was given, after a seek.
  func flush() { avcodec_flush_buffers(context) }
}
