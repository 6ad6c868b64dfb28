// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A time of a session export: a count from the session's start, in the unit that the operator chose at the export.
struct SessionTime: Hashable, Sendable {
  /// Units from the session's start.
  var count: Int
  /// Units in a second.
  var rate: FrameRate

  /// A time as it was written: a label, with hundredths of a frame or without (`01:00:00:12.50`); feet and frames of 35 mm film (`37+08`); minutes
  /// and seconds (`0:25.025`); or samples (`1201200`).
  ///
  /// Bars and beats (`13|3`) are no time without the session's tempi, which the export has not.
  init?(_ text: String, start: Timecode, sampleRate: Int) {
    let rate = start.rate
    if text.isEmpty || text.contains("|") { return nil }
    if text.utf8.allSatisfy({ (48...57).contains($0) }) {
      guard let samples = Int(text), samples <= Timeline.longestItem.value, let second = try? FrameRate(sampleRate) else { return nil }
      self.init(count: samples, rate: second)
      return
    }
    let colons = text.utf8.count { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") }
    if text.contains("+") || colons == 3 {
      let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard let frames = text.contains("+") ? try? Footage(String(parts[0]), on: .mm35FourPerf).frameCount : Self.frames(parts[0], from: start)
      else { return nil }
      guard parts.count == 2 else {
        self.init(count: frames.value, rate: rate.nonDropFrame)
        return
      }
      guard parts[1].utf8.count == 2, let hundredths = Int(parts[1]), hundredths >= 0, frames.value <= Timeline.longestItem.value,
        let fine = try? FrameRate(rate.numerator * 100, rate.denominator)
      else { return nil }
      self.init(count: frames.value * 100 + hundredths, rate: fine)
      return
    }
    guard let milliseconds = Self.milliseconds(text), let fine = try? FrameRate(1000) else { return nil }
    self.init(count: milliseconds, rate: fine)
  }

  private init(count: Int, rate: FrameRate) { (self.count, self.rate) = (count, rate) }

  /// Frames from the session's start to a label, across midnight where need be.
  private static func frames(_ label: Substring, from start: Timecode) -> FrameCount? {
    guard let timecode = try? Timecode(String(label), at: start.rate) else { return nil }
    return try? start.duration(until: timecode)
  }

  /// `0:25.025`, `12:05` or `1:02:03.5`.
  private static func milliseconds(_ text: String) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fields = parts[0].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(fields.count) else { return nil }
    var seconds = 0
    for field in fields {
      guard let field, (0..<100_000).contains(field) else { return nil }
      seconds = seconds * 60 + field
    }
    guard parts.count == 2 else { return seconds * 1000 }
    let digits = parts[1].prefix(3)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let fraction = Int(digits) else { return nil }
    return seconds * 1000 + fraction * (digits.count == 1 ? 100 : digits.count == 2 ? 10 : 1)
  }

  /// The time in units of another rate, to the nearest.
  func converted(to rate: FrameRate) -> FrameCount? {
    guard !rate.hasSameSpeed(as: self.rate) else { return FrameCount(count) }
    return try? FrameCount(count).convertedByRealTime(from: self.rate, to: rate, rounding: .nearest)
  }
}
