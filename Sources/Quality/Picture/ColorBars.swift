// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Colour bars: wanted where the layout has them, reported where it has not (EBU QC 0052B), and held against their own levels.
struct ColorBars: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: BarsLimits
  private let recognizer: BarsRecognizer
  private var runs: [Run] = []

  /// Successive pictures of one kind of bars.
  private struct Run {
    let kind: BarsKind
    var frames: Range<Int>
    var confidence: Double
    var patch: String
    var deviation: Double
    var fitsOtherMatrix: Bool
  }

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.content.bars else { return nil }
    self.subject = subject
    self.limits = limits
    recognizer = BarsRecognizer(confidence: limits.confidence, tolerance: limits.tolerance)
  }

  mutating func examine(_ picture: InspectedPicture) {
    guard let match = picture.fact(.bars, { recognizer.recognize(picture) }) else { return }
    guard let last = runs.indices.last, runs[last].frames.upperBound == picture.frame, runs[last].kind == match.kind else {
      runs.append(
        Run(
          kind: match.kind, frames: picture.frame..<picture.frame + 1, confidence: match.confidence, patch: match.patch, deviation: match.deviation,
          fitsOtherMatrix: match.fitsOtherMatrix))
      return
    }
    runs[last].frames = runs[last].frames.lowerBound..<picture.frame + 1
    runs[last].confidence = min(runs[last].confidence, match.confidence)
    runs[last].fitsOtherMatrix = runs[last].fitsOtherMatrix && match.fitsOtherMatrix
    if match.deviation > runs[last].deviation { (runs[last].patch, runs[last].deviation) = (match.patch, match.deviation) }
  }

  mutating func finish() -> CheckOutcome {
    let readings = runs.map {
      BarsReading(
        kind: $0.kind, startFrame: FrameCount($0.frames.lowerBound), endFrame: FrameCount($0.frames.upperBound), confidence: $0.confidence,
        worstPatch: $0.patch, worstDeviation: $0.deviation * 100)
    }
    return CheckOutcome(findings: missing() + runs.flatMap(misplaced) + runs.flatMap(wrong), readings: [.content(ContentReadings(bars: readings))])
  }

  /// What is missing where a caller wants it; the programme's own layout is `LaidOutProgramme`'s to judge.
  private func missing() -> [Finding] {
    guard subject.profile.programmeLayout == nil else { return [] }
    return subject.profile.layout.filter { $0.kind == .bars }.flatMap { section in
      missingPieces(of: section.startFrame.value..<section.endFrame.value, in: runs.map(\.frames)).map { piece in
        Finding(
          .bars, severity: limits.severity, stream: subject.stream, place: subject.clock.span(piece), value: Double(piece.count), limit: 0,
          unit: "frames", text: .barsAreMissing(piece.count))
      }
    }
  }

  private func misplaced(_ run: Run) -> [Finding] {
    guard let severity = limits.unexpectedSeverity else { return [] }
    return unexpectedPieces(of: run.frames, expected: subject.profile.layout, kinds: [.bars], minimum: limits.minimumFrames).map { piece in
      Finding(
        .bars, severity: severity, stream: subject.stream, place: subject.clock.span(piece), value: Double(piece.count), limit: 0, unit: "frames",
        text: .barsDoNotBelong(run.kind, piece.count, run.confidence))
    }
  }

  private func wrong(_ run: Run) -> [Finding] {
    var findings: [Finding] = []
    let isWanted = subject.profile.layout.contains {
      $0.kind == .bars && $0.startFrame.value < run.frames.upperBound && $0.endFrame.value > run.frames.lowerBound
    }
    let place = subject.clock.span(run.frames)
    if let kind = limits.kind, isWanted, kind != run.kind {
      findings.append(Finding(.bars, severity: limits.severity, stream: subject.stream, place: place, text: .wrongBars(run.kind, kind)))
    }
    if run.deviation > limits.tolerance {
      findings.append(
        Finding(
          .bars, severity: limits.severity, stream: subject.stream, place: place, value: run.deviation * 100, limit: limits.tolerance * 100,
          unit: "%",
          text: .barsAreOff(run.kind, run.patch, run.deviation * 100, fitsOtherMatrix: run.fitsOtherMatrix)))
    }
    return findings
  }
}

extension String {
  fileprivate static func barsAreMissing(_ frames: Int) -> String {
    "There are no colour bars where the layout asks for them, for \(frames) \(frames == 1 ? "frame" : "frames")."
  }

  fileprivate static func barsDoNotBelong(_ kind: BarsKind, _ frames: Int, _ confidence: Double) -> String {
    "Colour bars (\(kind.rawValue)) stand where no test pattern belongs, for \(frames) \(frames == 1 ? "frame" : "frames"); "
      + "\((confidence * 100).spelled(0)) % of the pattern matches."
  }

  fileprivate static func wrongBars(_ kind: BarsKind, _ wanted: BarsKind) -> String {
    "The bars are \(kind.rawValue), where \(wanted.rawValue) are asked for."
  }

  fileprivate static func barsAreOff(_ kind: BarsKind, _ patch: String, _ percent: Double, fitsOtherMatrix: Bool) -> String {
    let cause = fitsOtherMatrix ? " The levels fit the other matrix (BT.601 for BT.709 or the other way about): look at the colour tags." : ""
    return "The colour bars (\(kind.rawValue)) are not at their levels: \(patch) lies \(percent.spelled(1)) % of the range off.\(cause)"
  }
}
