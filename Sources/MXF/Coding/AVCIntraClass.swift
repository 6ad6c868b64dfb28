// SPDX-License-Identifier: Apache-2.0

/// A class of AVC-Intra: how many megabits a second its pictures have, all of one length (SMPTE RP 2027).
enum AVCIntraClass: Int, Sendable {
  case class50 = 50
  case class100 = 100
  case class200 = 200

  /// The bytes of a picture, by its lines and by whether there are 25 or 50 of them a second, or about 30 or 60 (RP 2027). 23.98 has those of 29.97.
  private static let lengths: [Key: Self] = [
    Key(1080, isEuropean: true, 281_088): .class50, Key(1080, isEuropean: false, 232_960): .class50,
    Key(720, isEuropean: true, 140_800): .class50, Key(720, isEuropean: false, 116_736): .class50,
    Key(1080, isEuropean: true, 568_832): .class100, Key(1080, isEuropean: false, 472_576): .class100,
    Key(720, isEuropean: true, 284_672): .class100, Key(720, isEuropean: false, 236_544): .class100,
    Key(1080, isEuropean: true, 1_144_320): .class200, Key(1080, isEuropean: false, 952_832): .class200,
  ]

  private struct Key: Hashable {
    var height: Int
    var isEuropean: Bool
    var byteCount: Int64

    init(_ height: Int, isEuropean: Bool, _ byteCount: Int64) { (self.height, self.isEuropean, self.byteCount) = (height, isEuropean, byteCount) }
  }

  /// The class of a picture; nothing where none has its raster, rate and length.
  init?(_ parameters: SequenceParameters, rate: EssenceTrack.Fraction, byteCount: Int64) {
    let height = parameters.height == 1088 ? 1080 : parameters.height
    guard let found = Self.lengths[Key(height, isEuropean: rate.denominator == 1, byteCount)],
      parameters.profile == (found == .class50 ? 110 : 122)
    else { return nil }
    self = found
  }

  /// Its label in the register: of the class, and of the lines, the scanning and the rate.
  func label(_ parameters: SequenceParameters, rate: EssenceTrack.Fraction) -> UniversalLabel {
    let (family, version): (UInt64, UInt64) =
      switch self {
      case .class50: (0x21, 0x0A)
      case .class100: (0x31, 0x0A)
      case .class200: (0x32, 0x0D)
      }
    let isEuropean = rate.denominator == 1
    let form: UInt64 = parameters.height == 720 ? (isEuropean ? 9 : 8) : (parameters.isFrameOnly ? 2 : 0) + (isEuropean ? 2 : 1)
    return UniversalLabel(0x060e2b34_04010100 | version, 0x04010202_01320000 | family << 8 | form)
  }
}
