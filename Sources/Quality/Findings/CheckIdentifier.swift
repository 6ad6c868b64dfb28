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
  /// Luma, red, green or blue outside their range.
  public static let levels = CheckIdentifier(rawValue: "video.levels")
  /// Edges without picture.
  public static let activePicture = CheckIdentifier(rawValue: "video.activePicture")
  /// Bars that come and go.
  public static let letterboxChange = CheckIdentifier(rawValue: "video.letterboxChange")
  /// Fields in another order than declared.
  public static let fieldOrder = CheckIdentifier(rawValue: "video.fieldOrder")
  /// Pictures that repeat the one before.
  public static let repeated = CheckIdentifier(rawValue: "video.repeated")
  /// Motion that jumps as if pictures were missing.
  public static let dropped = CheckIdentifier(rawValue: "video.dropped")
  /// Pictures that repeat at a steady rhythm: a rate conversion by repetition.
  public static let cadence = CheckIdentifier(rawValue: "video.cadence")
  /// Flashes of luminance (photosensitive epilepsy).
  public static let flash = CheckIdentifier(rawValue: "video.flash.luminance")
  /// Flashes to or from saturated red.
  public static let redFlash = CheckIdentifier(rawValue: "video.flash.red")
  /// Flashing that goes on for too long.
  public static let flashExtended = CheckIdentifier(rawValue: "video.flash.extended")
  /// Stripes and other regular patterns.
  public static let pattern = CheckIdentifier(rawValue: "video.flash.pattern")
  /// Edges of coded blocks that are seen.
  public static let blocks = CheckIdentifier(rawValue: "video.blocks")
  /// Parts of single pictures that were lost.
  public static let pictureDropout = CheckIdentifier(rawValue: "video.dropout")
  /// Pictures of two moments.
  public static let tearing = CheckIdentifier(rawValue: "video.tearing")
  /// Dead and stuck pixels.
  public static let pixels = CheckIdentifier(rawValue: "video.pixels")
  /// Random noise.
  public static let noise = CheckIdentifier(rawValue: "video.noise")
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
  /// Flat tops of waves.
  public static let clipping = CheckIdentifier(rawValue: "audio.clipping")
  /// Clicks.
  public static let clicks = CheckIdentifier(rawValue: "audio.clicks")
  /// Holes in the sound.
  public static let dropouts = CheckIdentifier(rawValue: "audio.dropouts")
  /// Hum of the mains.
  public static let hum = CheckIdentifier(rawValue: "audio.hum")
  /// DC offset.
  public static let offset = CheckIdentifier(rawValue: "audio.offset")
  /// Pairs out of phase.
  public static let phase = CheckIdentifier(rawValue: "audio.phase")
  /// Loss of loudness in mono.
  public static let monoLoss = CheckIdentifier(rawValue: "audio.monoLoss")
  /// A pair that carries one sound twice.
  public static let dualMono = CheckIdentifier(rawValue: "audio.dualMono")
  /// Channels whose sound is not what their place says.
  public static let assignment = CheckIdentifier(rawValue: "audio.assignment")
  /// Balance between the channels of a pair.
  public static let balance = CheckIdentifier(rawValue: "audio.balance")
  /// Line-up tone.
  public static let tone = CheckIdentifier(rawValue: "audio.tone")
  /// Data in place of sound.
  public static let encoded = CheckIdentifier(rawValue: "audio.encoded")
  /// Samples that are no numbers.
  public static let invalidSamples = CheckIdentifier(rawValue: "audio.invalidSamples")
  /// Dialogue loudness.
  public static let dialogue = CheckIdentifier(rawValue: "audio.dialogue")
  /// Dialogue against its background.
  public static let intelligibility = CheckIdentifier(rawValue: "audio.intelligibility")
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
  /// Colour bars.
  public static let bars = CheckIdentifier(rawValue: "video.bars")
  /// Clocks and slates.
  public static let clock = CheckIdentifier(rawValue: "video.clock")
  /// Cuts.
  public static let cuts = CheckIdentifier(rawValue: "video.cuts")
  /// Captions outside the safe area.
  public static let safeArea = CheckIdentifier(rawValue: "video.safeArea")
  /// Light of high dynamic range.
  public static let lightLevel = CheckIdentifier(rawValue: "video.lightLevel")
  /// Texts that the law asks for.
  public static let legalText = CheckIdentifier(rawValue: "video.legalText")
  /// Momentary loudness.
  public static let momentary = CheckIdentifier(rawValue: "audio.momentary")
  /// Descriptive metadata in the header of MXF.
  public static let frameworks = CheckIdentifier(rawValue: "file.frameworks")
  /// What stands where: line-up, clock, black, parts, hold.
  public static let programmeLayout = CheckIdentifier(rawValue: "programme.layout")
  /// Partitions, random index and operational pattern of MXF, and the order of atoms of QuickTime and MP4.
  public static let partitions = CheckIdentifier(rawValue: "file.partitions")
  /// Index tables of MXF.
  public static let indexTables = CheckIdentifier(rawValue: "file.indexTables")
  /// Groups of pictures: their length, whether they are closed, and pictures predicted both ways.
  public static let groups = CheckIdentifier(rawValue: "file.groups")
  /// Bit rates as measured.
  public static let bitRate = CheckIdentifier(rawValue: "file.bitRate")
  /// Timecode tracks against each other, and each against its own count.
  public static let timecodeTracks = CheckIdentifier(rawValue: "file.timecodeTracks")
  /// Captions and subtitles: whether they are there, and whether they are sound.
  public static let captions = CheckIdentifier(rawValue: "file.captions")
  /// The active format (AFD): whether it is there, and whether it says what the pictures show.
  public static let activeFormat = CheckIdentifier(rawValue: "file.activeFormat")
  /// Sound against picture.
  public static let sync = CheckIdentifier(rawValue: "file.sync")
  /// The file's name and size.
  public static let naming = CheckIdentifier(rawValue: "file.name")
  /// What a person saw in the picture.
  public static let eye = CheckIdentifier(rawValue: "human.picture")
  /// What a person heard in the sound.
  public static let ear = CheckIdentifier(rawValue: "human.sound")
  /// What a person remarked on something else: titles, captions, content.
  public static let remark = CheckIdentifier(rawValue: "human.other")
}
