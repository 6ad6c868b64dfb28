// SPDX-License-Identifier: Apache-2.0

/// The outcome of an inspection.
public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing to remark, or information only.
  case pass
  /// Advisory findings for a person to review.
  case passWithWarnings
  /// At least one mandatory finding that nobody waived.
  case fail
  /// Something could not be examined: whatever else was found, this is no clean bill of health.
  case incomplete

  /// The verdict on `findings`.
  ///
  /// An inspection that did not see everything is `incomplete` even where it found reason to reject: its list of faults is not the whole list.
  public init(findings: [Finding], isComplete: Bool) {
    let severities = Set(findings.lazy.filter(\.stands).map(\.severity))
    if !isComplete {
      self = .incomplete
    } else if severities.contains(.mandatory) {
      self = .fail
    } else {
      self = severities.contains(.advisory) ? .passWithWarnings : .pass
    }
  }
}
