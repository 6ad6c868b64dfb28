// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// True peak by ITU-R BS.1770-5, annex 2: the highest magnitude of any channel between the samples as well as on them.
///
/// Every programme and track is measured; only the programme is judged. Overs less than a second apart are one finding.
struct TruePeak: SoundCheck {
  /// The most findings of one programme: a file that is over throughout needs one gain change, not a thousand findings.
  private static let maximumFindings = 100

  private let subject: SoundSubject
  private var channels: [TruePeakChannel]
  /// Samples heard so far, and from which of them on positions are how far ahead of that count: a damaged stream has holes.
  private var heard = 0
  private var holes: [(after: Int, ahead: Int)] = []

  init?(_ subject: SoundSubject) {
    self.subject = subject
    let decibels = subject.isProgramme ? subject.profile.truePeak?.maximum : nil
    // Half a hundredth of a decibel of grace for the interpolator's own ripple.
    let limit = decibels.map { Float(pow(10, ($0 + 0.005) / 20)) } ?? .infinity
    channels = subject.layout.positions.map { _ in TruePeakChannel(limit: limit, gap: subject.sampleRate) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    if block.position - heard != holes.last?.ahead ?? 0 { holes.append((heard, block.position - heard)) }
    heard += block.count
    for index in 0..<min(channels.count, block.channelCount) { channels[index].add(block.channel(index)) }
  }

  mutating func finish() -> CheckOutcome {
    for index in channels.indices { channels[index].finish() }
    let peak = channels.map(\.peak).max().map(Self.decibels)
    var outcome = CheckOutcome(readings: [.truePeak(peak.finite, programme: subject.isProgramme, track: subject.track)])
    if subject.isProgramme { outcome.readings.append(.peakOverTime(series)) }
    if let limits = subject.profile.truePeak, subject.isProgramme { outcome.findings = findings(limits) }
    return outcome
  }

  // MARK: -

  /// The highest of all channels over time, to a hundredth of a decibel.
  private var series: PeakSeries {
    let points = channels.map(\.crests.points)
    let level = (0..<(points.map(\.count).max() ?? 0)).map { index -> Double? in
      let crest = points.compactMap { index < $0.count ? $0[index] : nil }.min()
      return crest.map { (20 * log10(-$0) * 100).rounded() / 100 }.finite
    }
    let steps = channels.first?.crests.stepsPerPoint ?? 1
    return PeakSeries(interval: Double(TruePeakChannel.window * steps) / Double(subject.sampleRate), level: level)
  }

  /// Where in the stream the sample lies that was heard as number `sample`.
  private func position(of sample: Int) -> Int { sample + (holes.last { $0.after <= sample }?.ahead ?? 0) }

  private static func decibels(_ magnitude: Float) -> Double { 20 * log10(Double(magnitude)) }

  /// The loudest overs, in order of place.
  private func findings(_ limits: TruePeakLimits) -> [Finding] {
    TruePeakChannel.merge(channels.flatMap(\.overs), gap: subject.sampleRate)
      .sorted { $0.peak != $1.peak ? $0.peak > $1.peak : $0.samples.lowerBound < $1.samples.lowerBound }
      .prefix(Self.maximumFindings)
      .sorted { $0.samples.lowerBound < $1.samples.lowerBound }
      .map { over in
        let peak = Self.decibels(over.peak)
        let samples = position(of: over.samples.lowerBound)..<position(of: over.samples.upperBound - 1) + 1
        let place = subject.clock.map { $0.span($0.frames(ofSamples: samples, sampleRate: subject.sampleRate)) }
        return Finding(
          .truePeak, severity: limits.severity, place: place, value: peak, limit: limits.maximum, unit: "dBTP", text: .over(peak, limits.maximum))
      }
  }
}

extension String {
  fileprivate static func over(_ peak: Double, _ limit: Double) -> String {
    "The true peak reaches \(peak.spelled(1)) dBTP, where at most \(limit.spelled(1)) is allowed; lower the gain or limit the peak."
  }
}
