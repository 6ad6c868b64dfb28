// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// The light that a display makes of code values, as tables and integer weights, so that a picture gives the same numbers on every machine.
///
/// Standard dynamic range is shown by the function that the limits name, with nominal white at their luminance; PQ and HLG by ITU-R BT.2100, HLG on a display of
/// 1,000 cd/m² (its nominal peak), system gamma 1.2.
struct DisplayLight: Sendable {
  /// Steps of light in 1 cd/m².
  static let unit = 256
  /// Steps of the flash scale in 1 cd/m².
  static let flashUnit = 32

  /// Light of one primary by its signal: 4,096 entries, that of nominal white at `white`.
  let linear: [Int32]
  /// The signal of nominal white.
  let white: Int
  /// What red, green and blue add to X, Y and Z, in 65,536ths.
  let weights: (x: SIMD4<Int>, y: SIMD4<Int>, z: SIMD4<Int>)
  /// The flash scale by luminance, one entry for 1 cd/m².
  let flashScale: [Int32]
  /// The luminance, in steps of `unit`, from which the flash scale is no longer luminance itself.
  let knee: Int32
  /// u′ and v′ of the white point, in 65,536ths.
  let whitePoint: (u: Int, v: Int)
  /// The code value of black where the components are grey alone.
  let greyBlack: Int16
  /// From Y′ Cb Cr to red, green and blue; `nil` where the components are red, green and blue, or grey.
  let matrix: SignalMatrix?

  init(_ coding: SampleCoding, height: Int, limits: FlashLimits) {
    let isHDR = coding.color.transfer == 16 || coding.color.transfer == 18
    // A narrow range leaves room above white: 12-bit codes count from black, and 219 × 16 of them lead to white.
    let white = coding.isFullRange ? (((1 << coding.depth) - 1) << 12) >> coding.depth : 219 << 4
    self.white = white
    linear = (0..<4096).map { signal in
      let light = min(Self.light(Double(signal) / Double(white), coding.color.transfer, limits), 12_000)
      return Int32(clamping: (light * Double(Self.unit)).rounded().whole)
    }
    greyBlack = coding.model == .gray && !coding.isFullRange ? 16 << 4 : 0
    let xyz = PrimaryWeights(primaries: coding.color.primaries)
    weights = (xyz.x, xyz.y, xyz.z)
    whitePoint = xyz.whitePoint
    flashScale = Self.flashScale(limits, system: coding.color.transfer == 18, most: isHDR ? 12_000 : 1_000)
    knee = coding.color.transfer == 18 ? 0 : Int32(clamping: ((max(0, limits.darkerBelow) + max(0.01, limits.change)) * Double(Self.unit)).whole)
    matrix = coding.model == .yCbCr ? SignalMatrix(coding, height: height, white: white) : nil
  }

  /// Luminance on the flash scale, in steps of `flashUnit`, of a luminance in steps of `unit`.
  ///
  /// Two luminances make a flash where they lie `FlashLimits.change` apart on this scale: it runs with cd/m² up to the darkest bright change
  /// (160 + 20 cd/m²), and above, it repeats itself by the ratio that the Michelson contrast stands for (18 ∕ 16), so that one comparison does for both clauses.
  private static func flashScale(_ limits: FlashLimits, system isHLG: Bool, most: Int) -> [Int32] {
    let change = max(0.01, limits.change)
    let knee = max(0, limits.darkerBelow) + change
    var highest: Int32 = 0
    return (0...most).map { step in
      // The scene's luminance, scaled to 1,000, becomes the display's: BT.2100, HLG reference OOTF.
      var luminance = isHLG ? 1000 * pow(Double(step) / 1000, 1.2) : Double(step)
      var scale = 0.0
      if let contrast = limits.brightContrast, contrast > 0, contrast < 1 {
        let ratio = (1 + contrast) / (1 - contrast)
        while luminance > knee, scale < 900 {
          luminance /= ratio
          scale += change
        }
        scale += min(luminance, knee)
      } else {
        // Nothing bright counts: the brightest change that does ends just short of the knee.
        scale = min(luminance, knee - 1 / Double(flashUnit))
      }
      highest = max(highest, Int32(clamping: min(32_000, (scale * Double(flashUnit)).rounded()).whole))
      return highest
    }
  }

  /// Light in cd/m² of a signal, 1 at nominal white; for HLG that of the scene, scaled to 1,000.
  private static func light(_ signal: Double, _ transfer: Int?, _ limits: FlashLimits) -> Double {
    switch transfer {
    case 16:  // SMPTE ST 2084, BT.2100 table 4
      let power = pow(min(signal, 1), 1 / 78.84375)
      return 10_000 * pow(max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power), 1 / 0.1593017578125)
    case 18:  // BT.2100 table 5
      return 1000 * (signal <= 0.5 ? signal * signal / 3 : (exp((signal - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12)
    default:
      switch limits.display {
      case .bt1886: return limits.white * pow(signal, 2.4)
      case .sRGB: return limits.white * (signal <= 0.04045 ? signal / 12.92 : pow((signal + 0.055) / 1.055, 2.4))
      }
    }
  }
}

/// What primaries of equal signal add to X, Y and Z (ITU-T H.273 table 2), as whole 65,536ths.
private struct PrimaryWeights {
  let x, y, z: SIMD4<Int>
  let whitePoint: (u: Int, v: Int)

  init(primaries: Int?) {
    let d65 = (0.3127, 0.3290)
    let corners: [(Double, Double)] =
      switch primaries {
      case 5: [(0.64, 0.33), (0.29, 0.60), (0.15, 0.06)]
      case 6, 7: [(0.63, 0.34), (0.31, 0.595), (0.155, 0.07)]
      case 9: [(0.708, 0.292), (0.17, 0.797), (0.131, 0.046)]
      case 11, 12: [(0.68, 0.32), (0.265, 0.69), (0.15, 0.06)]
      default: [(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)]
      }
    // Columns are the primaries' X, Y and Z at Y = 1; their sum, weighted, is white.
    let columns = corners.map { SIMD3($0.0 / $0.1, 1, (1 - $0.0 - $0.1) / $0.1) }
    let white = SIMD3(d65.0 / d65.1, 1, (1 - d65.0 - d65.1) / d65.1)
    func determinant(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
      a.x * (b.y * c.z - b.z * c.y) - b.x * (a.y * c.z - a.z * c.y) + c.x * (a.y * b.z - a.z * b.y)
    }
    let whole = determinant(columns[0], columns[1], columns[2])
    let shares = [
      determinant(white, columns[1], columns[2]) / whole, determinant(columns[0], white, columns[2]) / whole,
      determinant(columns[0], columns[1], white) / whole,
    ]
    func row(_ part: (SIMD3<Double>) -> Double) -> SIMD4<Int> {
      let values = (0..<3).map { (part(columns[$0]) * shares[$0] * 65_536).rounded().whole }
      return SIMD4(values[0], values[1], values[2], 0)
    }
    var luminance = row(\.y)
    luminance.y = 65_536 - luminance.x - luminance.z
    (x, y, z) = (row(\.x), luminance, row(\.z))
    let sum = white.x + 15 * white.y + 3 * white.z
    whitePoint = ((4 * white.x / sum * 65_536).rounded().whole, (9 * white.y / sum * 65_536).rounded().whole)
  }
}

/// From 12-bit Y′ Cb Cr codes to the signals of red, green and blue (ITU-T H.273 table 4).
struct SignalMatrix: Sendable {
  /// A factor in whole 65,536ths, as a whole number and what is left: products with it are taken in lanes of sixteen bits.
  struct Factor: Sendable {
    let whole: Int16
    let part: Int16

    init(_ value: Double) {
      let factor = Int32(clamping: value.rounded().whole)
      part = Int16(truncatingIfNeeded: factor)
      whole = Int16(clamping: (factor - Int32(part)) >> 16)
    }
  }

  let black: Int16
  let red: Factor
  /// What green loses by a step of the blue difference, below zero.
  let greenByBlue: Factor
  /// What green loses by a step of the red difference, below zero.
  let greenByRed: Factor
  let blue: Factor

  init(_ coding: SampleCoding, height: Int, white: Int) {
    let (kr, kb): (Double, Double) =
      switch coding.color.matrix {
      case 1: (0.2126, 0.0722)
      case 9, 10: (0.2627, 0.0593)
      case 4, 5, 6: (0.299, 0.114)
      case 7: (0.212, 0.087)
      default: height > 576 ? (0.2126, 0.0722) : (0.299, 0.114)  // as players guess
      }
    let scale = Double(white) / (coding.isFullRange ? Double(white) : 224 * 16) * 65_536
    let kg = 1 - kr - kb
    black = coding.isFullRange ? 0 : 16 << 4
    red = Factor(2 * (1 - kr) * scale)
    blue = Factor(2 * (1 - kb) * scale)
    greenByBlue = Factor(-2 * (1 - kb) * kb / kg * scale)
    greenByRed = Factor(-2 * (1 - kr) * kr / kg * scale)
  }
}

// Products of sixteen bits by sixteen are taken as their high and their low halves, each one instruction. Sums are those of 32 bits, rounded once.
extension SIMD16<Int16> {
  /// Lanes times `factor`, rounded half up.
  @inline(__always)
  func product(_ factor: SignalMatrix.Factor) -> Self {
    let part = Self(repeating: factor.part)
    let low = unsafeBitCast(self &* part, to: SIMD16<UInt16>.self)
    return self &* Self(repeating: factor.whole) &+ highHalf(times: part) &+ unsafeBitCast(low &>> SIMD16<UInt16>(repeating: 15), to: Self.self)
  }

  /// Lanes times `factor` and those of `other` times `otherFactor`, added up and then rounded half up.
  @inline(__always)
  func sum(_ factor: SignalMatrix.Factor, _ other: Self, _ otherFactor: SignalMatrix.Factor) -> Self {
    let (part, otherPart) = (Self(repeating: factor.part), Self(repeating: otherFactor.part))
    let (low, otherLow) = (
      unsafeBitCast(self &* part, to: SIMD16<UInt16>.self), unsafeBitCast(other &* otherPart, to: SIMD16<UInt16>.self)
    )
    let sum = low &+ otherLow
    // All ones, which is −1, where the low halves come to more than sixteen bits.
    let carry = unsafeBitCast(sum .< low, to: Self.self)
    let high = self &* Self(repeating: factor.whole) &+ other &* Self(repeating: otherFactor.whole)
    return high &+ highHalf(times: part) &+ other.highHalf(times: otherPart) &- carry
      &+ unsafeBitCast(sum &>> SIMD16<UInt16>(repeating: 15), to: Self.self)
  }

  /// The high halves of the products: one instruction for eight where it is spelled like this.
  @inline(__always)
  private func highHalf(times factor: Self) -> Self {
    var result = Self.zero
    for lane in 0..<16 { result[lane] = Int16(truncatingIfNeeded: (Int32(self[lane]) &* Int32(factor[lane])) &>> 16) }
    return result
  }
}
