// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What was measured of a commercial in its file.
public struct ClockedLength: Hashable, Sendable {
  /// From the first frame that goes to air to the end of the file.
  public let frames: FrameCount
  /// How many of the last of them stand perfectly still.
  public let still: FrameCount
  /// The rate of both.
  public let rate: FrameRate

  /// A length as measured.
  public init(frames: FrameCount, still: FrameCount, rate: FrameRate) {
    self.frames = frames
    self.still = still
    self.rate = rate
  }
}

extension ClockNumber {
  /// The seconds of stillness that may follow what goes to air: none or five (Clearcast Library, technical specification 1.4), or Honeycomb's ten.
  public static let holdSeconds = [0, 5, 10]

  /// The hold behind the commercial, where what was measured agrees with the number's seconds: nothing, or a whole hold that stands still; `nil` where it does
  /// not agree.
  public func hold(behind measured: ClockedLength) -> FrameCount? {
    for seconds in Self.holdSeconds {
      let rest = measured.frames.value - measured.rate.frames(lasting: seconds)
      if rest >= 0, agrees(withFrames: FrameCount(rest), at: measured.rate), measured.frames.value - rest <= measured.still.value {
        return FrameCount(measured.frames.value - rest)
      }
    }
    return nil
  }

  /// Whether `frames` at `rate` last as long as the number says: to the frame, and at rates that have no whole second, less than a frame from it.
  public func agrees(withFrames frames: FrameCount, at rate: FrameRate) -> Bool {
    guard (0...1 << 32).contains(frames.value) else { return false }  // longer than a century, and safe to multiply
    return abs(frames.value * rate.denominator - seconds * rate.numerator) < rate.denominator
  }
}

extension FrameRate {
  /// The whole frames that begin within some seconds.
  fileprivate func frames(lasting seconds: Int) -> Int { (seconds * numerator + denominator - 1) / denominator }
}
