// SPDX-License-Identifier: Apache-2.0

/// How pictures of a programme follow one another: what is fresh, what repeats the picture before, where motion jumps.
///
/// Told from how much each picture differs from the one before, among its neighbours: in the middle of motion a picture that hardly differs is a repeat,
/// and in even motion one that differs twice as much as those around it follows a gap.
struct MotionTrace {
  /// What a picture is to the one before it.
  enum Step: UInt8 {
    /// Nothing moves around it: nobody can tell, and a hold is another check's matter.
    case still
    /// It differs, as its neighbours do.
    case fresh
    /// It repeats the one before.
    case repeated
    /// It repeats the one before, and the next one jumps: it stands in for one that was lost.
    case substitute
    /// At least one picture is missing before it.
    case afterGap
  }

  /// Pictures that are looked at on either side.
  static let reach = 3
  /// The least difference that counts as motion, as a share of the range from black to white.
  private static let motion = 0.004
  /// The most that a repeat differs, as a share of what the pictures around it do: coders draw even the same picture anew.
  private static let sameness = 0.12
  /// How far the differences of even motion lie apart.
  private static let evenness = 1.2
  /// What a gap makes of the difference in even motion.
  private static let jump = 1.55...2.6

  /// The difference of a cut or a flash, as a share of the range: where there are several close together, they are flashes and no motion that could
  /// repeat.
  private static let flash = 0.2

  /// The share of the moving parts of a picture that have to jump: a counter that turns over is no gap.
  private static let breadth = 0.75

  /// One step a picture, from the second picture on.
  private(set) var steps: [Step] = []
  private var recent: [Difference] = []

  /// How much a picture differs from the one before, as shares of the range.
  private struct Difference {
    let bands: [Double]
    let whole: Double
  }

  /// Takes the difference of the next picture from the one before in each of its bands from top to bottom, as shares of the range. All pictures have as many.
  mutating func add(_ bands: [Double]) {
    recent.append(Difference(bands: bands, whole: bands.reduce(0, +) / Double(max(1, bands.count))))
    if recent.count == 2 * Self.reach + 1 {
      steps.append(step(at: Self.reach))
      recent.removeFirst()
    } else if recent.count > Self.reach {
      // The first pictures have fewer before them.
      steps.append(step(at: recent.count - 1 - Self.reach))
    }
  }

  /// Judges the last pictures, which have fewer after them: the programme has ended, or what comes does not follow what was.
  mutating func breakOff() {
    for index in max(0, recent.count - Self.reach)..<recent.count { steps.append(step(at: index)) }
    recent = []
  }

  private func step(at index: Int) -> Step {
    let own = recent[index].whole
    let flashes = recent.count { $0.whole >= Self.flash } > 1
    func motion(_ difference: Difference) -> Double { flashes && difference.whole >= Self.flash ? 0 : difference.whole }
    let (before, after) = (recent[..<index].suffix(Self.reach).map(motion), recent[(index + 1)...].prefix(Self.reach).map(motion))
    let (left, right) = (before.suffix(2).max() ?? 0, after.prefix(2).max() ?? 0)
    guard min(left, right) >= Self.motion else { return own >= Self.motion ? .fresh : .still }
    if own <= Self.sameness * min(left, right) {
      let usual = Array(before.suffix(2) + after.dropFirst().prefix(2))
      return usual.count >= 3 && Self.isJump(after.first ?? 0, among: usual) ? .substitute : .repeated
    }
    guard before.count == Self.reach, after.count == Self.reach, Self.isJump(own, among: before + after) else { return .fresh }
    return isBroad(at: index) ? .afterGap : .fresh
  }

  /// Whether `difference` is that of a gap in the even motion of `others`.
  private static func isJump(_ difference: Double, among others: [Double]) -> Bool {
    guard let high = others.max(), let low = others.min(), low >= motion, high <= evenness * low else { return false }
    return jump.contains(difference / (others.reduce(0, +) / Double(others.count)))
  }

  /// Whether most of what moves around a picture jumps at it.
  private func isBroad(at index: Int) -> Bool {
    let others = recent.indices.filter { $0 != index }
    let moving = recent[index].bands.indices.filter { band in others.allSatisfy { recent[$0].bands[band] >= Self.motion } }
    let jumping = moving.count { band in
      Self.jump.contains(recent[index].bands[band] * Double(others.count) / others.reduce(0) { $0 + recent[$1].bands[band] })
    }
    return moving.count >= 2 && Double(jumping) >= Self.breadth * Double(moving.count)
  }
}

extension MotionTrace {
  /// A steady rhythm of repeats.
  struct Rhythm: Equatable {
    /// The steps that keep it, counted like `steps`.
    var steps: Range<Int>
    /// Steps after which it begins again.
    var period: Int
    /// Repeats in each period.
    var repeats: Int
  }

  /// The longest period that is looked for: a picture a second, which makes 25 of 24.
  private static let longestPeriod = 30

  /// Every steady rhythm of at least `minimum` steps and four periods, in order, none within another.
  func rhythms(minimum: Int) -> [Rhythm] {
    let isRepeat = steps.map { $0 == .repeated || $0 == .substitute }
    var rhythms: [Rhythm] = []
    for period in 2...Self.longestPeriod {
      var start = 0
      for index in 0...max(0, steps.count - period) {
        let goes = index + period < steps.count && isRepeat[index] == isRepeat[index + period] && steps[index] != .still
        if goes { continue }
        let span = start..<min(index + period, steps.count)
        start = index + 1
        guard span.count >= max(minimum, 4 * period) else { continue }
        let repeats = isRepeat[span.lowerBound..<span.lowerBound + period].count { $0 }
        guard repeats > 0, repeats < period, !rhythms.contains(where: { $0.steps.overlaps(span) && $0.steps.count * 2 >= span.count }) else {
          continue
        }
        rhythms.append(Rhythm(steps: span, period: period, repeats: repeats))
      }
    }
    return rhythms.sorted { $0.steps.lowerBound < $1.steps.lowerBound }
  }
}
