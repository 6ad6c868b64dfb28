// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Timing

/// Turns timestamps of a picture stream into positions: by time where the stream keeps a constant rate, else by counting.
///
/// A picture whose time falls within half a frame of a position has that position, so that a gap in the file is a gap in the positions
/// and not a shift of all that follows.
struct PictureClock {
  let rate: FrameRate?
  private let tick: AVRational
  private var origin: Int64
  /// The position that comes after the last one given.
  private(set) var next = FrameCount.zero
  /// Whether times, and not a count, give the positions; a seek needs times.
  let followsTime: Bool

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    let source = stream.pointee
    let average = FrameRate(source.avg_frame_rate)
    let lowest = FrameRate(source.r_frame_rate)
    tick = source.time_base
    origin = source.start_time
    rate = average ?? lowest
    // r_frame_rate is the slowest clock on which every picture falls: the average rate, or the field rate, else the rate varies.
    followsTime =
      switch (average, lowest) {
      case (nil, nil): false
      case (let average?, let lowest?): [1, 2].contains { lowest.numerator * average.denominator == $0 * average.numerator * lowest.denominator }
      default: true
      }
  }

  /// The position of the picture whose best timestamp is `time`; moves on by one.
  mutating func position(at time: Int64) -> FrameCount {
    let position = timedPosition(at: time).map { max($0, next) } ?? next
    next = position + 1
    return position
  }

  /// The position that `time` alone gives; `nil` where times say nothing.
  mutating func timedPosition(at time: Int64) -> FrameCount? {
    guard followsTime, let rate, time != lineup_no_timestamp else { return nil }
    if origin == lineup_no_timestamp { origin = time }
    let (ticks, overflow) = time.subtractingReportingOverflow(origin)
    guard !overflow, ticks >= 0 else { return nil }
    return FrameCount(Int(av_rescale_q(ticks, tick, rate.libAVTick)))
  }

  /// The timestamp at which the picture at `position` starts; `nil` where times say nothing.
  func time(of position: FrameCount) -> Int64? {
    guard followsTime, let rate, origin != lineup_no_timestamp, position.value <= Int(Int32.max) else { return nil }
    return origin &+ av_rescale_q(Int64(position.value), rate.libAVTick, tick)
  }

  /// Says that the next picture, if its time does not tell, is at `position`.
  mutating func move(to position: FrameCount) { next = position }
}

/// Turns timestamps of a sound stream into sample positions.
struct SoundClock {
  let sampleRate: Int
  private let tick: AVRational
  private let origin: Int64
  /// Wrappers with coarse clocks round each packet's time: within this many samples the count is the better witness.
  private let slack: Int
  /// The position that comes after the last block.
  private(set) var next: Int?

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    tick = stream.pointee.time_base
    origin = stream.pointee.start_time == lineup_no_timestamp ? 0 : stream.pointee.start_time
    sampleRate = Int(stream.pointee.codecpar?.pointee.sample_rate ?? 0)
    slack = sampleRate * Int(tick.num) / max(1, Int(tick.den)) * 2 + 2
  }

  /// The position of a block of `count` samples whose best timestamp is `time`; moves on by the block.
  mutating func position(at time: Int64, count: Int) -> Int {
    var position = next ?? 0
    if time != lineup_no_timestamp, sampleRate > 0, let stated = samples(at: time), next == nil || abs(stated - position) > slack {
      position = max(0, stated)
    }
    next = position + count
    return position
  }

  /// Forgets the count, after a seek.
  mutating func forget() { next = nil }

  /// The sample that `time` alone gives; `nil` where it is beyond all sense.
  func samples(at time: Int64) -> Int? {
    let (ticks, overflow) = time.subtractingReportingOverflow(origin)
    guard !overflow, ticks > Int64.min / 2, ticks < Int64.max / 2 else { return nil }
    return Int(av_rescale_q(ticks, tick, AVRational(num: 1, den: Int32(clamping: sampleRate))))
  }
}
