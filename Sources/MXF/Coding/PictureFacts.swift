// SPDX-License-Identifier: Apache-2.0

/// What the bytes of a coded picture say of it, for its descriptor.
struct PictureFacts: Hashable, Sendable {
  /// The label of the coding; nothing where the bytes do not tell which of its family it is.
  var compression: UniversalLabel?
  var width: Int
  /// Of a whole frame.
  var height: Int
  var isInterlaced: Bool
  var isTopFieldFirst: Bool
  /// Samples of luma for one of chroma, across and down.
  var subsampling: (across: UInt32, down: UInt32) {
    get { (across, down) }
    set { (across, down) = newValue }
  }
  private var across: UInt32 = 2
  private var down: UInt32 = 1
  /// Bits a sample.
  var depth: UInt32
  /// Width to height of the picture as seen; nothing where the coding does not say.
  var aspect: EssenceTrack.Fraction?
  var color: CodedColor?
  /// Bits of alpha; nought for none.
  var alphaBits: UInt32 = 0
  /// Lines of a coded frame, which may be more than the picture has.
  var storedHeight: Int
  /// Lines of a frame that are seen: the first ones of D-10 are not.
  var displayHeight: Int { [608: 576, 512: 486][height] ?? height }

  init(_ parameters: SequenceParameters, rate: EssenceTrack.Fraction, byteCount: Int64) {
    // The lines of a signal are no whole macroblocks; AVC-Intra does not say which are cut away.
    (width, height) = (parameters.width, parameters.height == 1088 ? 1080 : parameters.height)
    (storedHeight, isInterlaced, isTopFieldFirst) = (height, !parameters.isFrameOnly, true)
    (depth, across, down) = (UInt32(parameters.lumaBits), 2, parameters.chromaFormat == 1 ? 2 : 1)
    if parameters.chromaFormat == 3 { across = 1 }
    // Those of high definition fill a screen of 16:9, however few columns are coded.
    aspect = height == 720 || height == 1080 ? .init(16, 9) : Self.aspect(1, width, height)
    compression = AVCIntraClass(parameters, rate: rate, byteCount: byteCount)?.label(parameters, rate: rate) ?? Self.avcIntraLabel(parameters)
  }

  /// The label of intra profiles of AVC without a class.
  private static func avcIntraLabel(_ parameters: SequenceParameters) -> UniversalLabel? {
    let families: [Int: UInt64] = [110: 0x20, 122: 0x30]
    return families[parameters.profile].map { UniversalLabel(0x060e2b34_0401010a, 0x04010202_01320001 | $0 << 8) }
  }

  init(_ frame: ProResFrame) {
    (width, height, storedHeight) = (frame.width, frame.height, frame.height)
    (isInterlaced, isTopFieldFirst) = (frame.interlaceMode != 0, frame.interlaceMode != 2)
    depth = frame.chromaFormat == 3 ? 12 : 10
    (color, alphaBits) = (frame.color, frame.alphaBits)
    aspect = Self.aspect(frame.aspect, frame.width, frame.height)
    if frame.chromaFormat == 3 { across = 1 }
  }

  init(_ frame: VC3Frame) {
    (width, height, storedHeight) = (frame.width, frame.height, frame.height)
    (isInterlaced, isTopFieldFirst) = (frame.isInterlaced, frame.isTopFieldFirst)
    (compression, depth) = (frame.label, frame.depth)
    if frame.is444 { across = 1 }
  }

  /// The facts of a picture with its sequence header; the groups tell whether it is coded from itself alone.
  init?(_ picture: MPEG2Picture, isIntra: Bool) {
    guard let sequence = picture.sequence else { return nil }
    (width, height) = (sequence.width, sequence.height)
    (isInterlaced, isTopFieldFirst) = (!sequence.isProgressive, picture.isTopFieldFirst)
    // Whole macroblocks: of each field where there are fields (H.262, 6.3.3).
    let unit = sequence.isProgressive ? 16 : 32
    storedHeight = (sequence.height + unit - 1) / unit * unit
    compression = Self.mpeg2Label(sequence.profileAndLevel, isIntra: isIntra)
    depth = 8
    aspect = Self.aspect(sequence.aspect, sequence.width, sequence.height)
    color = sequence.color ?? .bt709
    switch sequence.chromaFormat {
    case 1: (across, down) = (2, 2)
    case 3: across = 1
    default: break
    }
  }

  /// The facts of a picture of D-10 (SMPTE ST 356, ST 386); nothing where it has not one of its rates and rasters.
  init?(d10 picture: MPEG2Picture) {
    self.init(picture, isIntra: true)
    let rates = [50_000_000: 1, 40_000_000: 3, 30_000_000: 5]
    guard let sequence = picture.sequence, width == 720, height == 608 || height == 512, let rate = rates[sequence.bitRate] else { return nil }
    compression = UniversalLabel(0x060e2b34_04010101, 0x04010202_01020100 | UInt64(height == 608 ? rate : rate + 1))
    color = sequence.color
    if sequence.aspect == 1 { aspect = nil }  // no raster of D-10 has square samples
  }

  /// Whether another picture has the same raster, scanned in the same way.
  func hasRaster(of other: Self) -> Bool {
    (width, height, isInterlaced, depth) == (other.width, other.height, other.isInterlaced, other.depth)
  }

  /// Main profile and 4:2:2 profile at high level, main profile at high level 1440 (H.262, 8; the register's labels).
  private static func mpeg2Label(_ profileAndLevel: UInt8, isIntra: Bool) -> UniversalLabel? {
    let families: [UInt8: (version: UInt64, family: UInt64)] = [0x82: (0x03, 0x04), 0x44: (0x03, 0x03), 0x46: (0x08, 0x05)]
    return families[profileAndLevel].map {
      UniversalLabel(0x060e2b34_04010100 | $0.version, 0x04010202_01000000 | $0.family << 16 | (isIntra ? 2 : 3) << 8)
    }
  }

  /// H.262, table 6-3, and RDD 36 have the same numbers.
  static func aspect(_ code: Int, _ width: Int, _ height: Int) -> EssenceTrack.Fraction? {
    switch code {
    case 1:
      var (a, b) = (width, height)
      while b != 0 { (a, b) = (b, a % b) }
      return a > 0 ? .init(Int32(width / a), Int32(height / a)) : nil
    case 2: return .init(4, 3)
    case 3: return .init(16, 9)
    default: return nil
    }
  }
}
