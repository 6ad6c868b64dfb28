// SPDX-License-Identifier: Apache-2.0

import Essence

/// The coding of pictures and sound: codec, and profile where the specification names one.
struct EssenceCoding: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let format = subject.profile.format
    let video = subject.description.video.prefix(1).compactMap { stream in
      let facts = stream.facts
      return ExpectedProperty(check: .codec, stream: stream.index, name: "picture coding", siblings: subject.description.video.count)
        .compare(spelling(facts.codec, facts.profile, as: format.videoCodecs), with: format.videoCodecs)
    }
    let audio = subject.description.audio.compactMap { stream in
      let facts = stream.facts
      return ExpectedProperty(check: .codec, stream: stream.index, name: "sound coding", siblings: subject.description.audio.count)
        .compare(spelling(facts.codec, facts.profile, as: format.audioCodecs), with: format.audioCodecs)
    }
    return video + audio
  }

  /// The coding as the expectation spells it: with its profile unless the codec alone will do.
  private static func spelling(_ codec: String?, _ profile: String?, as expected: Expectation<String>?) -> String? {
    guard let codec else { return nil }
    if expected?.allowed.contains(codec) ?? true { return codec }
    return profile.map { "\(codec)/\($0)" } ?? codec
  }
}
