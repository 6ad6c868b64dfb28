// SPDX-License-Identifier: Apache-2.0

import Essence

/// Rules out pieces of lines in which no pixel can lie outside the limits of EBU R 103, in whole numbers and sixteen pixels at a time.
///
/// It errs on the side of yes. Products are kept in sixteen bits: 14 for the range of code values and as many for what a colour difference adds, with
/// coefficients of two terms. What that leaves off, and that a stretched colour difference is cut to a whole code, is allowed for.
struct LevelSieve {
  /// A coefficient as `whole` and `part`, which is shifted down.
  private struct Factor {
    let whole: Int16
    let part: Int16
    let shift: Int16

    init(_ value: Float, scale: Int, depth: Int) {
      let exact = Double(value) * Double(1 << scale)
      shift = Int16(16 - depth)
      whole = Int16(clamping: exact.rounded().whole)
      part = Int16(clamping: ((exact - exact.rounded()) * Double(1 << (16 - depth))).rounded().whole)
    }

    @inline(__always)
    func times(_ lanes: Lanes) -> Lanes { lanes &* Lanes(repeating: whole) &+ (lanes &* Lanes(repeating: part)) &>> Lanes(repeating: shift) }
  }

  private let picture: InspectedPicture
  private let luma: SamplePlane
  private let blueDifference: SamplePlane
  private let redDifference: SamplePlane
  private let scale: Int16
  private let neutral: Int16
  private let isStretched: Bool
  private let red, greenBlue, greenRed, blue: Factor
  private let lumaRange: (low: Int16, high: Int16)
  private let rgbRange: (low: Int16, high: Int16)

  /// A sieve for `picture`; `nil` where samples are not luma and colour differences of at most twelve bits, at luma's columns or half as many.
  init?(_ picture: InspectedPicture, _ space: LevelSpace) {
    let coding = picture.coding
    guard coding.model == .yCbCr, let mix = space.mix, (8...12).contains(coding.depth), coding.log2ChromaWidth <= 1,
      max(mix.red, mix.blue, mix.greenRed + mix.greenBlue) < 1.95
    else { return nil }
    let planes = picture.components
    guard planes.count == 3, planes[1].word == planes[0].word, planes[2].word == planes[0].word else { return nil }
    self.picture = picture
    (luma, blueDifference, redDifference) = (planes[0], planes[1], planes[2])
    isStretched = coding.log2ChromaWidth == 1
    let scale = 14 - coding.depth
    self.scale = Int16(scale)
    neutral = Int16(coding.neutral)
    func factor(_ value: Float) -> Factor { Factor(value, scale: scale, depth: coding.depth) }
    (red, greenBlue, greenRed, blue) = (factor(mix.red), factor(-mix.greenBlue), factor(-mix.greenRed), factor(mix.blue))
    // Two products are cut by a step each and have a coefficient that is off by half a step of its second term; a mean of two is cut by half a code.
    let slack = 2 + (1 << scale) + 2 * (1 << max(0, 2 * coding.depth - 18)) + 1
    func range(_ codes: ClosedRange<Float>, _ slack: Int) -> (low: Int16, high: Int16) {
      let step = Double(1 << scale)
      let low = (Double(codes.lowerBound) * step).rounded(.up).whole + slack
      let high = (Double(codes.upperBound) * step).rounded(.down).whole - slack
      // Within these, differences do not wrap; limits beyond them let nothing through, or everything.
      return (Int16(clamping: min(max(low, -8192), 16_384)), Int16(clamping: min(max(high, -64), 24_576)))
    }
    lumaRange = range(space.luma, 0)
    rgbRange = range(space.rgb, slack)
  }

  /// The rows, of at most 64, in which a pixel of `columns` may lie outside: a bit for each, the first row's the lowest.
  func rows(of area: PixelArea) -> UInt64 {
    guard area.columns.count % 16 == 0 else { return .max }
    return switch luma.word {
    case .byte: rows(of: area, luma.bytes, blueDifference.bytes, redDifference.bytes)
    case .word: rows(of: area, luma.words, blueDifference.words, redDifference.words)
    }
  }

  @inline(__always)
  private func rows<Sample: PlaneSample>(
    of area: PixelArea, _ luma: (Int) -> UnsafePointer<Sample>, _ blue: (Int) -> UnsafePointer<Sample>, _ red: (Int) -> UnsafePointer<Sample>
  ) -> UInt64 {
    var bits: UInt64 = 0
    for row in area.rows {
      let chroma = picture.line(ofLuma: row, log2Height: picture.coding.log2ChromaHeight, lines: blueDifference.height)
      let (y, cb, cr) = (luma(row), blue(chroma), red(chroma))
      var outside = Lanes.zero
      for column in stride(from: area.columns.lowerBound, to: area.columns.upperBound, by: 16) {
        if isStretched {
          // Even columns in the low half, odd ones in the high half: those lie between two colour differences.
          outside |= marks(Sample.evensAndOdds(y + column), stretched(cb, column >> 1), stretched(cr, column >> 1))
        } else {
          outside |= marks(Sample.lanes(y + column, false), Sample.lanes(cb + column, false), Sample.lanes(cr + column, false))
        }
      }
      if (outside & Lanes(repeating: .min)).hasAny { bits |= 1 << UInt64(row - area.rows.lowerBound) }
    }
    return bits
  }

  /// Eight colour differences, and the means of each and the next; beyond the last column that is repeated.
  @inline(__always)
  private func stretched<Sample: PlaneSample>(_ line: UnsafePointer<Sample>, _ place: Int) -> Lanes {
    let own = Sample.eight(line + place)
    let next: SIMD8<Int16>
    if place + 8 < blueDifference.width {
      next = Sample.eight(line + place + 1)
    } else {
      next = SIMD8(own[1], own[2], own[3], own[4], own[5], own[6], own[7], own[7])
    }
    return Lanes(lowHalf: own, highHalf: (own &+ next) &>> SIMD8(repeating: 1))
  }

  /// Negative lanes where a pixel may lie outside.
  @inline(__always)
  private func marks(_ y: Lanes, _ cb: Lanes, _ cr: Lanes) -> Lanes {
    let (b, r) = (cb &- Lanes(repeating: neutral), cr &- Lanes(repeating: neutral))
    let luma = y &<< Lanes(repeating: scale)
    let (reds, greens, blues) = (red.times(r), greenBlue.times(b) &+ greenRed.times(r), blue.times(b))
    let (least, most) = (reds.lesser(greens).lesser(blues), reds.greater(greens).greater(blues))
    return (luma &- Lanes(repeating: lumaRange.low)) | (Lanes(repeating: lumaRange.high) &- luma)
      | (luma &+ least &- Lanes(repeating: rgbRange.low)) | (Lanes(repeating: rgbRange.high) &- luma &- most)
  }
}

extension PlaneSample {
  /// The eight samples at `start` as signed lanes.
  @inline(__always)
  fileprivate static func eight(_ start: UnsafePointer<Self>) -> SIMD8<Int16> {
    if Self.self == UInt16.self { return UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Int16>.self) }
    var lanes = SIMD8<Int16>.zero
    for lane in 0..<8 { lanes[lane] = Int16(truncatingIfNeeded: start[lane]) }
    return lanes
  }

  /// The sixteen samples at `start`, those of even columns in the low half and those of odd ones in the high half.
  @inline(__always)
  fileprivate static func evensAndOdds(_ start: UnsafePointer<Self>) -> Lanes {
    if Self.self == UInt8.self {
      let pairs = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt16>.self)
      let (even, odd) = (pairs & SIMD8(repeating: 0xFF), pairs &>> SIMD8(repeating: 8))
      return unsafeBitCast(SIMD16(lowHalf: even, highHalf: odd), to: Lanes.self)
    }
    let v = UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
    return Lanes(v[0], v[2], v[4], v[6], v[8], v[10], v[12], v[14], v[1], v[3], v[5], v[7], v[9], v[11], v[13], v[15])
  }
}
