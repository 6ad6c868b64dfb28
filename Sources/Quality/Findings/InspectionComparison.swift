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

  /// Compares the findings of two reports under whatever profiles.
  ///
  /// Findings are the same where check and stream are, and their places in timecode overlap; where neither has a place, check and stream suffice. Each finding is
  /// matched once, with the one that overlaps it most.
  public init(old: InspectionReport, new: InspectionReport) {
    var unmatched = Array(new.findings.indices)
    var (fixed, remaining): ([Finding], [Remaining]) = ([], [])
    for finding in old.findings {
      let candidates = unmatched.compactMap { index in
        Self.overlap(finding, in: old, new.findings[index], in: new).map { (index: index, overlap: $0) }
      }
      guard let best = candidates.max(by: { $0.overlap < $1.overlap }) else {
        fixed.append(finding)
        continue
      }
      remaining.append(Remaining(old: finding, new: new.findings[best.index]))
      unmatched.removeAll { $0 == best.index }
    }
    self.fixed = fixed
    self.remaining = remaining
    self.new = unmatched.map { new.findings[$0] }
  }

  /// How many frames two findings share; `nil` where they are not the same fault.
  private static func overlap(_ one: Finding, in old: InspectionReport, _ two: Finding, in new: InspectionReport) -> Int? {
    guard one.check == two.check, one.stream == two.stream else { return nil }
    guard let a = frames(of: one, in: old), let b = frames(of: two, in: new) else {
      return one.startFrame == nil && two.startFrame == nil ? 1 : nil
    }
    let shared = min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound)
    return shared > 0 ? shared : nil
  }

  /// The frames of a finding, counted from the start of the old version's timecode where both have the same rate: a version may begin earlier.
  private static func frames(of finding: Finding, in report: InspectionReport) -> Range<Int>? {
    guard let start = finding.startFrame?.value, let end = finding.endFrame?.value, start < end else { return nil }
    let offset = report.startFrame ?? 0
    return offset + start..<offset + end
  }
}

extension InspectionReport {
  /// The first frame's label as a count of frames since midnight, where rate and label are known.
  fileprivate var startFrame: Int? {
    guard let rate, let start else { return nil }
    return (try? Timecode(start, at: rate))?.frameCount.value
  }
}
