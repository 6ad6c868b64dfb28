// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Pictures of two moments: above a line one, below it the next, as a screen or a frame buffer leaves them that was read while it was written.
///
/// In the middle of motion one part of such a picture repeats the picture before while the other goes on, parted by one line across the whole width;
/// and what crosses that line breaks there, as it does neither before nor after. Both have to be seen. Parts that stand still tell nothing.
struct TornPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Every so many rows are compared; an odd number, so that both fields are.
  private static let rowStep = 11
  /// The least mean difference of a row that counts as motion, as a share of the range.
  private static let motion = 0.006
  /// The most that a row differs that repeats, and the least of one that goes on, as shares of what it does before and after.
  private static let share = (repeated: 0.1, fresh: 0.4)
  /// The least share of rows that have to move, and of those the least in either part and the most on the wrong side.
  private static let rows = (moving: 0.5, part: 0.12, wrong: 0.03)
  /// How much more than before and after the rows at the line differ from each other.
  private static let breach = 1.6
  /// Pictures that part no run.
  private static let gap = 2

  private let subject: PictureSubject
  private let severity: Severity
  private var recent: [InspectedPicture] = []
  /// The differences of the last pictures from those before them, by row.
  private var profiles: [[Int]] = []
  private var runs: FaultRuns

  init?(_ subject: PictureSubject) {
    guard let severity = subject.profile.pictureFaults.tearing else { return nil }
    self.subject = subject
    self.severity = severity
    runs = FaultRuns(gap: Self.gap, minimum: 1)
  }

  mutating func examine(_ picture: InspectedPicture) {
    if let last = recent.last {
      let profile = picture.frame == last.frame + 1 ? rowDifferences(of: picture, from: last) : nil
      if let profile,
        profiles.last.map({ $0.count == profile.count }) ?? true
      {
        profiles.append(profile)
      } else {
        (recent, profiles) = ([], [])
      }
    }
    recent.append(picture)
    if profiles.count == 4 {
      if let line = line() {
        let frame = recent[recent.count - 2].frame
        runs.add(
          frame, value: Double(line), confidence: 0.8, area: PixelArea(columns: 0..<picture.width, rows: line..<line + 1))
      }
      profiles.removeFirst()
    }
    if recent.count == 3 { recent.removeFirst() }
  }

  private func rowDifferences(of picture: InspectedPicture, from last: InspectedPicture) -> [Int]? {
    picture.fact(.rowDifferences, after: [last]) { picture.rowDifferences(from: last, Self.rowStep) }
  }

  mutating func finish() -> CheckOutcome {
    runs.close()
    var findings = runs.runs.map { run in
      Finding(
        .tearing, severity: severity, stream: subject.stream, place: subject.clock.span(run.frames), worst: run.worstFrame,
        value: Double(run.pictures), limit: 0,
        unit: "frames", text: .pictureIsTorn(run))
    }
    if runs.omitted > 0 { findings.append(Finding(.tearing, severity: severity, stream: subject.stream, text: .moreAreTorn(runs.omitted))) }
    return CheckOutcome(findings: findings)
  }

  /// The row at which the last picture but one is torn, or `nil` where it is whole.
  private func line() -> Int? {
    let (earlier, before, own, after) = (profiles[0], profiles[1], profiles[2], profiles[3])
    // A part of it repeats the picture before, or the picture after repeats a part of it that came too soon.
    return line(repeating: own, usual: own.indices.map { min(max(earlier[$0], before[$0]), after[$0]) })
      ?? line(repeating: after, usual: own.indices.map { min(max(earlier[$0], before[$0]), own[$0]) })
  }

  /// The row at which rows of `profile` that repeat part from rows that go on, if the picture breaks there; `usual` is how much each differs in its
  /// time.
  private func line(repeating profile: [Int], usual: [Int]) -> Int? {
    let picture = recent[recent.count - 2]
    let least = Int(Self.motion * Double(picture.coding.white - picture.coding.black) * Double(picture.width))
    // Of each row that moves around this picture: whether it repeats; `nil` for one between.
    let moving: [(row: Int, repeats: Bool?)] = profile.indices.filter { usual[$0] >= least }.map { index in
      let share = Double(profile[index]) / Double(usual[index])
      return (index, share <= Self.share.repeated ? true : share >= Self.share.fresh ? false : nil)
    }
    guard Double(moving.count) >= Self.rows.moving * Double(profile.count) else { return nil }
    let part = max(4, Int(Self.rows.part * Double(moving.count)))
    guard moving.count(where: { $0.repeats == true }) >= part, moving.count(where: { $0.repeats == false }) >= part else { return nil }
    // The row that parts repeats from motion with the fewest on the wrong side, whichever is above.
    var best: (wrong: Int, index: Int)?
    for isAbove in [true, false] {
      var wrong = moving.count { $0.repeats != !isAbove }
      for index in moving.indices {
        if index >= part, index <= moving.count - part, wrong < best?.wrong ?? .max { best = (wrong, index) }
        wrong += (moving[index].repeats == isAbove ? 0 : 1) - (moving[index].repeats == !isAbove ? 0 : 1)
      }
    }
    guard let best, Double(best.wrong) <= Self.rows.wrong * Double(moving.count) else { return nil }
    let (from, to) = (moving[best.index - 1].row * Self.rowStep + 1, moving[best.index].row * Self.rowStep + 1)
    let rows = from - 1...to + 1
    let others = [recent[recent.count - 2], recent[recent.count - 3]]
    return recent[recent.count - 1].fact(.breach, part: rows.lowerBound << 20 | rows.upperBound, after: others) { breach(in: rows) }
  }

  /// The row of a range whose difference from the one before it, in its field, grows most against the pictures around, if it grows enough.
  private func breach(in rows: ClosedRange<Int>) -> Int? {
    let (before, own, after) = (recent[recent.count - 3].luma, recent[recent.count - 2].luma, recent[recent.count - 1].luma)
    let lines = recent[recent.count - 2].scan == .progressive ? 1 : 2
    var best: (growth: Double, row: Int)?
    for row in max(lines, rows.lowerBound)...max(lines, min(own.height - 1, rows.upperBound)) {
      let usual = max(before.breach(at: row, lines), after.breach(at: row, lines))
      let growth = Double(own.breach(at: row, lines)) / Double(max(usual, own.width / 4))
      if growth > best?.growth ?? 0 { best = (growth, row) }
    }
    return best.flatMap { $0.growth >= Self.breach ? $0.row : nil }
  }
}

extension InspectedPicture {
  /// How much rows, one in so many, differ from those of `last`; `nil` where its samples cannot be compared with these.
  fileprivate func rowDifferences(from last: InspectedPicture, _ step: Int) -> [Int]? {
    guard last.luma.matches(luma) else { return nil }
    return stride(from: 1, to: height, by: step).map { luma.difference(ofRow: $0, from: last.luma) }
  }
}

extension SamplePlane {
  /// The sum of absolute differences of a row from the one `lines` above it.
  fileprivate func breach(at row: Int, _ lines: Int) -> Int { (0..<width).reduce(0) { $0 + abs(sample($1, row) - sample($1, row - lines)) } }
}

extension String {
  fileprivate static func pictureIsTorn(_ run: FaultRuns.Run) -> String {
    let line =
      run.area.map { $0.rows.count == 1 ? "line \($0.rows.lowerBound)" : "lines \($0.rows.lowerBound) to \($0.rows.upperBound - 1)" } ?? "a line"
    return run.pictures == 1
      ? "The picture is torn at \(line): above and below it are of different moments."
      : "\(run.pictures) pictures are torn at \(line): above and below it are of different moments."
  }

  fileprivate static func moreAreTorn(_ count: Int) -> String { "There are \(count) more places where pictures are torn." }
}
