// SPDX-License-Identifier: Apache-2.0

import Essence
public import Integrity

/// A copy report as JSON: the report's own keys, and beside them `clips`, `card` and `scan` from its papers. Posters are left out.
public struct CopyRecord: Encodable, Sendable {
  private let report: CopyReport
  private let papers: CopyPapers

  /// A record of what `report` says.
  public init(_ report: CopyReport, papers: CopyPapers = CopyPapers()) {
    self.report = report
    self.papers = papers
  }

  private enum CodingKeys: CodingKey { case clips, card, scan }

  /// Writes the report's keys and those of the papers into one object.
  public func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    let clips = ClipSheet(papers.clips, copied: report.items).clips.map { clip in
      var summary = clip.summary
      summary.digests = clip.digests
      summary.poster = nil
      return summary
    }
    try container.encode(clips, forKey: .clips)
    try container.encode(papers.card, forKey: .card)
    try container.encode(papers.scan, forKey: .scan)
  }
}
