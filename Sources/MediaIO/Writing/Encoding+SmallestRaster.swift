// SPDX-License-Identifier: Apache-2.0

internal import Essence

extension Encoding.Video.Coding {
  /// Throws where pictures, or what they would become, are smaller than the coding or its encoder takes.
  func check(width: Int, height: Int, of source: PictureShape) throws(MediaIOError) {
    let smallest: (width: Int, height: Int) =
      switch self {
      case .dnxhd: (256, 120)  // SMPTE ST 2019-1, as its encoder here reads it
      case .h265: (64, 64)  // a coding tree unit; below it x265 3.5 writes over its own memory
      case .prores, .ffv1, .v210, .h264, .mpeg2, .d10, .avcIntra, .dpx, .tiff, .exr: (16, 16)
      }
    guard source.width >= 16, source.height >= 16, width >= smallest.width, height >= smallest.height else {
      throw MediaIOError(
        .invalidRequest, subject: "pictures of \(source.width)×\(source.height)",
        remedy:
          "\(rawValue) would make \(width)×\(height) of them and takes \(smallest.width)×\(smallest.height) and larger, of sources from 16×16 on; "
          + "choose another encoding")
    }
    guard self != .v210 || width % 2 == 0 else {
      throw MediaIOError(
        .invalidRequest, subject: "pictures of \(source.width)×\(source.height)",
        remedy: "v210 keeps columns in pairs and takes an even number of them only; choose another encoding")
    }
  }
}
