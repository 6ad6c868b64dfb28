// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

/// Counts the packets of one stream: bytes, the densest second, groups of pictures.
struct StreamTally {
  private let index: Int
  private let tick: AVRational
  private let codec: AVCodecID
  private let isVideo: Bool
  private var packets = 0
  private var bytes = 0
  /// Times and sizes of the packets of the last second, oldest first from `oldest` on.
  private var recent: [(time: Int64, bytes: Int)] = []
  private var oldest = 0
  private var recentBytes = 0
  private var peakBytes = 0
  private var times: (first: Int64, last: Int64, lastDuration: Int64)?
  private var hasTimes = true

  // Groups, in coded order.
  private var keys = 0
  private var group = 0
  private var longest = 0
  private var keyTime = lineup_no_timestamp
  private var hasLeading = false
  private var isDeclaredClosed = false
  private var openGroups = 0
  private var tellsOpen = true
  /// Tells leading pictures of HEVC apart; `nil` for other codings.
  private var units: HEVCUnits?

  // Pictures, as they are shown.
  private var bidirectionalRun = 0
  private var longestRun = 0
  private var tellsType = true
  private var frames = 0

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    index = Int(stream.pointee.index)
    tick = stream.pointee.time_base
    codec = stream.pointee.codecpar.pointee.codec_id
    isVideo = stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
    let parameters = stream.pointee.codecpar.pointee
    if codec == AV_CODEC_ID_HEVC {
      units = HEVCUnits(configuration: UnsafeBufferPointer(start: parameters.extradata, count: Int(max(0, parameters.extradata_size))))
    }
    tellsOpen = codec == AV_CODEC_ID_MPEG2VIDEO || codec == AV_CODEC_ID_H264 || units != nil
  }

  /// Counts a packet; `closed` is what its own group header says of the group.
  mutating func add(_ packet: AVPacket, closed: Bool?) {
    packets += 1
    bytes += Int(packet.size)
    measure(packet)
    guard isVideo else { return }
    if packet.flags & AV_PKT_FLAG_KEY != 0 {
      closeGroup()
      keys += 1
      (group, keyTime, hasLeading, isDeclaredClosed) = (1, packet.pts, false, closed ?? false)
    } else {
      group += 1
      if let units {
        switch units.picture(in: UnsafeBufferPointer(start: packet.data, count: Int(max(0, packet.size)))) {
        case .leansOnGroupBefore: hasLeading = true
        case .other: break
        case nil: tellsOpen = false
        }
      } else if packet.pts != lineup_no_timestamp, keyTime != lineup_no_timestamp {
        hasLeading = hasLeading || packet.pts < keyTime
      } else {
        tellsOpen = false
      }
    }
  }

  /// Counts a decoded picture, in the order in which pictures are shown.
  mutating func add(_ frame: AVFrame) { add(PacketTrail.Coding(frame.pict_type)) }

  /// Counts a picture by how it was coded.
  mutating func add(_ coding: PacketTrail.Coding) {
    frames += 1
    if coding == .unknown { tellsType = false }
    bidirectionalRun = coding == .bidirectional ? bidirectionalRun + 1 : 0
    longestRun = max(longestRun, bidirectionalRun)
  }

  /// What was counted.
  var survey: StreamSurvey {
    var last = self
    last.closeGroup()
    var survey = StreamSurvey(index: index, packets: packets, bytes: bytes)
    if hasTimes, let times {
      let length = times.last - times.first + times.lastDuration
      survey.meanBitRate = rate(bytes, over: length)
      let second = av_rescale_q(1, AVRational(num: 1, den: 1), tick)
      survey.peakBitRate = length >= second && second > 0 ? peakBytes * 8 : nil
    }
    if isVideo, packets > 0 {
      let tells = frames > 0 && tellsType
      survey.groups = GroupSurvey(
        pictures: packets, keyPictures: keys, longest: last.longest, longestBidirectionalRun: tells ? longestRun : nil,
        open: last.longest <= 1 ? 0 : tellsOpen ? last.openGroups : nil)
    }
    return survey
  }

  // MARK: -

  private mutating func closeGroup() {
    guard group > 0 else { return }
    longest = max(longest, group)
    if hasLeading, !isDeclaredClosed { openGroups += 1 }
    group = 0
  }

  private mutating func measure(_ packet: AVPacket) {
    let time = packet.dts != lineup_no_timestamp ? packet.dts : packet.pts
    guard hasTimes, time != lineup_no_timestamp, abs(time) < 1 << 52 else { return hasTimes = false }
    times = (times?.first ?? time, max(times?.last ?? time, time), min(max(0, packet.duration), 1 << 52))  // a file may state any duration
    let second = av_rescale_q(1, AVRational(num: 1, den: 1), tick)
    recent.append((time, Int(packet.size)))
    recentBytes += Int(packet.size)
    while oldest < recent.count - 1, recent[oldest].time <= time - second {
      recentBytes -= recent[oldest].bytes
      oldest += 1
    }
    if oldest > 4096 {
      recent.removeFirst(oldest)
      oldest = 0
    }
    peakBytes = max(peakBytes, recentBytes)
  }

  private func rate(_ bytes: Int, over length: Int64) -> Int? {
    guard length > 0, tick.num > 0, tick.den > 0 else { return nil }
    let rate = Int128(bytes) * 8 * Int128(tick.den) / (Int128(length) * Int128(tick.num))
    return rate > 0 ? Int(clamping: rate) : nil
  }
}
