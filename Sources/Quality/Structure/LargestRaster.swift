// SPDX-License-Identifier: Apache-2.0

import Essence

/// The raster, against the largest that it must fit into.
struct LargestRaster: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    subject.description.video.prefix(1).compactMap { stream in
      let facts = stream.facts
      let raster = facts.width.flatMap { width in facts.height.map { Raster(width, $0) } }
      return ExpectedProperty(check: .raster, stream: stream.index, name: "raster", siblings: subject.description.video.count)
        .compare(raster, with: subject.profile.format.largestRaster) { $0.width <= $1.width && $0.height <= $1.height }
    }
  }
}
