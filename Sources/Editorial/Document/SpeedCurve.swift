// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Where in its material a clip is at a place of its own, straight from point to point, with exact places.
struct SpeedCurve {
  /// A point: places count frames of the track from the clip's beginning, values frames of the material.
  struct Point {
    var place: Fraction
    var value: Fraction
  }

  /// The points in order of place, no two at one.
  private(set) var points: [Point] = []

  /// A curve through `points`, in any order; of several at one place the last is taken.
  init(_ points: [Point]) {
    let isInOrder = zip(points, points.dropFirst()).allSatisfy { $0.place < $1.place }
    for point in isInOrder ? points : points.enumerated().sorted(by: { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }).map(\.element)
    {
      if self.points.last?.place == point.place { self.points.removeLast() }
      self.points.append(point)
    }
  }

  /// The curve of a clip.
  init(_ points: [Clip.SpeedPoint]) { self.init(points.map { Point(place: $0.place.fraction, value: Fraction($0.source)) }) }

  /// The value at a place, going straight on before the first point and behind the last.
  func value(at place: Fraction) -> Fraction {
    guard points.count > 1 else { return points.first?.value ?? .zero }
    var (low, high) = (0, points.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle].place <= place { low = middle } else { high = middle }
    }
    let (first, second) = (points[low], points[high])
    if first.place == place { return first.value }
    return first.value + (second.value - first.value) * (place - first.place) / (second.place - first.place)
  }

  /// Whether all points lie on one straight line.
  var isStraight: Bool {
    guard let first = points.first, points.count > 2 else { return true }
    let slope = (points[1].value - first.value) / (points[1].place - first.place)
    return points.dropFirst(2).allSatisfy { ($0.value - first.value) == slope * ($0.place - first.place) }
  }

  /// The lowest and the highest value from one place to another.
  func extremes(from start: Int, to end: Int) -> (low: Fraction, high: Fraction) {
    let (first, last) = (value(at: Fraction(start)), value(at: Fraction(end)))
    var (low, high) = (min(first, last), max(first, last))
    for point in points where point.place > Fraction(start) && point.place < Fraction(end) {
      (low, high) = (min(low, point.value), max(high, point.value))
    }
    return (low, high)
  }

  /// From the lowest to the highest frame of the material that is shown at whole places; `nil` where numbers are too large to be meant.
  func shown(at places: ClosedRange<Int>) -> Range<Int>? {
    let (low, high) = extremes(from: places.lowerBound, to: places.upperBound)
    guard max(low.magnitude, high.magnitude) < Fraction(1 << 48) else { return nil }
    return low.floor..<(high.floor + 1)
  }

  /// The mean speed over the first frames, where `scale` frames of the track pass with one of the material.
  func mean(over frames: Int, per scale: Fraction) -> Ratio {
    ((value(at: Fraction(frames)) - value(at: .zero)) / Fraction(frames) * scale).ratio
  }

  /// The points on whole frames, with their values above `base`. One that lies between two frames gives way to the curve's values at both.
  func points(below base: Fraction) -> [Clip.SpeedPoint] {
    var result: [Clip.SpeedPoint] = []
    func add(_ place: Int, _ value: Fraction) {
      guard result.last.map({ $0.place.value < place }) ?? true else { return }
      result.append(Clip.SpeedPoint(place: FrameCount(place), source: (value - base).ratio))
    }
    for point in points {
      if point.place.isWhole {
        add(point.place.numerator, point.value)
      } else {
        add(point.place.floor, value(at: Fraction(point.place.floor)))
        add(point.place.ceiling, value(at: Fraction(point.place.ceiling)))
      }
    }
    return result
  }
}
