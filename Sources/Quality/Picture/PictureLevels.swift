// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pictures with too many pixels whose luma, red, green or blue leaves the range that EBU R 103 allows.
///
/// Successive pictures at fault are one finding, with the worst of them as its value. Bars, clocks and slates that the layout asks for are measured, and what
/// leaves the range there is told as information: line-up signals go beyond it on purpose, and the check of bars judges theirs patch by patch.
struct PictureLevels: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: LevelLimits
  private let meter: LevelMeter
  /// Where the layout asks for bars, a clock or a slate.
  private let lineUps: [Range<Int>]
  private var run: Run?
  private var findings: [Finding] = []
  /// The share of each picture outside, negated, for the chart.
  private var outside = ThinnedMinima()

  /// Successive pictures at fault.
  private struct Run {
    var frames: Range<Int>
    var worst: LevelMeter.Count
    var worstFrame: Int
    var pixels: Int
    /// Whether they are bars, a clock or a slate where the layout asks for them.
    var isLineUp: Bool
  }

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.levels else { return nil }
    self.subject = subject
    self.limits = limits
    meter = LevelMeter(limits)
    lineUps = subject.profile.layout.filter { $0.kind == .bars || $0.kind == .clock }.map { section in
      section.startFrame.value..<max(section.startFrame.value, section.endFrame.value)
    }
  }

  mutating func examine(_ picture: InspectedPicture) {
    let count = picture.fact(.levels) { meter.measure(picture) }
    let pixels = picture.width * picture.height
    outside.add(-Double(count.any) / Double(max(1, pixels)))
    guard count.any >= max(1, (limits.area * Double(pixels)).rounded(.up).whole) else { return close() }
    let isLineUp = lineUps.contains { $0.contains(picture.frame) }
    if let run, run.frames.upperBound == picture.frame, run.isLineUp == isLineUp {
      let isWorse = count.any > run.worst.any
      self.run = Run(
        frames: run.frames.lowerBound..<picture.frame + 1, worst: isWorse ? count : run.worst, worstFrame: isWorse ? picture.frame : run.worstFrame,
        pixels: isWorse ? pixels : run.pixels, isLineUp: isLineUp)
    } else {
      close()
      run = Run(frames: picture.frame..<picture.frame + 1, worst: count, worstFrame: picture.frame, pixels: pixels, isLineUp: isLineUp)
    }
  }

  mutating func finish() -> CheckOutcome {
    close()
    let percent = outside.points.map { (-($0 ?? 0) * 100_000).rounded() / 1000 + 0 }
    let series = LevelSeries(framesPerPoint: outside.stepsPerPoint, outside: percent)
    return CheckOutcome(findings: findings, readings: subject.isFirst ? [.levelsOverTime(series)] : [])
  }

  private mutating func close() {
    guard let run else { return }
    self.run = nil
    guard run.frames.count >= limits.minimumFrames else { return }
    let share = Double(run.worst.any) / Double(run.pixels) * 100
    findings.append(
      Finding(
        .levels, severity: run.isLineUp ? .info : limits.severity, stream: subject.stream, place: subject.clock.span(run.frames),
        worst: run.worstFrame, value: share, limit: limits.area * 100,
        unit: "%", text: .levelsLeaveRange(run.frames.count, share: share, run.worst, limits, isLineUp: run.isLineUp)))
  }
}

extension String {
  fileprivate static func levelsLeaveRange(
    _ frames: Int, share: Double, _ count: LevelMeter.Count, _ limits: LevelLimits, isLineUp: Bool
  ) -> String {
    let what =
      switch (count.luma > 0, count.rgb > 0) {
      case (true, true): "luma and colour levels leave"
      case (true, false): "luma leaves"
      default: "colour levels (red, green or blue) leave"
      }
    let span = frames == 1 ? "in one picture" : "in \(frames) pictures"
    let range = "\(what) the range of \(limits.edition) in \(share.spelled(2)) % of the picture at worst, \(span)"
    return isLineUp
      ? "Not judged: in bars, a clock or a slate that the layout asks for, \(range)." : "Illegal levels: \(range)."
  }
}
