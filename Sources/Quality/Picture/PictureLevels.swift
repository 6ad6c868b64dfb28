// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pictures with too many pixels whose luma, red, green or blue leaves the range that EBU R 103 allows.
///
/// Successive pictures at fault are one finding, with the worst of them as its value.
struct PictureLevels: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: LevelLimits
  private let meter: LevelMeter
  private var run: Run?
  private var findings: [Finding] = []

  /// Successive pictures at fault.
  private struct Run {
    var frames: Range<Int>
    var worst: LevelMeter.Count
    var pixels: Int
  }

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.levels else { return nil }
    self.subject = subject
    self.limits = limits
    meter = LevelMeter(limits)
  }

  mutating func examine(_ picture: InspectedPicture) {
    let count = picture.fact(.levels) { meter.measure(picture) }
    let pixels = picture.width * picture.height
    guard count.any >= max(1, (limits.area * Double(pixels)).rounded(.up).whole) else { return close() }
    if let run, run.frames.upperBound == picture.frame {
      let isWorse = count.any > run.worst.any
      self.run = Run(
        frames: run.frames.lowerBound..<picture.frame + 1, worst: isWorse ? count : run.worst, pixels: isWorse ? pixels : run.pixels)
    } else {
      close()
      run = Run(frames: picture.frame..<picture.frame + 1, worst: count, pixels: pixels)
    }
  }

  mutating func finish() -> CheckOutcome {
    close()
    return CheckOutcome(findings: findings)
  }

  private mutating func close() {
    guard let run else { return }
    self.run = nil
    guard run.frames.count >= limits.minimumFrames else { return }
    let share = Double(run.worst.any) / Double(run.pixels) * 100
    findings.append(
      Finding(
        .levels, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), value: share, limit: limits.area * 100,
        unit: "%", text: .levelsLeaveRange(run.frames.count, share: share, run.worst, limits)))
  }
}

extension String {
  fileprivate static func levelsLeaveRange(_ frames: Int, share: Double, _ count: LevelMeter.Count, _ limits: LevelLimits) -> String {
    let what =
      switch (count.luma > 0, count.rgb > 0) {
      case (true, true): "luma and colour levels leave"
      case (true, false): "luma leaves"
      default: "colour levels (red, green or blue) leave"
      }
    let span = frames == 1 ? "in one picture" : "in \(frames) pictures"
    return "Illegal levels: \(what) the range of \(limits.edition) in \(share.spelled(2)) % of the picture at worst, \(span)."
  }
}
