// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

/// Random noise over time, for the report and against a limit where one is set; with it samples that flash up alone, and rows that stand for others.
///
/// Some five pictures a second are looked at. What is measured is luma as it is, of grain and of noise alike: nobody can tell by it whether it is
/// meant. A row counts as repeated where it is the same as the one before it in its field, sample by sample, in a part of the picture that has
/// noise: two rows that were captured never are.
struct NoisyPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Every so many rows are looked at; an odd number, so that both fields are.
  private static let rowStep = 17
  /// Luma between these shares of the range is far enough from black and white for noise to show.
  private static let range = (least: 0.03, most: 0.97)
  /// How far a sample stands out that flashes up alone, as a share of the range.
  private static let sparkle = 0.12
  /// When there are as many points, neighbours are joined.
  private static let maximumPoints = 1200

  private let subject: PictureSubject
  private let limits: NoiseLimits?
  /// Pictures from one that is looked at to the next.
  private let interval: Int
  private var framesPerPoint: Int
  private var recent: [InspectedPicture] = []
  private var points: [Point] = []
  private var current = Point()
  /// Pictures looked at since the last point.
  private var looks = 0
  private var runs: FaultRuns
  private var (sparkles, samples, repeated, rows) = (0, 0, 0, 0)

  /// Pictures summed into one point.
  private struct Point {
    var pictures = 0
    /// The sum of their noise, as shares of the range.
    var sum = 0.0

    func joined(with other: Point) -> Point { Point(pictures: pictures + other.pictures, sum: sum + other.sum) }
  }

  init?(_ subject: PictureSubject) {
    guard subject.isFirst else { return nil }
    self.subject = subject
    limits = subject.profile.pictureFaults.noise
    interval = max(1, subject.clock.rate.nominal / 5)
    framesPerPoint = interval
    let seconds = limits?.minimumSeconds ?? 0
    runs = FaultRuns(gap: interval, minimum: max(1, subject.clock.frames(lasting: seconds) / interval))
  }

  mutating func examine(_ picture: InspectedPicture) {
    if picture.frame % interval == 0 { measure(picture) }
    // The picture before the one that is looked at, and that one, until the one after it has come.
    let isNear = picture.frame % interval == 0 || (picture.frame + 1) % interval == 0
    if recent.count == 2, recent[1].frame % interval == 0 { compare(recent[0], recent[1], picture) }
    recent = isNear ? Array((recent + [picture]).suffix(2)) : []
  }

  mutating func finish() -> CheckOutcome {
    runs.close()
    if looks > 0 { close() }
    let measured = points.reduce(Point()) { $0.joined(with: $1) }
    let reading = NoiseReading(
      level: Self.decibels(measured), outliers: samples == 0 ? nil : Double(sparkles) / Double(samples) * 1_000_000,
      repeatedRows: rows == 0 ? nil : Double(repeated) / Double(rows))
    let series = NoiseSeries(framesPerPoint: framesPerPoint, level: points.map(Self.decibels))
    return CheckOutcome(findings: findings(), readings: [.noise(reading, overTime: series)])
  }

  private static func decibels(_ point: Point) -> Double? {
    point.pictures == 0 || point.sum <= 0 ? nil : 20 * log10(point.sum / Double(point.pictures))
  }

  /// The noise of one picture, and its rows that speak and that repeat the one before.
  private struct Noise: PictureFact {
    var deviation: Double?
    var share: Double?
    var same = 0
    var speaking = 0

    init() {}

    init?(words: [Int]) {
      guard words.count == 2 || words.count == 4, words.prefix(2).allSatisfy(\.isCredible) else { return nil }
      (same, speaking) = (words[0], words[1])
      guard words.count == 4 else { return }
      guard let deviation = Double(word: words[2]), let share = Double(word: words[3]) else { return nil }
      (self.deviation, self.share) = (deviation, share)
    }

    var words: [Int] {
      guard let deviation, let share else { return [same, speaking] }
      return [same, speaking, deviation.word, share.word]
    }
  }

  /// Samples that flash up alone, of how many.
  private struct Sparkles: PictureFact {
    var found = 0
    var samples = 0

    init() {}

    init?(words: [Int]) {
      guard words.count == 2, words.allSatisfy(\.isCredible) else { return nil }
      (found, samples) = (words[0], words[1])
    }

    var words: [Int] { [found, samples] }
  }

  /// Adds the noise of a picture and its repeated rows.
  private mutating func measure(_ picture: InspectedPicture) {
    let noise = picture.fact(.noise) { Self.noise(of: picture) }
    add(noise.share, at: picture.frame)
    // Where there is hardly any noise, rows of a gradient may be the same.
    guard let deviation = noise.deviation, deviation >= 0.5 else { return }
    (repeated, rows) = (repeated + noise.same, rows + noise.speaking)
  }

  private static func noise(of picture: InspectedPicture) -> Noise {
    let (luma, coding) = (picture.luma, picture.coding)
    let white = luma.laneCodes(1, coding)
    let black = coding.black >> (luma.isDeep ? 2 : 0)
    let range = (black + Int(Self.range.least * Double(white)))...(black + Int(Self.range.most * Double(white)))
    var meter = NoiseMeter()
    var noise = Noise()
    let lines = picture.scan == .progressive ? 1 : 2
    for row in stride(from: lines, to: luma.height, by: rowStep) {
      let pieces = meter.add(row: row, of: luma, within: range)
      // Rows of which nearly all is alive: flat shapes and lettering repeat their rows by right.
      guard pieces * 10 >= (luma.width / 32 - 1) * 9, pieces > 0 else { continue }
      noise.speaking += 1
      if luma.isRow(row, sameAs: row - lines) { noise.same += 1 }
    }
    noise.deviation = meter.deviation
    noise.share = meter.deviation.map { $0 / Double(white) }
    return noise
  }

  /// Counts samples that flash up alone in `picture`.
  private mutating func compare(_ before: InspectedPicture, _ picture: InspectedPicture, _ after: InspectedPicture) {
    guard before.frame + 1 == picture.frame, picture.frame + 1 == after.frame else { return }
    let found = after.fact(.sparkles, after: [before, picture]) { Self.sparkles(before, picture, after) }
    (sparkles, samples) = (sparkles + found.found, samples + found.samples)
  }

  private static func sparkles(_ before: InspectedPicture, _ picture: InspectedPicture, _ after: InspectedPicture) -> Sparkles {
    let luma = picture.luma
    var found = Sparkles()
    guard before.luma.matches(luma), after.luma.matches(luma) else { return found }
    let contrast = luma.laneCodes(sparkle, picture.coding)
    for row in stride(from: 2, to: luma.height - 2, by: rowStep) {
      found.found += luma.sparkles(inRow: row, before: before.luma, after: after.luma, contrast: contrast)
      found.samples += luma.width
    }
    return found
  }

  private mutating func add(_ share: Double?, at frame: Int) {
    if let limits, let share, share > 0, 20 * log10(share) > limits.maximum { runs.add(frame, value: share, confidence: 1) }
    if let share { current = current.joined(with: Point(pictures: 1, sum: share)) }
    looks += 1
    if looks * interval == framesPerPoint { close() }
  }

  private mutating func close() {
    points.append(current)
    (current, looks) = (Point(), 0)
    guard points.count == Self.maximumPoints else { return }
    points = stride(from: 0, to: points.count, by: 2).map { points[$0].joined(with: points[$0 + 1]) }
    framesPerPoint *= 2
  }

  private func findings() -> [Finding] {
    guard let limits else { return [] }
    return runs.runs.map { run in
      let level = 20 * log10(run.worst)
      return Finding(
        .noise, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worstFrame, value: level,
        limit: limits.maximum,
        unit: "dB",
        text: .pictureIsNoisy(level, limits.maximum, seconds: subject.clock.seconds(run.frames.count)))
    }
  }
}

extension String {
  fileprivate static func pictureIsNoisy(_ level: Double, _ limit: Double, seconds: Double) -> String {
    "The picture is noisy for \(seconds.spelled(2)) s: up to \(level.spelled(1)) dB of the range from black to white, "
      + "where at most \(limit.spelled(1)) dB is asked for."
  }
}
