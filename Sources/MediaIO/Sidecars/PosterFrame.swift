// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence

/// A small picture that stands for a clip in a report.
///
/// It is made of a picture that can be decoded by itself, near a tenth into the clip; where that is black, of the brightest of three. The
/// file is reached by seeking and little of it is read, whatever its length. The same file gives the same bytes with the same FFmpeg.
public enum PosterFrame {
  /// The poster of the file at `path`; `nil` for sound.
  ///
  /// - Throws: `MediaIOError` where the file is no media, or no picture of it can be decoded.
  public static func of(_ path: String) throws(MediaIOError) -> ClipSummary.Poster? {
    let demuxer = try Demuxer(path: path)
    let pictures = demuxer.streams.first { stream in
      stream.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO && stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
    }
    guard let stream = pictures else { return nil }
    for other in demuxer.streams where other != stream { other.pointee.discard = AVDISCARD_ALL }
    let finder = Finder(demuxer, try Decoder(stream, threads: 1, journal: demuxer.journal, path: path))
    var best: (frame: Frame, brightness: Double)?
    for share in [0.1, 0.35, 0.6] {
      guard let frame = try finder.picture(at: share) else { continue }
      let small = try SmallPicture.scaled(frame, turns: StreamParameters.quarterTurns(of: stream), aspect: stream.pointee.sample_aspect_ratio)
      let brightness = meanLuma(small)
      if brightness > best?.brightness ?? -1 { best = (small, brightness) }
      if brightness >= blackLimit || demuxer.isStill { break }
    }
    guard let best else {
      throw MediaIOError(.damaged, subject: path, remedy: "no picture of it could be decoded; play it, and copy it again if it is broken")
    }
    return try SmallPicture.encoded(best.frame)
  }

  // MARK: -

  /// Mean luma, of 255, below which a picture shows nothing to know a clip by.
  private static let blackLimit = 12.0

  private static func meanLuma(_ frame: Frame) -> Double {
    guard let base = frame.pointer.data(0) else { return 0 }
    let (width, height) = (Int(frame.pointer.pointee.width), Int(frame.pointer.pointee.height))
    var sum = 0
    for row in 0..<height { for column in 0..<width { sum += Int(base[row * Int(frame.pointer.lineSize(0)) + column]) } }
    return Double(sum) / Double(max(1, width * height))
  }
}

/// Finds a picture that needs no other near a place of a file, and reads no more of the file than a limit.
private final class Finder {
  private let demuxer: Demuxer
  private let decoder: Decoder
  private let path: String
  /// A key picture of the largest camera codings, several times over.
  private static let byteLimit = 192 << 20
  private static let packetLimit = 600

  init(_ demuxer: Demuxer, _ decoder: Decoder) {
    self.demuxer = demuxer
    self.decoder = decoder
    path = demuxer.file.path
  }

  /// The picture at or before `share` of the clip's length that needs no other; `nil` where none can be decoded there.
  func picture(at share: Double) throws(MediaIOError) -> Frame? {
    let hasJumped = !demuxer.isStill && jump(to: share)
    decoder.flush()
    let packet = try Packet()
    var (packets, bytes) = (0, 0)
    while packets < Finder.packetLimit, bytes < Finder.byteLimit {
      av_packet_unref(packet.pointer)
      guard (try? demuxer.read(into: packet.pointer)) == true else { break }
      packets += 1
      bytes += Int(packet.pointer.pointee.size)
      guard Int(packet.pointer.pointee.stream_index) == decoder.index else { continue }
      _ = try? decoder.send(packet.pointer)
      if let frame = try frame(hasJumped: hasJumped) { return frame }
    }
    _ = try? decoder.send(nil)
    return try frame(hasJumped: hasJumped)
  }

  /// A whole picture from the decoder, if it has one. After a jump, pictures that refer to what was jumped over are passed by.
  private func frame(hasJumped: Bool) throws(MediaIOError) -> Frame? {
    while true {
      let frame = try Frame()
      guard case .frame = decoder.receive(into: frame) else { return nil }
      let isWhole = frame.pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0 && frame.pointer.pointee.decode_error_flags == 0
      if isWhole, !hasJumped || decoder.isIntraOnly || lineup_frame_is_key(frame.pointer) != 0 { return frame }
    }
  }

  /// Goes to the last key picture at or before `share` of the length, or a second in where the length is not known.
  private func jump(to share: Double) -> Bool {
    let stream = decoder.stream.pointee
    let second = AVRational(num: 1, den: Int32(AV_TIME_BASE))
    let start = stream.start_time == lineup_no_timestamp ? 0 : stream.start_time
    let whole = demuxer.context.pointee.duration
    let length = stream.duration > 0 ? stream.duration : whole > 0 ? av_rescale_q(whole, second, stream.time_base) : 0
    let offset = length > 0 ? Int64(Double(length) * share) : av_rescale_q(Int64(share * 10 * Double(AV_TIME_BASE)), second, stream.time_base)
    let (time, overflows) = start.addingReportingOverflow(offset)
    return !overflows && av_seek_frame(demuxer.context, stream.index, time, AVSEEK_FLAG_BACKWARD) >= 0
  }
}
