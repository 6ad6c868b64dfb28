// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// An open media file, before any decoding.
final class Demuxer {
  let file: SourceFile
  let journal = Journal()
  let context: UnsafeMutablePointer<AVFormatContext>
  /// What the wrapper alone said of each stream, before libav looked into the essence.
  let wrapperParameters: [Int: StreamParameters]
  /// What it is read through, where the file is followed while it is written.
  private let following: FollowingInput?

  /// Opens `path`, or follows the file `followed` at that path, and reads enough of it to know its streams. The corresponding C functions are
  /// `avformat_open_input` and `avformat_find_stream_info`.
  init(path: String, followed: FollowedFile? = nil) throws(MediaIOError) {
    file = try SourceFile(path)
    following = try followed.map { file throws(MediaIOError) in try FollowingInput(file) }
    guard let fresh = avformat_alloc_context() else { throw .outOfMemory(path) }
    fresh.pointee.opaque = journal.opaque
    if let following { fresh.pointee.pb = following.context }
    let options = OptionDictionary([
      "protocol_whitelist": "file", "format_whitelist": Demuxer.wrappers.joined(separator: ","), "max_streams": "256",
    ])
    var opened: UnsafeMutablePointer<AVFormatContext>? = fresh
    let result = avformat_open_input(&opened, file.url, nil, &options.pointer)  // frees the context where it fails
    guard result >= 0, let context = opened else { throw Demuxer.error(path, result, journal) }
    self.context = context
    var parameters: [Int: StreamParameters] = [:]
    for index in 0..<Int(context.pointee.nb_streams) {
      if let stream = context.pointee.streams[index] { parameters[index] = StreamParameters(stream) }
    }
    wrapperParameters = parameters
    let found = avformat_find_stream_info(context, nil)
    if found < 0 { journal.add("the streams could not be examined: \(LibAVError(found))") }
    guard context.pointee.nb_streams > 0 else {
      throw MediaIOError(.damaged, subject: path, remedy: "no streams were found in it; copy it again from its source")
    }
  }

  deinit {
    var context: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&context)
  }

  /// Whether the file may have grown since it was opened: then what is said of its end is not for this reading.
  var isFollowed: Bool { following != nil }

  /// The streams, in file order.
  var streams: [UnsafeMutablePointer<AVStream>] {
    (0..<Int(context.pointee.nb_streams)).compactMap { context.pointee.streams[$0] }
  }

  /// libav's name of the wrapper.
  var format: String { context.pointee.iformat.flatMap { $0.pointee.name }.map { String(cString: $0) } ?? "" }

  /// Whether the file is one picture; libav gives such a file a rate of its own making.
  var isStill: Bool { format.hasSuffix("_pipe") }

  /// Reads the next packet into `packet`; `false` at the end. The corresponding C function is `av_read_frame`.
  func read(into packet: UnsafeMutablePointer<AVPacket>) throws(LibAVError) -> Bool {
    let result = av_read_frame(context, packet)
    if result == LibAVError.endOfFile {
      let failure = context.pointee.pb?.pointee.error ?? 0
      if failure < 0, failure != LibAVError.endOfFile { throw LibAVError(failure) }
      return false
    }
    if result < 0 { throw LibAVError(result) }
    return true
  }

  private static func error(_ path: String, _ code: Int32, _ journal: Journal) -> MediaIOError {
    let cause = LibAVError(code)
    switch -code {
    case ENOENT: return MediaIOError(.noSuchFile, subject: path, remedy: "check the path and whether its volume is mounted")
    case EACCES, EPERM: return MediaIOError(.permissionDenied, subject: path, remedy: "check the permissions of the file and its folders")
    case EIO: return MediaIOError(.cannotRead, subject: path, remedy: "check the disk, then copy the file again", underlying: cause)
    default: break
    }
    if journal.notes.contains(where: { $0.contains("moov atom not found") }), QuickTimeAtom.begins(path) {
      return MediaIOError(.cutShort, subject: path, remedy: "its index (the moov atom) is missing, so its writer did not finish; copy it again")
    }
    if code == LibAVError.invalidData || -code == EINVAL {
      return MediaIOError(.notMedia, subject: path, remedy: "check that it is a media file and not a text file or a package's list")
    }
    return MediaIOError(.damaged, subject: path, remedy: "copy it again from its source", underlying: cause)
  }

  /// The wrappers that are read, by libav's names. Play lists, scripts and image patterns are left out on purpose: such a file could
  /// make us open others.
  private static let wrappers = [
    "mov", "mxf", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "m4v", "h264", "hevc", "obu", "ivf", "dv", "gxf", "lxf", "asf", "flv", "ogg",
    "dnxhd", "yuv4mpegpipe", "wav", "w64", "aiff", "caf", "au", "flac", "mp3", "aac", "ac3", "eac3", "dts", "truehd", "dpx_pipe", "exr_pipe",
    "tiff_pipe", "png_pipe", "jpeg_pipe", "jpegls_pipe", "j2k_pipe", "bmp_pipe", "psd_pipe", "webp_pipe", "sgi_pipe", "cri_pipe",
  ]
}
