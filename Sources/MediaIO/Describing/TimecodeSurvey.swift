// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// Every timecode that a file states, and where.
struct TimecodeSurvey {
  private(set) var timecodes: [TimecodeStream] = []

  /// Looks at what the wrapper of `demuxer` states; `header` is its MXF header, where it has one.
  init(_ demuxer: Demuxer, header: MXFHeader?) {
    let videoRate = demuxer.streams.lazy.filter { $0.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO }
      .compactMap { FrameRate($0.pointee.avg_frame_rate) ?? FrameRate($0.pointee.r_frame_rate) }.first
    for stream in demuxer.streams where tagText(stream.pointee.codecpar?.pointee.codec_tag ?? 0) == "tmcd" {
      let metadata = Dictionary(libAV: stream.pointee.metadata)
      guard let rate = FrameRate(stream.pointee.avg_frame_rate) ?? videoRate, let start = Timecode(libAV: metadata["timecode"], at: rate) else {
        continue
      }
      timecodes.append(
        TimecodeStream(source: .quickTimeTrack, start: start, reel: metadata["reel_name"], streamIndex: Int(stream.pointee.index)))
    }
    switch demuxer.format {
    case "mxf": timecodes += header?.timecodes(videoRate: videoRate) ?? []
    case "wav": timecodes += BroadcastWave(path: demuxer.file.path).timecodes
    default:
      // Matroska has it in capitals, as its registry of tags writes names.
      let text = Dictionary(libAV: demuxer.context.pointee.metadata).first { $0.key.lowercased() == "timecode" }?.value
      if timecodes.isEmpty, let videoRate, let start = Timecode(libAV: text, at: videoRate) {
        timecodes.append(TimecodeStream(source: .metadata, start: start))
      }
    }
  }
}

extension Timecode {
  /// A timecode as libav prints it, `;` or `.` before the frames for drop-frame; `nil` where it is none.
  init?(libAV text: String?, at rate: FrameRate) {
    guard let text else { return nil }
    let isDropFrame = text.contains(";") || text.contains(".")
    guard let labelled = try? FrameRate(rate.numerator, rate.denominator, dropFrame: isDropFrame) else { return nil }
    try? self.init(text, at: labelled)
  }
}
