// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
public import Timing

extension MediaReader {
  /// Goes to a picture: the next picture of the stream is the one at `target`, and other streams go on from its time.
  ///
  /// Decoding starts at a picture that needs no other and runs up to the target, so the result is exact whatever the length of the
  /// groups of pictures. Where timestamps give no positions (a varying rate), pictures are counted from the start of the file.
  ///
  /// - Parameters:
  ///   - target: the zero-based position.
  ///   - stream: the picture stream whose position is meant; `nil` for the first one that is decoded.
  /// - Throws: `MediaIOError.invalidRequest` where there is no such stream or picture.
  public func seek(to target: FrameCount, stream: Int? = nil) throws(MediaIOError) {
    guard let track = stream.map({ tracks[$0] }) ?? tracks.values.filter(\.isVideo).min(by: { $0.index < $1.index }), track.isVideo else {
      throw MediaIOError(.invalidRequest, subject: description.path, remedy: "a seek needs a picture stream that is being decoded")
    }
    guard target >= .zero, let time = try startTime(of: target, in: track) else { throw noSuchPicture(target) }
    var margin = initialMargin(in: track)
    while true {
      let isAtBeginning = try go(to: time - margin, of: track)
      for other in tracks.values { other.hold(until: time, tick: track.decoder.stream.pointee.time_base) }
      track.hold(until: target)
      guard try runUp(to: target, in: track) else {
        if isAtBeginning { throw noSuchPicture(target) }
        margin = widened(margin, in: track)
        continue
      }
      for track in tracks.values { track.settle() }
      return
    }
  }

  /// Decodes until the picture at `target` (or, where it is missing, the next) has come; `false` where decoding began too late for it.
  private func runUp(to target: FrameCount, in track: Track) throws(MediaIOError) -> Bool {
    var events: [MediaEvent] = []
    while let event = try decodeNext() {
      switch event {
      case .picture(_, track.index):
        guard track.began(before: target) else { return false }
        found = [event] + events.reversed()
        return true
      case .damage(let damage) where damage.kind == .undecodable: continue  // of pictures before the target
      default: events.append(event)
      }
    }
    return false
  }

  /// The timestamp of a picture, from the rate; counted out by decoding where the rate says nothing.
  private func startTime(of target: FrameCount, in track: Track) throws(MediaIOError) -> Int64? {
    if track.pictures.followsTime { return track.pictures.time(of: target) }
    try rewind()
    while let event = try decodeNext() {
      if case .picture(let picture, track.index) = event, picture.position == target { return picture.attributes.timestamp.map { Int64($0.value) } }
    }
    return nil
  }

  /// Moves the file to a key picture at or before `time`; `true` where that is the beginning of the file.
  private func go(to time: Int64, of track: Track) throws(MediaIOError) -> Bool {
    guard track.pictures.followsTime, time > track.pictures.time(of: .zero) ?? time,
      av_seek_frame(demuxer.context, Int32(track.index), time, AVSEEK_FLAG_BACKWARD) >= 0
    else {
      try rewind()
      return true
    }
    restart(atBeginning: false)
    return false
  }

  /// Goes back to the beginning of the file.
  private func rewind() throws(MediaIOError) {
    // A transport or programme stream has no index: its first byte is a surer beginning than its first timestamp.
    let isStream = (demuxer.context.pointee.iformat?.pointee.flags ?? 0) & AVFMT_TS_DISCONT != 0
    var result = isStream ? av_seek_frame(demuxer.context, -1, 0, AVSEEK_FLAG_BYTE) : -1
    if result < 0 {
      let start = demuxer.context.pointee.start_time
      result = avformat_seek_file(demuxer.context, -1, Int64.min, start == lineup_no_timestamp ? 0 : start, Int64.max, AVSEEK_FLAG_BACKWARD)
    }
    if result < 0 { result = av_seek_frame(demuxer.context, -1, 0, AVSEEK_FLAG_BYTE) }
    try result.orThrow { MediaIOError(.cannotRead, subject: description.path, remedy: "this wrapper cannot go back; open it again", underlying: $0) }
    restart(atBeginning: true)
    for track in tracks.values { track.hold(until: .zero) }
  }

  /// A tenth of a second where sound is coded in overlapping blocks: the first block after a jump lacks its other half.
  private func initialMargin(in track: Track) -> Int64 {
    let overlaps = tracks.values.contains { !$0.isVideo && !$0.isLossless }
    return overlaps ? max(1, av_rescale_q(100, AVRational(num: 1, den: 1000), track.decoder.stream.pointee.time_base)) : 0
  }

  /// Twice the margin, and at least two seconds.
  private func widened(_ margin: Int64, in track: Track) -> Int64 {
    max(margin * 2, av_rescale_q(2, AVRational(num: 1, den: 1), track.decoder.stream.pointee.time_base))
  }

  private func noSuchPicture(_ target: FrameCount) -> MediaIOError {
    MediaIOError(.invalidRequest, subject: "\(description.path), picture \(target)", remedy: "the file has no such picture; positions count from 0")
  }
}
