// SPDX-License-Identifier: Apache-2.0

/// A property of a set: its name, its label, and the two bytes that stand for it where the standard fixes them. Names, labels and tags are those of
/// SMPTE's registers of elements and groups (ST 335, ST 395).
public struct MetadataProperty: Hashable, Sendable {
  /// Its name in the register.
  public let name: String
  /// Its label.
  public let label: UniversalLabel
  /// Its tag, where the standard fixes one; otherwise each file chooses, and its primer says.
  public let tag: UInt16?

  init(_ name: String, _ high: UInt64, _ low: UInt64, tag: UInt16? = nil) {
    (self.name, label, self.tag) = (name, UniversalLabel(high, low), tag)
  }
}

/// The properties that are read or written here, by the group that the register has them in.
extension MetadataProperty {
  // InterchangeObject
  static let instanceID = MetadataProperty("InstanceID", 0x060e2b34_01010101, 0x01011502_00000000, tag: 0x3C0A)
  static let linkedGenerationID = MetadataProperty("LinkedGenerationID", 0x060e2b34_01010102, 0x05200701_08000000, tag: 0x0102)
  // Preface
  static let fileLastModified = MetadataProperty("FileLastModified", 0x060e2b34_01010102, 0x07020110_02040000, tag: 0x3B02)
  static let contentStorageObject = MetadataProperty("ContentStorageObject", 0x060e2b34_01010102, 0x06010104_02010000, tag: 0x3B03)
  static let formatVersion = MetadataProperty("FormatVersion", 0x060e2b34_01010102, 0x03010201_05000000, tag: 0x3B05)
  static let identificationList = MetadataProperty("IdentificationList", 0x060e2b34_01010102, 0x06010104_06040000, tag: 0x3B06)
  static let objectModelVersion = MetadataProperty("ObjectModelVersion", 0x060e2b34_01010102, 0x03010201_04000000, tag: 0x3B07)
  static let primaryPackage = MetadataProperty("PrimaryPackage", 0x060e2b34_01010104, 0x06010104_01080000, tag: 0x3B08)
  static let operationalPattern = MetadataProperty("OperationalPattern", 0x060e2b34_01010105, 0x01020203_00000000, tag: 0x3B09)
  static let essenceContainers = MetadataProperty("EssenceContainers", 0x060e2b34_01010105, 0x01020210_02010000, tag: 0x3B0A)
  static let descriptiveSchemes = MetadataProperty("DescriptiveSchemes", 0x060e2b34_01010105, 0x01020210_02020000, tag: 0x3B0B)
  static let conformsToSpecifications = MetadataProperty("ConformsToSpecifications", 0x060e2b34_0101010e, 0x01020210_02040000)
  // Identification
  static let applicationSupplierName = MetadataProperty("ApplicationSupplierName", 0x060e2b34_01010102, 0x05200701_02010000, tag: 0x3C01)
  static let applicationName = MetadataProperty("ApplicationName", 0x060e2b34_01010102, 0x05200701_03010000, tag: 0x3C02)
  static let applicationVersion = MetadataProperty("ApplicationVersion", 0x060e2b34_01010102, 0x05200701_04000000, tag: 0x3C03)
  static let applicationVersionString = MetadataProperty("ApplicationVersionString", 0x060e2b34_01010102, 0x05200701_05010000, tag: 0x3C04)
  static let applicationProductID = MetadataProperty("ApplicationProductID", 0x060e2b34_01010102, 0x05200701_07000000, tag: 0x3C05)
  static let fileModificationDate = MetadataProperty("FileModificationDate", 0x060e2b34_01010102, 0x07020110_02030000, tag: 0x3C06)
  static let toolkitVersion = MetadataProperty("ToolkitVersion", 0x060e2b34_01010102, 0x05200701_0a000000, tag: 0x3C07)
  static let applicationPlatform = MetadataProperty("ApplicationPlatform", 0x060e2b34_01010102, 0x05200701_06010000, tag: 0x3C08)
  static let generationID = MetadataProperty("GenerationID", 0x060e2b34_01010102, 0x05200701_01000000, tag: 0x3C09)
  // ContentStorage
  static let packages = MetadataProperty("Packages", 0x060e2b34_01010102, 0x06010104_05010000, tag: 0x1901)
  static let essenceDataObjects = MetadataProperty("EssenceDataObjects", 0x060e2b34_01010102, 0x06010104_05020000, tag: 0x1902)
  // EssenceData
  static let linkedPackageID = MetadataProperty("LinkedPackageID", 0x060e2b34_01010102, 0x06010106_01000000, tag: 0x2701)
  static let essenceStreamID = MetadataProperty("EssenceStreamID", 0x060e2b34_01010104, 0x01030404_00000000, tag: 0x3F07)
  static let indexStreamID = MetadataProperty("IndexStreamID", 0x060e2b34_01010104, 0x01030405_00000000, tag: 0x3F06)
  // Package
  static let packageID = MetadataProperty("PackageID", 0x060e2b34_01010101, 0x01011510_00000000, tag: 0x4401)
  static let packageName = MetadataProperty("PackageName", 0x060e2b34_01010101, 0x01030302_01000000, tag: 0x4402)
  static let packageTracks = MetadataProperty("PackageTracks", 0x060e2b34_01010102, 0x06010104_06050000, tag: 0x4403)
  static let packageLastModified = MetadataProperty("PackageLastModified", 0x060e2b34_01010102, 0x07020110_02050000, tag: 0x4404)
  static let creationTime = MetadataProperty("CreationTime", 0x060e2b34_01010102, 0x07020110_01030000, tag: 0x4405)
  // SourcePackage
  static let essenceDescription = MetadataProperty("EssenceDescription", 0x060e2b34_01010102, 0x06010104_02030000, tag: 0x4701)
  // Track
  static let trackID = MetadataProperty("TrackID", 0x060e2b34_01010102, 0x01070101_00000000, tag: 0x4801)
  static let trackName = MetadataProperty("TrackName", 0x060e2b34_01010102, 0x01070102_01000000, tag: 0x4802)
  static let trackSegment = MetadataProperty("TrackSegment", 0x060e2b34_01010102, 0x06010104_02040000, tag: 0x4803)
  static let essenceTrackNumber = MetadataProperty("EssenceTrackNumber", 0x060e2b34_01010102, 0x01040103_00000000, tag: 0x4804)
  // TimelineTrack
  static let editRate = MetadataProperty("EditRate", 0x060e2b34_01010102, 0x05300405_00000000, tag: 0x4B01)
  static let origin = MetadataProperty("Origin", 0x060e2b34_01010102, 0x07020103_01030000, tag: 0x4B02)
  // Component
  static let componentDataDefinition = MetadataProperty("ComponentDataDefinition", 0x060e2b34_01010102, 0x04070100_00000000, tag: 0x0201)
  static let componentLength = MetadataProperty("ComponentLength", 0x060e2b34_01010102, 0x07020201_01030000, tag: 0x0202)
  // Sequence
  static let componentObjects = MetadataProperty("ComponentObjects", 0x060e2b34_01010102, 0x06010104_06090000, tag: 0x1001)
  // SourceReference
  static let sourcePackageID = MetadataProperty("SourcePackageID", 0x060e2b34_01010102, 0x06010103_01000000, tag: 0x1101)
  static let sourceTrackID = MetadataProperty("SourceTrackID", 0x060e2b34_01010102, 0x06010103_02000000, tag: 0x1102)
  // SourceClip
  static let startPosition = MetadataProperty("StartPosition", 0x060e2b34_01010102, 0x07020103_01040000, tag: 0x1201)
  // Timecode
  static let startTimecode = MetadataProperty("StartTimecode", 0x060e2b34_01010102, 0x07020103_01050000, tag: 0x1501)
  static let framesPerSecond = MetadataProperty("FramesPerSecond", 0x060e2b34_01010102, 0x04040101_02060000, tag: 0x1502)
  static let dropFrame = MetadataProperty("DropFrame", 0x060e2b34_01010101, 0x04040101_05000000, tag: 0x1503)
  // Event
  static let eventPosition = MetadataProperty("EventPosition", 0x060e2b34_01010102, 0x07020103_03030000, tag: 0x0601)
  static let eventComment = MetadataProperty("EventComment", 0x060e2b34_01010102, 0x05300404_01000000, tag: 0x0602)
  // DescriptiveMarker
  static let describedTrackIDs = MetadataProperty("DescribedTrackIDs", 0x060e2b34_01010104, 0x01070105_00000000, tag: 0x6102)
  static let descriptiveFrameworkObject = MetadataProperty("DescriptiveFrameworkObject", 0x060e2b34_01010105, 0x06010104_020c0000, tag: 0x6101)
  // EssenceDescriptor
  static let locators = MetadataProperty("Locators", 0x060e2b34_01010102, 0x06010104_06030000, tag: 0x2F01)
  static let subDescriptors = MetadataProperty("SubDescriptors", 0x060e2b34_01010109, 0x06010104_06100000)
  // FileDescriptor
  static let sampleRate = MetadataProperty("SampleRate", 0x060e2b34_01010101, 0x04060101_00000000, tag: 0x3001)
  static let essenceLength = MetadataProperty("EssenceLength", 0x060e2b34_01010101, 0x04060102_00000000, tag: 0x3002)
  static let containerFormat = MetadataProperty("ContainerFormat", 0x060e2b34_01010102, 0x06010104_01020000, tag: 0x3004)
  static let codec = MetadataProperty("Codec", 0x060e2b34_01010102, 0x06010104_01030000, tag: 0x3005)
  static let linkedTrackID = MetadataProperty("LinkedTrackID", 0x060e2b34_01010105, 0x06010103_05000000, tag: 0x3006)
  // MultipleDescriptor
  static let fileDescriptors = MetadataProperty("FileDescriptors", 0x060e2b34_01010104, 0x06010104_060b0000, tag: 0x3F01)
  // PictureDescriptor
  static let pictureCompression = MetadataProperty("PictureCompression", 0x060e2b34_01010102, 0x04010601_00000000, tag: 0x3201)
  static let storedHeight = MetadataProperty("StoredHeight", 0x060e2b34_01010101, 0x04010502_01000000, tag: 0x3202)
  static let storedWidth = MetadataProperty("StoredWidth", 0x060e2b34_01010101, 0x04010502_02000000, tag: 0x3203)
  static let sampledHeight = MetadataProperty("SampledHeight", 0x060e2b34_01010101, 0x04010501_07000000, tag: 0x3204)
  static let sampledWidth = MetadataProperty("SampledWidth", 0x060e2b34_01010101, 0x04010501_08000000, tag: 0x3205)
  static let sampledXOffset = MetadataProperty("SampledXOffset", 0x060e2b34_01010101, 0x04010501_09000000, tag: 0x3206)
  static let sampledYOffset = MetadataProperty("SampledYOffset", 0x060e2b34_01010101, 0x04010501_0a000000, tag: 0x3207)
  static let displayHeight = MetadataProperty("DisplayHeight", 0x060e2b34_01010101, 0x04010501_0b000000, tag: 0x3208)
  static let displayWidth = MetadataProperty("DisplayWidth", 0x060e2b34_01010101, 0x04010501_0c000000, tag: 0x3209)
  static let displayXOffset = MetadataProperty("DisplayXOffset", 0x060e2b34_01010101, 0x04010501_0d000000, tag: 0x320A)
  static let displayYOffset = MetadataProperty("DisplayYOffset", 0x060e2b34_01010101, 0x04010501_0e000000, tag: 0x320B)
  static let frameLayout = MetadataProperty("FrameLayout", 0x060e2b34_01010101, 0x04010301_04000000, tag: 0x320C)
  static let videoLineMap = MetadataProperty("VideoLineMap", 0x060e2b34_01010102, 0x04010302_05000000, tag: 0x320D)
  static let imageAspectRatio = MetadataProperty("ImageAspectRatio", 0x060e2b34_01010101, 0x04010101_01000000, tag: 0x320E)
  static let transferCharacteristic = MetadataProperty("TransferCharacteristic", 0x060e2b34_01010102, 0x04010201_01010200, tag: 0x3210)
  static let colorPrimaries = MetadataProperty("ColorPrimaries", 0x060e2b34_01010109, 0x04010201_01060100, tag: 0x3219)
  static let codingEquations = MetadataProperty("CodingEquations", 0x060e2b34_01010102, 0x04010201_01030100, tag: 0x321A)
  static let imageAlignmentFactor = MetadataProperty("ImageAlignmentFactor", 0x060e2b34_01010102, 0x04180101_00000000, tag: 0x3211)
  static let fieldDominance = MetadataProperty("FieldDominance", 0x060e2b34_01010102, 0x04010301_06000000, tag: 0x3212)
  static let imageStartOffset = MetadataProperty("ImageStartOffset", 0x060e2b34_01010102, 0x04180102_00000000, tag: 0x3213)
  static let imageEndOffset = MetadataProperty("ImageEndOffset", 0x060e2b34_01010102, 0x04180103_00000000, tag: 0x3214)
  static let signalStandard = MetadataProperty("SignalStandard", 0x060e2b34_01010105, 0x04050113_00000000, tag: 0x3215)
  static let storedF2Offset = MetadataProperty("StoredF2Offset", 0x060e2b34_01010105, 0x04010302_08000000, tag: 0x3216)
  static let displayF2Offset = MetadataProperty("DisplayF2Offset", 0x060e2b34_01010105, 0x04010302_07000000, tag: 0x3217)
  static let activeFormatDescriptor = MetadataProperty("ActiveFormatDescriptor", 0x060e2b34_01010105, 0x04010302_09000000, tag: 0x3218)
  // CDCIDescriptor
  static let componentDepth = MetadataProperty("ComponentDepth", 0x060e2b34_01010102, 0x04010503_0a000000, tag: 0x3301)
  static let horizontalSubsampling = MetadataProperty("HorizontalSubsampling", 0x060e2b34_01010101, 0x04010501_05000000, tag: 0x3302)
  static let colorSiting = MetadataProperty("ColorSiting", 0x060e2b34_01010101, 0x04010501_06000000, tag: 0x3303)
  static let blackRefLevel = MetadataProperty("BlackRefLevel", 0x060e2b34_01010101, 0x04010503_03000000, tag: 0x3304)
  static let whiteRefLevel = MetadataProperty("WhiteRefLevel", 0x060e2b34_01010101, 0x04010503_04000000, tag: 0x3305)
  static let colorRange = MetadataProperty("ColorRange", 0x060e2b34_01010102, 0x04010503_05000000, tag: 0x3306)
  static let paddingBits = MetadataProperty("PaddingBits", 0x060e2b34_01010102, 0x04180104_00000000, tag: 0x3307)
  static let verticalSubsampling = MetadataProperty("VerticalSubsampling", 0x060e2b34_01010102, 0x04010501_10000000, tag: 0x3308)
  static let alphaSampleDepth = MetadataProperty("AlphaSampleDepth", 0x060e2b34_01010102, 0x04010503_07000000, tag: 0x3309)
  static let reversedByteOrder = MetadataProperty("ReversedByteOrder", 0x060e2b34_01010105, 0x03010201_0a000000, tag: 0x330B)
  // MPEGVideoDescriptor
  static let singleSequence = MetadataProperty("SingleSequence", 0x060e2b34_01010105, 0x04010602_01020000)
  static let constantBPictureCount = MetadataProperty("ConstantBPictureCount", 0x060e2b34_01010105, 0x04010602_01030000)
  static let codedContentScanning = MetadataProperty("CodedContentScanning", 0x060e2b34_01010105, 0x04010602_01040000)
  static let lowDelay = MetadataProperty("LowDelay", 0x060e2b34_01010105, 0x04010602_01050000)
  static let closedGOP = MetadataProperty("ClosedGOP", 0x060e2b34_01010105, 0x04010602_01060000)
  static let identicalGOP = MetadataProperty("IdenticalGOP", 0x060e2b34_01010105, 0x04010602_01070000)
  static let maxGOP = MetadataProperty("MaxGOP", 0x060e2b34_01010105, 0x04010602_01080000)
  static let maxBPictureCount = MetadataProperty("MaxBPictureCount", 0x060e2b34_01010105, 0x04010602_01090000)
  static let bitRate = MetadataProperty("BitRate", 0x060e2b34_01010105, 0x04010602_010b0000)
  static let profileAndLevel = MetadataProperty("ProfileAndLevel", 0x060e2b34_01010105, 0x04010602_010a0000)
  // SoundDescriptor
  static let audioSampleRate = MetadataProperty("AudioSampleRate", 0x060e2b34_01010105, 0x04020301_01010000, tag: 0x3D03)
  static let locked = MetadataProperty("Locked", 0x060e2b34_01010104, 0x04020301_04000000, tag: 0x3D02)
  static let audioReferenceLevel = MetadataProperty("AudioReferenceLevel", 0x060e2b34_01010101, 0x04020101_03000000, tag: 0x3D04)
  static let electrospatialFormulation = MetadataProperty("ElectrospatialFormulation", 0x060e2b34_01010101, 0x04020101_01000000, tag: 0x3D05)
  static let channelCount = MetadataProperty("ChannelCount", 0x060e2b34_01010105, 0x04020101_04000000, tag: 0x3D07)
  static let quantizationBits = MetadataProperty("QuantizationBits", 0x060e2b34_01010104, 0x04020303_04000000, tag: 0x3D01)
  static let dialNorm = MetadataProperty("DialNorm", 0x060e2b34_01010105, 0x04020701_00000000, tag: 0x3D0C)
  static let soundCompression = MetadataProperty("SoundCompression", 0x060e2b34_01010102, 0x04020402_00000000, tag: 0x3D06)
  // WAVEPCMDescriptor
  static let blockAlign = MetadataProperty("BlockAlign", 0x060e2b34_01010105, 0x04020302_01000000, tag: 0x3D0A)
  static let sequenceOffset = MetadataProperty("SequenceOffset", 0x060e2b34_01010105, 0x04020302_02000000, tag: 0x3D0B)
  static let averageBytesPerSecond = MetadataProperty("AverageBytesPerSecond", 0x060e2b34_01010105, 0x04020303_05000000, tag: 0x3D09)
  static let channelAssignment = MetadataProperty("ChannelAssignment", 0x060e2b34_01010107, 0x04020101_05000000, tag: 0x3D32)
  // MCALabelSubDescriptor and its kinds
  static let mcaLabelDictionaryID = MetadataProperty("MCALabelDictionaryID", 0x060e2b34_0101010e, 0x01030701_01000000)
  static let mcaTagSymbol = MetadataProperty("MCATagSymbol", 0x060e2b34_0101010e, 0x01030701_02000000)
  static let mcaTagName = MetadataProperty("MCATagName", 0x060e2b34_0101010e, 0x01030701_03000000)
  static let groupOfSoundfieldGroupsLinkID = MetadataProperty("GroupOfSoundfieldGroupsLinkID", 0x060e2b34_0101010e, 0x01030701_04000000)
  static let mcaLinkID = MetadataProperty("MCALinkID", 0x060e2b34_0101010e, 0x01030701_05000000)
  static let soundfieldGroupLinkID = MetadataProperty("SoundfieldGroupLinkID", 0x060e2b34_0101010e, 0x01030701_06000000)
  static let mcaChannelID = MetadataProperty("MCAChannelID", 0x060e2b34_0101010e, 0x0103040a_00000000)
  static let spokenLanguage = MetadataProperty("RFC5646SpokenLanguage", 0x060e2b34_0101010d, 0x03010102_03150000)
  // TextBasedFramework and TextBasedObject (RP 2057)
  static let textBasedObject = MetadataProperty("TextBasedObject", 0x060e2b34_0101010d, 0x06010104_05410100)
  static let textPayloadScheme = MetadataProperty("TextBasedMetadataPayloadSchemeID", 0x060e2b34_0101010d, 0x04060806_00000000)
  static let textMediaType = MetadataProperty("TextMIMEMediaType", 0x060e2b34_0101010d, 0x04090202_00000000)
  static let textLanguage = MetadataProperty("RFC5646TextLanguageCode", 0x060e2b34_0101010d, 0x03010102_02140000)
  static let textDescription = MetadataProperty("TextDataDescription", 0x060e2b34_0101010d, 0x03020106_03020000)
  static let utf8Text = MetadataProperty("UTF8TextData", 0x060e2b34_0101010d, 0x03010220_03010000)
}

extension MetadataProperty {
  /// Those whose tag the standard fixes.
  static let fixed: [MetadataProperty] = [
    .instanceID,
    .linkedGenerationID,
    .fileLastModified,
    .contentStorageObject,
    .formatVersion,
    .identificationList,
    .objectModelVersion,
    .primaryPackage,
    .operationalPattern,
    .essenceContainers,
    .descriptiveSchemes,
    .applicationSupplierName,
    .applicationName,
    .applicationVersion,
    .applicationVersionString,
    .applicationProductID,
    .fileModificationDate,
    .toolkitVersion,
    .applicationPlatform,
    .generationID,
    .packages,
    .essenceDataObjects,
    .linkedPackageID,
    .essenceStreamID,
    .indexStreamID,
    .packageID,
    .packageName,
    .packageTracks,
    .packageLastModified,
    .creationTime,
    .essenceDescription,
    .trackID,
    .trackName,
    .trackSegment,
    .essenceTrackNumber,
    .editRate,
    .origin,
    .componentDataDefinition,
    .componentLength,
    .componentObjects,
    .sourcePackageID,
    .sourceTrackID,
    .startPosition,
    .startTimecode,
    .framesPerSecond,
    .dropFrame,
    .eventPosition,
    .eventComment,
    .describedTrackIDs,
    .descriptiveFrameworkObject,
    .locators,
    .sampleRate,
    .essenceLength,
    .containerFormat,
    .codec,
    .linkedTrackID,
    .fileDescriptors,
    .pictureCompression,
    .storedHeight,
    .storedWidth,
    .sampledHeight,
    .sampledWidth,
    .sampledXOffset,
    .sampledYOffset,
    .displayHeight,
    .displayWidth,
    .displayXOffset,
    .displayYOffset,
    .frameLayout,
    .videoLineMap,
    .imageAspectRatio,
    .transferCharacteristic,
    .colorPrimaries,
    .codingEquations,
    .imageAlignmentFactor,
    .fieldDominance,
    .imageStartOffset,
    .imageEndOffset,
    .signalStandard,
    .storedF2Offset,
    .displayF2Offset,
    .activeFormatDescriptor,
    .componentDepth,
    .horizontalSubsampling,
    .colorSiting,
    .blackRefLevel,
    .whiteRefLevel,
    .colorRange,
    .paddingBits,
    .verticalSubsampling,
    .alphaSampleDepth,
    .reversedByteOrder,
    .audioSampleRate,
    .locked,
    .audioReferenceLevel,
    .electrospatialFormulation,
    .channelCount,
    .quantizationBits,
    .dialNorm,
    .soundCompression,
    .blockAlign,
    .sequenceOffset,
    .averageBytesPerSecond,
    .channelAssignment,
  ]

  /// The labels of tags that the standard fixes.
  static let labelsByTag = Dictionary(uniqueKeysWithValues: fixed.compactMap { property in property.tag.map { ($0, property.label) } })

  /// The tags that the standard fixes, by labels of the first version.
  static let tagsByLabel = Dictionary(uniqueKeysWithValues: fixed.compactMap { property in property.tag.map { (property.label.with(1, at: 7), $0) } })
}
