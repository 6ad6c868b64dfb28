// SPDX-License-Identifier: Apache-2.0

import Essence

/// The bits of picture a second, against the most that are allowed.
struct LargestBitRate: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    subject.description.video.prefix(1).compactMap { stream in
      ExpectedProperty(check: .codec, stream: stream.index, name: "picture bit rate", siblings: subject.description.video.count)
        .compare(stream.facts.bitRate, with: subject.profile.format.largestVideoBitRate, fits: <=) { "\($0) bit/s" }
    }
  }
}
