// SPDX-License-Identifier: Apache-2.0

import Quality
import Timing

extension InspectionReport {
  /// The findings, the gravest first, then by place; a finding without a place comes before those that have one.
  var findingsByWeight: [Finding] {
    let order: [Severity] = [.mandatory, .advisory, .info]
    return order.flatMap { severity in
      findings(severity).enumerated().sorted { left, right in
        let (first, second) = (left.element.startFrame?.value ?? -1, right.element.startFrame?.value ?? -1)
        return first == second ? left.offset < right.offset : first < second
      }.map(\.element)
    }
  }

  /// The findings, one a row.
  var findingTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "By severity, then by time. In is the first frame concerned; out is the frame after the last.",
      columns: [
        .init("Severity", .mark), .init("In", .stamp), .init("Out", .stamp), .init("Check", .term), .init("EBU item"), .init("Measured", .figures),
        .init("Limit", .figures), .init("What was found"),
      ],
      rows: findingsByWeight.map(\.row),
      emptyText: "No findings: nothing that this specification asks about was out of its limits.")
  }

  /// The client's exceptions, one a row.
  var waiverTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "A waiver covers this content only: it lapses when the file changes.",
      columns: [
        .init("State", .mark), .init("Check", .term), .init("Approved by"), .init("On", .stamp), .init("Accepted", .figures),
        .init("Frames", .figures),
        .init("Reason"), .init("For the file with digest", .code),
      ],
      rows: findingsByWeight.compactMap { finding in finding.waiver.map { $0.row(for: finding) } }, emptyText: "")
  }
}

extension Finding {
  fileprivate var row: ReportDocument.Row {
    let place = [start ?? startFrame.map { "frame \($0)" } ?? Figures.none, end ?? endFrame.map { "frame \($0)" } ?? Figures.none]
    let figures = [value, limit].map { $0 == nil ? Figures.none : ([Figures.short($0), unit].compactMap { $0 }).joined(separator: " ") }
    let word = stands ? severity.word : "Waived"
    let grade = grade.map { " Grade \($0) of 5 (ITU-R BT.500)." } ?? ""
    let track = stream.map { " Stream \($0)." } ?? ""
    let cells = [word] + place + [check.rawValue, ebuItem ?? Figures.none] + figures + [text + track + grade]
    return ReportDocument.Row(cells, tone: stands ? severity.tone : .good)
  }
}

extension Waiver {
  fileprivate func row(for finding: Finding) -> ReportDocument.Row {
    let frames = startFrame == nil && endFrame == nil ? "all" : "\(startFrame?.description ?? "start")–\(endFrame?.description ?? "end")"
    let accepted = limit == nil ? Figures.none : [Figures.short(limit), finding.unit].compactMap { $0 }.joined(separator: " ")
    let cells = [expired ? "Lapsed" : "In force", finding.check.rawValue, by, on, accepted, frames, reason, digest]
    return ReportDocument.Row(cells, tone: expired ? .caution : .good)
  }
}
