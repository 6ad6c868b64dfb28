// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Counts and labels the frames of a programme, and finds the frame in which a sample sounds. Integers only.
struct FrameClock: Sendable {
  /// The rate of the pictures, or of the labels where there are no pictures.
  let rate: FrameRate
  /// The label of frame 0.
  let start: Timecode

  /// A clock at `rate` that begins at `start`.
  init(rate: FrameRate, start: Timecode) {
    self.rate = rate
    self.start = start
  }

  /// The clock of a file, or `nil` for sound that no rate is known for.
  ///
  /// Pictures set the pace; sound alone runs at the rate of its timecode, or at the one rate that the profile expects. A file without timecode begins
  /// at `00:00:00:00`.
  init?(_ description: MediaDescription, profile: InspectionProfile) {
    let played = description.timecodes.first { $0.source == .mxfMaterialPackage || $0.source == .quickTimeTrack } ?? description.timecodes.first
    let expected = profile.format.rates.flatMap { $0.allowed.count == 1 ? $0.allowed.first : nil }
    guard let rate = description.video.first?.facts.rate ?? played?.start.rate ?? expected else { return nil }
    self.init(rate: rate, start: played?.start ?? Timecode(wrapping: .zero, at: rate))
  }

  /// The label of `frame`; one that passes midnight begins the day again.
  func label(_ frame: Int) -> String {
    let labels = Self.scale(frame, by: (start.rate.numerator, rate.denominator), over: (start.rate.denominator, rate.numerator))
    return Timecode(wrapping: start.frameCount + FrameCount(labels % start.rate.framesPerDay), at: start.rate).description
  }

  /// A run of frames with its labels.
  func span(_ frames: Range<Int>) -> FrameSpan {
    FrameSpan(
      frames: FrameCount(frames.lowerBound)..<FrameCount(frames.upperBound), start: label(frames.lowerBound), end: label(frames.upperBound))
  }

  /// The frames in which samples of `sampleRate` sound, the last one counted where it sounds only in part.
  func frames(ofSamples samples: Range<Int>, sampleRate: Int) -> Range<Int> {
    let first = Self.scale(max(0, samples.lowerBound), by: (rate.numerator, 1), over: (sampleRate, rate.denominator))
    let end = Self.scale(max(0, samples.upperBound), by: (rate.numerator, 1), over: (sampleRate, rate.denominator), roundingUp: true)
    return first..<max(first, end)
  }

  /// Seconds in `frames`, for display only.
  func seconds(_ frames: Int) -> Double { Double(frames) * Double(rate.denominator) / Double(rate.numerator) }

  /// The fewest frames that last `seconds`.
  func frames(lasting seconds: Double) -> Int {
    max(1, (seconds * Double(rate.numerator) / Double(rate.denominator) - 1e-6).rounded(.up).whole)
  }

  /// `count × by / over` without overflow: rates and positions come from files, and files lie.
  private static func scale(_ count: Int, by: (Int, Int), over: (Int, Int), roundingUp: Bool = false) -> Int {
    let divisor = max(1, Int128(over.0) * Int128(over.1))
    let product = Int128(count) * (Int128(by.0) * Int128(by.1))
    return Int(clamping: (product + (roundingUp ? divisor - 1 : 0)) / divisor)
  }
}
