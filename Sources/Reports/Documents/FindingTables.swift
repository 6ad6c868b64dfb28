// SPDX-License-Identifier: Apache-2.0

import Foundation
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
      rows: findingsByWeight.map { $0.row(namingStream: isAmbiguous($0)) },
      emptyText: "No findings: nothing that this specification asks about was out of its limits.")
  }

  /// What the findings mean, one check a row: for whoever has to put them right.
  var explanationTable: ReportDocument.Table {
    var seen: Set<CheckIdentifier> = []
    let found = findingsByWeight.map(\.check).filter { seen.insert($0).inserted }.compactMap(\.details)
    return ReportDocument.Table(
      caption: "What each kind of finding looks or sounds like, what usually causes it, and what to do.",
      columns: [.init("Check", .term), .init("Looks or sounds like"), .init("Usual cause"), .init("What to do"), .init("Kind of measurement")],
      rows: found.map { .init([$0.check.rawValue, $0.appearance, $0.cause, $0.remedy, "\($0.category.rawValue), \($0.layer.rawValue)"]) },
      emptyText: "")
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

extension InspectionReport {
  /// Whether a reader could take the finding for another stream's: its sentence names none, and there are several of its kind.
  private func isAmbiguous(_ finding: Finding) -> Bool {
    guard let stream = finding.stream, !finding.text.localizedCaseInsensitiveContains("stream \(stream)") else { return false }
    let sound = readings.tracks.map(\.stream)
    return sound.contains(stream) ? sound.count > 1 : Set(findings.compactMap(\.stream)).subtracting(sound).count > 1
  }
}

extension Finding {
  /// The units whose figures are told to one decimal everywhere.
  private static let levels: Set<String> = ["LUFS", "LU", "dBTP", "dBFS"]

  private func figure(_ value: Double?) -> String {
    guard value != nil else { return Figures.none }
    let number = unit.map(Self.levels.contains) == true ? Figures.decimal(value) : Figures.short(value)
    return [number, unit].compactMap { $0 }.joined(separator: " ")
  }

  fileprivate func row(namingStream: Bool) -> ReportDocument.Row {
    let place = [start ?? startFrame.map { "frame \($0)" } ?? Figures.none, end ?? endFrame.map { "frame \($0)" } ?? Figures.none]
    let figures = [value, limit].map(figure)
    let word = stands ? severity.word : "Waived"
    let grade = grade.map { " Grade \($0) of 5 (ITU-R BT.500)." } ?? ""
    let track = namingStream ? stream.map { " Stream \($0)." } ?? "" : ""
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
