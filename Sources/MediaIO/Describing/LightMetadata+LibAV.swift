// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension LightMetadata {
  /// What the wrapper says beside a stream: the boxes of ISO/IEC 14496-12 (`mdcv`, `clli`), the properties of an MXF descriptor or a Matroska track.
  init?(_ stream: UnsafeMutablePointer<AVStream>) {
    self.init(
      mastering: lineup_stream_side_data(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, MemoryLayout<AVMasteringDisplayMetadata>.size),
      content: lineup_stream_side_data(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, MemoryLayout<AVContentLightMetadata>.size))
  }

  /// What travels with a decoded picture: the SEI messages of H.264 and HEVC, the metadata units of AV1.
  init?(_ frame: Frame) {
    func data(_ kind: AVFrameSideDataType, _ bytes: Int) -> UnsafeRawPointer? {
      guard let data = av_frame_get_side_data(frame.pointer, kind), Int(data.pointee.size) >= bytes, let base = data.pointee.data else { return nil }
      return UnsafeRawPointer(base)
    }
    self.init(
      mastering: data(AV_FRAME_DATA_MASTERING_DISPLAY_METADATA, MemoryLayout<AVMasteringDisplayMetadata>.size),
      content: data(AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, MemoryLayout<AVContentLightMetadata>.size))
  }

  private init?(mastering: UnsafeRawPointer?, content: UnsafeRawPointer?) {
    self.init()
    if let content {
      let levels = content.loadUnaligned(as: AVContentLightMetadata.self)
      (maxContent, maxAverage) = (positive(levels.MaxCLL), positive(levels.MaxFALL))
    }
    if let mastering {
      let display = mastering.loadUnaligned(as: AVMasteringDisplayMetadata.self)
      if display.has_luminance != 0 {
        masteringPeak = Self.luminance(display.max_luminance)
        masteringFloor = Self.luminance(display.min_luminance)
      }
    }
    guard isStated else { return nil }
  }

  private static func luminance(_ value: AVRational) -> Double? {
    value.den > 0 && value.num >= 0 ? Double(value.num) / Double(value.den) : nil
  }
}
