// SPDX-License-Identifier: Apache-2.0

internal import Essence

extension ClipMetadata {
  /// What the wrapper of `media` says of camera, reel and take: timecode tracks, QuickTime's and Apple's metadata keys, MXF's package.
  ///
  /// Times at which a wrapper was made are left out: copying programs make them anew.
  init(wrapperOf media: MediaDescription) {
    self.init()
    for timecode in media.timecodes where ![.iXML, .bextTimeReference].contains(timecode.source) {
      if let reel = timecode.reel { add(.init(.reel, reel, from: .wrapper)) }
    }
    let metadata = media.wrapper.metadata
    for (key, item) in Self.wrapperKeys {
      guard let value = metadata[key] else { continue }
      add(.init(item, item == .umid ? ClipMetadata.umid(value) : item == .shootDate ? ClipMetadata.day(value) : value, from: .wrapper))
    }
  }

  private static let wrapperKeys: [(String, Item)] = [
    ("reel_name", .reel), ("com.apple.proapps.reel", .reel),
    ("make", .maker), ("com.apple.quicktime.make", .maker), ("com.apple.proapps.manufacturer", .maker),
    ("model", .model), ("com.apple.quicktime.model", .model), ("com.apple.proapps.modelname", .model),
    ("com.apple.proapps.serialno", .serialNumber), ("com.apple.proapps.cameraID", .cameraIndex),
    ("com.apple.proapps.scene", .scene), ("com.apple.proapps.shot", .shot), ("com.apple.proapps.take", .take),
    ("com.apple.quicktime.creationdate", .shootDate), ("com.apple.proapps.originalrecordingdate", .shootDate),
    ("material_package_umid", .umid),
  ]
}
