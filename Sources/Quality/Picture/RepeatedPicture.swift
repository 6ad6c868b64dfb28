// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pictures that repeat the one before in the middle of motion, jumps where one is missing, and steady rhythms of repeats.
struct RepeatedPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Every so many rows are compared; an odd number, so that both fields are.
  private static let rowStep = 7
  /// Bands from top to bottom that are told apart.
  private static let bandCount = 8
  /// The most places that are listed one by one.
  private static let maximumFindings = 200

  /// The differences of the bands, as a fact.
  private struct BandDifferences: PictureFact {
    let bands: [Double]

    init(bands: [Double]) { self.bands = bands }

    init?(words: [Int]) {
      bands = words.compactMap { Double(word: $0) }
      guard words.count == bandCount, bands.count == bandCount, bands.allSatisfy({ $0 >= 0 }) else { return nil }
    }

    var words: [Int] { bands.map(\.word) }
  }

  private let subject: PictureSubject
  private let limits: RepeatLimits
  private var previous: InspectedPicture?
  private var trace = MotionTrace()
  /// The frame of each step.
  private var frames: [Int] = []

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.repeats else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    defer { previous = picture }
    guard let previous else { return }
    // What is on either side of a hole does not follow each other.
    guard picture.frame == previous.frame + 1 else { return trace.breakOff() }
    frames.append(picture.frame)
    trace.add(picture.fact(.bandDifferences, after: [previous]) { BandDifferences(bands: Self.differences(of: picture, from: previous)) }.bands)
  }

  /// How much the bands of a picture differ from those of the one before, as shares of the range.
  private static func differences(of picture: InspectedPicture, from previous: InspectedPicture) -> [Double] {
    guard previous.luma.matches(picture.luma) else { return Array(repeating: 1, count: bandCount) }
    var (sums, samples) = (Array(repeating: 0, count: bandCount), Array(repeating: 0, count: bandCount))
    for row in stride(from: 0, to: picture.height, by: rowStep) {
      let band = row * bandCount / picture.height
      sums[band] += picture.luma.difference(ofRow: row, from: previous.luma)
      samples[band] += picture.width
    }
    let range = Double(picture.coding.white - picture.coding.black)
    return zip(sums, samples).map { Double($0) / Double(max(1, $1)) / range }
  }

  mutating func finish() -> CheckOutcome {
    trace.breakOff()
    guard !frames.isEmpty else { return CheckOutcome() }
    let rhythms = trace.rhythms(minimum: subject.clock.frames(lasting: limits.minimumCadence))
    let repeats = trace.steps.count { $0 == .repeated || $0 == .substitute }
    let longest = rhythms.max { $0.steps.count < $1.steps.count }
    let reading = CadenceReading(
      fresh: trace.steps.count { $0 == .fresh || $0 == .afterGap }, repeated: repeats, period: longest?.period)
    return CheckOutcome(findings: steady(rhythms) + singles(outside: rhythms), readings: [.cadence(reading)])
  }

  private func steady(_ rhythms: [MotionTrace.Rhythm]) -> [Finding] {
    rhythms.map { rhythm in
      let span = frames[rhythm.steps.lowerBound]..<frames[rhythm.steps.upperBound - 1] + 1
      return Finding(
        .cadence, severity: limits.cadenceSeverity, stream: subject.stream, place: subject.clock.span(span), value: Double(rhythm.repeats),
        limit: 0, unit: "frames", text: .picturesRepeatSteadily(rhythm.repeats, of: rhythm.period))
    }
  }

  /// Repeats and gaps that belong to no rhythm, neighbours joined.
  private func singles(outside rhythms: [MotionTrace.Rhythm]) -> [Finding] {
    guard let severity = limits.severity else { return [] }
    var found: [(frames: Range<Int>, step: MotionTrace.Step)] = []
    for (index, step) in trace.steps.enumerated() where step != .fresh && step != .still {
      let frame = frames[index]
      // A rhythm's own last repeats may lie a period behind its end.
      if rhythms.contains(where: { $0.steps.lowerBound - $0.period <= index && index < $0.steps.upperBound + $0.period }) { continue }
      if let last = found.last, last.frames.upperBound == frame, last.step == step, step == .repeated {
        found[found.count - 1].frames = last.frames.lowerBound..<frame + 1
      } else {
        found.append((frame..<frame + 1, step))
      }
    }
    var findings = found.prefix(Self.maximumFindings).map { place in
      Finding(
        place.step == .afterGap ? .dropped : .repeated, severity: severity, stream: subject.stream, place: subject.clock.span(place.frames),
        value: Double(place.frames.count), limit: 0, unit: "frames", text: .pictureIsOutOfStep(place.step, place.frames.count))
    }
    if found.count > Self.maximumFindings {
      findings.append(
        Finding(
          .repeated, severity: severity, stream: subject.stream, value: Double(found.count), limit: 0, unit: "places",
          text: .moreOutOfStep(found.count - Self.maximumFindings)))
    }
    return findings
  }
}

extension String {
  fileprivate static func picturesRepeatSteadily(_ repeats: Int, of period: Int) -> String {
    let rhythm = repeats == 1 ? "one picture in \(period) repeats the one before" : "\(repeats) of each \(period) pictures repeat the one before"
    let cause: String? =
      switch (repeats, period) {
      case (1, 2): "25 pictures a second shown at 50, 30 at 60, or animation drawn on twos"
      case (3, 5): "24 pictures a second shown at 60"
      case (1, 5): "24 pictures a second shown at 30"
      case (1, 6): "25 pictures a second shown at 30"
      case (1, 25): "24 pictures a second shown at 25"
      default: nil
      }
    return "Motion is uneven: \(rhythm)" + (cause.map { " (as in \($0))." } ?? ".")
  }

  fileprivate static func pictureIsOutOfStep(_ step: MotionTrace.Step, _ count: Int) -> String {
    switch step {
    case .substitute: "One picture repeats the one before and motion then jumps: a picture was lost and the one before it shown instead."
    case .afterGap: "Motion jumps: it looks as if at least one picture is missing before this one."
    default:
      count == 1 ? "One picture repeats the one before in the middle of motion." : "\(count) pictures repeat the one before in the middle of motion."
    }
  }

  fileprivate static func moreOutOfStep(_ count: Int) -> String { "There are \(count) more places where pictures repeat or are missing." }
}
