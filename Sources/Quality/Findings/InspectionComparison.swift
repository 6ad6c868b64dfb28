// SPDX-License-Identifier: Apache-2.0

import Timing

/// What became of the findings of one version in the next.
public struct InspectionComparison: Hashable, Sendable, Codable {
  /// A finding of both versions.
  public struct Remaining: Hashable, Sendable, Codable {
    /// As it was.
    public var old: Finding
    /// As it is.
    public var new: Finding
  }

  /// Found in the old version only.
  public var fixed: [Finding]
  /// Found in both.
  public var remaining: [Remaining]
  /// Found in the new version only.
  public var new: [Finding]
  /// Found in the old version, and not looked for in the new one: by people who have not watched again, or by checks of another specification.
  public var unchecked: [Finding]

  /// Compares the findings of two reports under whatever profiles.
  ///
  /// Findings are the same where check and stream are, and their places in timecode overlap; where neither has a place, check and stream suffice. Each finding is
  /// matched once, with the one that overlaps it most. A finding of another instrument is the same by its EBU item too, and without a stream it is any stream's.
  public init(old: InspectionReport, new: InspectionReport) {
    let offset = Self.offset(from: old, to: new)
    var unmatched = Set(new.findings.indices)
    let byCheck = Dictionary(grouping: new.findings.indices) { new.findings[$0].check }
    let byItem = Dictionary(grouping: new.findings.indices.filter { new.findings[$0].ebuItem != nil }) { new.findings[$0].ebuItem }
    var (fixed, unchecked, remaining): ([Finding], [Finding], [Remaining]) = ([], [], [])
    for finding in old.findings {
      let alike = Set(byCheck[finding.check] ?? []).union(finding.ebuItem.flatMap { byItem[$0] } ?? [])
      let candidates = alike.intersection(unmatched).sorted().filter { Self.areOfOneKind(finding, new.findings[$0]) }.compactMap { index in
        Self.overlap(finding, new.findings[index], shifted: offset).map { (index: index, overlap: $0) }
      }
      guard let best = candidates.max(by: { $0.overlap < $1.overlap }) else {
        let isLookedFor =
          if finding.review != nil {
            new.reviews != nil
          } else if let source = finding.source {
            new.findings.contains { $0.source == source } || source.hasPrefix(new.tool.name)
          } else {
            old.profile == new.profile
          }
        if isLookedFor { fixed.append(finding) } else { unchecked.append(finding) }
        continue
      }
      remaining.append(Remaining(old: finding, new: new.findings[best.index]))
      unmatched.remove(best.index)
    }
    self.fixed = fixed
    self.unchecked = unchecked
    self.remaining = remaining
    self.new = unmatched.sorted().map { new.findings[$0] }
  }

  /// Whether two findings could be one fault, wherever they are.
  private static func areOfOneKind(_ one: Finding, _ other: Finding) -> Bool {
    guard one.source != nil || other.source != nil else { return one.check == other.check && one.stream == other.stream }
    let isOneCheck = one.check == other.check || one.ebuItem != nil && one.ebuItem == other.ebuItem
    return isOneCheck && (one.stream == other.stream || one.stream == nil || other.stream == nil)
  }

  /// How many frames two findings share; `nil` where they are not at the same place.
  private static func overlap(_ one: Finding, _ two: Finding, shifted offset: Int) -> Int? {
    guard let a = frames(of: one), let b = frames(of: two) else { return one.startFrame == nil && two.startFrame == nil ? 1 : nil }
    let shared = min(a.upperBound, b.upperBound + offset) - max(a.lowerBound, b.lowerBound + offset)
    return shared > 0 ? shared : nil
  }

  /// The frames of a finding; a report from outside may claim any.
  private static func frames(of finding: Finding) -> Range<Int>? {
    guard let start = finding.startFrame?.value, let end = finding.endFrame?.value, start < end, start >= 0, end < 1 << 40 else { return nil }
    return start..<end
  }

  /// How many frames later than the old version the new one begins, by their timecodes; 0 where one has none, or where they run at different rates.
  private static func offset(from old: InspectionReport, to new: InspectionReport) -> Int {
    guard old.rate == new.rate, let first = old.startFrame, let second = new.startFrame else { return 0 }
    return second - first
  }
}

extension InspectionReport {
  /// The first frame's label as a count of frames since midnight, where rate and label are known.
  fileprivate var startFrame: Int? {
    guard let rate, let start else { return nil }
    return (try? Timecode(start, at: rate))?.frameCount.value
  }
}
