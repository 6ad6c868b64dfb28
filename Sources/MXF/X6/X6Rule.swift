// SPDX-License-Identifier: Apache-2.0

/// A rule of AS-11 X6, commercials and promotions, by the component of AMWA's specification that states it.
public enum X6Rule: String, FormatRule {
  case readable = "000"
  case operationalPattern = "013"
  case filler = "015"
  case header = "020"
  case randomIndex = "040"
  case alignment = "050"
  case genericContainer = "090"
  case internalEssence = "100b"
  case frameWrapping = "110b"
  case trackMapping = "120"
  case fill = "KLVF_B"
  case indexFirst = "060"
  case indexWhole = "070"
  case essencePartition = "101"
  case pictureTrack = "180"
  case pictureMapping = "PM1"
  case pictureSample = "PE1"
  case soundfield = "220b"
  case soundSample = "230"
  case soundMapping = "240b"
  case soundLayout = "AL_r001"
  case soundLabels = "SN2"
  case defaultLayout = "AL_Default_A"
  case document = "DM0_r001"
  case documentContents = "XML_DM_Commercials_Promos"
  case segmentation = "530"
  case specification = "SpecID_3"
  case timecodePresence = "280"
  case timecodeTrack = "TTC_MP"
  case timecodeMode = "DF"

  /// What it asks for, in one sentence.
  public var words: String {
    switch self {
    case .operationalPattern: "every partition and the preface say OP1a, OP1b or OP3b, and all the same"
    case .filler: "no filler on tracks of picture, sound and timecode"
    case .internalEssence: "its essence is in the file itself"
    case .fill: "4,000,000 bytes are free after the header metadata (recommended)"
    case .pictureTrack: "one picture track"
    case .pictureMapping: "pictures are AVC byte streams as SMPTE ST 381-3 wraps them, under a CDCI descriptor"
    case .pictureSample: "pictures are AVC-Intra class 100 at 1080i25, 568,832 bytes a frame, 4:2:2 of 10 bits, parameter sets in each"
    case .soundfield: "each sound track is one soundfield group"
    case .soundMapping: "sound is Broadcast Wave under one channel assignment, without an electrospatial formulation"
    case .soundLayout: "the channel assignment is that of labelled sound"
    case .soundLabels: "every channel, soundfield group and programme has its label (SMPTE ST 377-4)"
    case .defaultLayout: "of layout A, the first track is stereo and the second 5.1, in their order"
    case .document: "one document Commercials_Promos_DM, on a static track of its own"
    case .documentContents: "that document keeps its schema"
    case .specification: "the preface says that it conforms to Blocks_FF_14 and Blocks_FF_12"
    default: shared?.words ?? ""
    }
  }

  /// Whether a file without it is still one of AS-11.
  public var isRecommendation: Bool { self == .fill }

  /// The rule of AS-11 UK DPP HD that asks for the same.
  var shared: AS11Rule? {
    switch self {
    case .readable: .readable
    case .header: .header
    case .randomIndex: .randomIndex
    case .alignment: .alignment
    case .genericContainer: .genericContainer
    case .frameWrapping: .frameWrapping
    case .trackMapping: .trackMapping
    case .indexFirst: .indexFirst
    case .indexWhole: .indexWhole
    case .essencePartition: .essencePartition
    case .soundSample: .soundSample
    case .segmentation: .segmentation
    case .timecodePresence: .timecodePresence
    case .timecodeTrack: .timecodeTrack
    case .timecodeMode: .timecodeMode
    default: nil
    }
  }
}
