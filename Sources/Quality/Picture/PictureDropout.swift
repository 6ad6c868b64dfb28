// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Parts of single pictures that were lost: blocks, blocks without data, streaks of a tape (EBU QC 0039B; see `DropoutSearch`).
///
/// Each picture is held against the one before and the one after. A cut, a flash and a wipe leave no two that agree around a third; a title that
/// comes stays. What is lost in moving parts, or for several pictures on end, is not recognised, nor is damage that the decoder conceals well.
struct PictureDropout: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Pictures without a loss that part no run.
  private static let gap = 2

  private let subject: PictureSubject
  private let limits: PictureDropoutLimits
  private var recent: [InspectedPicture] = []
  private var runs: [DropoutSearch.Kind: FaultRuns]

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.pictureFaults.dropouts else { return nil }
    self.subject = subject
    self.limits = limits
    let none = FaultRuns(gap: Self.gap, minimum: max(1, limits.minimumPictures))
    runs = [.blocks: none, .noData: none, .streaks: none]
  }

  mutating func examine(_ picture: InspectedPicture) {
    if let last = recent.last, last.frame + 1 != picture.frame { recent = [] }
    recent.append(picture)
    guard recent.count == 3 else { return }
    let judged = recent[1]
    for (kind, losses) in Dictionary(grouping: losses(before: recent[0], judged, after: picture), by: \.kind) {
      let pixels = losses.reduce(0) { $0 + $1.pixels }
      let share = Double(pixels) / Double(judged.width * judged.height)
      // A streak is as thin as a line: its length was judged.
      guard kind == .streaks || share >= limits.area, let first = losses.first else { continue }
      let area = losses.dropFirst().reduce(first.area) { $0.union($1.area) }
      let confidence = losses.reduce(0) { $0 + $1.confidence * Double($1.pixels) } / Double(max(1, pixels))
      runs[kind]?.add(judged.frame, value: share * 100, confidence: confidence, area: area)
    }
    recent.removeFirst()
  }

  private func losses(before: InspectedPicture, _ picture: InspectedPicture, after: InspectedPicture) -> [DropoutSearch.Loss] {
    let found = after.fact(.losses, after: [before, picture]) {
      DropoutSearch.Losses(all: DropoutSearch(before: before, picture: picture, after: after).losses)
    }
    return found.all
  }

  mutating func finish() -> CheckOutcome {
    var findings: [Finding] = []
    for kind in runs.keys.sorted() {
      guard var all = runs[kind] else { continue }
      all.close()
      findings += all.runs.map { run in
        Finding(
          .pictureDropout, severity: limits.severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worstFrame,
          value: run.worst,
          limit: limits.area * 100, unit: "%", text: .isLost(kind, run))
      }
      if all.omitted > 0 {
        findings.append(Finding(.pictureDropout, severity: limits.severity, stream: subject.stream, text: .moreIsLost(all.omitted)))
      }
    }
    return CheckOutcome(findings: findings)
  }
}

extension String {
  fileprivate static func isLost(_ kind: DropoutSearch.Kind, _ run: FaultRuns.Run) -> String {
    let what =
      switch kind {
      case .blocks: "Blocks of the picture are other than before and after"
      case .noData: "Blocks of the picture hold nothing but a decoder’s own colour"
      case .streaks: "Streaks along lines stand out that are not there before and after"
      }
    let time = run.pictures == 1 ? "in one picture" : "in \(run.pictures) pictures"
    let place = run.area.map { " (\($0.words))" } ?? ""
    return "\(what), \(time)\(place): a dropout, or damage that was concealed (confidence \(run.confidence.spelled(2)))."
  }

  fileprivate static func moreIsLost(_ count: Int) -> String { "There are \(count) more places where parts of pictures are lost." }
}
