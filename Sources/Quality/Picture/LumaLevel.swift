// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Luma over time, for the report's chart: mean, darkest and brightest, at least four times a second in a short file, and never in more points than a chart can show.
///
/// It judges nothing.
struct LumaLevel: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// When there are as many points, neighbours are joined.
  private static let maximumPoints = 1200

  /// Pictures summed into one point. Sums are integers, kept as shares of the range only in the end.
  private struct Point {
    var frames = 0
    var sum = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity

    mutating func add(_ other: Point) {
      frames += other.frames
      sum += other.sum
      minimum = min(minimum, other.minimum)
      maximum = max(maximum, other.maximum)
    }
  }

  private var framesPerPoint: Int
  private var points: [Point] = []
  private var current = Point()

  init?(_ subject: PictureSubject) {
    guard subject.isFirst else { return nil }
    framesPerPoint = max(1, subject.clock.rate.nominal / 5)
  }

  mutating func examine(_ picture: InspectedPicture) {
    let coding = picture.coding
    let levels = picture.fact(.luma) { PlaneLevels(picture.tiles.lumaLevels) }
    let (black, range) = (Double(coding.black), Double(coding.white - coding.black))
    let mean = Double(levels.sum) / Double(picture.width * picture.height)
    current.add(
      Point(
        frames: 1, sum: (mean - black) / range, minimum: (Double(levels.minimum) - black) / range, maximum: (Double(levels.maximum) - black) / range))
    if current.frames == framesPerPoint { close() }
  }

  mutating func finish() -> CheckOutcome {
    if current.frames > 0 { close() }
    let series = LumaSeries(
      framesPerPoint: framesPerPoint, mean: points.map { $0.sum / Double($0.frames) }, minimum: points.map(\.minimum), maximum: points.map(\.maximum))
    return CheckOutcome(readings: [.lumaOverTime(series)])
  }

  private mutating func close() {
    points.append(current)
    current = Point()
    guard points.count == Self.maximumPoints else { return }
    points = stride(from: 0, to: points.count, by: 2).map { index in
      var pair = points[index]
      pair.add(points[index + 1])
      return pair
    }
    framesPerPoint *= 2
  }
}

/// The sum and the extremes of a plane.
private struct PlaneLevels: PictureFact {
  let sum: Int
  let minimum: Int
  let maximum: Int

  init(_ levels: (minimum: Int, maximum: Int, sum: Int)) { (sum, minimum, maximum) = (levels.sum, levels.minimum, levels.maximum) }

  init?(words: [Int]) {
    guard words.count == 3, words.allSatisfy(\.isCredible) else { return nil }
    (sum, minimum, maximum) = (words[0], words[1], words[2])
  }

  var words: [Int] { [sum, minimum, maximum] }
}
