// SPDX-License-Identifier: Apache-2.0

import Essence

/// Recognises colour bars in one picture by where their patches lie and what colours they have.
///
/// Some two dozen spots of each patch are read, away from its edges, where a coder draws them anew. A pattern is given up as soon as what is left of it cannot
/// make up for what did not match: most pictures are told from bars by their first two or three patches. A patch's level is the median of its spots, so that
/// words over the bars do not change it.
struct BarsRecognizer: Sendable {
  /// Bars in one picture.
  struct Match: Sendable {
    let kind: BarsKind
    /// The share of the pattern's area that matched, 0 to 1.
    let confidence: Double
    /// The patch that lies farthest off.
    let patch: String
    /// How far it lies off, as a share of the range.
    let deviation: Double
    /// Whether every level fits the matrix that the picture does not declare (BT.601 for BT.709, and the other way about).
    let fitsOtherMatrix: Bool
  }

  /// How far a spot may lie off for its pattern to be recognised: wrong levels are still bars.
  private static let reach = 0.16
  private static let (across, down) = (6, 4)

  private let confidence: Double
  private let tolerance: Double

  /// A recogniser that asks for a share of the area to match, and calls levels true within a share of the range.
  init(confidence: Double, tolerance: Double) {
    self.confidence = confidence
    self.tolerance = tolerance
  }

  /// The bars that `picture` shows; `nil` where it shows none, has no colour, or is too small to tell.
  func recognize(_ picture: InspectedPicture) -> Match? {
    guard picture.coding.model != .gray, picture.width >= 64, picture.height >= 32 else { return nil }
    let weights = LumaWeights(picture.coding, height: picture.height)
    let planes = picture.components
    let candidates = BarsPattern.all.compactMap { match($0, picture, planes, weights) }
    return candidates.min { $0.distance < $1.distance }?.match
  }

  /// Luma, blue and red difference of one spot, patch or colour, as shares of their ranges.
  typealias Level = SIMD3<Double>

  private func match(
    _ pattern: BarsPattern, _ picture: InspectedPicture, _ planes: [SamplePlane], _ weights: LumaWeights
  ) -> (match: Match, distance: Double)? {
    let whole = pattern.patches.reduce(0) { $0 + $1.area }
    var (matched, left, distance) = (0.0, whole, 0.0)
    var (worst, worstOther) = ((name: "", deviation: -1.0), 0.0)
    for patch in pattern.patches {
      let wanted = weights.level(patch.red, patch.green, patch.blue)
      let spots = spots(of: patch, picture, planes, weights)
      let share = Double(spots.count { Self.deviation($0, wanted) <= Self.reach }) / Double(spots.count)
      matched += patch.area * share
      left -= patch.area
      guard matched + left >= confidence * whole else { return nil }
      let median = Self.median(spots)
      let deviation = Self.deviation(median, wanted)
      distance += patch.area * deviation
      if deviation > worst.deviation { worst = (patch.name, deviation) }
      worstOther = max(worstOther, Self.deviation(median, weights.other.level(patch.red, patch.green, patch.blue)))
    }
    let match = Match(
      kind: pattern.kind, confidence: matched / whole, patch: worst.name, deviation: worst.deviation,
      fitsOtherMatrix: worst.deviation > tolerance && worstOther <= tolerance)
    return (match, distance)
  }

  private static func deviation(_ one: Level, _ other: Level) -> Double {
    let difference = one - other
    return max(abs(difference.x), abs(difference.y), abs(difference.z))
  }

  private static func median(_ spots: [Level]) -> Level {
    func middle(_ part: (Level) -> Double) -> Double { spots.map(part).sorted()[spots.count / 2] }
    return Level(middle { $0.x }, middle { $0.y }, middle { $0.z })
  }

  private func spots(of patch: BarsPattern.Patch, _ picture: InspectedPicture, _ planes: [SamplePlane], _ weights: LumaWeights) -> [Level] {
    var spots: [Level] = []
    spots.reserveCapacity(Self.across * Self.down)
    for row in 0..<Self.down {
      for column in 0..<Self.across {
        // From 15 to 85 % of the patch either way.
        func place(_ range: ClosedRange<Double>, _ index: Int, of count: Int, in size: Int) -> Int {
          let share = 0.15 + 0.7 * (Double(index) + 0.5) / Double(count)
          return min(size - 1, ((range.lowerBound + share * (range.upperBound - range.lowerBound)) * Double(size)).whole)
        }
        let (x, y) = (place(patch.columns, column, of: Self.across, in: picture.width), place(patch.rows, row, of: Self.down, in: picture.height))
        spots.append(weights.level(picture.coding, planes, x, y))
      }
    }
    return spots
  }
}

/// What red and blue weigh in luma.
private struct LumaWeights {
  let red: Double
  let blue: Double
  private let declared: Int

  init(_ coding: SampleCoding, height: Int) { self.init(matrix: coding.color.matrix ?? (height < 720 ? 6 : 1)) }

  private init(matrix: Int) {
    declared = matrix
    (red, blue) = LevelSpace.weights(matrix).map { ($0.kr, $0.kb) } ?? (0.2126, 0.0722)
  }

  /// The weights that such pictures most often have instead, by mistake.
  var other: LumaWeights { LumaWeights(matrix: declared == 5 || declared == 6 ? 1 : 6) }

  /// The level of a colour.
  func level(_ r: Double, _ g: Double, _ b: Double) -> SIMD3<Double> {
    let luma = red * r + (1 - red - blue) * g + blue * b
    return SIMD3(luma, (b - luma) / (2 * (1 - blue)), (r - luma) / (2 * (1 - red)))
  }

  /// The level of one pixel.
  func level(_ coding: SampleCoding, _ planes: [SamplePlane], _ x: Int, _ y: Int) -> SIMD3<Double> {
    let range = Double(coding.white - coding.black)
    if coding.model == .rgb {
      let signals = planes.map { Double($0.sample(x, y) - coding.black) / range }
      return level(signals[0], signals[1], signals[2])
    }
    let (column, row) = (x >> coding.log2ChromaWidth, y >> coding.log2ChromaHeight)
    func difference(_ plane: SamplePlane) -> Double {
      Double(plane.sample(min(column, plane.width - 1), min(row, plane.height - 1)) - coding.neutral) / Double(coding.chromaRange)
    }
    return SIMD3(Double(planes[0].sample(x, y) - coding.black) / range, difference(planes[1]), difference(planes[2]))
  }
}

extension BarsRecognizer.Match: PictureFact {
  init?(words: [Int]) {
    guard words.count == 5, BarsPattern.all.indices.contains(words[0]), case let pattern = BarsPattern.all[words[0]],
      pattern.patches.indices.contains(words[1]), let confidence = Double(word: words[2]), let deviation = Double(word: words[3]),
      let fitsOtherMatrix = Bool(words: [words[4]])
    else { return nil }
    self.init(
      kind: pattern.kind, confidence: confidence, patch: pattern.patches[words[1]].name, deviation: deviation, fitsOtherMatrix: fitsOtherMatrix)
  }

  var words: [Int] {
    let pattern = BarsPattern.all.firstIndex { $0.kind == kind } ?? -1
    let patch = pattern < 0 ? nil : BarsPattern.all[pattern].patches.firstIndex { $0.name == self.patch }
    return [pattern, patch ?? -1, confidence.word, deviation.word, fitsOtherMatrix ? 1 : 0]
  }
}
