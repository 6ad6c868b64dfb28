// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The order of fields as the pictures show it, against the order that the file declares (EBU QC 0041B).
///
/// What moves shows the order: the last field of a picture and the first of the next are one field apart, the other two are three. So of two fields of
/// successive pictures, the pair that differs less is the pair that was next to each other. Where both pairs differ alike, both fields of a picture show one
/// moment (progressive, or progressive segmented frames, which may be flagged as interlaced); where nothing moves, nobody can tell.
struct FieldOrder: PictureCheck {
  /// Every so many rows are looked at; each with the two rows of the other field around it.
  private static let rowStep = 8
  /// How much more the farther pair has to differ, as a share of what differs between the same lines of the two pictures. Evenly moving slopes show 1 where
  /// fields are two moments, and 0 where they are one; detail that stands still adds nothing to either.
  private static let share = 0.3
  /// The least mean difference of luma, as a share of the range, that counts as motion.
  private static let motion = 0.004

  private enum Vote: Hashable { case topFirst, bottomFirst, oneMoment }

  private let subject: PictureSubject
  private let limits: FieldOrderLimits?
  private var previous: InspectedPicture?
  private var votes: [Vote: Int] = [:]
  private var declared: ScanType?
  private var contrary: (frames: Range<Int>, count: Int, vote: Vote)?
  private var stretches: [(frames: Range<Int>, vote: Vote)] = []

  init?(_ subject: PictureSubject) {
    self.subject = subject
    limits = subject.profile.fieldOrder
  }

  mutating func examine(_ picture: InspectedPicture) {
    declared = declared ?? picture.scan
    defer { previous = picture }
    guard let previous, picture.frame == previous.frame + 1, previous.luma.matches(picture.luma), picture.height >= 8,
      let vote = vote(previous, picture)
    else { return }
    votes[vote, default: 0] += 1
    guard let scan = picture.scan, isContrary(vote, to: scan) else {
      if vote != .oneMoment { closeStretch() }
      return
    }
    if contrary?.vote != vote { closeStretch() }
    contrary = (frames: (contrary?.frames.lowerBound ?? picture.frame)..<picture.frame + 1, count: (contrary?.count ?? 0) + 1, vote: vote)
  }

  mutating func finish() -> CheckOutcome {
    closeStretch()
    let order = order()
    var findings: [Finding] = []
    if let limits, let declared {
      let against = stretches.reduce(0) { $0 + $1.frames.count }
      for stretch in stretches {
        findings.append(
          Finding(
            .fieldOrder, severity: limits.severity, stream: subject.stream, place: subject.clock.span(stretch.frames), value: Double(against),
            limit: Double(limits.minimumPictures), unit: "frames", text: .fieldsAreReversed(stretch.vote == .topFirst, declared)))
      }
    }
    return CheckOutcome(findings: findings, readings: [.fieldOrder(order)])
  }

  private func isContrary(_ vote: Vote, to scan: ScanType) -> Bool {
    switch vote {
    case .oneMoment: false
    case .topFirst: scan != .interlacedTopFirst
    case .bottomFirst: scan != .interlacedBottomFirst
    }
  }

  private mutating func closeStretch() {
    defer { contrary = nil }
    guard let contrary, let limits, contrary.count >= limits.minimumPictures else { return }
    stretches.append((contrary.frames, contrary.vote))
  }

  /// The order of the file as a whole.
  private func order() -> FieldOrderReading {
    let needed = limits ?? FieldOrderLimits()
    let (top, bottom, still) = (votes[.topFirst] ?? 0, votes[.bottomFirst] ?? 0, votes[.oneMoment] ?? 0)
    let all = top + bottom + still
    guard all >= needed.minimumPictures else { return .undetermined }
    func agrees(_ count: Int) -> Bool { Double(count) >= needed.agreement * Double(all) }
    // A picture of which nothing but a slow pan moves may show one moment in an interlaced file: those do not count against an order.
    if top >= needed.minimumPictures, Double(top) >= needed.agreement * Double(top + bottom), top * 4 >= still { return .topFirst }
    if bottom >= needed.minimumPictures, Double(bottom) >= needed.agreement * Double(top + bottom), bottom * 4 >= still { return .bottomFirst }
    return agrees(still) ? .progressive : .undetermined
  }

  /// What two successive pictures say; `nil` where too little moves.
  private func vote(_ one: InspectedPicture, _ two: InspectedPicture) -> Vote? {
    var (top, bottom, moving, samples) = (0, 0, 0, 0)
    let (first, second) = (one.luma, two.luma)
    // From each is taken what differs within the picture itself: detail that happens to lie on the lines of one field.
    for row in stride(from: 2, to: two.height - 3, by: Self.rowStep) {
      // A top line of this picture and the bottom lines of the last one: near each other in time if top comes first.
      top += second.difference(ofRow: row, fromMeanAround: first) - second.difference(ofRow: row, fromMeanAround: second)
      // A bottom line of this picture and the top lines of the last one: near each other if bottom comes first.
      bottom += second.difference(ofRow: row + 1, fromMeanAround: first) - second.difference(ofRow: row + 1, fromMeanAround: second)
      moving += second.difference(ofRow: row, from: first) + second.difference(ofRow: row + 1, from: first)
      samples += 2 * two.width
    }
    let range = Double(two.coding.white - two.coding.black)
    guard samples > 0, Double(moving) > Self.motion * range * Double(samples) else { return nil }
    // `moving` is of two lines for each one in the other sums.
    let needed = Self.share * Double(moving) / 2
    if Double(bottom - top) > needed { return .topFirst }
    if Double(top - bottom) > needed { return .bottomFirst }
    return .oneMoment
  }
}

extension SamplePlane {
  /// The sum of absolute differences of a row from the mean of the rows above and below the same place in `other`.
  fileprivate func difference(ofRow row: Int, fromMeanAround other: SamplePlane) -> Int {
    switch word {
    case .byte: differenceFromMean(bytes(row), other.bytes(row - 1), other.bytes(row + 1), width)
    case .word: differenceFromMean(words(row), other.words(row - 1), other.words(row + 1), width)
    }
  }
}

@inline(__always)
private func differenceFromMean<Sample: PlaneSample>(
  _ own: UnsafePointer<Sample>, _ above: UnsafePointer<Sample>, _ below: UnsafePointer<Sample>, _ width: Int
) -> Int {
  var sums = SIMD8<UInt32>.zero
  var column = 0
  while column + 16 <= width {
    let (a, b, x) = (Sample.sixteen(above + column), Sample.sixteen(below + column), Sample.sixteen(own + column))
    // The mean without a carry: what both have, and half of what one has.
    let mean = (a & b) &+ ((a ^ b) &>> 1)
    sums &+= (x.greater(mean) &- x.lesser(mean)).pairSums
    column += 16
  }
  var sum = Int(sums.wrappedSum())
  while column < width {
    sum += abs(Int(own[column]) - (Int(above[column]) + Int(below[column])) / 2)
    column += 1
  }
  return sum
}

extension String {
  fileprivate static func fieldsAreReversed(_ topFirst: Bool, _ declared: ScanType) -> String {
    let shown = topFirst ? "the top field first" : "the bottom field first"
    switch declared {
    case .progressive: return "The pictures are interlaced with \(shown), but are declared progressive: they will comb on a progressive screen."
    case .interlacedTopFirst, .interlacedBottomFirst:
      return "The fields are in the wrong order: what moves shows \(shown), against the order that is declared. It will judder on a broadcast chain."
    }
  }
}
