// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The timecode of the first frame.
struct StartTimecode: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let format = subject.profile.format
    var findings: [Finding] = []
    if let expected = format.startTimecodes {
      let start = subject.description.timecodes.isEmpty ? nil : subject.clock?.start
      if start.map(expected.allowed.contains) != true {
        let wanted = expected.allowed.map { "\($0) at \($0.rate)" }
        findings.append(Finding(.timecode, severity: expected.severity, text: .start(start, wanted)))
      }
    }
    if let expected = format.startLabels {
      let start = subject.description.timecodes.first?.start
      let isAsked = start.map { start in expected.allowed.contains { (try? Timecode($0, at: start.rate)) == start } }
      if isAsked != true { findings.append(Finding(.timecode, severity: expected.severity, text: .start(start, expected.allowed))) }
    }
    return findings
  }
}

extension String {
  fileprivate static func start(_ start: Timecode?, _ allowed: [String]) -> String {
    let wanted = allowed.joined(separator: " or ")
    return start.map { "The file starts at \($0) at \($0.rate), where \(wanted) is asked for." }
      ?? "The file has no timecode, where \(wanted) is asked for."
  }
}
