// SPDX-License-Identifier: Apache-2.0

/// What to do with an instant that falls between two frames of the rate it is converted to.
public enum FrameRounding: String, Hashable, Sendable, CaseIterable {
  /// Refuse it.
  case exact
  /// Take the frame that is showing.
  case down
  /// Take the frame that starts nearest, the later one of two.
  case nearest
  /// Take the next frame to start.
  case up
}

extension FrameCount {
  /// The number of frames of `target` that last as long as this many of `source`.
  ///
  /// - Throws: `TimingError.inexact` where rounding is `.exact` and there is no such whole number; `.outOfRange` past the range of `Int`.
  public func convertedByRealTime(from source: FrameRate, to target: FrameRate, rounding: FrameRounding = .exact) throws(TimingError) -> FrameCount {
    let dividend = Int128(value) * Int128(source.denominator) * Int128(target.numerator)
    let divisor = Int128(source.numerator) * Int128(target.denominator)
    let floor = flooredQuotient(dividend, divisor)
    let remainder = dividend - floor * divisor
    let isUp: Bool
    switch rounding {
    case .exact:
      guard remainder == 0 else {
        throw TimingError(
          .inexact, subject: "\(self) frames at \(source)", remedy: "at \(target) the instant lies between frames \(floor) and \(floor + 1); round it"
        )
      }
      isUp = false
    case .down: isUp = false
    case .nearest: isUp = remainder * 2 >= divisor
    case .up: isUp = remainder > 0
    }
    guard let count = Int(exactly: isUp ? floor + 1 : floor) else {
      throw TimingError(.outOfRange, subject: "\(self) frames at \(source)", remedy: "there are too many frames to count at \(target)")
    }
    return FrameCount(count)
  }
}

extension Timecode {
  /// The label at `target` of the instant at which this label's frame starts, both counted from the same midnight.
  ///
  /// Picture and sound that run in step keep together: an hour of labels at 23.976 lasts 3603.6 s and becomes `01:00:03:15` at 25.
  ///
  /// - Throws: `TimingError.inexact` where rounding is `.exact` and the instant lies between two frames; `.outsideDay` where it lies past
  ///   the last label of the other rate.
  public func convertedByRealTime(to target: FrameRate, rounding: FrameRounding = .exact) throws(TimingError) -> Timecode {
    try Timecode(frameCount.convertedByRealTime(from: rate, to: target, rounding: rounding), at: target)
  }

  /// The label at `target` of the frame with the same number since midnight: frame stays frame, always exactly, and the running time changes.
  ///
  /// So 24-frame film is relabelled when it is to be run at 25.
  ///
  /// - Throws: `TimingError.outsideDay` where the other rate has not so many frames in a day.
  public func convertedByFrameCount(to target: FrameRate) throws(TimingError) -> Timecode { try Timecode(frameCount, at: target) }

  /// The label with the same digits at `target`: what is meant where drop-frame and non-drop were taken for one another, since somebody read the digits.
  ///
  /// A label that drop-frame leaves out becomes the next one that there is.
  ///
  /// - Returns: `nil` where the two rates do not count seconds alike (`nominal`), so that digits say nothing.
  public func withSameDigits(at target: FrameRate) -> Timecode? {
    guard target.nominal == rate.nominal else { return nil }
    guard target.isDropFrame != rate.isDropFrame else { return Timecode(wrapping: frameCount, at: target) }
    var fields = fields
    if let label = try? Timecode(fields, at: target) { return label }
    fields.frames = target.droppedPerMinute
    return try? Timecode(fields, at: target)
  }
}
