// SPDX-License-Identifier: Apache-2.0

/// A waiver on file, the client’s exception: which findings it excuses, and for which content.
///
/// It excuses a finding of its check that lies within its frames and is no worse than the value it accepts, in the file with its digest. In a file with another
/// digest it has lapsed: it excuses nothing until somebody confirms it anew, and the report says so.
public struct GrantedWaiver: Hashable, Sendable, Codable {
  /// The check whose findings it excuses.
  public var check: CheckIdentifier
  /// The stream it is limited to; `nil` for every stream.
  public var stream: Int?
  /// The sentence of the finding it was given for: what has neither place nor value is told from others by it.
  public var text: String?
  /// Who, when, why, how much, where, and for which file.
  public var waiver: Waiver

  /// A waiver for `check`.
  public init(_ check: CheckIdentifier, stream: Int? = nil, text: String? = nil, waiver: Waiver) {
    self.check = check
    self.text = text
    self.stream = stream
    self.waiver = waiver
  }

  /// A waiver for exactly `finding`, as it was found in the file with `digest`: its place, and a value no worse than this one.
  public init(_ finding: Finding, by person: String, on day: String, reason: String, digest: String) {
    self.init(
      finding.check, stream: finding.stream, text: finding.text,
      waiver: Waiver(
        by: person, on: day, reason: reason, limit: finding.value, startFrame: finding.startFrame, endFrame: finding.endFrame, digest: digest))
  }

  /// Whether it speaks of `finding`, whatever the file.
  func covers(_ finding: Finding) -> Bool {
    guard check == finding.check, stream == nil || stream == finding.stream else { return false }
    guard let start = finding.startFrame, let end = finding.endFrame else {
      guard waiver.startFrame == nil, waiver.endFrame == nil else { return false }
      return finding.value == nil && text != nil ? text == finding.text : acceptsValue(of: finding)
    }
    // A waiver without any frame is for what has no place: it excuses no single fault.
    guard waiver.startFrame != nil || waiver.endFrame != nil else { return false }
    guard (waiver.startFrame ?? start) <= start, end <= (waiver.endFrame ?? end) else { return false }
    return acceptsValue(of: finding)
  }

  /// Whether the finding is no farther from its limit than what was accepted.
  private func acceptsValue(of finding: Finding) -> Bool {
    guard let accepted = waiver.limit else { return true }
    guard let value = finding.value else { return false }
    guard let limit = finding.limit else { return value == accepted }
    // A thousandth of the distance lets a value pass that went through a report as text.
    return abs(value - limit) <= abs(accepted - limit) * 1.001 && (value - limit) * (accepted - limit) >= 0
  }
}

extension InspectionReport {
  /// The same report with the client’s waivers applied to its findings, and the verdict that follows.
  ///
  /// A waiver in force is preferred over one that has lapsed, and the last one given over earlier ones. A file without a digest has none in force: nobody could tell what they were given for.
  public func excused(by waivers: [GrantedWaiver]) -> InspectionReport {
    var report = self
    for index in report.findings.indices {
      let covering = waivers.filter { $0.covers(report.findings[index]) }
      let inForce = covering.last { $0.waiver.digest == digest && !$0.waiver.expired }
      guard var waiver = (inForce ?? covering.last)?.waiver else { continue }
      waiver.expired = inForce == nil
      report.findings[index].waiver = waiver
    }
    report.verdict = Verdict(findings: report.findings, isComplete: unreadable == 0)
    return report
  }
}
