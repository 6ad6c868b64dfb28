// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Timing

extension InspectionReport {
  /// The names of the places in the page that show a finding's picture, by the finding's number.
  var pictureNames: [Int: String] {
    let shown = pictured()
    let names = Dictionary(uniqueKeysWithValues: shown.compactMap { group in group.first.startFrame.map { ($0, Self.name(of: group)) } })
    let pairs = groupsByWeight.compactMap { group in group.first.startFrame.flatMap { names[$0] }.map { (group.numbers[0], $0) } }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// The worst frame of each finding that has to be judged, or the first where none is known to be worse, large, with the words to find it by; `nil` where there is none.
  func frameSheet(stills: [FrameCount: ClipSummary.Poster]) -> ReportDocument.ContactSheet? {
    let groups = pictured()
    guard !groups.isEmpty else { return nil }
    let entries = groups.map { group in
      let finding = group.first
      let place = finding.placeWords
      let clip = clip(of: finding)
      let still = finding.shownFrame.flatMap { stills[$0] }
      return ReportDocument.Entry(
        "\(finding.title) (\(group.numberWords))",
        picture: still.flatMap { ReportDocument.Picture(jpeg: $0.jpeg, width: $0.width, height: $0.height) }, placeholder: "no picture",
        cells: [
          [.init(finding.severity.word, .quiet), .init(group.text)],
          [
            .init("In \(place[0])", .stamp), .init("Out \(place[1])", .stamp), .init("Frame \(finding.shownFrame?.description ?? "")", .stamp),
            .init("\(clip.map { Figures.decimal(at(finding) ?? $0.start, places: 3) } ?? Figures.none) s from the start", .stamp),
          ],
          clip.map { [.init("Play this place", clip: $0), .init($0.command, .code)] } ?? [],
        ], name: Self.name(of: group))
    }
    let all = pictured(most: .max).count
    let left = all > groups.count ? " \(Figures.count(all - groups.count, "more place")) in the table above." : ""
    return ReportDocument.ContactSheet(
      caption:
        "The worst frame of each place, or its first where they are alike; the gravest first.\(left) Links and commands reach the file where it lay, or beside this page; "
        + "a browser plays only what it can decode, mpv nearly everything.",
      columns: ["Finding", "Frame", "To see it"], entries: entries, isLarge: true)
  }

  private static func name(of group: FindingGroup) -> String { "frame-\(group.numbers[0])" }

  /// Where a finding begins, in seconds from the first frame.
  private func at(_ finding: Finding) -> Double? {
    guard let rate, let frame = finding.startFrame else { return nil }
    return Double(frame.value) * Double(rate.denominator) / Double(rate.numerator)
  }
}
