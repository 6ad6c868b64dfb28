// SPDX-License-Identifier: Apache-2.0

/// How loud a clip is made, as a cut says it: one factor, or points between which it changes in straight lines.
public struct SoundGain: Hashable, Sendable {
  /// A factor at a part of the clip's length: 0 is its beginning, 1 its end.
  public struct Point: Hashable, Sendable {
    /// Where, as a part of the clip's length; programs set points before 0 and behind 1, too.
    public var place: Ratio
    /// The factor: 1 is as recorded.
    public var factor: Ratio
  }

  /// The points, in order of place; one for a gain that does not change.
  public private(set) var points: [Point]

  /// A gain that does not change.
  public init(_ factor: Ratio) { points = [Point(place: .one, factor: factor)] }

  /// The gain that an effect is: AAF's “Mono Audio Gain”, or Final Cut Pro 7's “Audio Levels” without key frames; `nil` for any other.
  public init?(_ effect: Clip.Effect) {
    switch effect.name {
    case "Mono Audio Gain":
      guard let text = effect.parameters.first(where: { $0.key == "Amplitude" })?.value else { return nil }
      let found = text.split(separator: " ").compactMap(Self.point).sorted { Self.isBefore($0.place, $1.place) }
      guard !found.isEmpty else { return nil }
      points = found
    case "Audio Levels":
      guard let level = effect.parameters.first(where: { $0.key.lowercased() == "level" }),
        !effect.kept.contains(where: { $0.text.contains("<keyframe") }), let factor = Ratio(decimal: level.value)
      else { return nil }
      points = [Point(place: .one, factor: factor)]
    default: return nil
    }
  }

  /// AAF's effect of that name.
  public var effect: Clip.Effect {
    let isVarying = points.count > 1
    let text = isVarying ? points.map { "\($0.place)=\($0.factor)" }.joined(separator: " ") : points.map { $0.factor.description }.joined()
    var kept = [Kept(AAF.format, "type \(AAFKnown.rational) Amplitude")]
    if isVarying { kept.append(Kept(AAF.format, "varying \(AAFKnown.linear) Amplitude")) }
    return Clip.Effect(name: "Mono Audio Gain", parameters: [.init(key: "Amplitude", value: text)], kept: kept)
  }

  /// The factor at a part of the clip's length.
  public func factor(at place: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 1 }
    if place <= first.place.value { return first.factor.value }
    for (left, right) in zip(points, points.dropFirst()) where place <= right.place.value {
      let span = right.place.value - left.place.value
      guard span > 0 else { return right.factor.value }
      return left.factor.value + (right.factor.value - left.factor.value) * (place - left.place.value) / span
    }
    return last.factor.value
  }

  // MARK: -

  private static func point(_ word: Substring) -> Point? {
    let parts = word.split(separator: "=", maxSplits: 1)
    guard let factor = parts.last.flatMap(ratio), let place = parts.count == 2 ? ratio(parts[0]) : .one else { return nil }
    return Point(place: place, factor: factor)
  }

  private static func ratio(_ text: Substring) -> Ratio? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let top = parts.first.flatMap({ Int($0) }), let bottom = parts.count == 1 ? 1 : Int(parts[1]) else { return nil }
    return Ratio(top, bottom)
  }

  private static func isBefore(_ left: Ratio, _ right: Ratio) -> Bool {
    Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
  }
}

extension Ratio {
  /// The nearest number: for signals, never for times.
  fileprivate var value: Double { Double(numerator) / Double(denominator) }
}
