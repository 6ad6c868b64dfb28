// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// How long the texts stand that a person marked, and how high their letters are, against what their words need.
///
/// The words are the person's, and so is the box: what is read here is only that something with the edges of letters stands in it, from which picture to which.
struct LegalTextHold: PictureCheck {
  /// What stands for less than this is no text.
  private static let shortestHold = 0.4

  private let subject: PictureSubject
  private let limits: LegalTextLimits
  private var traces: [TextTrace?] = []
  private var raster: (width: Int, height: Int)?
  private var isWide = true
  private var end = 0

  init?(_ subject: PictureSubject) {
    guard subject.isFirst, let limits = subject.profile.content.legalText, !limits.texts.isEmpty else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    if raster == nil { begin(picture) }
    // What is on either side of a hole was not seen to stand.
    if picture.frame != end { closeAll() }
    end = picture.frame + 1
    let range = picture.coding.white - picture.coding.black
    for index in traces.indices { traces[index]?.add(picture.luma, frame: picture.frame, range: range) }
  }

  mutating func finish() -> CheckOutcome {
    closeAll()
    var (findings, readings): ([Finding], [LegalTextReading]) = ([], [])
    for (text, trace) in zip(limits.texts, traces.isEmpty ? limits.texts.map { _ in nil } : traces) {
      let found = trace?.text(at: text.frame?.value)
      let reading = LegalTextReading(
        words: text.words, wordCount: text.wordCount, startFrame: found.map { FrameCount($0.stand.start) },
        endFrame: found.map { FrameCount($0.stand.end) }, heldFrames: found.map { $0.stand.end - $0.stand.start } ?? 0,
        requiredFrames: text.requiredFrames(at: subject.clock.rate), letterLines: found.flatMap { LetterRows($0.rows).heights.min() },
        textLines: found.flatMap { LetterRows($0.rows).extents.min() },
        requiredLines: text.requiredLines(pictureHeight: raster?.height ?? 1080, isWide: isWide), isRead: text.isRead, readAs: text.readAs)
      readings.append(reading)
      findings += judge(text, reading, found?.stand)
    }
    if let unmeasured = limits.unmeasured {
      findings.append(Finding(.legalText, severity: .advisory, stream: subject.stream, text: .textsAreUnmeasured(unmeasured)))
    }
    return CheckOutcome(findings: findings, readings: [.content(ContentReadings(legalTexts: readings))])
  }

  private mutating func begin(_ picture: InspectedPicture) {
    raster = (picture.width, picture.height)
    isWide = subject.isWide ?? true
    traces = limits.texts.map { text in
      let (left, top) = (min(max(0, text.left), picture.width), min(max(0, text.top), picture.height))
      let columns = left..<min(picture.width, left + max(0, min(text.width, picture.width)))
      let rows = top..<min(picture.height, top + max(0, min(text.height, picture.height)))
      guard columns.count > 2, !rows.isEmpty else { return nil }
      return TextTrace(columns: columns, rows: rows, minimum: max(2, subject.clock.frames(lasting: Self.shortestHold)))
    }
  }

  private mutating func closeAll() { for index in traces.indices { traces[index]?.close(at: end) } }

  private func judge(_ text: LegalText, _ reading: LegalTextReading, _ stand: TextTrace.Stand?) -> [Finding] {
    // What only a program saw is no fault of the file's before a person has looked.
    let severity = text.isRead && limits.severity == .mandatory ? .advisory : limits.severity
    guard let stand else {
      if text.isRead { return [] }
      let place = text.frame.map { subject.clock.span($0.value..<$0.value + 1) }
      return [Finding(.legalText, severity: limits.severity, stream: subject.stream, place: place, text: .textIsMissing(text))]
    }
    let place = subject.clock.span(stand.start..<stand.end)
    var findings: [Finding] = []
    if let read = text.readAs, WordComparison.likeness(read, text.words) < WordComparison.same {
      findings.append(Finding(.legalText, severity: .advisory, stream: subject.stream, place: place, text: .textReadsOtherwise(text, read)))
    }
    if reading.heldFrames < reading.requiredFrames {
      findings.append(
        Finding(
          .legalText, severity: severity, stream: subject.stream, place: place, value: Double(reading.heldFrames),
          limit: Double(reading.requiredFrames), unit: "frames", text: .textIsShort(text, reading, subject.clock)))
    }
    if let letters = reading.letterLines, let lines = reading.textLines, letters < reading.requiredLines {
      // Between the two readings of its height a person decides, with the test card.
      let isSmallEitherWay = lines < reading.requiredLines
      findings.append(
        Finding(
          .legalText, severity: isSmallEitherWay || severity == .info ? severity : .advisory, stream: subject.stream, place: place,
          value: Double(isSmallEitherWay ? lines : letters), limit: Double(reading.requiredLines), unit: "lines", text: .textIsSmall(text, reading)))
    }
    return findings
  }
}

extension LegalText {
  /// The text in a sentence, cut short where it is long.
  fileprivate var quoted: String {
    let line = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "‘\(line.count > 40 ? line.prefix(39) + "…" : line)’\(isRead ? ", which a program read and nobody marked," : "")"
  }
}

extension String {
  fileprivate static func textIsMissing(_ text: LegalText) -> String {
    "Nothing stands in the box of the text \(text.quoted)\(text.frame == nil ? "" : " at its frame"): look at the place and mark it again."
  }

  fileprivate static func textIsShort(_ text: LegalText, _ reading: LegalTextReading, _ clock: FrameClock) -> String {
    "The text \(text.quoted) stands for \(reading.heldFrames) frames (\(clock.seconds(reading.heldFrames).spelled(2)) s); its \(reading.wordCount) words need "
      + "\(reading.requiredFrames) frames (\((Double(text.requiredTenths) / 10).spelled(1)) s)."
  }

  fileprivate static func textsAreUnmeasured(_ count: Int) -> String {
    "\(count) more texts were read than are measured, after those in this report: mark the ones that matter, or look at them."
  }

  fileprivate static func textReadsOtherwise(_ text: LegalText, _ read: String) -> String {
    read.isEmpty
      ? "The text \(text.quoted) was marked, and a program read nothing in its box: look at it."
      : "The text \(text.quoted) was marked, and a program reads ‘\(read.prefix(80))’ in its box: compare the words."
  }

  fileprivate static func textIsSmall(_ text: LegalText, _ reading: LegalTextReading) -> String {
    let (letters, lines) = (reading.letterLines ?? 0, reading.textLines ?? 0)
    let asked = "\(reading.requiredLines) lines are asked for\(text.isOnBlock ? " on an opaque block" : "")"
    let doubt = lines < reading.requiredLines ? "" : " Which of the two counts is not written down: hold the test card to it."
    return "The letters of \(text.quoted) are \(letters) lines high without ascenders and descenders, \(lines) with them; \(asked).\(doubt)"
  }
}
