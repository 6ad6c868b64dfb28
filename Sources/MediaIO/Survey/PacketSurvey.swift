// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// Watches every packet and picture that a reader reads and sums up what no header promises: rates, groups, timecodes label by label, captions.
final class PacketSurvey {
  /// What a stream of neither pictures nor sound is watched for.
  private enum Kind { case timecode, ancillary, captions, subtitles }

  private let demuxer: Demuxer
  private var tallies: [Int: StreamTally] = [:]
  private var kinds: [Int: Kind] = [:]
  private var captions: [Int: CaptionReader] = [:]
  private var teletext: [Int: CaptionTrace] = [:]
  private var damagedAncillary: [Int: Int] = [:]
  private var unreadAncillary = 0
  /// Elements of ancillary packets met in each stream: one a frame.
  private var ancillaryFrames: [Int: Int] = [:]
  private var subtitles: [Int: CaptionTrace] = [:]
  private var activeFormats: [Int: ActiveFormatTrace] = [:]
  private var followers: [TimecodeSource: TimecodeFollower] = [:]
  private var systemItems: SystemItemReader?
  private let firstVideo: Int?
  private let rate: FrameRate?
  private var storedPictures = 0

  init(_ demuxer: Demuxer, rate: FrameRate?) {
    self.demuxer = demuxer
    self.rate = rate
    firstVideo = demuxer.streams.first { $0.pointee.codecpar?.pointee.codec_type == AVMEDIA_TYPE_VIDEO }.map { Int($0.pointee.index) }
    for stream in demuxer.streams {
      let index = Int(stream.pointee.index)
      switch stream.pointee.codecpar?.pointee.codec_type {
      case AVMEDIA_TYPE_VIDEO, AVMEDIA_TYPE_AUDIO: tallies[index] = StreamTally(stream)
      default: kinds[index] = Self.kind(of: stream)
      }
    }
    if demuxer.format == "mxf" { systemItems = SystemItemReader(demuxer.file.path) }
  }

  /// Whether the packets of a stream that is not decoded are to be read.
  func wants(_ stream: UnsafeMutablePointer<AVStream>) -> Bool { kinds[Int(stream.pointee.index)] != nil }

  /// Looks at a packet.
  func take(_ packet: UnsafeMutablePointer<AVPacket>) {
    let index = Int(packet.pointee.stream_index)
    let bytes = UnsafeBufferPointer(start: packet.pointee.data, count: Int(max(0, packet.pointee.size)))
    if let kind = kinds[index] { return take(bytes, kind, packet.pointee, index) }
    guard tallies[index] != nil else { return }
    let isMPEG2 = demuxer.streams[index].pointee.codecpar.pointee.codec_id == AV_CODEC_ID_MPEG2VIDEO
    let header = isMPEG2 && packet.pointee.flags & AV_PKT_FLAG_KEY != 0 ? GroupHeader(bytes) : nil
    tallies[index]?.add(packet.pointee, closed: header?.isClosed)
    guard index == firstVideo else { return }
    if let header { follow(.gop, header.label, frame: storedPictures, streamIndex: index) }
    if packet.pointee.pos > 0, let label = systemItems?.label(before: Int(packet.pointee.pos)) {
      follow(.mxfSystemItem, label, frame: storedPictures, streamIndex: nil)
    }
    storedPictures += 1
  }

  /// Looks at a decoded picture of stream `index` at `position`.
  func take(_ frame: Frame, index: Int, position: FrameCount) {
    tallies[index]?.add(frame.pointer.pointee)
    if let data = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_A53_CC), let base = data.pointee.data {
      captions[index, default: CaptionReader(streamIndex: index)].add(UnsafeBufferPointer(start: base, count: Int(data.pointee.size)))
    }
    if let format = ActiveFormat(carriedBy: frame) { follow(format, .pictures, frame: position, streamIndex: index) }
    // Above 30 frames a second two pictures share a label.
    if index == firstVideo, let rate, rate.nominal <= 30, av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_S12M_TIMECODE) != nil {
      for carried in TimecodeStream.carried(by: frame, rate: rate, streamIndex: index) where carried.source == .bitstream {
        followers[.bitstream, default: TimecodeFollower(.bitstream, streamIndex: index, rate: carried.start.rate)]
          .add(carried.start, frame: position.value)
      }
    }
  }

  /// Counts a picture of stream `index` that was decoded before.
  func take(_ coding: PacketTrail.Coding, index: Int) { tallies[index]?.add(coding) }

  /// What was met so far.
  var survey: FileSurvey {
    let ancillary = damagedAncillary.map { CaptionTrace(.cea708, streamIndex: $0.key, malformed: $0.value) }
    let all = captions.values.flatMap(\.traces) + ancillary + Array(teletext.values) + Array(subtitles.values)
    return FileSurvey(
      streams: tallies.values.map(\.survey).sorted { $0.index < $1.index },
      timecodes: followers.values.compactMap(\.trace).sorted { $0.source.rawValue < $1.source.rawValue },
      captions: all.sorted { ($0.streamIndex, $0.kind.rawValue) < ($1.streamIndex, $1.kind.rawValue) },
      unreadAncillary: unreadAncillary > 0 ? unreadAncillary : nil,
      activeFormats: activeFormats.isEmpty ? nil : activeFormats.values.sorted { $0.streamIndex < $1.streamIndex })
  }

  // MARK: -

  private static func kind(of stream: UnsafeMutablePointer<AVStream>) -> Kind? {
    guard let parameters = stream.pointee.codecpar?.pointee else { return nil }
    if tagText(parameters.codec_tag) == "tmcd" { return .timecode }
    let name = codecName(parameters.codec_id)
    let said = Dictionary(libAV: stream.pointee.metadata)["data_type"] ?? ""
    if said.contains("436") || name == "smpte_436m_anc" { return .ancillary }
    if parameters.codec_id == AV_CODEC_ID_EIA_608 { return .captions }
    return parameters.codec_type == AVMEDIA_TYPE_SUBTITLE ? .subtitles : nil
  }

  private func take(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Kind, _ packet: AVPacket, _ index: Int) {
    switch kind {
    case .timecode: takeTimecode(bytes, packet, index)
    case .captions: captions[index, default: CaptionReader(streamIndex: index)].add(bytes)
    case .ancillary: takeAncillary(Array(bytes), index)
    case .subtitles:
      let isTeletext = demuxer.streams[index].pointee.codecpar.pointee.codec_id == AV_CODEC_ID_DVB_TELETEXT
      subtitles[index, default: CaptionTrace(isTeletext ? .teletext : .subtitles, streamIndex: index)].carriers += bytes.isEmpty ? 0 : 1
    }
  }

  /// A sample of a `tmcd` track: the count of frames at its own time (QuickTime File Format, timecode media).
  private func takeTimecode(_ bytes: UnsafeBufferPointer<UInt8>, _ packet: AVPacket, _ index: Int) {
    let stream = demuxer.streams[index]
    let text = Dictionary(libAV: stream.pointee.metadata)["timecode"]
    guard bytes.count >= 4, packet.pts != lineup_no_timestamp, let own = FrameRate(stream.pointee.avg_frame_rate) ?? rate,
      let start = Timecode(libAV: text, at: own)
    else { return }
    let count = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let frame = Int(av_rescale_q(packet.pts, stream.pointee.time_base, own.libAVTick))
    guard frame >= 0, frame < 1 << 32 else { return }
    followers[.quickTimeTrack, default: TimecodeFollower(.quickTimeTrack, streamIndex: index, rate: start.rate)]
      .add(Timecode(wrapping: FrameCount(count % start.rate.framesPerDay), at: start.rate), frame: frame)
  }

  private func takeAncillary(_ bytes: [UInt8], _ index: Int) {
    let ancillary = AncillaryPackets(bytes)
    defer { ancillaryFrames[index, default: 0] += 1 }
    unreadAncillary += ancillary.unread
    for packet in ancillary.packets {
      if packet.carriesCaptions {
        let distribution = CaptionDistribution(packet.data)
        if !distribution.isWhole || !packet.isWhole { damagedAncillary[index, default: 0] += 1 }
        captions[index, default: CaptionReader(streamIndex: index)].add(distribution.triplets)
      } else if packet.carriesTeletext {
        let distribution = TeletextDistribution(packet.data)
        var trace = teletext[index] ?? CaptionTrace(.op47, streamIndex: index)
        let isWhole = distribution.isWhole && packet.isWhole
        trace.carriers += distribution.lines > 0 || !isWhole ? 1 : 0
        trace.malformed += isWhole ? distribution.damagedLines : 1
        trace.parityErrors += distribution.parityErrors
        teletext[index] = trace
      } else if packet.carriesActiveFormat, let stored = packet.data.first, packet.isWhole {
        follow(ActiveFormat(stored: stored), .ancillary, frame: FrameCount(ancillaryFrames[index, default: 0]), streamIndex: index)
      }
    }
  }

  private func follow(_ format: ActiveFormat, _ carrier: ActiveFormatTrace.Carrier, frame: FrameCount, streamIndex: Int) {
    if activeFormats[streamIndex] == nil {
      activeFormats[streamIndex] = ActiveFormatTrace(carrier, streamIndex: streamIndex, first: format)
    } else {
      activeFormats[streamIndex]?.add(format, frame: frame)
    }
  }

  private func follow(_ source: TimecodeSource, _ label: String, frame: Int, streamIndex: Int?) {
    guard let rate else { return }
    let isDropFrame = label.contains(";")
    guard let labelled = try? FrameRate(rate.numerator, rate.denominator, dropFrame: isDropFrame) else { return }
    followers[source, default: TimecodeFollower(source, streamIndex: streamIndex, rate: labelled)].add(label, frame: frame)
  }
}
