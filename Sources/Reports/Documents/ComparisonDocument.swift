// SPDX-License-Identifier: Apache-2.0

public import Quality

extension ReportDocument {
  /// What became of one version's findings in the next.
  ///
  /// - Parameters:
  ///   - comparison: what was fixed, what remains, what is new and what nobody looked for again.
  ///   - old: the report of the old version.
  ///   - new: the report of the new version, whose verdict it is.
  ///   - colophon: who made the report, with what and when.
  public init(comparison: InspectionComparison, old: InspectionReport, new: InspectionReport, colophon: Colophon) {
    let counts = [
      "\(Figures.count(comparison.fixed.count)) fixed", "\(Figures.count(comparison.remaining.count)) remaining",
      "\(Figures.count(comparison.new.count)) new", "\(Figures.count(comparison.unchecked.count)) not looked for again",
    ]
    self.init(
      kind: "Comparison of two versions", subject: new.path.fileName, badge: new.verdict.badge,
      summary: "Of the findings of the old version and those of the new: \(counts.joined(separator: ", ")).",
      facts: [
        .init("Old version", old.path, isCode: true), .init("Held against", old.profile), .init("Verdict", old.verdict.badge.text),
        .init("Digest", old.digest ?? "none was made", isCode: old.digest != nil), .init("New version", new.path, isCode: true),
        .init("Held against", new.profile), .init("Verdict", new.verdict.badge.text),
        .init("Digest", new.digest ?? "none was made", isCode: new.digest != nil),
      ], colophon: colophon)
    let parts: [(String, [Finding], String)] = [
      ("New", comparison.new, "The new version has no finding that the old one has not."),
      ("Remaining", comparison.remaining.map(\.new), "No finding of the old version remains."), ("Fixed", comparison.fixed, "Nothing was fixed."),
      ("Not looked for again", comparison.unchecked, "Everything was looked for again."),
    ]
    sections = parts.map { heading, findings, none in
      var part = new
      part.findings = findings
      let caption =
        heading == "Fixed" || heading == "Not looked for again" ? "As the old version's report has them." : "As the new version's report has them."
      return Section("\(heading) (\(Figures.count(findings.count)))", [.table(part.placeTable(caption: caption, emptyText: none))])
    }
    sections.append(Section("Sign-off", [.signatures(["Decision", "Name and role", "Date", "Signature"])]))
  }
}

extension InspectionReport {
  /// The findings with what matters of them to whoever looks for them again.
  fileprivate func placeTable(caption: String, emptyText: String) -> ReportDocument.Table {
    ReportDocument.Table(
      caption: caption,
      columns: [.init("Severity", .mark), .init("In", .stamp), .init("Out", .stamp), .init("Check", .term), .init("What was found")],
      rows: groupsByWeight.map { group in
        let finding = group.first
        let source = finding.source.map { " Reported by \($0)." } ?? ""
        return .init(
          [finding.stands ? finding.severity.word : "Waived"] + finding.placeWords + [finding.check.rawValue, group.text + source],
          tone: finding.stands ? finding.severity.tone : .good)
      }, emptyText: emptyText)
  }
}
