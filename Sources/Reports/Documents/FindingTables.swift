// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Timing

extension InspectionReport {
  /// The findings, one a row.
  ///
  /// - Parameter pictures: where in the page there is a picture of a finding, by the finding's number.
  func findingTable(pictures: [Int: String] = [:]) -> ReportDocument.Table {
    ReportDocument.Table(
      caption:
        "By severity, then by time. In is the first frame concerned; out is the frame after the last. The number is the one that a waiver names.",
      columns: [
        .init("No.", .figures), .init("Severity", .mark), .init("In", .stamp), .init("Out", .stamp), .init("Check", .term), .init("EBU item"),
        .init("Measured", .figures),
        .init("Limit", .figures), .init("What was found"),
      ],
      rows: groupsByWeight.map { $0.row(namingStream: isAmbiguous($0.first), picture: pictures[$0.numbers[0]]) },
      emptyText: "No findings: nothing that this specification asks about was out of its limits.")
  }

  /// What the findings mean, one check a row: for whoever has to put them right.
  var explanationTable: ReportDocument.Table {
    var seen: Set<CheckIdentifier> = []
    let found = groupsByWeight.map(\.first.check).filter { seen.insert($0).inserted }.compactMap(\.details)
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
        .init("No.", .figures), .init("State", .mark), .init("Check", .term), .init("Approved by"), .init("On", .stamp), .init("Accepted", .figures),
        .init("Frames", .figures),
        .init("Reason"), .init("For the file with digest", .code),
      ],
      rows: groupsByWeight.compactMap { group in group.first.waiver.map { $0.row(for: group) } }, emptyText: "")
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

  /// The grade in words (ITU-R BT.500-15, impairment scale).
  var gradeWords: String? {
    let words = ["very annoying", "annoying", "slightly annoying", "perceptible but not annoying", "imperceptible"]
    return grade.flatMap { (1...5).contains($0) ? "Grade \($0) of 5, \(words[$0 - 1]) (ITU-R BT.500)." : nil }
  }

  fileprivate var measured: [String] { [value, limit].map(figure) }

  /// The first frame's label and that of the frame after the last, or their numbers where there are no labels.
  var placeWords: [String] {
    [start ?? startFrame.map { "frame \($0)" } ?? Figures.none, end ?? endFrame.map { "frame \($0)" } ?? Figures.none]
  }
}

extension FindingGroup {
  /// The numbers as a table shows them: `3`, `3, 5`, `3 and 6 more`.
  var numberWords: String {
    numbers.count <= 2 ? numbers.map(String.init).joined(separator: ", ") : "\(numbers[0]) + \(numbers.count - 1)"
  }

  fileprivate func row(namingStream: Bool, picture: String?) -> ReportDocument.Row {
    let word = first.stands ? first.severity.word : "Waived"
    let track = namingStream ? first.stream.map { "Stream \($0)." } : nil
    let who = first.review.map { "Seen or heard by \($0.person)." }
    let source = first.source.map { "Reported by \($0)." }
    let sentence = [text, track, first.gradeWords, who, source].compactMap(\.self).joined(separator: " ")
    let cells = [numberWords, word] + first.placeWords + [first.check.rawValue, first.ebuItem ?? Figures.none] + first.measured + [sentence]
    return ReportDocument.Row(cells, tone: first.stands ? first.severity.tone : .good, name: first.anchor(numbers[0]), link: picture)
  }
}

extension Finding {
  /// The name of the place in the page that the finding's row has.
  func anchor(_ number: Int) -> String { "finding-\(number)" }
}

extension Waiver {
  fileprivate func row(for group: FindingGroup) -> ReportDocument.Row {
    let finding = group.first
    let frames = startFrame == nil && endFrame == nil ? "all" : "\(startFrame?.description ?? "start")–\(endFrame?.description ?? "end")"
    let accepted = limit == nil ? Figures.none : [Figures.short(limit), finding.unit].compactMap { $0 }.joined(separator: " ")
    let cells = [group.numberWords, expired ? "Lapsed" : "In force", finding.check.rawValue, by, on, accepted, frames, reason, digest]
    return ReportDocument.Row(cells, tone: expired ? .caution : .good)
  }
}
