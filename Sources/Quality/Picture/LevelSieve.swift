// SPDX-License-Identifier: Apache-2.0

import Essence

/// Rules out pieces of lines in which no pixel can lie outside the limits of EBU R 103, in whole numbers and sixteen pixels at a time.
///
/// It errs on the side of yes. Levels are kept in sixteen bits: 14 for the range of code values and as many for what a colour difference adds, of
/// which each product is the high half. What that leaves off is allowed for. Between two colour differences, the least and the most that they add are
/// at worst the means of theirs, so that each colour difference is mixed once for two columns of luma.
struct LevelSieve {
  /// Eight pixels, or colour differences.
  private typealias Eight = SIMD8<Int16>

  /// The least and the most that colour differences add to luma in red, green or blue.
  private struct Added {
    var least: Eight
    var most: Eight

    /// What lies halfway to `next` adds no less and no more than this.
    @inline(__always)
    func halfway(to next: Added) -> Added {
      let one = Eight(repeating: 1)
      return Added(least: (least &+ next.least) &>> one, most: (most &+ next.most) &>> one)
    }

    /// Each lane's neighbour to the right; `next` comes after the last.
    @inline(__always)
    func moved(_ next: Added) -> Added { Added(least: least.moved(next.least), most: most.moved(next.most)) }
  }

  private let picture: InspectedPicture
  private let luma: SamplePlane
  private let blueDifference: SamplePlane
  private let redDifference: SamplePlane
  private let scale: Eight
  /// How far colour differences are shifted up before they are multiplied: to sixteen bits.
  private let lift: Eight
  private let neutral: Eight
  private let isStretched: Bool
  /// Coefficients in 16,384ths.
  private let red, greenBlue, greenRed, blue: Eight
  private let lumaRange: (low: Eight, high: Eight)
  private let rgbRange: (low: Eight, high: Eight)

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
    self.scale = Eight(repeating: Int16(scale))
    lift = Eight(repeating: Int16(16 - coding.depth))
    neutral = Eight(repeating: Int16(coding.neutral))
    func factor(_ value: Float) -> Eight { Eight(repeating: Int16(clamping: (Double(value) * 16_384).rounded().whole)) }
    (red, greenBlue, greenRed, blue) = (factor(mix.red), factor(-mix.greenBlue), factor(-mix.greenRed), factor(mix.blue))
    // Two products are each cut by up to a step, and their coefficients off by a quarter of one; a mean is cut by half a step.
    let slack = 3
    func range(_ codes: ClosedRange<Float>, _ slack: Int) -> (low: Eight, high: Eight) {
      let step = Double(1 << scale)
      let low = (Double(codes.lowerBound) * step).rounded(.up).whole + slack
      let high = (Double(codes.upperBound) * step).rounded(.down).whole - slack
      // Within these, differences do not wrap; limits beyond them let nothing through, or everything.
      return (Eight(repeating: Int16(clamping: min(max(low, -8192), 16_384))), Eight(repeating: Int16(clamping: min(max(high, -64), 24_576))))
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
      let outside = isStretched ? outside(y, cb, cr, area.columns) : outsideUnstretched(y, cb, cr, area.columns)
      if unsafeBitCast(outside & Eight(repeating: .min), to: SIMD2<UInt64>.self) != .zero { bits |= 1 << UInt64(row - area.rows.lowerBound) }
    }
    return bits
  }

  /// Negative lanes where a pixel of a piece of a line may lie outside, whose colour differences have half as many columns. Beyond the last column
  /// that is repeated.
  @inline(__always)
  private func outside<Sample: PlaneSample>(
    _ y: UnsafePointer<Sample>, _ cb: UnsafePointer<Sample>, _ cr: UnsafePointer<Sample>, _ columns: Range<Int>
  ) -> Eight {
    var outside = Eight.zero
    var place = columns.lowerBound >> 1
    let end = columns.upperBound >> 1
    var own = added(Sample.eight(cb + place), Sample.eight(cr + place))
    while place < end {
      let next: Added
      // At the end of the piece only the first of these counts.
      if place + 16 <= blueDifference.width {
        next = added(Sample.eight(cb + place + 8), Sample.eight(cr + place + 8))
      } else {
        let last = min(place + 8, blueDifference.width - 1)
        next = added(Eight(repeating: Int16(truncatingIfNeeded: cb[last])), Eight(repeating: Int16(truncatingIfNeeded: cr[last])))
      }
      // Those of odd columns lie between two colour differences.
      let (even, odd) = Sample.evensAndOdds(y + place * 2)
      outside |= marks(even, own) | marks(odd, own.halfway(to: own.moved(next)))
      own = next
      place += 8
    }
    return outside
  }

  /// The same, where there are as many colour differences as there is luma.
  @inline(__always)
  private func outsideUnstretched<Sample: PlaneSample>(
    _ y: UnsafePointer<Sample>, _ cb: UnsafePointer<Sample>, _ cr: UnsafePointer<Sample>, _ columns: Range<Int>
  ) -> Eight {
    var outside = Eight.zero
    for place in stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
      outside |= marks(Sample.eight(y + place), added(Sample.eight(cb + place), Sample.eight(cr + place)))
    }
    return outside
  }

  /// What colour differences add to luma.
  @inline(__always)
  private func added(_ cb: Eight, _ cr: Eight) -> Added {
    let (b, r) = ((cb &- neutral) &<< lift, (cr &- neutral) &<< lift)
    let (reds, greens, blues) = (r.highHalf(times: red), b.highHalf(times: greenBlue) &+ r.highHalf(times: greenRed), b.highHalf(times: blue))
    return Added(least: reds.lesser(greens).lesser(blues), most: reds.greater(greens).greater(blues))
  }

  /// Negative lanes where a pixel may lie outside.
  @inline(__always)
  private func marks(_ y: Eight, _ added: Added) -> Eight {
    let luma = y &<< scale
    return (luma &- lumaRange.low) | (lumaRange.high &- luma) | (luma &+ added.least &- rgbRange.low) | (rgbRange.high &- luma &- added.most)
  }
}

extension SIMD8<Int16> {
  /// The high halves of the products with `factor`: one instruction where it is spelled like this.
  @inline(__always)
  fileprivate func highHalf(times factor: Self) -> Self {
    var result = Self.zero
    for lane in 0..<8 { result[lane] = Int16(truncatingIfNeeded: (Int32(self[lane]) &* Int32(factor[lane])) &>> 16) }
    return result
  }

  /// Each lane's neighbour to the right; the first of `next` comes after the last.
  @inline(__always)
  fileprivate func moved(_ next: Self) -> Self { Self(self[1], self[2], self[3], self[4], self[5], self[6], self[7], next[0]) }
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

  /// The sixteen samples at `start`: those of even columns, and those of odd ones.
  @inline(__always)
  fileprivate static func evensAndOdds(_ start: UnsafePointer<Self>) -> (even: SIMD8<Int16>, odd: SIMD8<Int16>) {
    if Self.self == UInt8.self {
      let pairs = UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt16>.self)
      let (even, odd) = (pairs & SIMD8(repeating: 0xFF), pairs &>> SIMD8(repeating: 8))
      return (unsafeBitCast(even, to: SIMD8<Int16>.self), unsafeBitCast(odd, to: SIMD8<Int16>.self))
    }
    let v = UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
    return (SIMD8(v[0], v[2], v[4], v[6], v[8], v[10], v[12], v[14]), SIMD8(v[1], v[3], v[5], v[7], v[9], v[11], v[13], v[15]))
  }
}
