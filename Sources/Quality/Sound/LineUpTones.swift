// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

/// Line-up tone: steady tones of the programme, with frequency and level, and the signals that are made of them; wanted where the profile says, reported where not
/// (EBU QC 0014B).
///
/// Line-up signals name their channels, so here, and nowhere else, it shows when left and right are exchanged.
struct LineUpTones: SoundCheck {
  private let subject: SoundSubject
  private let limits: ToneLimits
  private var windows: SoundWindows
  private var channels: [SteadyTone]
  private var hundredth = 0

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme, subject.sampleRate >= 4000, let limits = subject.profile.sound.tones else { return nil }
    self.subject = subject
    self.limits = limits
    windows = SoundWindows(
      channelCount: subject.layout.positions.count, length: max(8, subject.sampleRate / 800 * 8), history: SteadyTone.history(subject.sampleRate))
    channels = subject.layout.positions.map { _ in SteadyTone(sampleRate: subject.sampleRate) }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) {
      if windows.startsAnew {
        for index in channels.indices { channels[index].close() }
        hundredth = windows.position / windows.length
      }
      for index in channels.indices {
        windows.withChannel(index) { channels[index].add($0, length: windows.length, hundredth: hundredth) }
      }
      hundredth += 1
    }
  }

  mutating func finish() -> CheckOutcome {
    for index in channels.indices { channels[index].close() }
    let scale = Double(windows.length) / Double(subject.sampleRate)
    let tones = LineUpReader(channels.map(\.stretches), positions: subject.layout.positions, secondsPerWindow: scale).read()
    let readings = tones.filter { $0.kind != .steady || $0.end - $0.start >= min(0.5, limits.minimumSeconds) }.map { tone in
      ToneReading(
        stream: subject.track, channels: tone.channels.map { $0 + 1 }, kind: tone.kind, start: tone.start, end: tone.end, frequency: tone.frequency,
        level: tone.level)
    }
    let judged = limits.sections.map { (section: $0, findings: judge($0, tones)) }
    let right = judged.filter(\.findings.isEmpty).map { $0.section.startFrame.value..<max($0.section.startFrame, $0.section.endFrame).value }
    let evidence = judged.isEmpty ? [] : [CheckReading.layout(LayoutEvidence(content: .tone, seen: right.sorted { $0.lowerBound < $1.lowerBound }))]
    return CheckOutcome(
      findings: misplaced(tones) + judged.flatMap(\.findings) + unexpected(tones), readings: [.sound(SoundReadings(tones: readings))] + evidence)
  }

  // MARK: -

  private func finding(
    _ severity: Severity, _ tone: LineUpReader.Tone, value: Double? = nil, limit: Double? = nil, unit: String? = nil, _ text: String
  )
    -> Finding
  {
    Finding(
      .tone, severity: severity, stream: subject.track, place: subject.place(seconds: tone.start...max(tone.start, tone.end)), value: value,
      limit: limit,
      unit: unit, text: text)
  }

  private func misplaced(_ tones: [LineUpReader.Tone]) -> [Finding] {
    tones.filter { !$0.misplaced.isEmpty }.map { tone in
      finding(limits.severity, tone, .misplaced(tone.kind, tone.misplaced.map { "\($0.found.rawValue) carries the signal of \($0.meant.rawValue)" }))
    }
  }

  private func judge(_ section: ToneLimits.Section, _ tones: [LineUpReader.Tone]) -> [Finding] {
    guard let clock = subject.clock, section.startFrame < section.endFrame else { return [] }
    let (start, end) = (clock.seconds(section.startFrame.value), clock.seconds(section.endFrame.value))
    let found = tones.filter { $0.start < end && $0.end > start && min($0.end, end) - max($0.start, start) > min(0.5, (end - start) / 2) }
    let place = clock.span(section.startFrame.value..<section.endFrame.value)
    guard !found.isEmpty else {
      return [Finding(.tone, severity: limits.severity, stream: subject.track, place: place, text: .missing(section.kind))]
    }
    var findings: [Finding] = []
    if let kind = section.kind, !found.contains(where: { $0.kind == kind }) {
      findings.append(
        Finding(.tone, severity: limits.severity, stream: subject.track, place: place, text: .wrongKind(kind, Set(found.map(\.kind)))))
    }
    if let level = limits.level {
      findings += found.filter { abs($0.level - level) > limits.levelTolerance + 0.005 }.map {
        finding(limits.severity, $0, value: $0.level, limit: level, unit: "dBFS", .wrongLevel($0, level, limits.levelTolerance))
      }
    }
    return findings
  }

  private func unexpected(_ tones: [LineUpReader.Tone]) -> [Finding] {
    guard let severity = limits.unexpectedSeverity else { return [] }
    let wanted = limits.sections.compactMap { section in
      subject.clock.map { ($0.seconds(section.startFrame.value), $0.seconds(section.endFrame.value)) }
    }
    return tones.filter { tone in
      (tone.kind != .steady || tone.end - tone.start >= limits.minimumSeconds) && !wanted.contains { $0.0 < tone.end && $0.1 > tone.start }
    }.map { finding(severity, $0, value: $0.end - $0.start, limit: limits.minimumSeconds, unit: "s", .unexpected($0, names($0.channels))) }
  }

  private func names(_ channels: [Int]) -> String { channels.map { subject.layout.positions[$0].rawValue }.joined(separator: ", ") }
}

extension LineUpKind {
  /// The signal's name in a sentence.
  var spelled: String {
    switch self {
    case .steady: "steady tone"
    case .ebuStereo: "EBU stereo ident tone"
    case .glits: "GLITS"
    case .blits: "BLITS"
    }
  }
}

extension String {
  fileprivate static func misplaced(_ kind: LineUpKind, _ exchanges: [String]) -> String {
    "Channels are exchanged: in the \(kind.spelled), \(exchanges.joined(separator: ", "))."
  }

  fileprivate static func missing(_ kind: LineUpKind?) -> String { "There is no \(kind?.spelled ?? "line-up tone") where the layout asks for it." }

  fileprivate static func wrongKind(_ wanted: LineUpKind, _ found: Set<LineUpKind>) -> String {
    "The line-up is \(found.map(\.spelled).sorted().joined(separator: " and ")), where \(wanted.spelled) is asked for."
  }

  fileprivate static func wrongLevel(_ tone: LineUpReader.Tone, _ level: Double, _ tolerance: Double) -> String {
    "The line-up tone of \(tone.frequency.spelled(0)) Hz lies at \(tone.level.spelled(1)) dBFS, where \(level.spelled(1)) ±\(tolerance.spelled(1)) is asked for."
  }

  fileprivate static func unexpected(_ tone: LineUpReader.Tone, _ channels: String) -> String {
    "There is \(tone.kind == .steady ? "a steady tone" : tone.kind.spelled) of \(tone.frequency.spelled(0)) Hz at \(tone.level.spelled(1)) dBFS on \(channels) "
      + "for \((tone.end - tone.start).spelled(1)) s."
  }
}
