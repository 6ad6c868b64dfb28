// SPDX-License-Identifier: Apache-2.0

/// A class of the standard (AAF Object Specification v1.1; SMPTE registers), by the four bytes in which these classes differ.
struct AAFClass: RawRepresentable, Hashable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The class of an identifier; `nil` for an extension.
  init?(_ id: UniqueIdentifier) {
    guard id.high >> 32 == 0x0D01_0101, id.low == Self.tail else { return nil }
    rawValue = UInt32(truncatingIfNeeded: id.high)
  }

  /// The identifier.
  var id: UniqueIdentifier { UniqueIdentifier(high: 0x0D01_0101 << 32 | UInt64(rawValue), low: Self.tail) }

  private static let tail: UInt64 = 0x060E_2B34_0206_0101

  static let essenceGroup = AAFClass(rawValue: 0x0101_0500)
  static let commentMarker = AAFClass(rawValue: 0x0101_0800)
  static let filler = AAFClass(rawValue: 0x0101_0900)
  static let operationGroup = AAFClass(rawValue: 0x0101_0A00)
  static let nestedScope = AAFClass(rawValue: 0x0101_0B00)
  static let pulldown = AAFClass(rawValue: 0x0101_0C00)
  static let scopeReference = AAFClass(rawValue: 0x0101_0D00)
  static let selector = AAFClass(rawValue: 0x0101_0E00)
  static let sequence = AAFClass(rawValue: 0x0101_0F00)
  static let sourceClip = AAFClass(rawValue: 0x0101_1100)
  static let timecode = AAFClass(rawValue: 0x0101_1400)
  static let transition = AAFClass(rawValue: 0x0101_1700)
  static let contentStorage = AAFClass(rawValue: 0x0101_1800)
  static let controlPoint = AAFClass(rawValue: 0x0101_1900)
  static let dataDefinition = AAFClass(rawValue: 0x0101_1B00)
  static let operationDefinition = AAFClass(rawValue: 0x0101_1C00)
  static let parameterDefinition = AAFClass(rawValue: 0x0101_1D00)
  static let containerDefinition = AAFClass(rawValue: 0x0101_2000)
  static let interpolationDefinition = AAFClass(rawValue: 0x0101_2100)
  static let dictionary = AAFClass(rawValue: 0x0101_2200)
  static let essenceData = AAFClass(rawValue: 0x0101_2300)
  static let cdciDescriptor = AAFClass(rawValue: 0x0101_2800)
  static let waveDescriptor = AAFClass(rawValue: 0x0101_2C00)
  static let tapeDescriptor = AAFClass(rawValue: 0x0101_2E00)
  static let header = AAFClass(rawValue: 0x0101_2F00)
  static let identification = AAFClass(rawValue: 0x0101_3000)
  static let networkLocator = AAFClass(rawValue: 0x0101_3200)
  static let compositionMob = AAFClass(rawValue: 0x0101_3500)
  static let masterMob = AAFClass(rawValue: 0x0101_3600)
  static let sourceMob = AAFClass(rawValue: 0x0101_3700)
  static let eventMobSlot = AAFClass(rawValue: 0x0101_3900)
  static let staticMobSlot = AAFClass(rawValue: 0x0101_3A00)
  static let timelineMobSlot = AAFClass(rawValue: 0x0101_3B00)
  static let constantValue = AAFClass(rawValue: 0x0101_3D00)
  static let varyingValue = AAFClass(rawValue: 0x0101_3E00)
  static let taggedValue = AAFClass(rawValue: 0x0101_3F00)
  static let descriptiveMarker = AAFClass(rawValue: 0x0101_4100)
  static let multipleDescriptor = AAFClass(rawValue: 0x0101_4400)
  static let pcmDescriptor = AAFClass(rawValue: 0x0101_4800)
  static let importDescriptor = AAFClass(rawValue: 0x0101_4A00)
  static let classDefinition = AAFClass(rawValue: 0x0201_0000)
  static let propertyDefinition = AAFClass(rawValue: 0x0202_0000)
  static let metaDictionary = AAFClass(rawValue: 0x0225_0000)
}

/// Properties of the standard, by the numbers that files use for them.
enum AAFProperty {
  static let metaDictionary: UInt16 = 0x0001
  static let header: UInt16 = 0x0002
  static let classDefinitions: UInt16 = 0x0003
  static let typeDefinitions: UInt16 = 0x0004
  static let metaIdentification: UInt16 = 0x0005
  static let metaName: UInt16 = 0x0006
  static let parentClass: UInt16 = 0x0008
  static let classProperties: UInt16 = 0x0009
  static let localIdentification: UInt16 = 0x000D

  static let dataDefinition: UInt16 = 0x0201
  static let length: UInt16 = 0x0202
  static let userComments: UInt16 = 0x0204
  static let attributes: UInt16 = 0x0205
  static let choices: UInt16 = 0x0501
  static let position: UInt16 = 0x0601
  static let comment: UInt16 = 0x0602
  static let operation: UInt16 = 0x0B01
  static let inputSegments: UInt16 = 0x0B02
  static let parameters: UInt16 = 0x0B03
  static let scopeSlots: UInt16 = 0x0C01
  static let pulldownInput: UInt16 = 0x0D01
  static let relativeScope: UInt16 = 0x0E01
  static let relativeSlot: UInt16 = 0x0E02
  static let selected: UInt16 = 0x0F01
  static let alternates: UInt16 = 0x0F02
  static let components: UInt16 = 0x1001
  static let sourceID: UInt16 = 0x1101
  static let sourceMobSlotID: UInt16 = 0x1102
  static let startTime: UInt16 = 0x1201
  static let timecodeStart: UInt16 = 0x1501
  static let timecodeFPS: UInt16 = 0x1502
  static let timecodeDrop: UInt16 = 0x1503
  static let transitionOperation: UInt16 = 0x1801
  static let cutPoint: UInt16 = 0x1802
  static let mobs: UInt16 = 0x1901
  static let essenceData: UInt16 = 0x1902
  static let pointValue: UInt16 = 0x1A02
  static let pointTime: UInt16 = 0x1A03
  static let pointHint: UInt16 = 0x1A04
  static let identification: UInt16 = 0x1B01
  static let definitionName: UInt16 = 0x1B02
  static let definitionDescription: UInt16 = 0x1B03
  static let operationDataDefinition: UInt16 = 0x1E01
  static let isTimeWarp: UInt16 = 0x1E02
  static let operationCategory: UInt16 = 0x1E06
  static let numberInputs: UInt16 = 0x1E07
  static let parametersDefined: UInt16 = 0x1E09
  static let parameterType: UInt16 = 0x1F01
  static let operationDefinitions: UInt16 = 0x2603
  static let parameterDefinitions: UInt16 = 0x2604
  static let dataDefinitions: UInt16 = 0x2605
  static let containerDefinitions: UInt16 = 0x2608
  static let interpolationDefinitions: UInt16 = 0x2609
  static let essenceMobID: UInt16 = 0x2701
  static let essenceBytes: UInt16 = 0x2702
  static let locators: UInt16 = 0x2F01
  static let sampleRate: UInt16 = 0x3001
  static let descriptorLength: UInt16 = 0x3002
  static let containerFormat: UInt16 = 0x3004
  static let waveSummary: UInt16 = 0x3801
  static let byteOrder: UInt16 = 0x3B01
  static let lastModified: UInt16 = 0x3B02
  static let content: UInt16 = 0x3B03
  static let dictionary: UInt16 = 0x3B04
  static let version: UInt16 = 0x3B05
  static let identificationList: UInt16 = 0x3B06
  static let objectModelVersion: UInt16 = 0x3B07
  static let operationalPattern: UInt16 = 0x3B09
  static let soundBits: UInt16 = 0x3D01
  static let audioSamplingRate: UInt16 = 0x3D03
  static let electroSpatial: UInt16 = 0x3D05
  static let channels: UInt16 = 0x3D07
  static let averageBytes: UInt16 = 0x3D09
  static let blockAlign: UInt16 = 0x3D0A
  static let fileDescriptors: UInt16 = 0x3F01
  static let url: UInt16 = 0x4001
  static let mobID: UInt16 = 0x4401
  static let mobName: UInt16 = 0x4402
  static let mobSlots: UInt16 = 0x4403
  static let mobModified: UInt16 = 0x4404
  static let mobCreated: UInt16 = 0x4405
  static let mobComments: UInt16 = 0x4406
  static let mobUsage: UInt16 = 0x4408
  static let mobAttributes: UInt16 = 0x4409
  static let essenceDescription: UInt16 = 0x4701
  static let slotID: UInt16 = 0x4801
  static let slotName: UInt16 = 0x4802
  static let slotSegment: UInt16 = 0x4803
  static let physicalTrack: UInt16 = 0x4804
  static let eventEditRate: UInt16 = 0x4901
  static let editRate: UInt16 = 0x4B01
  static let origin: UInt16 = 0x4B02
  static let parameterDefinition: UInt16 = 0x4C01
  static let constantValue: UInt16 = 0x4D01
  static let interpolation: UInt16 = 0x4E01
  static let pointList: UInt16 = 0x4E02
  static let tagName: UInt16 = 0x5001
  static let tagValue: UInt16 = 0x5003
  static let describedSlots: UInt16 = 0x6102

  /// Those of four bytes and less that have a sign.
  static let signed: Set<UInt16> = [byteOrder, numberInputs]
}

/// Properties that Avid added to the standard; a file says itself by which numbers it has them.
enum AvidProperty {
  static let componentAttributes = UniqueIdentifier(high: 0x6095_8184_47B1_11D4, low: 0xA01C_0004_AC96_9F50)
  static let mobAttributes = UniqueIdentifier(high: 0x6095_8183_47B1_11D4, low: 0xA01C_0004_AC96_9F50)
  static let tagAttributes = UniqueIdentifier(high: 0x6095_8185_47B1_11D4, low: 0xA01C_0004_AC96_9F50)
  static let markerAttributes = UniqueIdentifier(high: 0xC72C_C817_AAC5_499B, low: 0xAF34_BC47_FEC1_EAA8)
  static let markerColor = UniqueIdentifier(high: 0xE96E_6D44_C383_11D3, low: 0xA069_0060_94EB_75CB)
  static let markerUser = UniqueIdentifier(high: 0xC4C4_5D9A_0967_11D4, low: 0xA08A_0060_94EB_75CB)
}
