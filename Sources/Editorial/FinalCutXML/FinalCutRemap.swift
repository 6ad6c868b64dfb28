// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// The filter `timeremap`: a change of speed.
struct FinalCutRemap {
  /// A point of the graph: at `when` of the clip its picture is the material's `value`.
  struct Point {
    var when: Fraction
    var value: Fraction
    /// Whether it is marked as lying at the in- or the out-point.
    var isIn: Bool
    var isOut: Bool
  }

  /// The speed, negative backwards; 1 is as recorded.
  private(set) var speed = Fraction(1)
  /// Whether the speed was written as a factor: without the bounds that go with per cent, and too small to be meant as these.
  private(set) var isFactor = false
  private(set) var isVariable = false
  private(set) var isSmooth = false
  private(set) var points: [Point] = []

  /// The filter; `nil` for any other.
  init?(_ filter: DocumentNode) {
    guard let effect = filter.first("effect"), effect.value("effectid").lowercased() == "timeremap" else { return nil }
    var isReversed = false
    for parameter in effect.elements where parameter.name == "parameter" {
      let value = parameter.value("value")
      let name = parameter.first("parameterid") ?? parameter.first("name")
      switch name?.trimmedText.lowercased() {
      case "speed":
        guard let number = Fraction(decimal: value) else { break }
        let hasBounds = parameter.first("valuemin") != nil || parameter.first("valuemax") != nil
        isFactor = !hasBounds && number != .zero && number.magnitude < Fraction(10)
        speed = isFactor ? number : number * Fraction(1, 100)
      case "reverse": isReversed = ["TRUE", "1"].contains(value.uppercased())
      case "variablespeed": isVariable = ["TRUE", "1"].contains(value.uppercased())
      case "graphdict": graph(parameter)
      default: break
      }
    }
    if isReversed, speed > .zero { speed = -speed }
  }

  private mutating func graph(_ parameter: DocumentNode) {
    for key in parameter.elements {
      if key.name == "interpolation", key.value("name") == "FCPCurve" { isSmooth = true }
      guard key.name == "keyframe", let when = Fraction(decimal: key.value("when")), let value = Fraction(decimal: key.value("value")) else {
        continue
      }
      func isMarked(_ name: String) -> Bool { key.value(name).uppercased() == "TRUE" }
      points.append(Point(when: when, value: value, isIn: isMarked("speedkfin"), isOut: isMarked("speedkfout")))
    }
  }

  /// The material's frames at the in- and the out-point: of the points marked so, else by the graph. `nil` where it does not say.
  func edges(_ first: Fraction, _ last: Fraction) -> (begin: Fraction, end: Fraction)? {
    if let begin = points.first(where: \.isIn), let end = points.last(where: \.isOut) { return (begin.value, end.value) }
    guard points.count > 1 else { return nil }
    let curve = SpeedCurve(points.map { .init(place: $0.when, value: $0.value) })
    return (curve.value(at: first), curve.value(at: last))
  }

  /// The material's frame at a place.
  func value(at place: Fraction) -> Fraction? {
    points.isEmpty ? nil : SpeedCurve(points.map { .init(place: $0.when, value: $0.value) }).value(at: place)
  }
}
