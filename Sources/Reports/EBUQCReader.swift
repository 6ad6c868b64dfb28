// SPDX-License-Identifier: Apache-2.0

import Foundation
import Markup
public import Quality
public import Timing

/// Reads an EBU QC report of whatever instrument (namespace `tag:qc.ebu.ch,…`) into findings that carry the instrument's name.
///
/// The document is of unknown origin: it is read without entities, bounded, and what is odd in it is left out, not guessed at.
///
/// - A check that failed is mandatory, or advisory where the profile's rule lets it pass all the same; what is measured only is for information.
/// - Frames are taken from locators that are whole numbers; a locator that is a timecode needs the rate. Other locators are told in the sentence.
/// - What our own reports add in extensions (timecode, waivers, grades, viewings) is read too.
public struct EBUQCReader: Sendable {
  private static let mostBytes = 64 << 20
  private static let mostFindings = 5000
  private static let mostStreams = 64

  private let root: MarkupElement
  private let subject: String
  private var rate: FrameRate?
  private var start: String?
  /// What the profile's items weigh, by identifier and instance.
  private let relevances: [[String?]: Int]
  /// The profile, by whose rule failed checks weigh.
  private let profile: MarkupElement?
  /// The instrument with version and maker.
  private let source: String

  /// A reader of the document `bytes`.
  ///
  /// - Parameters:
  ///   - subject: what errors call it, usually its path.
  ///   - rate: frames a second, where the report names places by timecode.
  ///   - start: the label of the file's first frame.
  /// - Throws: `MarkupError` where it is no XML; `ReportsError.notAReport` where it is no EBU QC report.
  public init(_ bytes: [UInt8], subject: String, rate: FrameRate? = nil, start: String? = nil) throws {
    root = try MarkupElement(parsing: bytes, subject: subject, limits: MarkupLimits(bytes: Self.mostBytes, depth: 64, attributes: 64))
    guard root.name.local == "Report", root.name.namespace.hasPrefix("tag:qc.ebu.ch,") else {
      throw ReportsError(
        .notAReport, subject: subject, remedy: "its outermost element is <\(root.name.written)>; name a report in XML of the EBU's QC schema")
    }
    self.subject = subject
    profile = root.first("Profile")
    source = Self.source(root.first("ToolInformation"))
    let items = profile?.first("Items")?.all("Item") ?? []
    relevances = Dictionary(
      items.map { (Self.key($0), Self.word($0, "Relevance").flatMap { Int($0) } ?? 10) }, uniquingKeysWith: { first, _ in first })
    let timeline = root.first("ExtensionProperties")?.first("Timeline")
    self.rate = rate ?? timeline?["rate"].flatMap { try? FrameRate($0) }
    self.start = start ?? timeline?["start"]
  }

  /// The report as an inspection's: its findings carry the instrument's name, and it has no readings.
  ///
  /// - Throws: `ReportsError.notAReport` where it has more findings than anybody would read.
  public func report() throws -> InspectionReport {
    let results = root.first("ItemResults")?.all("ItemResult") ?? []
    var findings: [Finding] = []
    for result in results {
      findings += self.findings(of: result)
      guard findings.count <= Self.mostFindings else {
        throw ReportsError(.notAReport, subject: subject, remedy: "it has more than \(Self.mostFindings) findings; ask for a report with fewer")
      }
    }
    var unreadable = results.count { Self.word($0, "ExecutionStatus") == "error" }
    if Self.word(root, "ExecutionStatus") == "error" { unreadable = max(1, unreadable) }
    if Self.isFalse(root), !findings.contains(where: { $0.severity == .mandatory && $0.stands }) {
      findings.append(
        finding(CheckIdentifier(rawValue: "ebu.report"), .mandatory, "The report says that the file fails, and no check in it says why."))
    }
    let identifiers = root.first("ContentId")?.all("ContentIdentifier").compactMap { Self.word($0, "ID") } ?? []
    let digest = identifiers.first { $0.wholeMatch(of: /(md5|sha1|sha256|sha512|xxh64|xxh3|xxh128|c4):[0-9A-Za-z]{8,}/) != nil }
    let frames =
      root.first("ExtensionProperties")?.first("Timeline")?["frames"].flatMap(Self.frame) ?? findings.compactMap { $0.endFrame?.value }.max() ?? 0
    let tool = root.first("ToolInformation")
    var report = InspectionReport(
      tool: .init(name: tool.flatMap { Self.word($0, "ToolName") } ?? "unknown", version: tool.flatMap { Self.word($0, "Version") } ?? ""),
      path: identifiers.first { $0 != digest } ?? subject, digest: digest,
      profile: root.first("Profile").flatMap { Self.word($0, "Name") } ?? "EBU QC", findings: findings, readings: Readings(), rate: rate,
      start: start,
      duration: rate.map { Double(frames) * Double($0.denominator) / Double($0.numerator) } ?? 0, frames: frames, unreadable: unreadable)
    let reviews = (root.first("ExtensionProperties")?.all("Review") ?? []).compactMap(Self.review)
    report.reviews = reviews.isEmpty ? nil : reviews
    return report
  }

  // MARK: - Results

  private func findings(of result: MarkupElement) -> [Finding] {
    guard let identifier = Self.word(result, "EBUQCID") else { return [] }
    let name = Self.word(result, "EBUQCName")
    let check = CheckIdentifier(ebuIdentifier: identifier, name: name)
    let described = Self.word(result, "ResultDescription") ?? result.first("Annotation").flatMap { Self.word($0, "Text") }
    if Self.word(result, "ExecutionStatus") == "error", check != .unreadable {
      let why = Self.word(result, "ErrorDescription") ?? described ?? "no reason is given"
      return [finding(.unreadable, .mandatory, "\(name ?? identifier) could not be examined: \(why)")]
    }
    let severity = severity(of: result)
    let outputs = (result.first("Outputs")?.children ?? []).filter { $0.name.local == "Output" || $0.name.local == "Group" }
    var found: [Finding] = []
    // One more than is read in all is enough to be told of.
    for output in outputs where found.count <= Self.mostFindings { found += findings(of: output, check, severity, result) }
    if found.isEmpty, Self.isFalse(result) { return [finding(check, severity, described ?? "\(name ?? identifier) failed.")] }
    return found
  }

  /// What the profile makes of a failed check; what did not fail is for information.
  private func severity(of result: MarkupElement) -> Severity {
    let relevance = Self.word(result, "Relevance").flatMap { Int($0) } ?? relevances[Self.key(result)] ?? 10
    if !Self.isFalse(result) {
      // What a client excused passes; our own reports say in an extension that it was excused, and of what weight it is.
      let isExcused = result.first("Outputs")?.all("Output").contains { $0.first("ExtensionProperties")?.first("Waiver") != nil } ?? false
      return isExcused ? (relevance == 10 ? .mandatory : relevance == 5 ? .advisory : .info) : .info
    }
    switch profile.flatMap({ Self.word($0, "CheckResultRule") }) {
    case "MinimumRelevance":
      let level = profile.flatMap { Self.word($0, "RelevanceLevel") }.flatMap { Int($0) } ?? 0
      return relevance >= level ? .mandatory : .advisory
    case "OR": return Self.isFalse(root) ? .mandatory : .advisory
    default: return .mandatory
    }
  }

  // MARK: - Outputs

  private func findings(of output: MarkupElement, _ check: CheckIdentifier, _ severity: Severity, _ result: MarkupElement) -> [Finding] {
    let parts = output.name.local == "Group" ? output.all("Output") : [output]
    let place = ([output] + parts).lazy.compactMap { $0.first("Locator") }.first
    let values = parts.compactMap { part in Self.word(part, "Value").map { (Self.word(part, "Name") ?? "Value", $0) } }
    let notes = ([output] + parts).compactMap { $0.first("Annotation") }
    let said = Set(notes.compactMap { Self.word($0, "Text") }).sorted()
    let span = place.flatMap(span)
    var sentences = said
    // Our own outputs say all of it in a sentence; others have a name, values and perhaps a remark.
    if said.isEmpty || parts.first.flatMap({ Self.word($0, "Name") }) != "Finding" {
      let name = Self.word(result, "EBUQCName") ?? Self.word(result, "EBUQCID") ?? ""
      sentences.insert(name + (values.isEmpty ? "." : ": " + values.map { "\($0) \($1)" }.joined(separator: ", ") + "."), at: 0)
    }
    if span == nil, let words = place.flatMap(Self.words) { sentences.append("Place: \(words).") }
    // What a group of like findings adds to the first one's sentence would be said twice.
    let text = sentences.joined(separator: " ").split(separator: " The same in ", maxSplits: 1).first.map(String.init) ?? ""
    var found = finding(check, severity, text)
    (found.start, found.end, found.startFrame, found.endFrame) = (span?.start, span?.end, span?.frames.lowerBound, span?.frames.upperBound)
    if let value = values.first?.1.firstMatch(of: /^\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(.{0,20})$/), values.count == 1 {
      found.value = Double(value.1).flatMap { $0.isFinite ? $0 : nil }
      found.unit = value.2.isEmpty ? nil : String(value.2)
    }
    let extra = output.first("ExtensionProperties")
    found.waiver = extra?.first("Waiver").flatMap(Self.waiver)
    found.grade = extra?.first("Grade").flatMap { Int($0.trimmedText) }.flatMap { (1...5).contains($0) ? $0 : nil }
    if Self.word(result, "DetectionMethod") == "human" {
      let person = notes.compactMap { $0.first("Editor") }.first ?? result.first("Operator")
      found.review = Review(
        person: person.flatMap { Self.word($0, "Name") } ?? "unknown", on: String((Self.word(result, "CreationDateTime") ?? "").prefix(10)))
    }
    let streams = Self.streams(([output] + parts).lazy.compactMap { Self.word($0, "Track") }.first)
    return streams.map { stream in
      var one = found
      one.stream = stream
      return one
    }
  }

  private func finding(_ check: CheckIdentifier, _ severity: Severity, _ text: String) -> Finding {
    var finding = Finding(check, severity: severity, text: text)
    if check.rawValue.hasPrefix("ebu.") { finding.ebuItem = String(check.rawValue.dropFirst(4)) }
    finding.source = source
    return finding
  }

  private static func source(_ tool: MarkupElement?) -> String {
    guard let tool else { return "an instrument that gives no name" }
    let name = [word(tool, "ToolName"), word(tool, "Version")].compactMap(\.self).joined(separator: " ")
    return name + (word(tool, "Vendor").map { " (\($0))" } ?? "")
  }

  // MARK: - Values

  /// The frames of a locator, where it counts them or the rate is known.
  private func span(_ locator: MarkupElement) -> FrameSpan? {
    guard let first = Self.word(locator, "Start") else { return nil }
    let last = Self.word(locator, "End")
    guard let from = frame(first) else { return nil }
    let to = max(last.flatMap(frame) ?? from + 1, from + 1)
    let written = locator.first("ExtensionProperties")?.first("Timecode")
    func label(_ frame: Int) -> String {
      guard let rate else { return "frame \(frame)" }
      return Timecode(wrapping: FrameCount((origin ?? 0) + frame), at: rate).description
    }
    return FrameSpan(
      frames: FrameCount(from)..<FrameCount(to), start: written?["in"] ?? label(from), end: written?["out"] ?? label(to))
  }

  private func frame(_ text: String) -> Int? {
    if let frame = Self.frame(text) { return frame }
    guard let rate, let label = try? Timecode(text, at: rate) else { return nil }
    let day = rate.framesPerDay
    return ((label.frameCount.value - (origin ?? 0)) % day + day) % day
  }

  /// The first frame's label as a count.
  private var origin: Int? {
    guard let rate, let start else { return nil }
    return (try? Timecode(start, at: rate))?.frameCount.value
  }

  private static func frame(_ text: String) -> Int? { Int(text).flatMap { (0..<1 << 40).contains($0) ? $0 : nil } }

  private static func words(_ locator: MarkupElement) -> String? {
    let ends = [word(locator, "Start"), word(locator, "End")].compactMap(\.self)
    return ends.isEmpty ? nil : ends.joined(separator: " to ")
  }

  /// The streams that a track's name lists as our own reports do; one without a stream where it is anything else.
  private static func streams(_ track: String?) -> [Int?] {
    guard let track, track.wholeMatch(of: /stream [0-9]{1,4}(, [0-9]{1,4})*/) != nil else { return [nil] }
    return track.dropFirst("stream ".count).split(separator: ", ").prefix(mostStreams).map { Int($0) }
  }

  private static func waiver(_ element: MarkupElement) -> Waiver? {
    guard element.name.namespace == EBUQCReport.extensions, let by = element["by"], let on = element["on"], let digest = element["digest"] else {
      return nil
    }
    return Waiver(
      by: by, on: on, reason: element.trimmedText, startFrame: element["from"].flatMap(frame).map { FrameCount($0) },
      endFrame: element["to"].flatMap(frame).map { FrameCount($0) }, digest: digest, expired: element["expired"] != "false")
  }

  private static func review(_ element: MarkupElement) -> Review? {
    guard element.name.namespace == EBUQCReport.extensions, let person = element["person"], let on = element["on"] else { return nil }
    return Review(
      person: person, on: on, display: element["display"], speakers: element["speakers"], conditions: element["conditions"], scope: element["scope"])
  }

  /// What joins a result to its item (EBU QC best practice: identifier and instance).
  private static func key(_ element: MarkupElement) -> [String?] { [word(element, "EBUQCID"), word(element, "InstanceId")] }

  /// The text of the child called `name`; `nil` where there is none or it is empty.
  private static func word(_ element: MarkupElement, _ name: String) -> String? {
    guard let text = element.first(name)?.trimmedText, !text.isEmpty else { return nil }
    return String(text.prefix(4000))
  }

  /// Whether an element says that a check failed (`xs:boolean`).
  private static func isFalse(_ element: MarkupElement) -> Bool { ["false", "0"].contains(word(element, "CheckResult")) }
}
