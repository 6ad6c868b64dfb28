// SPDX-License-Identifier: Apache-2.0

import Essence

/// Loudness by ITU-R BS.1770-5 and EBU R 128: integrated against its target, the range, and the loudest three seconds.
///
/// Every programme and track is measured; only the programme is judged, and of it only what the layout calls the programme: line-up and clock are nobody's
/// programme.
struct ProgrammeLoudness: SoundCheck {
  private let subject: SoundSubject
  private var steps: LoudnessSteps
  private var meter = LoudnessMeter()
  /// Everything, for the chart, where the programme is only a part of it.
  private var whole: LoudnessMeter?
  private let window: ProgrammeWindow?
  private var step = 0

  init?(_ subject: SoundSubject) {
    guard let steps = LoudnessSteps(subject) else { return nil }
    self.subject = subject
    self.steps = steps
    window = subject.isProgramme ? ProgrammeWindow(subject) : nil
    whole = window.map { _ in LoudnessMeter() }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    for energy in steps.energies(of: block) {
      whole?.add(energy)
      if window?.holds(step) ?? true { meter.add(energy) }
      step += 1
    }
  }

  mutating func finish() -> CheckOutcome {
    let reading = meter.reading()
    var outcome = CheckOutcome(readings: [.loudness(reading, programme: subject.isProgramme, track: subject.track)])
    if subject.isProgramme {
      outcome.readings.append(.loudnessOverTime((whole ?? meter).series.series()))
      if let limits = subject.profile.loudness { outcome.findings = judge(reading, limits) }
    }
    return outcome
  }

  // MARK: -

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
    if let loudest = reading.maxMomentary, let maximum = limits.maxMomentary, loudest > maximum + 0.005 {
      findings.append(
        Finding(.momentary, severity: limits.momentarySeverity, value: loudest, limit: maximum, unit: "LUFS", text: .momentary(loudest, maximum)))
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

  fileprivate static func momentary(_ value: Double, _ maximum: Double) -> String {
    "The loudest 400 ms reach \(value.spelled(1)) LUFS, where at most \(maximum.spelled(1)) is asked for."
  }

  fileprivate static func shortTerm(_ value: Double, _ maximum: Double) -> String {
    "The loudest three seconds reach \(value.spelled(1)) LUFS, where at most \(maximum.spelled(1)) is asked for."
  }
}
