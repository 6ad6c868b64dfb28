// SPDX-License-Identifier: Apache-2.0

import Essence

/// Tracks that the specification counts to the programme or its stems, and that the file does not have.
struct TrackAssignment: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let (roles, count) = (subject.profile.tracks, subject.description.audio.count)
    let parts = [("the programme’s sound", roles.programme), ("dialogue", roles.dialogue), ("music", roles.music), ("effects", roles.effects)]
    return parts.flatMap { name, tracks in
      tracks.filter { $0 < 1 || $0 > count }.map {
        Finding(.layout, severity: roles.severity, value: Double(count), limit: Double($0), unit: "tracks", text: .missing($0, name, count))
      }
    }
  }
}

extension String {
  fileprivate static func missing(_ track: Int, _ role: String, _ count: Int) -> String {
    "Track \(track) is to carry \(role), but the file has \(count == 1 ? "1 track" : "\(count) tracks") of sound."
  }
}
