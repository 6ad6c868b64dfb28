// SPDX-License-Identifier: Apache-2.0

/// Every picture of a stretch in small: the mean luma of each cell of a grid. Enough to find pictures again, and to see in which part of them something else stands.
public struct PictureTrack: Sendable {
  /// Cells of a picture.
  public static let (columns, rows) = (32, 18)
  private static let cellCount = columns * rows
  /// Cells of the same picture lie no farther apart after a mastering codec, in 255ths of the way from black to white.
  private static let tolerance = 3
  /// The part of a picture that text may cover, and of the rest that has to be the same.
  private static let (mostText, leastSame) = (0.5, 0.95)
  /// Pictures of a stretch that are compared to find its place.
  private static let samples = 5

  private var cells: [UInt8] = []

  /// A track without pictures.
  public init() {}

  /// How many pictures.
  public var count: Int { cells.count / Self.cellCount }

  /// Adds the next picture.
  public mutating func append(_ picture: PictureLikeness) {
    for mean in picture.cells(columns: Self.columns, rows: Self.rows) { cells.append(UInt8(max(0, min(255, (mean * 230 + 12).rounded())))) }
  }

  /// The first pictures of the track.
  public func prefix(_ length: Int) -> PictureTrack {
    var part = PictureTrack()
    part.cells = Array(cells.prefix(length * Self.cellCount))
    return part
  }

  /// Where a stretch of another track stands in this one.
  public struct Place: Hashable, Sendable {
    /// The picture at which it begins.
    public var start: Int
    /// Whether the pictures move enough to tell that it begins nowhere else.
    public var isCertain: Bool
    /// The share of the picture in which the two differ throughout, as text does.
    public var differing: Double
    /// Pictures of the stretch, counted from its first, that differ elsewhere too.
    public var unlike: [Int]
  }

  /// Where `stretch` of `other` is found in this track, whatever stands over up to half of the picture; `nil` where it is not.
  public func place(of stretch: Range<Int>, of other: PictureTrack) -> Place? {
    guard !stretch.isEmpty, stretch.upperBound <= other.count, count >= stretch.count else { return nil }
    let picks = (0..<Self.samples).map { $0 * (stretch.count - 1) / max(1, Self.samples - 1) }
    let needed = Int(Double(Self.cellCount) * (1 - Self.mostText))
    var scores = [(agreeing: Int, distance: Int)?](repeating: nil, count: count - stretch.count + 1)
    var best: Int?
    for start in scores.indices {
      var total = (agreeing: 0, distance: 0)
      var isPossible = true
      for pick in picks {
        let score = score(start + pick, other, stretch.lowerBound + pick)
        guard score.agreeing >= needed else {
          isPossible = false
          break
        }
        total = (total.agreeing + score.agreeing, total.distance + score.distance)
      }
      guard isPossible else { continue }
      scores[start] = total
      if let known = best, let other = scores[known], !Self.isBetter(total, other) { continue }
      best = start
    }
    guard let best, let own = scores[best] else { return nil }
    let rivals = [best - 1, best + 1].compactMap { scores.indices.contains($0) ? scores[$0] : nil }
    let isCertain = rivals.allSatisfy { own.agreeing > $0.agreeing + 2 * Self.samples || own.distance * 10 < $0.distance * 8 }
    return examine(best, stretch, other, isCertain: isCertain)
  }

  /// The first pictures of the shots that begin with a cut: where a picture differs from the one before far more than its neighbours do from theirs. A dissolve
  /// is none.
  public var cuts: [Int] {
    guard count > 1 else { return [] }
    let steps = (1..<count).map { picture -> Int in
      let (start, before) = (picture * Self.cellCount, (picture - 1) * Self.cellCount)
      return (0..<Self.cellCount).reduce(0) { $0 + abs(Int(cells[start + $1]) - Int(cells[before + $1])) }
    }
    return steps.indices.filter { index in
      guard steps[index] > 8 * Self.cellCount else { return false }
      let around = (max(0, index - 4)..<min(steps.count, index + 5)).filter { $0 != index }.map { steps[$0] }.sorted()
      return around.isEmpty || steps[index] > 4 * around[around.count / 2]
    }.map { $0 + 1 }
  }

  // MARK: -

  private static func isBetter(_ one: (agreeing: Int, distance: Int), _ other: (agreeing: Int, distance: Int)) -> Bool {
    // A few cells at the edge of tolerance decide nothing.
    if abs(one.agreeing - other.agreeing) > 2 * samples { return one.agreeing > other.agreeing }
    return one.distance < other.distance
  }

  /// How many cells of two pictures agree, and how far those that do lie apart together.
  private func score(_ picture: Int, _ other: PictureTrack, _ place: Int) -> (agreeing: Int, distance: Int) {
    var (agreeing, distance) = (0, 0)
    let (start, otherStart) = (picture * Self.cellCount, place * Self.cellCount)
    for cell in 0..<Self.cellCount {
      let difference = abs(Int(cells[start + cell]) - Int(other.cells[otherStart + cell]))
      if difference <= Self.tolerance {
        agreeing += 1
        distance += difference
      }
    }
    return (agreeing, distance)
  }

  /// In which cells a stretch differs where it stands, and which of its pictures differ in others too.
  private func examine(_ start: Int, _ stretch: Range<Int>, _ other: PictureTrack, isCertain: Bool) -> Place {
    func differs(_ picture: Int, _ cell: Int) -> Bool {
      let (own, theirs) = (cells[(start + picture) * Self.cellCount + cell], other.cells[(stretch.lowerBound + picture) * Self.cellCount + cell])
      return abs(Int(own) - Int(theirs)) > Self.tolerance
    }
    let often = max(1, stretch.count / 4)
    let text = (0..<Self.cellCount).map { cell in (0..<stretch.count).count { differs($0, cell) } >= often }
    let rest = text.indices.filter { !text[$0] }
    let most = Int(Double(rest.count) * (1 - Self.leastSame))
    let unlike = (0..<stretch.count).filter { picture in rest.count { differs(picture, $0) } > most }
    return Place(start: start, isCertain: isCertain, differing: 1 - Double(rest.count) / Double(Self.cellCount), unlike: unlike)
  }
}
