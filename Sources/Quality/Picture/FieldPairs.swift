// SPDX-License-Identifier: Apache-2.0

/// What two successive pictures show of the order of their fields, summed over rows.
///
/// Four fields can be paired across the two pictures: the bottom one of the first with the top one of the second, which are neighbours in time if
/// the top field comes first, and the top one of the first with the bottom one of the second. Each pair is compared from both its sides, so that
/// detail which lies on the lines of one field weighs the same in both.
///
/// Of rows that move, `combing` is how far they lie outside the rows of the other field around them, and `detail` how far they lie outside the rows
/// of their own field, no farther than they move: two moments in one picture make the first the greater, one moment never does, since nearer rows are more alike.
struct FieldPairs {
  /// How far rows lie apart that are at the same place in the two pictures.
  private(set) var moving = 0
  /// How far the fields lie apart that are neighbours if the top field comes first.
  private(set) var topFirst = 0
  /// How far the fields lie apart that are neighbours if the bottom field comes first.
  private(set) var bottomFirst = 0
  /// As `moving`, of samples that differ by more than noise does.
  private(set) var surelyMoving = 0
  /// How far samples that surely move lie outside their neighbours of the other field.
  private(set) var combing = 0
  /// How far samples that surely move lie outside their neighbours of their own field.
  private(set) var detail = 0

  /// Adds row `row` of `second`, a picture after `first`. There are two more rows on either side; samples surely move that differ by more than
  /// `noise` lanes' codes.
  mutating func add(row: Int, of second: SamplePlane, after first: SamplePlane, noise: Int) {
    let sums =
      switch second.word {
      case .byte: sumsOfRow(first.bytes, second.bytes, row, second.width, false, noise)
      case .word: sumsOfRow(first.words, second.words, row, second.width, second.isDeep, noise)
      }
    moving += sums.moving
    surelyMoving += sums.surelyMoving
    combing += sums.combing
    detail += sums.detail
    // A row of the top field of the second picture lies in the pair that is near if the top field comes first; the same row of the first lies in the
    // other.
    topFirst += row % 2 == 0 ? sums.later : sums.earlier
    bottomFirst += row % 2 == 0 ? sums.earlier : sums.later
  }
}

private typealias RowSums = (moving: Int, later: Int, earlier: Int, surelyMoving: Int, combing: Int, detail: Int)

@inline(__always)
private func sumsOfRow<Sample: PlaneSample>(
  _ first: (Int) -> UnsafePointer<Sample>, _ second: (Int) -> UnsafePointer<Sample>, _ row: Int, _ width: Int, _ isDeep: Bool, _ noise: Int
) -> RowSums {
  let (own, above, below, farAbove, farBelow) = (second(row), second(row - 1), second(row + 1), second(row - 2), second(row + 2))
  let (before, aboveBefore, belowBefore) = (first(row), first(row - 1), first(row + 1))
  let limit = Sample.Vector(each: noise)
  var sums: RowSums = (0, 0, 0, 0, 0, 0)
  var column = 0
  while column + 16 <= width {
    var (moving, later, earlier) = (Sample.Vector.noSum, Sample.Vector.noSum, Sample.Vector.noSum)
    var (surelyMoving, combing, detail) = (Sample.Vector.noSum, Sample.Vector.noSum, Sample.Vector.noSum)
    let end = min(width, column + samplesOfSum)
    while column + 16 <= end {
      let (x, p) = (Sample.vector(own + column, isDeep), Sample.vector(before + column, isDeep))
      let (a, b) = (Sample.vector(above + column, isDeep), Sample.vector(below + column, isDeep))
      let motion = x.gap(p)
      motion.add(to: &moving)
      x.gap(Sample.vector(aboveBefore + column, isDeep).mean(Sample.vector(belowBefore + column, isDeep))).add(to: &later)
      p.gap(a.mean(b)).add(to: &earlier)
      let sure = motion.kept(above: limit)
      if sure.hasAny {
        sure.add(to: &surelyMoving)
        x.outside(a, b).lesser(sure).add(to: &combing)
        x.outside(Sample.vector(farAbove + column, isDeep), Sample.vector(farBelow + column, isDeep)).lesser(sure).add(to: &detail)
      }
      column += 16
    }
    sums.moving += Sample.Vector.total(moving)
    sums.later += Sample.Vector.total(later)
    sums.earlier += Sample.Vector.total(earlier)
    sums.surelyMoving += Sample.Vector.total(surelyMoving)
    sums.combing += Sample.Vector.total(combing)
    sums.detail += Sample.Vector.total(detail)
  }
  // The last columns of an odd raster say nothing that the others do not.
  return sums
}
