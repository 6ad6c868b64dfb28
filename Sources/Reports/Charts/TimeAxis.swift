// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The time that runs along the foot of a chart, from a programme's first frame to its last.
public struct TimeAxis: Hashable, Sendable {
  /// The programme's length.
  public let length: FrameCount
  /// Frames a second.
  public let rate: FrameRate
  /// The label of the first frame; `nil` counts from nought.
  public let start: Timecode?

  /// An axis over `length` frames at `rate`.
  public init(length: FrameCount, rate: FrameRate, start: Timecode? = nil) {
    self.length = length
    self.rate = rate
    self.start = start
  }

  /// The length in seconds, for drawing only; never nought.
  var seconds: Double { seconds(max(length.value, 1)) }

  /// So many frames in seconds, for drawing only.
  func seconds(_ frames: Int) -> Double { Double(frames) * Double(rate.denominator) / Double(rate.numerator) }

  /// Where a frame lies along the axis, from 0 to 1.
  func fraction(of frame: FrameCount) -> Double { min(1, max(0, Double(frame.value) / max(Double(length.value), 1))) }

  /// The marks: at most seven, on round steps of time, each with its label; more labels would touch each other.
  var ticks: [(fraction: Double, label: String)] {
    let steps = [0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000]
    let step = steps.first { seconds / $0 <= 6 } ?? 86400 * max(1, (seconds / 6 / 86400).rounded(.up))
    return stride(from: 0, through: seconds + 1e-9, by: step).map { ($0 / seconds, label(at: $0)) }
  }

  /// The timecode after `seconds`, or the elapsed time where there is no timecode.
  private func label(at seconds: Double) -> String {
    let frame = FrameCount(Int((seconds * Double(rate.numerator) / Double(rate.denominator)).rounded()))
    if let start { return "\(Timecode(wrapping: start.frameCount + frame, at: start.rate))" }
    let whole = Int(seconds)
    let text = whole < 3600 ? "\(whole / 60):\(two(whole % 60))" : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    return seconds == Double(whole) ? text : text + "." + String(Int((seconds * 10).rounded()) % 10)
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
