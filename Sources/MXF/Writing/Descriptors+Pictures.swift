// SPDX-License-Identifier: Apache-2.0

extension EssenceDescriptor {
  /// The descriptor of a coded picture. The essence says what it is; what it does not say is taken from the descriptor that it came with.
  static func picture(_ coding: PictureCoding, _ facts: PictureFacts, source: MetadataSet?) -> MetadataSet {
    let isMPEG = coding == .mpeg2 || coding == .avcIntra
    var set = MetadataSet(isMPEG ? .mpegVideoDescriptor : .cdciDescriptor, identifier: [UInt8](repeating: 0, count: 16))
    if let label = facts.compression ?? source?.label(.pictureCompression) { set.put(.pictureCompression, label) }
    putRaster(&set, facts, source: source)
    putSamples(&set, facts)
    let color = facts.color
    for (property, label) in [
      (MetadataProperty.colorPrimaries, color?.primariesLabel), (.transferCharacteristic, color?.transferLabel),
      (.codingEquations, color?.matrixLabel),
    ] {
      if let label = label ?? source?.label(property) { set.put(property, label) }
    }
    if let format = source?[.activeFormatDescriptor] { set.put(.activeFormatDescriptor, format) }
    return set
  }

  /// What a descriptor of MPEG-2 says besides (ST 381-1).
  static func putGroups(_ set: inout MetadataSet, _ sequence: MPEG2Picture.Sequence, _ groups: GroupsOfPictures) {
    set.put(.singleSequence, true)
    set.put(.codedContentScanning, UInt8(sequence.isProgressive ? 1 : 2))
    set.put(.lowDelay, sequence.isLowDelay)
    set.put(.closedGOP, groups.areClosed)
    set.put(.maxGOP, UInt16(clamping: groups.longest))
    set.put(.maxBPictureCount, UInt16(clamping: groups.mostBidirectional))
    set.put(.bitRate, UInt32(clamping: sequence.bitRate))
    set.put(.profileAndLevel, sequence.profileAndLevel)
  }

  /// Heights are those of a field where there are fields (ST 377-1:2019, annex G.2).
  private static func putRaster(_ set: inout MetadataSet, _ facts: PictureFacts, source: MetadataSet?) {
    let fields = facts.isInterlaced ? 2 : 1
    set.put(.signalStandard, standard(facts.height))
    set.put(.frameLayout, UInt8(facts.isInterlaced ? 1 : 0))  // separate fields, full frames
    set.put(.storedWidth, UInt32((facts.width + 15) / 16 * 16))
    set.put(.storedHeight, UInt32(facts.storedHeight / fields))
    for property in [MetadataProperty.sampledWidth, .displayWidth] { set.put(property, UInt32(facts.width)) }
    set.put(.sampledHeight, UInt32(facts.height / fields))
    set.put(.displayHeight, UInt32(facts.displayHeight / fields))
    for property in [MetadataProperty.sampledXOffset, .sampledYOffset, .displayXOffset] { set.put(property, Int32(0)) }
    set.put(.displayYOffset, Int32((facts.height - facts.displayHeight) / fields))
    if facts.isInterlaced {
      set.put(.storedF2Offset, Int32(0))
      set.put(.displayF2Offset, Int32(0))
      set.put(.fieldDominance, UInt8(facts.isTopFieldFirst ? 1 : 2))
    }
    if let lines = lineMap(facts) {
      set.put(.videoLineMap, batch: lines.map { Array(number: $0) }, size: 4)
    } else if let lines = source?[.videoLineMap] {
      set.put(.videoLineMap, lines)
    }
    if let aspect = facts.aspect {
      set.put(.imageAspectRatio, aspect.numerator, over: aspect.denominator)
    } else if let aspect = source?.rational(.imageAspectRatio) {
      set.put(.imageAspectRatio, aspect.numerator, over: aspect.denominator)
    }
  }

  /// ST 377-1:2019, G.2.3: which standard a signal of so many lines follows; nought for none.
  private static func standard(_ height: Int) -> UInt8 {
    switch height {
    case 480, 486, 512, 576, 608: 1
    case 1080: 4
    case 720: 5
    default: 0
    }
  }

  /// The lines of the signal on which the fields begin (ST 274, ST 296, BT.601); nothing where no signal has such a raster.
  private static func lineMap(_ facts: PictureFacts) -> [Int32]? {
    switch (facts.height, facts.isInterlaced) {
    case (1080, true): [21, 584]
    case (1080, false): [42, 0]
    case (720, false): [26, 0]
    case (576, true): [23, 336]
    case (608, true): [7, 320]
    case (512, true): [7, 270]
    default: nil
    }
  }

  /// Depth, siting and levels of narrow range (BT.601, BT.709, BT.2020).
  private static func putSamples(_ set: inout MetadataSet, _ facts: PictureFacts) {
    let scale = UInt32(1) << (facts.depth - 8)
    set.put(.componentDepth, facts.depth)
    set.put(.horizontalSubsampling, facts.subsampling.across)
    set.put(.verticalSubsampling, facts.subsampling.down)
    set.put(.colorSiting, UInt8(facts.subsampling.down == 2 ? 3 : facts.subsampling.across == 2 ? 4 : 0))
    set.put(.blackRefLevel, 16 * scale)
    set.put(.whiteRefLevel, 235 * scale)
    set.put(.colorRange, 224 * scale + 1)
    if facts.alphaBits > 0 { set.put(.alphaSampleDepth, facts.alphaBits) }
  }

  /// Sound of PCM in the samples that its source's descriptor tells (ST 382).
  static func sound(_ sound: SoundFacts, source: MetadataSet, _ coding: PictureCoding) -> MetadataSet {
    let keys: [PictureCoding: UniversalLabel] = [.mpeg2: .aes3PCMDescriptor, .d10: .soundDescriptor]
    var set = MetadataSet(keys[coding] ?? .wavePCMDescriptor, identifier: [UInt8](repeating: 0, count: 16))
    set.put(.audioSampleRate, Int32(sound.sampleRate), over: 1)
    set.put(.locked, source.integer(.locked, as: UInt8.self).map { $0 != 0 } ?? true)
    set.put(.channelCount, UInt32(sound.channels))
    set.put(.quantizationBits, UInt32(sound.bits))
    // The element of D-10 has eight channels of four bytes, whatever is in them (ST 331, 8).
    if coding != .d10 {
      set.put(.blockAlign, UInt16(sound.blockSize))
      set.put(.averageBytesPerSecond, UInt32(sound.blockSize * sound.sampleRate))
    }
    for property in [MetadataProperty.audioReferenceLevel, .electrospatialFormulation, .dialNorm, .channelAssignment] {
      if let value = source[property] { set.put(property, value) }
    }
    return set
  }
}

extension OP1aPlan.Element {
  /// Sound beside pictures of a coding. XDCAM has its sound as AES3 (RDD 9), D-10 in an element of eight channels (ST 386), the others theirs as Broadcast
  /// Wave; the samples of the first and the last are the same bytes (ST 382).
  static func sound(_ descriptor: MetadataSet, _ coding: PictureCoding, _ facts: PictureFacts, byteCount: Int?) -> Self {
    let (container, type): (UniversalLabel, UInt8) =
      switch coding {
      case .d10: (coding.container(facts.compression), 0x10)
      case .mpeg2: (.aes3FrameWrapped, 0x03)
      case .proRes, .vc3, .avcIntra: (.wavePCMFrameWrapped, 0x01)
      }
    return Self(.sound, container: container, elementType: type, descriptor: descriptor, byteCount: byteCount)
  }
}
