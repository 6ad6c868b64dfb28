// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// The lengths of a track's items in whole frames.
///
/// Sound whose lengths are no whole frames is counted at the rate at which all of them are whole, such as its sample rate. Where there is none, each
/// edit moves to the nearest frame by itself, so that the errors do not add up.
struct OpenTimelineLengths {
  /// The track's own rate, where it is not the cut's.
  let trackRate: FrameRate?
  /// Whether lengths had to be changed.
  let isSnapped: Bool
  private let lengths: [FrameCount]
  private var place = 0

  init(_ durations: [OpenTimelineTime], isSound: Bool, rate given: FrameRate?, of rate: FrameRate) {
    if let given {
      (trackRate, isSnapped) = (given, false)
      lengths = Self.snapped(durations, to: given)
      return
    }
    guard durations.contains(where: { !$0.isWhole(at: rate) }) else {
      (trackRate, isSnapped) = (nil, false)
      lengths = durations.map { min($0.frames(at: rate), Timeline.longestItem) }
      return
    }
    var finer: [FrameRate] = []
    for duration in durations where finer.count < 8 && !finer.contains(duration.rate) { finer.append(duration.rate) }
    finer.sort { $0.openTimeline > $1.openTimeline }
    if let samples = try? FrameRate(48_000) { finer.append(samples) }
    let own = isSound ? finer.first { rate in durations.allSatisfy { $0.isWhole(at: rate) } } : nil
    (trackRate, isSnapped) = (own, own == nil)
    lengths = own.map { own in durations.map { min($0.frames(at: own), Timeline.longestItem) } } ?? Self.snapped(durations, to: rate)
  }

  /// The next item's length.
  mutating func next() -> FrameCount {
    defer { place += 1 }
    return place < lengths.count ? lengths[place] : .zero
  }

  /// Each edit at the frame that is nearest to it: the sums are kept for each rate and in 2³² parts of a frame, so that they are exact.
  private static func snapped(_ durations: [OpenTimelineTime], to rate: FrameRate) -> [FrameCount] {
    var sum: Int128 = 0
    var last: Int128 = 0
    return durations.map { duration in
      sum += parts(of: duration, at: rate)
      let end = (sum + 1 << 31) >> 32
      defer { last = end }
      return min(FrameCount(Int(clamping: end - last)), Timeline.longestItem)
    }
  }

  /// A length in 2³² parts of a frame at `rate`.
  private static func parts(of duration: OpenTimelineTime, at rate: FrameRate) -> Int128 {
    let limit = Double(Timeline.longestItem.value)
    // A double of at most 2⁴⁰ has at least twelve binary places: sixteen are taken.
    let value = Int128((min(max(duration.value, 0), limit) * 65_536).rounded())
    let top = Int128(rate.numerator) * Int128(duration.rate.denominator)
    let bottom = Int128(rate.denominator) * Int128(duration.rate.numerator)
    let (whole, rest) = (value * (top / bottom), value * (top % bottom) / bottom)
    return min(whole + rest, Int128(Timeline.longestItem.value) << 16) << 16
  }
}
