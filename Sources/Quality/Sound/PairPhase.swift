// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Phase: the correlation of each declared pair over time, and where it says that one channel is upside down (EBU QC 0012B).
///
/// A correlation of 1 is one sound on both channels, 0 two that have nothing to do with each other, −1 one sound upside down. Wide ambience lies
/// about 0 and may dip below; a pair that stays well below for seconds will vanish in mono.
struct PairPhase: SoundCheck {
  private struct Pair {
    let left: Int
    let right: Int
    let name: String
    /// The sums of the last ten tenths: left squared, right squared, left times right.
    var tenths: [SIMD4<Double>] = []
    var total = SIMD4<Double>.zero
    var below: Range<Int>?
    var worst = 0.0
    var events = SoundEvents(gap: 0)
    var lowest = ThinnedMinima()
  }

  private let subject: SoundSubject
  private let limits: PhaseLimits
  private let quiet: Double
  private let minimum: Int
  private var windows: SoundWindows
  private var pairs: [Pair]

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme || subject.track != nil, let limits = subject.profile.sound.phase, !subject.pairs.isEmpty else { return nil }
    self.subject = subject
    self.limits = limits
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: max(8, subject.sampleRate / 80 * 8))
    quiet = pow(10, limits.level / 10) * Double(windows.length * 10)
    minimum = (limits.minimumSeconds * Double(subject.sampleRate)).whole
    pairs = subject.pairs.map { Pair(left: $0.left, right: $0.right, name: $0.name, events: SoundEvents(gap: subject.sampleRate)) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work() }
  }

  mutating func finish() -> CheckOutcome {
    if windows.complete() > 0 { work() }
    var outcome = CheckOutcome()
    var readings: [PairReading] = []
    for index in pairs.indices {
      closeStretch(of: index)
      let pair = pairs[index]
      readings.append(
        PairReading(
          stream: subject.track, pair: pair.name, correlation: Self.correlation(pair.total),
          interval: subject.seconds(windows.length) * Double(pair.lowest.stepsPerPoint), lowest: pair.lowest.points))
      outcome.findings += pair.events.worst.map { stretch in
        Finding(
          .phase, severity: limits.severity, stream: subject.track, place: subject.place(stretch.samples), value: -stretch.worst,
          limit: limits.minimum, unit: "correlation",
          text: .phase(pair.name, subject.seconds(stretch.samples.count), -stretch.worst, subject.whereabouts(stretch.samples)))
      }
    }
    outcome.readings = [.sound(SoundReadings(pairs: readings))]
    return outcome
  }

  // MARK: -

  private static func correlation(_ sums: SIMD4<Double>) -> Double? {
    let scale = (sums[0] * sums[1]).squareRoot()
    return scale > 0 ? max(-1, min(1, sums[2] / scale)) : nil
  }

  private mutating func work() {
    for index in pairs.indices {
      if windows.startsAnew {
        closeStretch(of: index)
        pairs[index].tenths = []
      }
      let sums = self.sums(pairs[index].left, pairs[index].right)
      pairs[index].total += sums
      pairs[index].tenths.append(sums)
      if pairs[index].tenths.count > 10 { pairs[index].tenths.removeFirst() }
      judge(index)
    }
  }

  private func sums(_ left: Int, _ right: Int) -> SIMD4<Double> {
    windows.withChannel(left) { left in
      windows.withChannel(right) { right in
        var (lefts, rights, products) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        for start in stride(from: 0, to: windows.length, by: 8) {
          let (one, other) = (left.eight(start), right.eight(start))
          lefts += one * one
          rights += other * other
          products += one * other
        }
        return SIMD4(Double(lefts.sum()), Double(rights.sum()), Double(products.sum()), 0)
      }
    }
  }

  /// Judges the second that ends here.
  private mutating func judge(_ index: Int) {
    let second = pairs[index].tenths.reduce(.zero, +)
    let isLoud = pairs[index].tenths.count == 10 && min(second[0], second[1]) >= quiet
    let correlation = isLoud ? Self.correlation(second) : nil
    pairs[index].lowest.add(correlation)
    let end = windows.position + windows.length
    if let correlation, correlation < limits.minimum {
      pairs[index].below = (pairs[index].below?.lowerBound ?? end - 10 * windows.length)..<end
      pairs[index].worst = max(pairs[index].worst, -correlation)
    } else {
      closeStretch(of: index)
    }
  }

  private mutating func closeStretch(of index: Int) {
    if let below = pairs[index].below, below.count >= minimum { pairs[index].events.note(below, value: pairs[index].worst) }
    (pairs[index].below, pairs[index].worst) = (nil, -1)
  }
}

/// The lowest of each interval over time, neighbours joined whenever there are more points than a chart can show.
struct ThinnedMinima: Sendable {
  private static let maximumPoints = 1200

  private(set) var stepsPerPoint = 1
  private var steps = 0
  private var current: Double?
  private var closed: [Double?] = []

  /// The points so far.
  var points: [Double?] { steps > 0 ? closed + [current] : closed }

  /// Adds the next value; `nil` is no value.
  mutating func add(_ value: Double?) {
    current = Self.lower(current, value)
    steps += 1
    guard steps == stepsPerPoint else { return }
    closed.append(current)
    (current, steps) = (nil, 0)
    guard closed.count == Self.maximumPoints else { return }
    closed = stride(from: 0, to: closed.count, by: 2).map { Self.lower(closed[$0], closed[$0 + 1]) }
    stepsPerPoint *= 2
  }

  private static func lower(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}

extension String {
  fileprivate static func phase(_ pair: String, _ seconds: Double, _ correlation: Double, _ whereabouts: String) -> String {
    "\(pair) is out of phase for \(seconds.spelled(1)) s (correlation down to \(correlation.spelled(2)))\(whereabouts): it will thin out or vanish in mono."
  }
}
