// SPDX-License-Identifier: Apache-2.0

import Essence

/// Counts the pixels of prepared lines that lie outside, eight at a time.
struct LevelCounter {
  private let model: PixelFormat.Model
  private let mix: LevelSpace.Mix?
  private let neutral: Float
  private let luma: ClosedRange<Float>
  private let rgb: ClosedRange<Float>
  private var tally = Tally()

  /// Counts in eight lanes.
  private struct Tally {
    var any = SIMD8<Int32>.zero
    var luma = SIMD8<Int32>.zero
    var rgb = SIMD8<Int32>.zero
  }

  /// A counter of values that are `scale` times code values.
  init(_ space: LevelSpace, scale: Float) {
    model = space.model
    mix = space.mix
    neutral = space.neutral * scale
    luma = space.luma.lowerBound * scale...space.luma.upperBound * scale
    rgb = space.rgb.lowerBound * scale...space.rgb.upperBound * scale
  }

  /// What was counted so far.
  var result: LevelMeter.Count {
    LevelMeter.Count(any: Int(tally.any.wrappedSum()), luma: Int(tally.luma.wrappedSum()), rgb: Int(tally.rgb.wrappedSum()))
  }

  /// Counts the first `length` pixels of lines of the three components, or of luma alone, and answers whether any lies outside. A vector beyond them may be
  /// read, and does not count.
  mutating func count(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ third: UnsafePointer<Float>, _ length: Int) -> Bool {
    let before = tally.any
    var tally = tally
    switch (model, mix) {
    case (.yCbCr, let mix?): Self.count(&tally, length) { mixed(eight(first, $0), eight(second, $0) - neutral, eight(third, $0) - neutral, mix) }
    case (.rgb, _):
      Self.count(&tally, length) { index in
        (SIMDMask(), isOutside(eight(first, index), rgb) .| isOutside(eight(second, index), rgb) .| isOutside(eight(third, index), rgb))
      }
    default: Self.count(&tally, length) { (isOutside(eight(first, $0), luma), SIMDMask()) }
    }
    self.tally = tally
    return tally.any != before
  }

  private typealias Mask = SIMDMask<SIMD8<Int32>>

  @inline(__always)
  private static func count(_ tally: inout Tally, _ length: Int, _ judge: (Int) -> (luma: Mask, rgb: Mask)) {
    for index in stride(from: 0, to: length, by: 8) {
      var off = judge(index)
      if length - index < 8 {
        let isInside = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7) .< Int32(length - index)
        off = (off.luma .& isInside, off.rgb .& isInside)
      }
      tally.luma.replace(with: tally.luma &+ 1, where: off.luma)
      tally.rgb.replace(with: tally.rgb &+ 1, where: off.rgb)
      tally.any.replace(with: tally.any &+ 1, where: off.luma .| off.rgb)
    }
  }

  @inline(__always)
  private func mixed(_ y: SIMD8<Float>, _ cb: SIMD8<Float>, _ cr: SIMD8<Float>, _ mix: LevelSpace.Mix) -> (luma: Mask, rgb: Mask) {
    let red = isOutside(y + mix.red * cr, rgb)
    let green = isOutside(y - mix.greenBlue * cb - mix.greenRed * cr, rgb)
    let blue = isOutside(y + mix.blue * cb, rgb)
    return (isOutside(y, luma), red .| green .| blue)
  }

  @inline(__always)
  private func eight(_ line: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
    UnsafeRawPointer(line + index).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  private func isOutside(_ values: SIMD8<Float>, _ range: ClosedRange<Float>) -> Mask {
    (values .< range.lowerBound) .| (values .> range.upperBound)
  }
}
