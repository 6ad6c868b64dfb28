// SPDX-License-Identifier: Apache-2.0

import Essence

/// The colour tags of the pictures (ITU-T H.273) and their range. Untagged pictures are a finding where tags are asked for.
struct PictureColor: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    subject.description.video.prefix(1).compactMap { stream in
      ExpectedProperty(check: .metadata, stream: stream.index, name: "colour", siblings: subject.description.video.count)
        .compare(stream.facts.color, with: subject.profile.format.colors, spelled: \.tags)
    }
  }
}

extension ColorDescription {
  /// The code points of primaries, transfer and matrix, and the range: `1-1-1, narrow range`.
  fileprivate var tags: String {
    let range = isFullRange.map { $0 ? "full range" : "narrow range" } ?? "range untagged"
    if primaries == nil, transfer == nil, matrix == nil { return "untagged, \(range)" }
    return [primaries, transfer, matrix].map { $0.map(String.init) ?? "untagged" }.joined(separator: "-") + ", \(range)"
  }
}
