// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// The order of fields as the pictures show it, against the order that the file declares (EBU QC 0041B).
///
/// What moves shows the order: the last field of a picture and the first of the next are one field apart, the other two are three. So of two fields
/// of successive pictures, the pair that differs less is the pair that was next to each other. Where both pairs differ alike, both fields of a
/// picture show one moment (progressive, or progressive segmented frames, which may be flagged as interlaced); where nothing moves, nobody can tell.
///
/// Hard edges that move up or down by an even number of rows a picture keep to the lines of one field and look as if they had an order. Two moments
/// in one picture comb where they move; without that, no order is believed.
struct FieldOrder: PictureCheck {
  static var judgesByFacts: Bool { true }
  /// Every so many rows are looked at; each with the two rows of the other field around it.
  private static let rowStep = 12
  /// How much more the farther pair has to differ in a picture that combs, and may at most in one of one moment, as shares of what differs between
  /// the same lines of the two pictures. Evenly moving slopes show 1 where fields are two moments, and 0 where they are one; what moves far and fast
  /// shows less.
  private static let share = (combed: 0.1, oneMoment: 0.3)
  /// How far a picture of two moments has to comb, as a share of what moves in it. Evenly moving slopes show a half, hard edges more.
  private static let combing = 0.08
  /// Differences of luma above this share of the range are motion and no noise.
  private static let noise = 0.02
  /// After so many pictures of one moment for each one against the declared order, those are chance.
  private static let patience = 4
  /// The least mean difference of luma, as a share of the range, that counts as motion.
  private static let motion = 0.004

  private enum Vote: Int, PictureFact {
    case topFirst, bottomFirst, oneMoment

    init?(words: [Int]) {
      guard words.count == 1 else { return nil }
      self.init(rawValue: words[0])
    }

    var words: [Int] { [rawValue] }
  }

  private let subject: PictureSubject
  private let limits: FieldOrderLimits?
  private var previous: InspectedPicture?
  private var votes: [Vote: Int] = [:]
  private var declared: ScanType?
  private var contrary: (frames: Range<Int>, count: Int, still: Int, vote: Vote)?
  private var stretches: [(frames: Range<Int>, vote: Vote)] = []

  init?(_ subject: PictureSubject) {
    self.subject = subject
    limits = subject.profile.fieldOrder
  }

  mutating func examine(_ picture: InspectedPicture) {
    declared = declared ?? picture.scan
    defer { previous = picture }
    guard let previous, picture.frame == previous.frame + 1, picture.height >= 8,
      let vote = picture.fact(.fieldVote, after: [previous], { previous.luma.matches(picture.luma) ? vote(previous, picture) : nil })
    else { return }
    votes[vote, default: 0] += 1
    guard let scan = picture.scan, isContrary(vote, to: scan) else {
      contrary?.still += 1
      let isChance = contrary.map { $0.still > Self.patience * max($0.count, limits?.minimumPictures ?? 0) } ?? false
      if vote != .oneMoment || isChance { closeStretch() }
      return
    }
    if contrary?.vote != vote { closeStretch() }
    let (frames, count, still) = contrary.map { ($0.frames, $0.count, $0.still) } ?? (picture.frame..<picture.frame, 0, 0)
    contrary = (frames: frames.lowerBound..<picture.frame + 1, count: count + 1, still: still, vote: vote)
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
    guard let contrary, let limits, contrary.count >= limits.minimumPictures, contrary.still <= Self.patience * contrary.count else { return }
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
    if top >= needed.minimumPictures, Double(top) >= needed.agreement * Double(top + bottom), top * Self.patience >= still { return .topFirst }
    if bottom >= needed.minimumPictures, Double(bottom) >= needed.agreement * Double(top + bottom), bottom * Self.patience >= still {
      return .bottomFirst
    }
    return agrees(still) ? .progressive : .undetermined
  }

  /// What two successive pictures say; `nil` where too little moves, or what moves shows an order and no two moments.
  private func vote(_ one: InspectedPicture, _ two: InspectedPicture) -> Vote? {
    var pairs = FieldPairs()
    let noise = two.luma.laneCodes(Self.noise, two.coding)
    // A line of the top field and the bottom one below it; others in each picture, so that what keeps to certain lines is met as it is.
    let start = 2 + 2 * (two.frame % (Self.rowStep / 2))
    var samples = 0
    for row in stride(from: start, to: two.height - 3, by: Self.rowStep) {
      pairs.add(row: row, of: two.luma, after: one.luma, noise: noise)
      pairs.add(row: row + 1, of: two.luma, after: one.luma, noise: noise)
      samples += 2 * (two.width & ~15)
    }
    guard samples > 0, pairs.moving > Int(Self.motion * Double(two.luma.laneCodes(1, two.coding)) * Double(samples)) else { return nil }
    let order = pairs.bottomFirst - pairs.topFirst
    // Combing proves two moments, and then the nearer pair tells the order however fast it all moves.
    if Double(pairs.combing - pairs.detail) > Self.combing * Double(pairs.surelyMoving) {
      guard Double(abs(order)) > Self.share.combed * Double(pairs.moving) else { return nil }
    } else {
      return Double(abs(order)) > Self.share.oneMoment * Double(pairs.moving) ? nil : .oneMoment
    }
    return order > 0 ? .topFirst : .bottomFirst
  }
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
