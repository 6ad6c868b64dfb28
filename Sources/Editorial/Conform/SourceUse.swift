// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Which frames of its material a clip needs: as labels counted from midnight at the material's rate, below zero or past the day where midnight lies between.
public struct SourceUse: Hashable, Sendable {
  /// The rate at which the labels are counted.
  public var rate: FrameRate
  /// What the cut shows, transitions and the whole of a speed's curve included.
  public var cut: Range<Int>
  /// The cut with its handles.
  public var wanted: Range<Int>

  /// A use as given.
  public init(rate: FrameRate, cut: Range<Int>, wanted: Range<Int>) {
    self.rate = rate
    self.cut = cut
    self.wanted = wanted
  }

  /// What is needed of a clip's material.
  ///
  /// - Parameters:
  ///   - clip: the clip.
  ///   - rate: the rate at which its frames on the track are counted.
  ///   - head: frames of it that a transition shows before it begins.
  ///   - tail: frames of it that a transition shows behind its end.
  ///   - handles: frames of the programme to have besides, at both ends; they cost as many source frames as the clip's speed makes of them.
  /// - Returns: the frames, with what was odd about them; `nil` where the clip does not say what it takes.
  static func of(_ clip: Clip, rate: FrameRate, head: Int, tail: Int, handles: Int) -> (use: SourceUse, notes: [String])? {
    guard let source = clip.source else { return nil }
    let frames = max(clip.frames.value, 0)
    let start = source.start.frameCount.value
    var notes: [String] = []
    let last = max(frames - 1 + tail, -head)
    if !clip.speedCurve.isEmpty {
      let curve = SpeedCurve(clip.speedCurve)
      if let cut = curve.shown(at: -head...last), let wanted = curve.shown(at: (-head - handles)...(last + handles)) {
        return (SourceUse(rate: source.rate, cut: cut.shifted(by: start), wanted: wanted.shifted(by: start)), [])
      }
      notes.append("its speed curve is beyond counting, and the range that it states was taken")
    }
    guard clip.speedCurve.isEmpty, let pace = Pace(clip.speed, of: source.rate, at: rate), let taken = pace.frames(in: frames),
      let cut = pace.extent(of: -head...last, taken: taken), let wanted = pace.extent(of: (-head - handles)...(last + handles), taken: taken)
    else {
      let stated = (start..<(start + max(source.duration.value, 1)))
      return (SourceUse(rate: source.rate, cut: stated, wanted: stated), notes + ["its speed cannot be counted, and no handles were"])
    }
    var use = SourceUse(rate: source.rate, cut: cut.shifted(by: start), wanted: wanted.shifted(by: start))
    let surplus = source.duration.value - taken
    if frames > 0, surplus.magnitude > 1, clip.speed.numerator != 0 {
      if clip.speed == .one, source.rate.hasSameSpeed(as: rate) {
        notes.append("it takes \(source.duration) source frames for \(frames): a speed is missing, or one of the lengths is wrong")
        if surplus > 0 {
          use.cut = use.cut.lowerBound..<(use.cut.upperBound + surplus)
          use.wanted = use.wanted.lowerBound..<(use.wanted.upperBound + surplus)
        }
      } else {
        notes.append("it states \(source.duration) source frames, and its speed takes \(taken): the speed was believed")
      }
    }
    return (use, notes)
  }
}

extension SourceUse {
  /// Makes it reach as far as `other`, which is of the same material.
  mutating func join(_ other: SourceUse) {
    guard rate == other.rate else { return }
    cut = min(cut.lowerBound, other.cut.lowerBound)..<max(cut.upperBound, other.cut.upperBound)
    wanted = min(wanted.lowerBound, other.wanted.lowerBound)..<max(wanted.upperBound, other.wanted.upperBound)
  }

  /// The label, as a count, of the source frame that `clip` shows at a place of its own; `nil` where the clip does not say what it takes.
  ///
  /// - Parameter rate: the rate at which its frames on the track are counted.
  public static func label(of clip: Clip, rate: FrameRate, at place: Int) -> Int? {
    guard let source = clip.source else { return nil }
    let start = source.start.frameCount.value
    if !clip.speedCurve.isEmpty { return SpeedCurve(clip.speedCurve).shown(at: place...place).map { start + $0.lowerBound } }
    guard let pace = Pace(clip.speed, of: source.rate, at: rate), let taken = pace.frames(in: max(clip.frames.value, 0)) else { return nil }
    return pace.extent(of: place...place, taken: taken).map { start + $0.lowerBound }
  }
}

extension SourceUse {
  /// The frames of another rate in which what is needed lies, by real time: what is begun of one counts.
  func counted(at other: FrameRate) -> SourceUse {
    let (top, bottom) = (Int128(other.numerator) * Int128(rate.denominator), Int128(other.denominator) * Int128(rate.numerator))
    func place(_ unit: Int, up: Bool) -> Int {
      let product = Int128(unit) * top
      let quotient = product / bottom
      let isWhole = quotient * bottom == product
      return Int(clamping: quotient + (isWhole ? 0 : up ? (product > 0 ? 1 : 0) : (product < 0 ? -1 : 0)))
    }
    func range(_ range: Range<Int>) -> Range<Int> { place(range.lowerBound, up: false)..<place(range.upperBound, up: true) }
    return SourceUse(rate: other, cut: range(cut), wanted: range(wanted))
  }
}

extension Range<Int> {
  /// The same number of frames elsewhere.
  func shifted(by frames: Int) -> Range<Int> { (lowerBound + frames)..<(upperBound + frames) }
}
