// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension ColorDescription {
  /// The description that libav's code points give. They are H.273's own; 2 means that nothing was stated, and so does 0 (reserved)
  /// except for the matrix, where it is RGB.
  init(_ primaries: AVColorPrimaries, _ transfer: AVColorTransferCharacteristic, _ matrix: AVColorSpace, _ range: AVColorRange) {
    self.init(
      primaries: [0, 2].contains(primaries.rawValue) ? nil : Int(primaries.rawValue),
      transfer: [0, 2].contains(transfer.rawValue) ? nil : Int(transfer.rawValue),
      matrix: matrix == AVCOL_SPC_UNSPECIFIED ? nil : Int(matrix.rawValue),
      isFullRange: range == AVCOL_RANGE_UNSPECIFIED ? nil : range == AVCOL_RANGE_JPEG)
  }

  /// `primaries` as libav's type.
  var libAVPrimaries: AVColorPrimaries { primaries.map { AVColorPrimaries(.init($0)) } ?? AVCOL_PRI_UNSPECIFIED }
  /// `transfer` as libav's type.
  var libAVTransfer: AVColorTransferCharacteristic { transfer.map { AVColorTransferCharacteristic(.init($0)) } ?? AVCOL_TRC_UNSPECIFIED }
  /// `matrix` as libav's type.
  var libAVMatrix: AVColorSpace { matrix.map { AVColorSpace(.init($0)) } ?? AVCOL_SPC_UNSPECIFIED }
  /// `isFullRange` as libav's type.
  var libAVRange: AVColorRange { isFullRange.map { $0 ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG } ?? AVCOL_RANGE_UNSPECIFIED }
}

extension ScanType {
  /// The scan that libav's field order gives; of the mixed orders (stored and displayed differently) the displayed one counts.
  init?(_ order: AVFieldOrder) {
    switch order {
    case AV_FIELD_PROGRESSIVE: self = .progressive
    case AV_FIELD_TT, AV_FIELD_BT: self = .interlacedTopFirst
    case AV_FIELD_BB, AV_FIELD_TB: self = .interlacedBottomFirst
    default: return nil
    }
  }

  /// The scan as libav's type.
  var libAV: AVFieldOrder {
    switch self {
    case .progressive: AV_FIELD_PROGRESSIVE
    case .interlacedTopFirst: AV_FIELD_TT
    case .interlacedBottomFirst: AV_FIELD_BB
    }
  }
}

extension Ratio {
  /// The ratio, unless libav's value means "unknown".
  init?(_ ratio: AVRational) {
    guard ratio.num > 0, ratio.den > 0 else { return nil }
    self.init(Int(ratio.num), Int(ratio.den))
  }

  /// The ratio as libav's type, reduced where it would not fit.
  var libAV: AVRational {
    var (num, den) = (Int32(0), Int32(1))
    av_reduce(&num, &den, Int64(numerator), Int64(denominator), Int64(Int32.max))
    return AVRational(num: num, den: den)
  }
}
