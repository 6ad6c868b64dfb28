// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Holds what stands where against the layout: each section is looked for at its own frames.
///
/// What no check of this version can see, and what lies outside the file, is said to be so and never passed. Line-up tone is `LineUpTones`' to judge.
struct LaidOutProgramme: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let layout = subject.profile.programmeLayout else { return [] }
    guard let placed = subject.places, let clock = subject.clock else {
      return [Finding(.programmeLayout, severity: layout.heaviest, text: .noRate)]
    }
    let lost = placed.unplaced.map { Finding(.programmeLayout, severity: $0.severity, text: .unplaced($0.name)) }
    return lost + placed.sections.flatMap { Self($0, subject, clock, tolerance: layout.tolerance).findings }
  }

  /// What the report says of each section.
  static func readings(_ subject: StructureSubject) -> [LayoutReading]? {
    guard let layout = subject.profile.programmeLayout, let placed = subject.places, let clock = subject.clock else { return nil }
    return placed.sections.map { section in
      let check = Self(section, subject, clock, tolerance: layout.tolerance)
      return LayoutReading(
        name: section.asked.name, start: clock.label(section.frames.lowerBound), end: clock.label(section.frames.upperBound),
        contents: Dictionary(section.asked.contents.map { ($0, check.state(of: $0)) }) { first, _ in first })
    }
  }

  // MARK: -

  private let section: PlacedLayout.Section
  private let subject: StructureSubject
  private let clock: FrameClock
  /// The section's frames less the edges that are not judged.
  private let judged: Range<Int>

  private init(_ section: PlacedLayout.Section, _ subject: StructureSubject, _ clock: FrameClock, tolerance: Int) {
    (self.section, self.subject, self.clock) = (section, subject, clock)
    let start = section.frames.lowerBound + tolerance
    judged = start..<max(start, section.frames.upperBound - tolerance)
  }

  private var asked: ProgrammeLayout.Section { section.asked }
  private var isInside: Bool { section.frames.lowerBound >= 0 && section.frames.upperBound <= subject.frames && !section.frames.isEmpty }

  private var findings: [Finding] {
    guard isInside else {
      let isAbsent = section.frames.upperBound <= 0 || section.frames.lowerBound >= subject.frames
      if asked.isOptional && isAbsent { return [] }
      return [Finding(.programmeLayout, severity: asked.severity, text: .outside(asked.name, clock, section.frames, length: subject.frames))]
    }
    return asked.contents.flatMap { content -> [Finding] in
      if content == .programme || content == .tone { return [] }
      let evidence = subject.evidence.filter { $0.content == content }
      guard !evidence.isEmpty else {
        return [Finding(.programmeLayout, severity: .info, place: clock.span(section.frames), text: .notExamined(asked.name, content))]
      }
      return evidence.compactMap { finding($0) }
    }
  }

  private func state(of content: LayoutContent) -> LayoutReading.State {
    guard isInside else { return .notExamined }
    if content == .programme { return .asAsked }
    let evidence = subject.evidence.filter { $0.content == content }
    return evidence.isEmpty ? .notExamined : evidence.allSatisfy { $0.misses(in: judged).isEmpty } ? .asAsked : .missing
  }

  private func finding(_ evidence: LayoutEvidence) -> Finding? {
    let misses = evidence.misses(in: judged)
    guard let first = misses.first, let last = misses.last else { return nil }
    let count = misses.reduce(0) { $0 + $1.count }
    if evidence.content == .clock {
      // Clocks are of any design, and one that is not recognised may be there all the same.
      return Finding(
        .programmeLayout, severity: asked.severity == .mandatory ? .advisory : asked.severity, place: clock.span(first.lowerBound..<last.upperBound),
        value: Double(count), limit: 0, unit: "frames", text: .noClock(asked.name, count: count, of: judged.count))
    }
    return Finding(
      .programmeLayout, severity: asked.severity, stream: evidence.stream, place: clock.span(first.lowerBound..<last.upperBound),
      value: Double(count),
      limit: 0, unit: "frames",
      text: .misses(asked.name, evidence, count: count, of: judged.count, from: clock.label(first.lowerBound)))
  }
}

extension ProgrammeLayout {
  /// What the weightiest of its sections weighs.
  fileprivate var heaviest: Severity {
    let weights = sections.map(\.severity)
    return weights.contains(.mandatory) ? .mandatory : weights.contains(.advisory) ? .advisory : .info
  }
}

extension String {
  fileprivate static var noRate: String { "The layout could not be looked at: the file states no frame rate." }

  fileprivate static func unplaced(_ name: String) -> String {
    "‘\(name)’ was not looked for: the file has no timecode in which it could be found, or does not state its length."
  }

  fileprivate static func outside(_ name: String, _ clock: FrameClock, _ frames: Range<Int>, length: Int) -> String {
    let place = "‘\(name)’, from \(clock.label(frames.lowerBound)) to \(clock.label(frames.upperBound)), "
    if frames.isEmpty { return place + "has no frames: the file is too short for it." }
    if frames.upperBound <= 0 { return place + "is missing: the file begins after it, at \(clock.label(0))." }
    if frames.lowerBound >= length { return place + "is missing: the file ends before it, at \(clock.label(length))." }
    return frames.lowerBound < 0
      ? place + "is not there whole: the file begins at \(clock.label(0))." : place + "is not there whole: the file ends at \(clock.label(length))."
  }

  fileprivate static func notExamined(_ name: String, _ content: LayoutContent) -> String {
    "Whether ‘\(name)’ shows \(content.spelled) was not examined; look at it."
  }

  fileprivate static func noClock(_ name: String, count: Int, of total: Int) -> String {
    "No clock was recognised in \(count == total ? "any" : "\(count)") of the \(total) frames of ‘\(name)’: look at it."
  }

  fileprivate static func misses(_ name: String, _ evidence: LayoutEvidence, count: Int, of total: Int, from label: String) -> String {
    let share = count == total ? "none of its \(total) frames" : "\(count) of its \(total) frames"
    let (every, isPlural) = (count == total, count != 1 || total == 1)
    let where_ = every ? "." : ", the first at \(label)."
    switch evidence.content {
    case .black: return "‘\(name)’ is to be black: \(share) \(every ? "is" : isPlural ? "are not" : "is not")\(where_)"
    case .still: return "‘\(name)’ is to stand perfectly still: \(count) of its \(total) frames differ from its first\(where_)"
    case .silence:
      let subject = evidence.stream.map { "stream \($0)" } ?? "the sound"
      return "‘\(name)’ is to be silent: \(subject) sounds in \(every ? "all of its \(total)" : "\(count) of its \(total)") frames\(where_)"
    default: return "‘\(name)’ is to show \(evidence.content.spelled): \(share) \(every ? "does" : isPlural ? "do not" : "does not")\(where_)"
    }
  }
}

extension LayoutContent {
  /// The content in a sentence.
  var spelled: String {
    switch self {
    case .bars: "colour bars"
    case .tone: "line-up tone"
    case .clock: "a clock"
    case .black: "black"
    case .silence: "silence"
    case .still: "a still picture"
    case .programme: "the programme"
    }
  }
}
