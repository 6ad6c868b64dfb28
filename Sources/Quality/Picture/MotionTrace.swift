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

  /// One step a picture, from the second picture on.
  private(set) var steps: [Step] = []
  private var recent: [Double] = []

  /// Takes the difference of the next picture from the one before, as a share of the range.
  mutating func add(_ difference: Double) {
    recent.append(difference)
    if recent.count == 2 * Self.reach + 1 {
      steps.append(step(at: Self.reach))
      recent.removeFirst()
    } else if recent.count > Self.reach {
      // The first pictures have fewer before them.
      steps.append(step(at: recent.count - 1 - Self.reach))
    }
  }

  /// Judges the last pictures, which have fewer after them.
  mutating func finish() {
    for index in max(0, recent.count - Self.reach)..<recent.count { steps.append(step(at: index)) }
    recent = []
  }

  private func step(at index: Int) -> Step {
    let own = recent[index]
    let (before, after) = (recent[..<index].suffix(Self.reach), recent[(index + 1)...].prefix(Self.reach))
    let (left, right) = (before.suffix(2).max() ?? 0, after.prefix(2).max() ?? 0)
    guard min(left, right) >= Self.motion else { return own >= Self.motion ? .fresh : .still }
    if own <= Self.sameness * min(left, right) {
      let next = after.first ?? 0
      let usual = Array(before.suffix(2)) + Array(after.dropFirst().prefix(2))
      let isEven = usual.count >= 3 && (usual.max() ?? 0) <= Self.evenness * (usual.min() ?? 0)
      return isEven && Self.jump.contains(next / (usual.reduce(0, +) / Double(usual.count))) ? .substitute : .repeated
    }
    let around = Array(before) + Array(after)
    if around.count == 2 * Self.reach, let high = around.max(), let low = around.min(), low >= Self.motion, high <= Self.evenness * low,
      Self.jump.contains(own / (around.reduce(0, +) / Double(around.count)))
    {
      return .afterGap
    }
    return .fresh
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
