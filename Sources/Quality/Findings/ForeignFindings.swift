// SPDX-License-Identifier: Apache-2.0

extension InspectionReport {
  /// The same report with what another instrument reported of the same file, and the verdict that follows.
  ///
  /// Nothing of it rejects the file: what is mandatory there is here for a person to review, since nobody has asked this profile of that instrument. What it
  /// could not examine is told as such.
  public func including(_ foreign: InspectionReport) -> InspectionReport {
    var report = self
    let added = foreign.findings.map { finding in
      var finding = finding
      if finding.severity == .mandatory { finding.severity = .advisory }
      return finding
    }
    report.findings = (findings + added).inOrderOfPlace()
    report.reviews = (reviews ?? []) + (foreign.reviews ?? [])
    if report.reviews?.isEmpty == true { report.reviews = nil }
    report.verdict = Verdict(findings: report.findings, isComplete: unreadable == 0)
    return report
  }
}
