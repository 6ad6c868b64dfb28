// SPDX-License-Identifier: Apache-2.0

/// A coding of pictures that is wrapped frame by frame.
public enum PictureCoding: String, Sendable, CaseIterable {
  /// MPEG-2 of high definition with long groups of pictures: XDCAM HD422, XDCAM HD and EX.
  case mpeg2 = "MPEG-2"
  case proRes = "ProRes"
  /// DNxHD and DNxHR.
  case vc3 = "VC-3"
  /// MPEG-2 of standard definition, each picture by itself: IMX.
  case d10 = "D-10"
  /// AVC-Intra and XAVC Intra: AVC, each picture by itself.
  case avcIntra = "AVC-Intra"

  /// The coding that a descriptor names; nothing where it is another.
  init?(_ descriptor: MetadataSet) {
    let container = descriptor.label(.containerFormat).map { $0.low >> 16 & 0xFFFF } ?? 0
    let coding = descriptor.label(.pictureCompression)
    let scheme = coding.map { $0.low >> 24 & 0xFF } ?? 0
    switch (container, coding.map { $0.low >> 32 }) {
    case (0x021C, _): self = .proRes
    case (0x0211, _): self = .vc3
    case (0x0201, _): self = .d10
    case (0x0204, 0x04010202?) where coding?[12] == 0x01 && [0x03, 0x04, 0x05].contains(coding?[13] ?? 0): self = .mpeg2
    default:
      guard coding.map({ $0.low >> 32 }) == 0x04010202 else { return nil }
      if scheme == 0x71 { self = .vc3 } else if scheme == 0x03, coding?[13] == 0x06 { self = .proRes } else { return nil }
    }
  }

  /// How it is wrapped (ST 381-1, RDD 44, ST 2019-4, ST 386, ST 381-3). D-10 has a label for each of its rates.
  func container(_ compression: UniversalLabel?) -> UniversalLabel {
    switch self {
    case .mpeg2: .mpegFrameWrapped
    case .proRes: .proResFrameWrapped
    case .vc3: .vc3FrameWrapped
    case .d10: .d10FrameWrapped.with(compression?[15] ?? 1, at: 14)
    case .avcIntra: .avcFrameWrapped
    }
  }

  /// The third byte of its elements' number in those mappings.
  var elementType: UInt8 {
    switch self {
    case .mpeg2, .avcIntra: 0x05
    case .proRes: 0x17
    case .vc3: 0x0C
    case .d10: 0x01
    }
  }

  /// Whether each picture is coded from itself alone.
  var isIntra: Bool { self != .mpeg2 }

  /// How many bytes at the beginning of a picture are read to know it.
  var head: Int64 {
    switch self {
    case .mpeg2, .d10: MPEG2Picture.head
    case .proRes: 64
    case .vc3: 640
    case .avcIntra: 2048
    }
  }

  /// What a coding that is not wrapped here is called, and what to do with it.
  static func refusal(_ descriptor: MetadataSet?) -> String {
    guard let descriptor else { return "nothing describes its pictures: the header is damaged or was never finished" }
    let container = descriptor.label(.containerFormat).map { $0.low >> 16 & 0xFFFF } ?? 0
    let coding = descriptor.label(.pictureCompression)
    let wanted = "MPEG-2 HD, ProRes, VC-3 (DNxHD, DNxHR) and D-10 (IMX) are wrapped anew"
    if container == 0x0210 || coding.map({ $0.low >> 16 }) == 0x0401_0202_0132 {
      return "its pictures are AVC, which is wrapped as AS-11 only: give --core and --dpp, or transcode it; \(wanted)"
    }
    let name: String? =
      switch container {
      case 0x0202: "DV"
      case 0x0205: "uncompressed"
      case 0x020C: "JPEG 2000"
      case 0x0204: "MPEG-2 or MPEG-4 of another profile"
      default: nil
      }
    let code = coding.map { "\($0)" } ?? descriptor.label(.containerFormat).map { "\($0)" } ?? "nobody says what"
    return "its pictures are \(name.map { "\($0) (\(code))" } ?? code), and \(wanted): transcode it to one of them"
  }
}
