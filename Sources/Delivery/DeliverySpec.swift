// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What a client, a broadcaster or the room itself asks of a file, as data.
///
/// A specification is a YAML file. Each section names the document that its figures come from; a figure that comes from elsewhere or weighs
/// differently says so itself:
///
///     picture:
///       source: house
///       codecs: [prores]
///       color: {value: bt709, source: bt709, level: advisory}
///
/// A specification without an `encoding` judges files and makes none, as `rushes` does.
public struct DeliverySpec: Hashable, Sendable, Encodable {
  /// The name that people type, as `prores-master`.
  public let name: String
  /// Other names that it answers to.
  public let aliases: [String]
  /// The specification that it is laid over, where it says only what it asks otherwise.
  public let base: String?
  /// The name that people read.
  public let title: String
  /// What it is for, in a sentence or two.
  public let summary: String
  /// The documents that its figures come from.
  public let sources: [SpecificationSource]
  /// How the file is made; `nil` where the specification only judges.
  public let encoding: EncodingRequirement?
  /// What the file as a whole has to be.
  public let file: FileRequirement
  /// What its pictures have to be.
  public let picture: PictureRequirement?
  /// What its sound has to be.
  public let sound: SoundRequirement?
  /// What the parts of its wrapper, its coded streams and their labels have to be like.
  public let structure: StructureRequirement?
  /// What stands where in it.
  public let layout: LayoutRequirement?
  /// What has to be told about it, in the order in which to ask.
  public let metadata: [MetadataItem]
  /// What inspection looks for and what it accepts.
  public let inspection: InspectionLimits
}

/// How a delivered file is made.
public struct EncodingRequirement: Hashable, Sendable, Encodable {
  /// The encoding preset's name, as `prores-422-hq`.
  public let preset: Figure<String>
  /// How the file is named.
  public let naming: Figure<NamingPattern>
}

/// What a delivered file as a whole has to be.
public struct FileRequirement: Hashable, Sendable, Encodable {
  /// The wrapper's short name.
  public let wrappers: Figure<Requirement<String>>?
  /// The number of pictures; `asSource` is the only requirement that can be told beforehand.
  public let duration: Figure<Requirement<FrameCount>>?
  /// Where its timecode starts.
  public let timecode: Figure<TimecodePolicy>?
}

/// What the pictures of a delivered file have to be.
public struct PictureRequirement: Hashable, Sendable, Encodable {
  /// The coding, by FFmpeg's short name.
  public let codecs: Figure<Requirement<String>>?
  /// The wrapper's four-character code.
  public let codeTags: Figure<Requirement<String>>?
  /// Columns and rows.
  public let rasters: Figure<Requirement<PictureSize>>?
  /// The raster that the picture must fit into.
  public let maximumRaster: Figure<PictureSize>?
  /// Pictures a second.
  public let rates: Figure<Requirement<FrameRate>>?
  /// Scanning.
  public let scans: Figure<Requirement<ScanType>>?
  /// Chroma sampling, as `4:2:2`.
  public let chroma: Figure<Requirement<String>>?
  /// Significant bits of a sample.
  public let bitDepths: Figure<Requirement<Int>>?
  /// Colour tags by ITU-T H.273.
  public let color: Figure<NamedColor>?
  /// Colour tags of which any will do, where there is more than one answer.
  public let colors: Figure<Requirement<NamedColor>>?
  /// The most bits a second.
  public let maximumBitRate: Figure<Int>?
}

/// What the sound of a delivered file has to be.
public struct SoundRequirement: Hashable, Sendable, Encodable {
  /// Whether there has to be sound at all.
  public let isRequired: Figure<Bool>
  /// The coding, by FFmpeg's short name.
  public let codecs: Figure<Requirement<String>>?
  /// Samples a second.
  public let sampleRates: Figure<Requirement<Int>>?
  /// Significant bits of a sample.
  public let bitDepths: Figure<Requirement<Int>>?
  /// Channels of all streams together.
  public let channels: Figure<Requirement<Int>>?
  /// The channels of each stream in file order, in any of these layouts.
  public let tracks: Figure<Requirement<[Int]>>?
  /// The tracks that make up the programme, by number from 1: left, right, centre, LFE, left and right surround.
  public let programmeTracks: Figure<[Int]>?
  /// Which tracks carry the stems.
  public let stems: Stems?

  /// Tracks of dialogue, music and effects, by number from 1.
  public struct Stems: Hashable, Sendable, Encodable {
    /// Dialogue.
    public let dialogue: Figure<[Int]>
    /// Music.
    public let music: Figure<[Int]>?
    /// Effects.
    public let effects: Figure<[Int]>?
  }
}

/// Where the timecode of a delivered file starts.
public enum TimecodePolicy: Hashable, Sendable, CustomStringConvertible, Encodable {
  /// Where the source's does.
  case keep
  /// At this label, whatever the source's, as `10:00:00:00`.
  case fixed(String)

  /// The policy in words.
  public var description: String {
    switch self {
    case .keep: "as the source"
    case .fixed(let label): label
    }
  }

  /// The policy as specifications write it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .keep: try container.encode("keep")
    case .fixed(let label): try container.encode(label)
    }
  }
}

/// A colour description that the trade has a name for.
public enum NamedColor: String, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible {
  /// ITU-R BT.709, narrow range.
  case bt709
  /// ITU-R BT.2020 in standard dynamic range, ten bits, narrow range.
  case bt2020
  /// SMPTE ST 428-1: X′Y′Z′ of digital cinema, full range.
  case dcdm = "dcdm-xyz"
  /// ITU-R BT.2100 PQ with BT.2020 primaries, narrow range.
  case bt2100PQ = "bt2100-pq"
  /// ITU-R BT.2100 HLG with BT.2020 primaries, narrow range.
  case bt2100HLG = "bt2100-hlg"

  /// The code points of ITU-T H.273, tables 2 to 4.
  public var color: ColorDescription {
    switch self {
    case .bt709: .bt709
    case .bt2020: ColorDescription(primaries: 9, transfer: 14, matrix: 9, isFullRange: false)
    case .dcdm: ColorDescription(primaries: 10, transfer: 17, matrix: 0, isFullRange: true)
    case .bt2100PQ: ColorDescription(primaries: 9, transfer: 16, matrix: 9, isFullRange: false)
    case .bt2100HLG: ColorDescription(primaries: 9, transfer: 18, matrix: 9, isFullRange: false)
    }
  }

  /// The name that specifications use.
  public var description: String { rawValue }
}
