// SPDX-License-Identifier: Apache-2.0

/// The lasting name of a check, `<essence>.<fault>[.<kind>]` in the trade's words.
///
/// Reports, waivers and catalogues refer to these names; one is never renamed or given another meaning.
public struct CheckIdentifier: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  /// The name itself, such as `video.black`.
  public let rawValue: String

  /// A name as it is written in reports.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name itself.
  public var description: String { rawValue }
}

extension CheckIdentifier {
  /// Pictures that are black.
  public static let black = CheckIdentifier(rawValue: "video.black")
  /// Pictures that stand still.
  public static let freeze = CheckIdentifier(rawValue: "video.freeze")
  /// Flashes of luminance (photosensitive epilepsy).
  public static let flash = CheckIdentifier(rawValue: "video.flash.luminance")
  /// Flashes to or from saturated red.
  public static let redFlash = CheckIdentifier(rawValue: "video.flash.red")
  /// Flashing that goes on for too long.
  public static let flashExtended = CheckIdentifier(rawValue: "video.flash.extended")
  /// Stripes and other regular patterns.
  public static let pattern = CheckIdentifier(rawValue: "video.flash.pattern")
  /// Programme loudness.
  public static let loudness = CheckIdentifier(rawValue: "audio.loudness")
  /// Loudness range.
  public static let loudnessRange = CheckIdentifier(rawValue: "audio.loudnessRange")
  /// Short-term loudness.
  public static let shortTerm = CheckIdentifier(rawValue: "audio.shortTerm")
  /// Maximum true peak.
  public static let truePeak = CheckIdentifier(rawValue: "audio.truePeak")
  /// Silence.
  public static let silence = CheckIdentifier(rawValue: "audio.silence")
  /// The wrapper's kind.
  public static let wrapper = CheckIdentifier(rawValue: "file.wrapper")
  /// Picture and sound coding.
  public static let codec = CheckIdentifier(rawValue: "file.codec")
  /// Raster, scan, bit depth and chroma sampling.
  public static let raster = CheckIdentifier(rawValue: "file.raster")
  /// Frame rate.
  public static let rate = CheckIdentifier(rawValue: "file.rate")
  /// Lengths of file, pictures and sound.
  public static let duration = CheckIdentifier(rawValue: "file.duration")
  /// Start timecode.
  public static let timecode = CheckIdentifier(rawValue: "file.timecode")
  /// What the file says of its pictures beside their shape: colour tags.
  public static let metadata = CheckIdentifier(rawValue: "file.metadata")
  /// Whether there are pictures and sound, and the sound's tracks and channels.
  public static let layout = CheckIdentifier(rawValue: "file.layout")
  /// Wrapper against essence.
  public static let crosscheck = CheckIdentifier(rawValue: "file.crosscheck")
  /// Pictures or sound that could not be read or measured.
  public static let unreadable = CheckIdentifier(rawValue: "file.unreadable")

  /// The EBU QC item that covers the same property, where one is known (EBU QC data model: four digits and a layer letter).
  ///
  /// The layer is that of the check: `B` baseband, `F` bitstream, `W` wrapper, `X` crosscheck.
  public var ebuItem: String? {
    switch self {
    case .black: "0272B"
    case .flash, .redFlash, .flashExtended, .pattern: "0021B"
    case .loudness: "0010B"
    case .truePeak: "0084B"
    case .silence: "0078B"
    default: nil
    }
  }
}
