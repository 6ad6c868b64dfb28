// SPDX-License-Identifier: Apache-2.0

public import Integrity

extension ReportDocument {
  /// A verification report: whether the files in `path` are still what their history or list says.
  public init(verification report: VerificationReport, of path: String, colophon: Colophon) {
    let badge = report.status == .partial ? Badge("Unlisted files", .caution) : report.status.badge
    self.init(
      kind: "Verification report", subject: path.fileName, badge: badge, summary: report.summary, facts: report.facts(of: path),
      colophon: colophon)
    sections = [Section("Files that are not as listed", [.table(report.table)])]
    if !report.notes.isEmpty { sections.append(Section("Notes", [.items(report.notes)])) }
  }
}

extension VerificationReport {
  fileprivate var summary: String {
    var parts = ["\(Figures.count(verified, "file")) as listed"]
    if !failed.isEmpty { parts.append("\(Figures.count(failed.count)) changed or unreadable") }
    if !missing.isEmpty { parts.append("\(Figures.count(missing.count)) missing") }
    if !new.isEmpty { parts.append("\(Figures.count(new.count)) not in the list") }
    let broken = chain?.intact == false ? " The history itself is damaged." : ""
    return parts.joined(separator: ", ") + "." + broken
  }

  fileprivate func facts(of path: String) -> [ReportDocument.Fact] {
    var facts: [ReportDocument.Fact] = [
      .init("Files in", path, isCode: true), .init("Compared with", against, isCode: true), .init("Read", Figures.bytes(Int(bytes))),
      .init("Took", Figures.duration(seconds: seconds)),
    ]
    if let chain { facts.append(.init("History", "\(Figures.count(chain.generations, "generation")), \(chain.intact ? "intact" : "damaged")")) }
    return facts
  }

  fileprivate var table: ReportDocument.Table {
    let rows =
      failed.map { ReportDocument.Row(["Differs", $0.path, $0.reason], tone: .bad) }
      + missing.map { ReportDocument.Row(["Missing", $0, "It is in the list and not there."], tone: .bad) }
      + new.map { ReportDocument.Row(["New", $0, "It is not in the list: nothing vouches for it."], tone: .caution) }
    return ReportDocument.Table(
      caption: "Changed and missing files first", columns: [.init("State", .mark), .init("File", .code), .init("Why")], rows: rows,
      emptyText: "Every file is there and unchanged.")
  }
}
