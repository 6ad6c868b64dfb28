// SPDX-License-Identifier: Apache-2.0

import Essence

/// The wrapper's four-character code of the pictures, which tells the flavours of one codec apart: `apch` is ProRes 422 HQ.
struct PictureCodeTag: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    subject.description.video.prefix(1).compactMap { stream in
      ExpectedProperty(check: .codec, stream: stream.index, name: "picture code", siblings: subject.description.video.count)
        .compare(stream.facts.codeTag, with: subject.profile.format.videoCodeTags)
    }
  }
}
