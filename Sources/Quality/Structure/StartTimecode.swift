// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The timecode of the first frame.
struct StartTimecode: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let expected = subject.profile.format.startTimecodes else { return [] }
    let start = subject.description.timecodes.isEmpty ? nil : subject.clock?.start
    guard start.map(expected.allowed.contains) != true else { return [] }
    return [Finding(.timecode, severity: expected.severity, text: .start(start, expected.allowed))]
  }
}

extension String {
  fileprivate static func start(_ start: Timecode?, _ allowed: [Timecode]) -> String {
    let wanted = allowed.map { "\($0) at \($0.rate)" }.joined(separator: " or ")
    return start.map { "The file starts at \($0) at \($0.rate), where \(wanted) is asked for." }
      ?? "The file has no timecode, where \(wanted) is asked for."
  }
}
