// SPDX-License-Identifier: Apache-2.0

public import Essence

/// Descriptors of essence, made from what is known of it.
public enum EssenceDescriptor {
  /// AVC-Intra of class 100 at 1080i25: 10 bits of 4:2:2, two fields a frame (SMPTE RP 2027, RP 2008). Heights are those of a field.
  public static func avcIntra100At1080i25(_ activeFormat: ActiveFormat?) -> MetadataSet {
    avcIntra100At1080i25(MetadataSet(.mpegVideoDescriptor, identifier: [UInt8](repeating: 0, count: 16)), activeFormat)
  }

  /// The same as ST 381-3 describes it.
  static func avcIntra100At1080i25AsCDCI(_ activeFormat: ActiveFormat?) -> MetadataSet {
    avcIntra100At1080i25(MetadataSet(.cdciDescriptor, identifier: [UInt8](repeating: 0, count: 16)), activeFormat)
  }

  private static func avcIntra100At1080i25(_ set: MetadataSet, _ activeFormat: ActiveFormat?) -> MetadataSet {
    var set = set
    set.put(.pictureCompression, .avcIntra100At1080i50)
    put(&set, width: 1920, height: 540, lines: (21, 584), signalStandard: 4)
    set.put(.componentDepth, UInt32(10))
    putVideoRange10(&set)
    if let activeFormat { set.put(.activeFormatDescriptor, activeFormat.stored) }
    return set
  }

  /// Fields of an interlaced picture of BT.709 with square pixels at 16:9.
  private static func put(_ set: inout MetadataSet, width: UInt32, height: UInt32, lines: (Int32, Int32), signalStandard: UInt8) {
    set.put(.signalStandard, signalStandard)
    set.put(.frameLayout, UInt8(1))  // separate fields
    set.put(.storedWidth, width)
    set.put(.storedHeight, height)
    set.put(.sampledWidth, width)
    set.put(.sampledHeight, height)
    set.put(.sampledXOffset, Int32(0))
    set.put(.sampledYOffset, Int32(0))
    set.put(.displayWidth, width)
    set.put(.displayHeight, height)
    set.put(.displayXOffset, Int32(0))
    set.put(.displayYOffset, Int32(0))
    set.put(.storedF2Offset, Int32(0))
    set.put(.displayF2Offset, Int32(0))
    set.put(.videoLineMap, batch: [Array(number: lines.0), Array(number: lines.1)], size: 4)
    set.put(.imageAspectRatio, 16, over: 9)
    set.put(.transferCharacteristic, .transferBT709)
    set.put(.codingEquations, .codingEquationsBT709)
    set.put(.colorPrimaries, .primariesBT709)
  }

  /// 4:2:2 of 10 bits in narrow range.
  private static func putVideoRange10(_ set: inout MetadataSet) {
    set.put(.horizontalSubsampling, UInt32(2))
    set.put(.verticalSubsampling, UInt32(1))
    set.put(.colorSiting, UInt8(4))  // BT.601: chroma with every other sample of luma
    set.put(.blackRefLevel, UInt32(64))
    set.put(.whiteRefLevel, UInt32(940))
    set.put(.colorRange, UInt32(897))
  }

  /// PCM (SMPTE ST 382).
  public static func wavePCM(bits: UInt32, channels: UInt32 = 1, sampleRate: Int32 = 48_000) -> MetadataSet {
    var set = MetadataSet(.wavePCMDescriptor, identifier: [UInt8](repeating: 0, count: 16))
    let bytes = channels * ((bits + 7) / 8)
    set.put(.audioSampleRate, sampleRate, over: 1)
    set.put(.locked, true)
    set.put(.channelCount, channels)
    set.put(.quantizationBits, bits)
    set.put(.blockAlign, UInt16(bytes))
    set.put(.averageBytesPerSecond, bytes * UInt32(sampleRate))
    return set
  }
}
