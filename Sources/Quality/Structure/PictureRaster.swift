// SPDX-License-Identifier: Apache-2.0

import Essence

/// The picture's raster, scanning, bit depth and chroma sampling.
struct PictureRaster: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let format = subject.profile.format
    return subject.description.video.prefix(1).flatMap { stream -> [Finding] in
      let facts = stream.facts
      let raster = facts.width.flatMap { width in facts.height.map { Raster(width, $0) } }
      func property(_ name: String) -> ExpectedProperty {
        ExpectedProperty(check: .raster, stream: stream.index, name: name, siblings: subject.description.video.count)
      }
      return [
        property("raster").compare(raster, with: format.rasters),
        property("scanning").compare(facts.scan, with: format.scans, spelled: \.spelled),
        property("bit depth of the picture").compare(facts.bitDepth, with: format.videoBitDepths),
        property("chroma sampling").compare(facts.chromaSampling, with: format.chromaSamplings),
      ].compactMap { $0 }
    }
  }
}

extension ScanType {
  fileprivate var spelled: String {
    switch self {
    case .progressive: "progressive"
    case .interlacedTopFirst: "interlaced, top field first"
    case .interlacedBottomFirst: "interlaced, bottom field first"
    }
  }
}
