// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The frame rate. How labels are counted, dropping numbers or not, is `StartTimecode`'s matter.
struct PictureRate: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let expected = subject.profile.format.rates.map { Expectation($0.allowed.map(\.nonDropFrame), severity: $0.severity) }
    return subject.description.video.prefix(1).compactMap { stream in
      ExpectedProperty(check: .rate, stream: stream.index, name: "frame rate", siblings: subject.description.video.count).compare(
        stream.facts.rate?.nonDropFrame, with: expected)
    }
  }
}
