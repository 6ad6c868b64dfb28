// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// Makes a JPEG file of one picture, in memory.
enum JPEGEncoder {
  /// The file of `frame`, which is full-range 4:2:0. The same frame gives the same bytes.
  static func encode(_ frame: Frame) throws(MediaIOError) -> [UInt8] {
    let journal = Journal()
    guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
      throw MediaIOError(.unsupportedCoding, subject: "mjpeg", remedy: "this FFmpeg was built without that encoder; install a complete one")
    }
    guard let context = avcodec_alloc_context3(codec) else { throw .outOfMemory("mjpeg") }
    defer {
      var context: UnsafeMutablePointer<AVCodecContext>? = context
      avcodec_free_context(&context)
      withExtendedLifetime(journal) {}
    }
    context.pointee.opaque = journal.opaque
    context.pointee.width = frame.pointer.pointee.width
    context.pointee.height = frame.pointer.pointee.height
    context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
    context.pointee.color_range = AVCOL_RANGE_JPEG
    context.pointee.time_base = AVRational(num: 1, den: 25)
    context.pointee.thread_count = 1
    context.pointee.flags |= Int32(AV_CODEC_FLAG_BITEXACT) | Int32(AV_CODEC_FLAG_QSCALE)
    context.pointee.global_quality = quality * FF_QP2LAMBDA
    let failed = { (cause: LibAVError) in
      MediaIOError(.processingFailed, subject: "mjpeg", remedy: journal.notes.last ?? "the picture could not be encoded", underlying: cause)
    }
    try avcodec_open2(context, codec, nil).orThrow(failed)
    frame.pointer.pointee.quality = quality * FF_QP2LAMBDA
    frame.pointer.pointee.pict_type = AV_PICTURE_TYPE_NONE
    frame.pointer.pointee.pts = 0
    try avcodec_send_frame(context, frame.pointer).orThrow(failed)
    let packet = try Packet()
    try avcodec_send_frame(context, nil).orThrow(failed)
    try avcodec_receive_packet(context, packet.pointer).orThrow(failed)
    return Array(UnsafeBufferPointer(start: packet.pointer.pointee.data, count: Int(packet.pointer.pointee.size)))
  }

  /// libav's scale, 2 (best) to 31: at 4 a small picture has no visible blocks and a few kilobytes.
  private static let quality: Int32 = 4
}
