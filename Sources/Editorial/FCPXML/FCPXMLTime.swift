// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// The time of an element: how it goes by the seconds of the sequence, and what of the material is shown in it.
struct FCPXMLTime {
  /// The second of the sequence at which the element begins.
  let start: Fraction
  /// The element's own time there.
  let local: Fraction
  /// Seconds of its own time in one of the sequence.
  let scale: Fraction
  /// What is shown by the seconds of the sequence, where a `timeMap` changes the speed.
  private(set) var curve: SpeedCurve?
  private let offset: Fraction

  init(_ node: DocumentNode, start: Fraction, local: Fraction, scale outer: Fraction, rate: FrameRate) {
    (self.start, self.local) = (start, local)
    offset = node.attribute("offset").flatMap(FCPXML.seconds) ?? .zero
    if let map = node.first("timeMap") {
      scale = outer
      let points = Self.points(map)
      if !points.isEmpty { curve = SpeedCurve(points.map { .init(place: start + ($0.place - local) / outer, value: $0.value) }) }
      return
    }
    var own = Fraction(1)
    // A clip whose frames were conformed plays them one for one, at the sequence's rate.
    if let conform = node.first("conform-rate"), conform.attribute("scaleEnabled") != "0",
      let source = Self.rates[conform.attribute("srcFrameRate") ?? ""]
    {
      own = Fraction(rate) / Fraction(source)
    }
    scale = outer * own
  }

  /// The values of `srcFrameRate`.
  static let rates: [String: FrameRate] = [
    "23.98": .fps23_976, "24": .fps24, "25": .fps25, "29.97": .fps29_97, "30": .fps30, "47.95": .fps47_952, "48": .fps48, "50": .fps50,
    "59.94": .fps59_94, "60": .fps60, "90": .fps90, "100": .fps100, "119.88": .fps119_88, "120": .fps120,
  ]

  /// The material's seconds by those of the sequence.
  func mapping(in container: FCPXMLContainer?) -> SpeedCurve {
    if let curve { return curve }
    if let time = container?.time { return SpeedCurve(time.points.map { .init(place: $0.place, value: local + $0.value - offset) }) }
    return SpeedCurve([.init(place: start, value: local), .init(place: start + Fraction(1), value: local + scale)])
  }

  // MARK: - Curves

  private struct Knot {
    var time: Fraction
    var value: Fraction
    var isSmooth: Bool
    var before: Fraction
    var after: Fraction
  }

  /// How many straight pieces a smooth passage is read as.
  private static let pieces = 8

  /// The points of a `timeMap`. Around a point that is smooth (`smooth2` with `inTime` and `outTime`), the speed changes along a parabola that touches
  /// both straight lines: exactly so far as is documented, and followed in small straight pieces.
  private static func points(_ map: DocumentNode) -> [SpeedCurve.Point] {
    let knots = map.children.compactMap { node -> Knot? in
      guard node.name == "timept", let time = node.attribute("time").flatMap(FCPXML.seconds),
        let value = node.attribute("value").flatMap(FCPXML.seconds)
      else { return nil }
      return Knot(
        time: time, value: value, isSmooth: node.attribute("interp") != "linear",
        before: max(node.attribute("inTime").flatMap(FCPXML.seconds) ?? .zero, .zero),
        after: max(node.attribute("outTime").flatMap(FCPXML.seconds) ?? .zero, .zero))
    }
    let straight = SpeedCurve(knots.map { .init(place: $0.time, value: $0.value) })
    guard knots.contains(where: { $0.isSmooth && ($0.before > .zero || $0.after > .zero) }) else { return straight.points }
    var points: [SpeedCurve.Point] = []
    for (index, knot) in knots.enumerated() {
      let (previous, next) = (index > 0 ? knots[index - 1] : nil, index + 1 < knots.count ? knots[index + 1] : nil)
      guard let previous, let next, knot.isSmooth, (previous.time < knot.time), (knot.time < next.time), knot.before > .zero || knot.after > .zero
      else {
        points.append(.init(place: knot.time, value: knot.value))
        continue
      }
      let (begin, end) = (max(knot.time - knot.before, previous.time), min(knot.time + knot.after, next.time))
      let (first, last) = (straight.value(at: begin), straight.value(at: end))
      for step in 0...pieces {
        let u = Fraction(Int128(step), Int128(pieces))
        let v = Fraction(1) - u
        let (a, b, c) = (v * v, Fraction(2) * u * v, u * u)
        points.append(.init(place: a * begin + b * knot.time + c * end, value: a * first + b * knot.value + c * last))
      }
    }
    return SpeedCurve(points).points
  }
}
