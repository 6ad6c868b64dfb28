// SPDX-License-Identifier: Apache-2.0

import Essence

/// Loudness by ITU-R BS.1770-5 and EBU R 128: integrated against its target, the range, and the loudest three seconds.
///
/// Every programme and track is measured; only the programme is judged.
struct ProgrammeLoudness: SoundCheck {
  private let subject: SoundSubject
  private let weights: [Double]
  private var pairs: [KWeightedPair]
  private var meter = LoudnessMeter()
  private var step = 0
  private var filled = 0
  private var stepLength: Int

  init?(_ subject: SoundSubject) {
    guard subject.sampleRate >= 1000 else { return nil }
    self.subject = subject
    weights = subject.layout.positions.map(Self.weight(of:))
    let filter = KWeighting(sampleRate: subject.sampleRate)
    pairs = (0..<(weights.count + 1) / 2).map { _ in KWeightedPair(filter) }
    stepLength = Self.boundary(1, subject.sampleRate)
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var start = 0
    while start < block.count {
      let end = min(block.count, start + stepLength - filled)
      for index in pairs.indices {
        let second = min(index * 2 + 1, block.channelCount - 1)
        guard index * 2 < block.channelCount, let one = block.channel(index * 2).baseAddress, let other = block.channel(second).baseAddress else {
          continue
        }
        pairs[index].add(one, other, start..<end)
      }
      filled += end - start
      start = end
      if filled == stepLength { closeStep() }
    }
  }

  mutating func finish() -> CheckOutcome {
    let reading = meter.reading()
    var outcome = CheckOutcome(readings: [.loudness(reading, programme: subject.isProgramme, track: subject.track)])
    if subject.isProgramme {
      outcome.readings.append(.loudnessOverTime(meter.series.series()))
      if let limits = subject.profile.loudness { outcome.findings = judge(reading, limits) }
    }
    return outcome
  }

  // MARK: -

  /// The weight of a channel (BS.1770-5, table 4): surround counts for 1.5 dB more, the low-frequency channel not at all.
  private static func weight(of position: ChannelLayout.Position) -> Double {
    switch position {
    case .lowFrequency: 0
    case .leftSurround, .rightSurround: 1.41
    default: 1
    }
  }

  /// The sample at which step `step` begins: steps are hundredths of a second even where a rate has no whole number of samples in one.
  private static func boundary(_ step: Int, _ sampleRate: Int) -> Int { step * sampleRate / 100 }

  private mutating func closeStep() {
    var energy = 0.0
    for index in pairs.indices {
      let squares = pairs[index].takeEnergy()
      energy += weights[index * 2] * squares[0]
      if index * 2 + 1 < weights.count { energy += weights[index * 2 + 1] * squares[1] }
    }
    meter.add(energy / Double(stepLength))
    step += 1
    filled = 0
    stepLength = Self.boundary(step + 1, subject.sampleRate) - Self.boundary(step, subject.sampleRate)
  }

  private func judge(_ reading: LoudnessReading, _ limits: LoudnessLimits) -> [Finding] {
    var findings: [Finding] = []
    if let integrated = reading.integrated {
      // A meter's last digit is a tenth: a hair over the tolerance is not over it.
      if abs(integrated - limits.target) > limits.tolerance + 0.005 {
        findings.append(
          Finding(
            .loudness, severity: limits.severity, value: integrated, limit: limits.target, unit: "LUFS", text: .loudness(integrated, limits)))
      }
    } else {
      findings.append(Finding(.loudness, severity: limits.severity, limit: limits.target, unit: "LUFS", text: .noLoudness))
    }
    if let range = reading.range, let maximum = limits.maxRange, range > maximum + 0.005 {
      findings.append(
        Finding(.loudnessRange, severity: limits.rangeSeverity, value: range, limit: maximum, unit: "LU", text: .range(range, maximum)))
    }
    if let loudest = reading.maxShortTerm, let maximum = limits.maxShortTerm, loudest > maximum + 0.005 {
      findings.append(
        Finding(.shortTerm, severity: limits.shortTermSeverity, value: loudest, limit: maximum, unit: "LUFS", text: .shortTerm(loudest, maximum)))
    }
    return findings
  }
}

extension String {
  fileprivate static func loudness(_ value: Double, _ limits: LoudnessLimits) -> String {
    "The programme is too \(value > limits.target ? "loud" : "quiet"): \(value.spelled(1)) LUFS, where \(limits.target.spelled(1)) ±\(limits.tolerance.spelled(1)) "
      + "is asked for; change its gain by \((limits.target - value).spelled(1)) dB."
  }

  fileprivate static var noLoudness: String { "The programme has no loudness: nothing in it is louder than -70 LUFS." }

  fileprivate static func range(_ value: Double, _ maximum: Double) -> String {
    "The loudness range is \(value.spelled(1)) LU, where at most \(maximum.spelled(1)) is asked for."
  }

  fileprivate static func shortTerm(_ value: Double, _ maximum: Double) -> String {
    "The loudest three seconds reach \(value.spelled(1)) LUFS, where at most \(maximum.spelled(1)) is asked for."
  }
}
