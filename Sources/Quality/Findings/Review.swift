// SPDX-License-Identifier: Apache-2.0

/// A person's viewing or listening: who, when, how, and of what.
public struct Review: Hashable, Sendable, Codable {
  /// Who watched or listened.
  public var person: String
  /// The day, `2026-11-27`.
  public var on: String
  /// The display that was watched: `Grade 1 monitor, BT.709, 100 cd/m²`.
  public var display: String?
  /// What was listened to: `5.1 nearfield, 79 dB`.
  public var speakers: String?
  /// How: `dim surround, 3 picture heights`.
  public var conditions: String?
  /// What was watched: `whole programme, once`; `nil` where it was the place of the finding.
  public var scope: String?

  /// A review by `person`.
  public init(person: String, on: String, display: String? = nil, speakers: String? = nil, conditions: String? = nil, scope: String? = nil) {
    self.person = person
    self.on = on
    self.display = display
    self.speakers = speakers
    self.conditions = conditions
    self.scope = scope
  }
}

extension InspectionReport {
  /// The same report with what a person found, and the verdict that follows.
  ///
  /// - Parameters:
  ///   - review: the viewing.
  ///   - findings: what was found in it; none says that nothing was.
  public func adding(_ review: Review, findings added: [Finding]) -> InspectionReport {
    var report = self
    report.reviews = (reviews ?? []) + [review]
    report.findings = (findings + added).inOrderOfPlace()
    report.verdict = Verdict(findings: report.findings, isComplete: unreadable == 0)
    return report
  }
}
