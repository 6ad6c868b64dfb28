// SPDX-License-Identifier: Apache-2.0

import Essence

/// How red, green and blue follow from the code values of a picture, and between which code values they may lie.
///
/// Red, green and blue are taken in code values of luma's scale: R′ = Y′ + red · Cr′, G′ = Y′ − greenBlue · Cb′ − greenRed · Cr′, B′ = Y′ + blue · Cb′, with
/// Cb′ and Cr′ counted from their neutral value (ITU-R BT.601, BT.709 and BT.2020; ITU-T H.273 table 4).
struct LevelSpace: Sendable {
  /// What a colour difference adds to each component, in luma code values a step.
  struct Mix: Sendable {
    let red, greenBlue, greenRed, blue: Float

    /// The mix of a matrix whose luma weighs red by `kr` and blue by `kb`; `scale` is luma's range over that of a colour difference.
    init(kr: Double, kb: Double, scale: Double) {
      let (red, blue) = (2 * (1 - kr) * scale, 2 * (1 - kb) * scale)
      self.red = Float(red)
      self.blue = Float(blue)
      greenRed = Float(red * kr / (1 - kr - kb))
      greenBlue = Float(blue * kb / (1 - kr - kb))
    }
  }

  /// What the components are.
  let model: PixelFormat.Model
  /// How red, green and blue are mixed; `nil` for a matrix that samples alone cannot undo, where luma only is judged.
  let mix: Mix?
  /// Whether colour differences have fewer columns than luma.
  let isStretched: Bool
  /// No colour difference.
  let neutral: Float
  /// Luma below or above this lies outside: half a code value beyond the last one allowed, so that a filtered value counts as the code nearest to it.
  private(set) var luma: ClosedRange<Float>
  /// The same for red, green and blue.
  private(set) var rgb: ClosedRange<Float>

  /// The space of `coding` under `limits`. Where nobody names a matrix, it is that of BT.709, and of BT.601 below 720 rows.
  init(_ coding: SampleCoding, height: Int, _ limits: LevelLimits) {
    func codes(_ shares: ClosedRange<Double>) -> ClosedRange<Float> {
      let range = Double(coding.white - coding.black)
      let (low, high) = (shares.lowerBound * range, shares.upperBound * range)
      return Float(Double(coding.black) + low.rounded() - 0.5)...Float(Double(coding.black) + high.rounded() + 0.5)
    }
    model = coding.model
    isStretched = coding.log2ChromaWidth > 0
    neutral = Float(coding.neutral)
    luma = codes(limits.luma)
    rgb = codes(limits.rgb)
    let scale = Double(coding.white - coding.black) / Double(coding.chromaRange)
    mix = Self.weights(coding.color.matrix ?? (height < 720 ? 6 : 1)).map { Mix(kr: $0.kr, kb: $0.kb, scale: scale) }
  }

  /// The weights of red and blue in luma, by H.273's MatrixCoefficients; `nil` for a matrix that samples alone cannot undo.
  static func weights(_ matrix: Int) -> (kr: Double, kb: Double)? {
    switch matrix {
    case 1: (0.2126, 0.0722)
    case 4: (0.30, 0.11)
    case 5, 6: (0.299, 0.114)
    case 7: (0.212, 0.087)
    case 9: (0.2627, 0.0593)
    default: nil
    }
  }

  /// The same space with limits a little closer. Sums of floating-point numbers are off by far less than that: what lies within is within however it is summed.
  var narrowed: LevelSpace {
    var space = self
    space.luma = luma.lowerBound + Self.slack...luma.upperBound - Self.slack
    space.rgb = rgb.lowerBound + Self.slack...rgb.upperBound - Self.slack
    return space
  }

  /// A part of a code value.
  private static let slack: Float = 0.1

  /// The tiles whose samples might make a pixel outside, by their extremes alone. It errs on the side of yes.
  func candidates(_ tiles: PictureTiles) -> [Int] {
    let (first, second, third) = (tiles.components[0], tiles.components.count > 1 ? tiles.components[1] : [], tiles.components.last ?? [])
    let last = tiles.columns - 1
    return (0..<tiles.columns * tiles.rows).filter { index in
      if model == .rgb { return [first, second, third].contains { isOutside(Self.bounds($0[index]), rgb) } }
      let y = Self.bounds(first[index])
      if isOutside(y, luma) { return true }
      guard model == .yCbCr, let mix else { return false }
      var (cb, cr) = (Self.bounds(second[index]), Self.bounds(third[index]))
      // A line of colour differences that is stretched leans on the first sample of the tile to the right.
      if isStretched, index % tiles.columns < last {
        (cb, cr) = (Self.union(cb, Self.bounds(second[index + 1])), Self.union(cr, Self.bounds(third[index + 1])))
      }
      return mayLeave(y, cb, cr, mix)
    }
  }

  private typealias Bounds = (low: Float, high: Float)

  /// Whether red, green or blue might lie outside.
  private func mayLeave(_ y: Bounds, _ cb: Bounds, _ cr: Bounds, _ mix: Mix) -> Bool {
    let (b, r) = ((low: cb.low - neutral, high: cb.high - neutral), (low: cr.low - neutral, high: cr.high - neutral))
    return isOutside((y.low + mix.red * r.low, y.high + mix.red * r.high), rgb)
      || isOutside((y.low + mix.blue * b.low, y.high + mix.blue * b.high), rgb)
      || isOutside((y.low - mix.greenBlue * b.high - mix.greenRed * r.high, y.high - mix.greenBlue * b.low - mix.greenRed * r.low), rgb)
  }

  private func isOutside(_ bounds: Bounds, _ range: ClosedRange<Float>) -> Bool {
    bounds.low < range.lowerBound + Self.slack || bounds.high > range.upperBound - Self.slack
  }

  private static func bounds(_ extent: PictureTiles.Extent) -> Bounds { (Float(extent.minimum), Float(extent.maximum)) }

  private static func union(_ one: Bounds, _ other: Bounds) -> Bounds {
    (min(one.low, other.low), max(one.high, other.high))
  }
}
