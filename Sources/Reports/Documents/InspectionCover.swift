// SPDX-License-Identifier: Apache-2.0

import Quality

extension InspectionReport {
  /// The first page below the head: what is to be put right, what to be reviewed, what is for information, and who signs for it.
  var cover: ReportDocument.Section {
    let lists: [(Severity, String, String, most: Int)] = [
      (.mandatory, "To be put right", "Nothing mandatory was found.", most: 10),
      (.advisory, "To be reviewed", "Nothing to review was found.", most: 7),
      (.info, "For information", "Nothing else to tell.", most: 4),
    ]
    let standing = groupsByWeight.filter(\.first.stands)
    var blocks = lists.map { severity, heading, none, most in
      ReportDocument.Block.digest(digest(heading, severity.tone, standing.filter { $0.first.severity == severity }, none, most: most))
    }
    let waived = groupsByWeight.filter { !$0.first.stands }
    if !waived.isEmpty { blocks.append(.digest(digest("Accepted by the client", .good, waived, "", most: 4))) }
    blocks.append(.paragraph(viewingWords))
    blocks.append(.signatures(["Decision", "Name and role", "Date", "Signature"]))
    return ReportDocument.Section("Summary", blocks, isCover: true)
  }

  /// What people found, for the first page.
  private var viewingWords: String {
    guard let reviews, !reviews.isEmpty else { return "No viewing or listening by a person is on record: this report is the instrument's alone." }
    let people = reviews.map { review in [review.person, review.scope].compactMap(\.self).joined(separator: ", ") + " (\(review.on))" }
    let graded = findings.compactMap(\.grade).min().map { " The lowest grade given is \($0) of 5 (ITU-R BT.500)." } ?? ""
    let shown = people.prefix(4).joined(separator: "; ") + (people.count > 4 ? "; and \(people.count - 4) more" : "")
    return "Watched or listened to by \(shown).\(graded)"
  }

  /// One line a check, so that the first page stays one page.
  private func digest(
    _ heading: String, _ tone: ReportDocument.Tone, _ groups: [FindingGroup], _ emptyText: String, most: Int
  ) -> ReportDocument.Digest {
    var checks: [CheckIdentifier] = []
    for group in groups where !checks.contains(group.first.check) { checks.append(group.first.check) }
    let lines = checks.prefix(most).map { check in
      let same = groups.filter { $0.first.check == check }
      let first = same[0]
      let findings = same.count == 1 ? 1 : same.findingCount
      let count = findings == 1 ? "" : "\(findings) findings, the first: "
      return ReportDocument.Digest.Line(
        place: first.first.start ?? "", name: first.first.title, text: count + first.text.cut(to: 120),
        link: first.first.anchor(first.numbers[0]))
    }
    let hidden = checks.count - lines.count
    return ReportDocument.Digest(
      "\(heading) (\(groups.findingCount))", tone, lines: lines, emptyText: emptyText,
      more: hidden > 0 ? "\(Figures.count(hidden, "more kind")) of finding in the table below." : nil)
  }

  /// Viewings and listenings by people, one a row.
  var reviewTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "Who watched or listened, to what and how. Grades are those of ITU-R BT.500: 5 imperceptible, 1 very annoying.",
      columns: [
        .init("Person", .name), .init("On", .stamp), .init("What"), .init("Display"), .init("Loudspeakers"), .init("Conditions"),
        .init("Findings", .figures), .init("Lowest grade", .figures),
      ],
      rows: (reviews ?? []).map { review in
        let found = findings.filter { $0.review == review }
        let words = [review.scope, review.display, review.speakers, review.conditions].map { $0 ?? Figures.none }
        return .init(
          [review.person, review.on] + words + [Figures.count(found.count), found.compactMap(\.grade).min().map(String.init) ?? Figures.none])
      }, emptyText: "")
  }
}

extension [FindingGroup] {
  /// How many findings they hold: what the verdict counts, however many of them share a line.
  fileprivate var findingCount: Int { reduce(0) { $0 + $1.findings.count } }
}

extension Finding {
  /// The check's name in words.
  var title: String { check.details?.title ?? check.rawValue }
}

extension String {
  /// The beginning of the text, up to a word's end, where it is longer than `length`.
  fileprivate func cut(to length: Int) -> String {
    guard count > length else { return self }
    let start = prefix(length)
    return "\(start[..<(start.lastIndex(of: " ") ?? start.endIndex)]) …"
  }
}
