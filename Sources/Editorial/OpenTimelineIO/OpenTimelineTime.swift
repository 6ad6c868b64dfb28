// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A `RationalTime`: a number of frames, which may be broken, at a rate.
struct OpenTimelineTime: Hashable {
  var value: Double
  var rate: FrameRate

  /// Whether it is a whole number of frames at a rate of the same speed as `other`.
  func isWhole(at other: FrameRate) -> Bool {
    if value == value.rounded() { return (try? FrameCount(whole).convertedByRealTime(from: rate, to: other)) != nil }
    let converted = exactly(at: other)
    return abs(converted - converted.rounded()) < 1e-4
  }

  /// The nearest whole number of frames at `other`.
  func frames(at other: FrameRate) -> FrameCount {
    if value == value.rounded() { return (try? FrameCount(whole).convertedByRealTime(from: rate, to: other, rounding: .nearest)) ?? .zero }
    return FrameCount(Int(exactly(at: other).rounded()))
  }

  /// The value as a whole number; what is past all use is brought to the edge of it.
  var whole: Int { Int(min(max(value.rounded(), -Self.limit), Self.limit)) }

  private static let limit = Double(1 << 50)

  private func exactly(at other: FrameRate) -> Double {
    let seconds = min(max(value, -Self.limit), Self.limit) * Double(rate.denominator) / Double(rate.numerator)
    return min(max(seconds * Double(other.numerator) / Double(other.denominator), -Self.limit), Self.limit)
  }
}

extension FrameRate {
  /// The rate that a double stands for: a whole number, an NTSC rate that was cut short (`23.98`), or the fraction that it is. `nil` where it is none.
  init?(openTimeline number: Double) {
    guard number.isFinite, number > 0, number <= 1_000_000 else { return nil }
    let whole = number.rounded()
    if abs(number - whole) < 1e-6, whole >= 1 {
      guard let rate = try? FrameRate(Int(whole)) else { return nil }
      self = rate
      return
    }
    let nominal = (number * 1.001).rounded()
    if nominal >= 1, nominal <= 240, abs(number - nominal * 1000 / 1001) < 0.005, let rate = try? FrameRate(Int(nominal) * 1000, 1001) {
      self = rate
      return
    }
    guard let ratio = Ratio(nearest: number), let rate = try? FrameRate(ratio.numerator, ratio.denominator) else { return nil }
    self = rate
  }

  /// The rate as OpenTimelineIO holds it.
  var openTimeline: Double { Double(numerator) / Double(denominator) }
}

/// How many frames of the material a clip uses up.
enum OpenTimelineSource {
  /// - Parameters:
  ///   - duration: the clip's length on its track.
  ///   - speed: how fast the material plays.
  ///   - rate: that of the material.
  static func consumed(_ duration: OpenTimelineTime, speed: Ratio, at rate: FrameRate) -> FrameCount {
    let frames = duration.frames(at: rate)
    guard speed != .one else { return frames }
    let scaled = Int128(frames.value) * Int128(speed.numerator.magnitude)
    let bottom = Int128(speed.denominator)
    let nearest = Int(clamping: (scaled * 2 + bottom) / (bottom * 2))
    return FrameCount(frames > .zero ? max(nearest, 1) : 0)
  }
}
