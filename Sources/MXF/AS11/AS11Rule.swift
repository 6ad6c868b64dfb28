// SPDX-License-Identifier: Apache-2.0

/// A rule of AS-11 UK DPP HD, by the component of AMWA's specification that states it.
public enum AS11Rule: String, CaseIterable, Sendable {
  case readable = "000"
  case operationalPattern = "010"
  case header = "020"
  case randomIndex = "040"
  case alignment = "050"
  case genericContainer = "090"
  case internalEssence = "100"
  case frameWrapping = "110"
  case trackMapping = "120"
  case fill = "030"
  case indexFirst = "060"
  case indexWhole = "070"
  case essencePartition = "101"
  case pictureCoding = "P001"
  case pictureSample = "PE1"
  case soundChannel = "220"
  case soundSample = "230"
  case soundMapping = "240"
  case soundNumber = "SM1"
  case core = "550"
  case ukDPP = "555"
  case segmentation = "530"
  case timecodePresence = "280"
  case timecodeTrack = "TTC_MP"
  case timecodeMode = "DF"
  case activeFormat = "350"
  case activeFormatCode = "351"
  case soundCount = "210"
  case stereoCustom = "270"
  case captions = "300"
  case metadataValues = "989"

  /// What it asks for, in one sentence.
  public var words: String {
    switch self {
    case .readable: "it is an MXF file without damage"
    case .operationalPattern: "every partition and the preface say OP1a"
    case .header: "the header is closed and complete"
    case .randomIndex: "it ends in a random index pack that names every partition"
    case .alignment: "the alignment grid is 1 in every partition"
    case .genericContainer: "its essence is in generic containers"
    case .internalEssence: "its essence is in the file itself"
    case .frameWrapping: "it is frame-wrapped, an element of each track in every frame"
    case .trackMapping: "each track of the file package is played by one of the material package"
    case .fill: "8,192 bytes are free after the header metadata (recommended)"
    case .indexFirst: "the index stands before the essence"
    case .indexWhole: "the index covers every frame and every element"
    case .essencePartition: "the essence is in one partition"
    case .pictureCoding: "one picture track, AVC-Intra class 100 at 1080i25, 568,832 bytes a frame"
    case .pictureSample: "every frame begins with delimiter and parameter sets, and is 4:2:2 of 10 bits"
    case .soundChannel: "each sound track has one channel"
    case .soundSample: "sound is PCM of 24 bits at 48 kHz"
    case .soundMapping: "sound is mapped as SMPTE ST 382 has it"
    case .soundNumber: "sound tracks are numbered from 1 on"
    case .core: "AS-11 core metadata, once, on a static track"
    case .ukDPP: "UK DPP metadata, once, on a static track"
    case .segmentation: "one segmentation track over the whole timeline"
    case .timecodePresence: "one timecode track in the material package"
    case .timecodeTrack: "it counts at the rate of the picture, in one component"
    case .timecodeMode: "it is non-drop"
    case .activeFormat: "the picture has an active format"
    case .activeFormatCode: "the active format is 9, 10 or 14"
    case .soundCount: "4 or 16 sound tracks"
    case .stereoCustom: "the track layout has as many channels as the file, or is 2a with silence on tracks 3 and 4"
    case .captions: "no closed captions"
    case .metadataValues: "required items are there, with values that the shim allows"
    }
  }

  /// Whether a file without it is still one of AS-11.
  public var isRecommendation: Bool { self == .fill }
}

/// What came of looking at a rule.
public struct AS11Verdict: Hashable, Sendable {
  /// What was found.
  public enum State: Hashable, Sendable {
    /// The file does as it says.
    case held
    /// It does not, and why.
    case broken(String)
    /// Nothing could be said of it, and why.
    case undecided(String)
  }

  /// The rule.
  public let rule: AS11Rule
  /// What was found.
  public let state: State
}
