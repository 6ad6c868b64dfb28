// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The cuts of a programme, and more of them within a second than a limit allows.
struct SceneCuts: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// The most cuts that a report lists; all are counted.
  private static let maximumListed = 1000

  private let subject: PictureSubject
  private let limits: CutLimits
  private var detector = CutDetector()
  private var last: Int?

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.content.cuts else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    // What is on either side of a hole does not follow each other.
    if let last, picture.frame != last + 1 { detector.breakOff() }
    last = picture.frame
    detector.add(picture.fact(.grid) { PictureGrid(picture) }, frame: picture.frame)
  }

  mutating func finish() -> CheckOutcome {
    detector.breakOff()
    let frames = detector.cuts.map(\.frame)
    let reading = CutsReading(
      count: frames.count, mostPerSecond: Self.busiest(frames, within: second).map(\.count).max() ?? 0,
      shortestShot: zip(frames.dropFirst(), frames).map { $0 - $1 }.min(), frames: frames.prefix(Self.maximumListed).map { FrameCount($0) })
    return CheckOutcome(findings: findings(), readings: [.content(ContentReadings(cuts: reading))])
  }

  private var second: Int { max(1, subject.clock.frames(lasting: 1)) }

  /// For each cut, the cuts within the second that it ends.
  private static func busiest(_ frames: [Int], within second: Int) -> [(span: Range<Int>, count: Int)] {
    var first = 0
    return frames.indices.map { index in
      while frames[first] <= frames[index] - second { first += 1 }
      return (frames[first]..<frames[index] + 1, index - first + 1)
    }
  }

  private func findings() -> [Finding] {
    guard let limit = limits.perSecond else { return [] }
    let counted = detector.cuts.filter { $0.area >= limits.area }.map(\.frame)
    var runs: [(span: Range<Int>, count: Int)] = []
    for busy in Self.busiest(counted, within: second) where busy.count > limit {
      if let last = runs.indices.last, busy.span.lowerBound <= runs[last].span.upperBound {
        runs[last] = (runs[last].span.lowerBound..<busy.span.upperBound, max(runs[last].count, busy.count))
      } else {
        runs.append(busy)
      }
    }
    return runs.map { run in
      Finding(
        .cuts, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.span), value: Double(run.count), limit: Double(limit),
        unit: "cuts/s", text: .cutsAreFast(run.count, limit, area: limits.area))
    }
  }
}

extension String {
  fileprivate static func cutsAreFast(_ count: Int, _ limit: Int, area: Double) -> String {
    "The picture is cut \(count) times within a second, with at least \((area * 100).spelled(0)) % of the screen changed; \(limit) are allowed."
  }
}
