// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What a written file is to be: wrapper, picture coding and sound coding. A value; `MediaWriter` carries it out.
public struct Encoding: Hashable, Sendable {
  /// A kind of file.
  public enum Wrapper: String, Hashable, Sendable, Codable, CaseIterable {
    /// QuickTime.
    case mov
    /// MPEG-4 (ISO/IEC 14496-14).
    case mp4
    /// Material Exchange Format, OP1a (SMPTE ST 378).
    case mxf
    /// Matroska.
    case matroska = "mkv"
    /// WAVE with a `bext` chunk (EBU Tech 3285).
    case wav
    /// A numbered DPX file for each picture (SMPTE ST 268-1).
    case dpx
    /// A numbered TIFF file for each picture.
    case tiff = "tif"
    /// A numbered OpenEXR file for each picture.
    case exr

    /// Whether each picture gets a file of its own.
    public var isSequence: Bool { [.dpx, .tiff, .exr].contains(self) }

    /// The usual ending of a file's name.
    public var fileExtension: String { rawValue }
  }

  /// The name by which people choose it, as `prores-422-hq`.
  public var name: String
  /// What it is for, in a line.
  public var summary: String
  /// The kind of file.
  public var wrapper: Wrapper
  /// The pictures; `nil` for sound alone.
  public var video: Video?
  /// The sound; `nil` for pictures alone.
  public var audio: Audio?

  /// An encoding.
  public init(name: String, summary: String, wrapper: Wrapper, video: Video? = nil, audio: Audio? = nil) {
    self.name = name
    self.summary = summary
    self.wrapper = wrapper
    self.video = video
    self.audio = audio
  }
}

extension Encoding {
  /// How pictures are coded.
  public struct Video: Hashable, Sendable {
    /// A coding that can be written.
    public enum Coding: String, Hashable, Sendable, Codable, CaseIterable {
      /// Apple ProRes (SMPTE RDD 36).
      case prores
      /// Avid DNxHD and DNxHR (SMPTE ST 2019-1, VC-3).
      case dnxhd
      /// FFV1 (RFC 9043): lossless.
      case ffv1
      /// Uncompressed 4:2:2 in ten bits, QuickTime's packing.
      case v210
      /// H.264 (ISO/IEC 14496-10).
      case h264
      /// HEVC (ISO/IEC 23008-2).
      case h265
      /// MPEG-2 with groups of pictures at a constant rate: XDCAM HD422 (ISO/IEC 13818-2; SMPTE RDD 9).
      case mpeg2
      /// MPEG-2 of standard definition, every picture by itself and of one length: IMX (SMPTE ST 356).
      case d10
      /// AVC of the intra profiles, every picture of one length: AVC-Intra and XAVC Intra (SMPTE RP 2027).
      case avcIntra = "avc-intra"
      /// DPX: red, green and blue in ten bits.
      case dpx
      /// TIFF: red, green and blue in sixteen bits.
      case tiff
      /// OpenEXR: red, green and blue as halves.
      case exr
    }

    /// How many bits the pictures get.
    public enum Rate: Hashable, Sendable {
      /// What the coding and its profile say.
      case byProfile
      /// As many as this quality needs: the encoder's rate factor, smaller is better.
      case quality(Double)
      /// Bits a second, chosen by the nominal frame rate: the entry of the smallest key that is not below it.
      case byFrameRate([Int: Int])
    }

    /// The columns and rows of what is written.
    public enum Raster: Hashable, Sendable {
      /// The source's.
      case source
      /// Exactly these, pixels square; the picture keeps its shape, between black bars where that is another.
      case exactly(width: Int, height: Int)
      /// The largest square-pixel raster of the picture's own shape that fits into these and is no larger than the picture.
      case within(width: Int, height: Int)
      /// That of the signal of `signals` that the source has.
      case signal
    }

    /// The coding.
    public var coding: Coding
    /// The encoder's name of the profile, where it has several.
    public var profile: String?
    /// Pixel layout of what is coded, by FFmpeg's name.
    public var pixelFormat: String
    /// How many bits.
    public var rate: Rate
    /// Columns and rows.
    public var raster: Raster
    /// What is made of pictures before `raster` and the rest is done with them; an operator's choice and no preset's.
    public var conversion = PictureConversion()
    /// Whether interlaced pictures are made progressive, one for each frame.
    public var deinterlaces: Bool
    /// Colour for the parts that the source leaves unstated; the picture is converted to it. `nil` leaves them unstated.
    public var color: ColorDescription?
    /// Seconds between pictures that need no other, for codings that have others.
    public var keyInterval: Double?
    /// The signals that the coding takes, where it takes not every raster at every rate; a source that has none of them is refused.
    public var signals: [Signal]
    /// Encoder settings beyond these, by the encoder's names.
    public var settings: [String: String]

    /// How pictures are coded; as the source is, unless given.
    public init(
      _ coding: Coding, profile: String? = nil, pixelFormat: String, rate: Rate = .byProfile, raster: Raster = .source, deinterlaces: Bool = false,
      color: ColorDescription? = nil, keyInterval: Double? = nil, signals: [Signal] = [], settings: [String: String] = [:]
    ) {
      self.coding = coding
      self.profile = profile
      self.pixelFormat = pixelFormat
      self.rate = rate
      self.raster = raster
      self.deinterlaces = deinterlaces
      self.color = color
      self.keyInterval = keyInterval
      self.signals = signals
      self.settings = settings
    }
  }

  /// How sound is coded.
  public struct Audio: Hashable, Sendable {
    /// A coding that can be written.
    public enum Coding: String, Hashable, Sendable, Codable, CaseIterable {
      /// Linear PCM, 16 or 24 bits.
      case pcm
      /// AAC-LC (ISO/IEC 14496-3).
      case aac
      /// FLAC (RFC 9639): lossless.
      case flac
    }

    /// The coding.
    public var coding: Coding
    /// Bits of a sample, 16 or 24; for codings that keep samples.
    public var bitDepth: Int
    /// Samples a second; `nil` for the source's.
    public var sampleRate: Int?
    /// The layout that sound is mixed to; `nil` for the source's.
    ///
    /// Stated places are mixed down by FFmpeg's matrix (ITU-R BS.775). Of channels in unknown places the first ones are taken in the layout's
    /// order, which for stereo is where deliveries keep the mix, and the others left out; one channel alone is mono, 3 dB down on both sides.
    public var layout: ChannelLayout?
    /// Bits a second for each stream, for codings that choose.
    public var bitRate: Int?
    /// Another speed, that of pictures which run faster or slower; an operator's choice and no preset's.
    public var speed: SoundSpeed?
    /// How stereo is made of surround, in place of FFmpeg's matrix; an operator's choice and no preset's.
    public var downmix: Downmix?

    /// How sound is coded; 24 bits at the source's rate and layout unless given.
    public init(_ coding: Coding, bitDepth: Int = 24, sampleRate: Int? = nil, layout: ChannelLayout? = nil, bitRate: Int? = nil) {
      self.coding = coding
      self.bitDepth = bitDepth
      self.sampleRate = sampleRate
      self.layout = layout
      self.bitRate = bitRate
    }
  }
}
