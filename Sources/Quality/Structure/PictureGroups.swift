// SPDX-License-Identifier: Apache-2.0

import Essence

/// How coded pictures refer to each other: the length of groups, whether each can be decoded without the one before, and pictures predicted both ways.
struct PictureGroups: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let limits = subject.profile.structure
    guard let stream = subject.description.video.first,
      limits.largestGroup != nil || limits.allIntra != nil || limits.closedGroups != nil || limits.largestBidirectionalRun != nil
    else { return [] }
    func finding(_ severity: Severity, _ text: String, _ value: Int? = nil, _ limit: Int? = nil) -> Finding {
      Finding(
        .groups, severity: severity, stream: stream.index, value: value.map(Double.init), limit: limit.map(Double.init),
        unit: value.map { _ in "pictures" },
        text: text)
    }
    guard let groups = subject.survey?.streams.first(where: { $0.index == stream.index })?.groups else {
      let severity = limits.allIntra ?? limits.largestGroup?.severity ?? limits.closedGroups ?? limits.largestBidirectionalRun?.severity ?? .info
      return [finding(severity, "The groups of pictures were not examined: the coded stream gave none.")]
    }
    var findings: [Finding] = []
    if let severity = limits.allIntra, !groups.isAllIntra {
      let others = groups.pictures - groups.keyPictures
      findings.append(finding(severity, .notIntra(others, of: groups.pictures), others, 0))
    }
    if let most = limits.largestGroup, groups.longest > most.most {
      findings.append(finding(most.severity, .longGroup(groups.longest, most.most), groups.longest, most.most))
    }
    if let most = limits.largestBidirectionalRun {
      if let run = groups.longestBidirectionalRun {
        if run > most.most { findings.append(finding(most.severity, .bidirectional(run, most.most), run, most.most)) }
      } else {
        findings.append(finding(.info, "Whether pictures are predicted both ways could not be told for this coding."))
      }
    }
    if let severity = limits.closedGroups {
      if let open = groups.open {
        if open > 0 { findings.append(finding(severity, .open(open, of: groups.keyPictures), open, 0)) }
      } else {
        findings.append(finding(.info, "Whether groups are closed could not be told for this coding."))
      }
    }
    return findings
  }
}

extension String {
  fileprivate static func notIntra(_ others: Int, of pictures: Int) -> String {
    "\(others) of \(pictures) pictures \(others == 1 ? "needs" : "need") another one, where every picture is to be coded by itself."
  }

  fileprivate static func longGroup(_ length: Int, _ most: Int) -> String {
    "The longest group has \(length) pictures, where at most \(most) \(most == 1 ? "is" : "are") asked for."
  }

  fileprivate static func bidirectional(_ run: Int, _ most: Int) -> String {
    "\(run) pictures in a row are predicted both ways, where at most \(most) \(most == 1 ? "is" : "are") asked for."
  }

  fileprivate static func open(_ open: Int, of groups: Int) -> String {
    "\(open) of \(groups) groups \(open == 1 ? "is" : "are") open: \(open == 1 ? "it needs" : "they need") the group before, where closed ones are asked for."
  }
}
