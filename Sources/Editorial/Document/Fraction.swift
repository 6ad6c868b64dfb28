// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// An exact number of frames or seconds on the way from a file to the timeline. No operation traps, whatever the file says: a result that is too
/// large to be meant loses its last digits.
struct Fraction: Hashable, Comparable, Sendable {
  let numerator: Int
  let denominator: Int

  static let zero = Fraction(0)

  init(_ value: Int) { (numerator, denominator) = (min(max(value, -(1 << 62)), 1 << 62), 1) }

  init(_ ratio: Ratio) { (numerator, denominator) = (ratio.numerator, ratio.denominator) }

  /// Frames of a rate in a second.
  init(_ rate: FrameRate) { (numerator, denominator) = (rate.numerator, rate.denominator) }

  /// `numerator / denominator` in lowest terms; zero where the denominator is.
  init(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0 else {
      self = .zero
      return
    }
    var (top, bottom) = (numerator.magnitude, denominator.magnitude)
    if bottom != 1 {
      let divisor = Self.divisor(top, bottom)
      (top, bottom) = (top / divisor, bottom / divisor)
    }
    while top >= 1 << 62 || bottom >= 1 << 62 {
      if bottom == 1 { top = 1 << 61 } else { (top, bottom) = (top >> 1, bottom >> 1) }
    }
    self.numerator = (numerator < 0) == (denominator < 0) ? Int(top) : -Int(top)
    self.denominator = Int(bottom)
  }

  /// Euclid's, in machine words as soon as they fit.
  private static func divisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (a, b) = (first, second)
    while b > UInt64.max || a > UInt64.max, b != 0 { (a, b) = (b, a % b) }
    var (x, y) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
    if b == 0 { return max(a, 1) }
    while y != 0 { (x, y) = (y, x % y) }
    return max(UInt128(x), 1)
  }

  static func + (left: Fraction, right: Fraction) -> Fraction {
    if left.denominator == 1, right.denominator == 1 { return Fraction(Int128(left.numerator) + Int128(right.numerator), 1) }
    return Fraction(
      Int128(left.numerator) * Int128(right.denominator) + Int128(right.numerator) * Int128(left.denominator),
      Int128(left.denominator) * Int128(right.denominator))
  }

  static prefix func - (value: Fraction) -> Fraction { Fraction(-Int128(value.numerator), Int128(value.denominator)) }
  static func - (left: Fraction, right: Fraction) -> Fraction { left + -right }

  static func * (left: Fraction, right: Fraction) -> Fraction {
    Fraction(Int128(left.numerator) * Int128(right.numerator), Int128(left.denominator) * Int128(right.denominator))
  }

  /// The quotient; zero where the divisor is.
  static func / (left: Fraction, right: Fraction) -> Fraction {
    Fraction(Int128(left.numerator) * Int128(right.denominator), Int128(left.denominator) * Int128(right.numerator))
  }

  static func < (left: Fraction, right: Fraction) -> Bool {
    Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
  }

  var magnitude: Fraction { numerator < 0 ? -self : self }
  var isWhole: Bool { denominator == 1 }
  /// The whole number at or below.
  var floor: Int { numerator >= 0 ? numerator / denominator : -((-numerator + denominator - 1) / denominator) }
  /// The whole number at or above.
  var ceiling: Int { -(-self).floor }
  /// The nearest whole number, the later of two.
  var rounded: Int { (self + Fraction(1, 2)).floor }
  /// The nearest whole number of frames, as far as any item can be from another.
  var frames: FrameCount { FrameCount(min(max(rounded, -Timeline.longestItem.value), Timeline.longestItem.value)) }
  /// The same as a value of the model.
  var ratio: Ratio { Ratio(numerator, denominator) ?? .one }
}

extension Fraction {
  /// A decimal as programs write it, with a sign, a point and an exponent or without; `nil` for any other text.
  ///
  /// One with six decimal places and more was a fraction once: the simplest that rounds to it, up or down, is taken where it is far simpler than chance
  /// would have it, and else the simplest that its last place stands for, which is written as the same text again.
  init?(decimal text: String) {
    var mantissa = Substring(text)
    var exponent = 0
    if let mark = mantissa.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let power = Int(mantissa[mantissa.index(after: mark)...]), (-30...15).contains(power) else { return nil }
      exponent = power
      mantissa = mantissa[..<mark]
    }
    let places = mantissa.firstIndex(of: ".").map { mantissa.distance(from: $0, to: mantissa.endIndex) - 1 } ?? 0
    // What a double prints behind its sixteenth digit means nothing.
    if mantissa.count > 17, places > 0 { mantissa = mantissa.prefix(max(17, mantissa.count - places)) }
    guard let exact = Ratio(decimal: mantissa) else { return nil }
    let kept = mantissa.firstIndex(of: ".").map { mantissa.distance(from: $0, to: mantissa.endIndex) - 1 } ?? 0
    let scale = (0..<abs(exponent)).reduce(Int128(1)) { scale, _ in scale * 10 }
    let value = Fraction(exact) * (exponent < 0 ? Fraction(1, scale) : Fraction(scale, 1))
    guard kept >= 6, exponent == 0 else {
      self = value
      return
    }
    let last = (0..<kept).reduce(Int128(1)) { scale, _ in scale * 10 }
    let (slack, half) = (Fraction(1, last), Fraction(49, last * 100))
    let simplest = Self.simplest(from: value - slack, to: value + slack)
    let isMeant = Int128(simplest.denominator) * Int128(simplest.denominator) * 1024 <= last
    self = isMeant ? simplest : Self.simplest(from: value - half, to: value + half)
  }

  /// The number as a decimal with at most twelve places, which `init(decimal:)` reads back where its denominator is not large.
  var decimalText: String {
    let whole = magnitude.numerator / denominator
    var rest = Int128(magnitude.numerator % denominator)
    let sign = numerator < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(whole)" }
    let places = max(6, 14 - String(whole).count)
    let scale = (0..<places).reduce(Int128(1)) { scale, _ in scale * 10 }
    let isExact = rest * scale % Int128(denominator) == 0
    rest = (rest * scale * 2 + Int128(denominator)) / (Int128(denominator) * 2)
    if rest == scale { return "\(sign)\(whole + 1)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: places - digits.count) + digits
    // Six places and more are read as a fraction that was rounded: such are written with all places.
    let short = digits.prefix(5)
    if isExact, digits.dropFirst(5).allSatisfy({ $0 == "0" }) { digits = String(short.reversed().drop { $0 == "0" }.reversed()) }
    return "\(sign)\(whole).\(digits)"
  }

  /// The fraction of the smallest denominator in an interval (a walk down the Stern–Brocot tree, by continued fractions).
  private static func simplest(from low: Fraction, to high: Fraction, steps: Int = 0) -> Fraction {
    if low.numerator <= 0, high.numerator >= 0 { return .zero }
    if high.numerator < 0 { return -simplest(from: -high, to: -low, steps: steps) }
    let whole = low.ceiling
    if Fraction(whole) <= high || steps > 40 { return Fraction(whole) }
    let base = Fraction(low.floor)
    return base + Fraction(1) / simplest(from: Fraction(1) / (high - base), to: Fraction(1) / (low - base), steps: steps + 1)
  }
}

/// A whole number of frames as programs write it, `1055`, `-1` or `1055.0`, no larger than any item can be; `nil` for any other text.
func frameNumber(_ text: String) -> Int? {
  if let value = Int(text) { return min(max(value, -Timeline.longestItem.value), Timeline.longestItem.value) }
  guard let value = Fraction(decimal: text) else { return nil }
  return min(max(value.rounded, -Timeline.longestItem.value), Timeline.longestItem.value)
}
