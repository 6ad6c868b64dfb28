// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How noisy the calm parts of a plane are, and what single samples and rows stand out, measured on some of its rows.
///
/// Noise is what the second difference of neighbouring samples leaves in the calmest fifth of pieces of 32 samples: slopes cancel, edges and texture
/// lie in the other pieces. (J. Immerkær, “Fast noise variance estimation”, 1996, takes the same difference in both directions and over the whole
/// picture.) Pieces in which nothing differs at all, and those near black and white, where noise is cut off, say nothing; where most are such, there
/// is no noise, and what differs is drawn.
struct NoiseMeter {
  /// Samples of a piece.
  private static let piece = 32
  /// What the calmest fifth of pieces of normal noise reach at most, over the noise's standard deviation and the samples of a piece (found by trial
  /// with 20 000 pieces).
  private static let calmest = (share: 5, factor: 1.66)

  /// The sums of the pieces that speak.
  private var pieces: [Int] = []
  /// Pieces in which nothing differs.
  private var flat = 0

  /// The standard deviation of noise, in lanes' code values; `nil` where nothing can be told.
  var deviation: Double? {
    guard pieces.count >= 8, pieces.count >= flat else { return nil }
    return Double(pieces.sorted()[pieces.count / Self.calmest.share]) / (Double(Self.piece) * Self.calmest.factor)
  }

  /// Adds row `row` of `plane`. Pieces whose mean lies outside `range`, in lanes' codes, say nothing. Returns how many of its pieces speak.
  @discardableResult
  mutating func add(row: Int, of plane: SamplePlane, within range: ClosedRange<Int>) -> Int {
    switch plane.word {
    case .byte: add(plane.bytes(row), plane.width, false, range)
    case .word: add(plane.words(row), plane.width, plane.isDeep, range)
    }
  }

  @inline(__always)
  private mutating func add<Sample: PlaneSample>(_ row: UnsafePointer<Sample>, _ width: Int, _ isDeep: Bool, _ range: ClosedRange<Int>) -> Int {
    let before = pieces.count
    var column = 16
    while column + Self.piece + 1 <= width {
      var (differences, levels) = (SIMD8<UInt32>.zero, SIMD8<UInt32>.zero)
      for half in stride(from: column, to: column + Self.piece, by: 16) {
        let x = Sample.lanes(row + half, isDeep)
        let bend = Sample.lanes(row + half - 1, isDeep) &- x &+ (Sample.lanes(row + half + 1, isDeep) &- x)
        differences &+= bend.magnitude.pairSums
        levels &+= x.pairSums
      }
      let sum = Int(differences.wrappedSum())
      if range.contains(Int(levels.wrappedSum()) / Self.piece) {
        if sum > 0 { pieces.append(sum) } else { flat += 1 }
      }
      column += Self.piece
    }
    return pieces.count - before
  }
}

extension SamplePlane {
  /// How many samples of a row stand out by more than `contrast`, in lanes' codes, of the four around them two samples away and of the same places
  /// in the pictures before and after.
  func sparkles(inRow row: Int, before: SamplePlane, after: SamplePlane, contrast: Int) -> Int {
    switch word {
    case .byte: countSparkles(bytes, before.bytes(row), after.bytes(row), row, width, false, contrast)
    case .word: countSparkles(words, before.words(row), after.words(row), row, width, isDeep, contrast)
    }
  }

  /// Whether two rows are the same, sample by sample.
  func isRow(_ row: Int, sameAs other: Int) -> Bool {
    memcmp(base + row * stride, base + other * stride, width * (word == .byte ? 1 : 2)) == 0
  }
}

@inline(__always)
private func countSparkles<Sample: PlaneSample>(
  _ rows: (Int) -> UnsafePointer<Sample>, _ before: UnsafePointer<Sample>, _ after: UnsafePointer<Sample>, _ row: Int, _ width: Int, _ isDeep: Bool,
  _ contrast: Int
) -> Int {
  let (own, above, below) = (rows(row), rows(row - 2), rows(row + 2))
  let limit = Lanes(repeating: Int16(clamping: contrast))
  var counts = Lanes.zero
  var column = 16
  while column + 18 <= width {
    let x = Sample.lanes(own + column, isDeep)
    // Most samples are ruled out by their past.
    let p = Sample.lanes(before + column, isDeep)
    let isNew = limit.isLess((x &- p).magnitude)
    if isNew.hasAny {
      let (q, l, r) = (Sample.lanes(after + column, isDeep), Sample.lanes(own + column - 2, isDeep), Sample.lanes(own + column + 2, isDeep))
      let (u, d) = (Sample.lanes(above + column, isDeep), Sample.lanes(below + column, isDeep))
      let low = p.lesser(q).lesser(l.lesser(r)).lesser(u.lesser(d))
      let high = p.greater(q).greater(l.greater(r)).greater(u.greater(d))
      counts = counts &- (limit.isLess(x &- high) | limit.isLess(low &- x))
    }
    column += 16
  }
  return Int(counts.wrappedSum())
}
