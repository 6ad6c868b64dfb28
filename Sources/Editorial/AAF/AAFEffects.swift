// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Reads operation groups: transitions, retimes and effects with their parameters.
struct AAFEffects {
  let store: AAFStore

  init(_ store: AAFStore) { self.store = store }

  /// What an operation is called.
  func name(_ group: AAFObject) -> String {
    if let key = group.weak(AAFProperty.operation)?.key, let known = AAFKnown.names[key] { return known }
    return store.definition(group, AAFProperty.operation)?.text(AAFProperty.definitionName) ?? "effect"
  }

  /// Whether it changes the speed.
  func isMotion(_ group: AAFObject) -> Bool {
    if group.weak(AAFProperty.operation)?.key == AAFKnown.motionControl { return true }
    return store.definition(group, AAFProperty.operation)?.integer(AAFProperty.isTimeWarp) == 1
  }

  // MARK: - Transitions

  /// A transition with its cut.
  func transition(_ object: AAFObject, head: Int, tail: Int) -> Transition {
    var transition = Transition(.dissolve, head: FrameCount(head), tail: FrameCount(tail))
    guard let group = store.strong(object, AAFProperty.transitionOperation) else { return transition }
    let id = group.weak(AAFProperty.operation)?.key ?? .zero
    let name = self.name(group)
    switch id {
    case AAFKnown.videoDissolve, AAFKnown.monoDissolve, AAFKnown.stereoDissolve: break
    case AAFKnown.wipe:
      let code = parameters(group).first { $0.definition == AAFKnown.wipeNumber }.flatMap { Int($0.text) }
      transition.kind = .wipe(code ?? 1)
    case AAFKnown.key: transition.kind = .key
    default:
      // Avid's own dissolves have identifiers of their own and say so by name.
      let isOurs = id == AAFEffectText.identifier(of: name)
      guard isOurs || !name.lowercased().contains("dissolve") && !name.lowercased().contains("crossfade") else { break }
      transition.kind = .named(name)
      if !isOurs { transition.kept.append(Kept(AAF.format, "operation \(id)")) }
    }
    return transition
  }

  // MARK: - Retimes

  /// How a retime plays its input; `nil` where it does not say.
  func motion(_ group: AAFObject, length: Int, inputLength: Int) -> AAFMotion? {
    let parameters = self.parameters(group)
    func varying(_ id: UniqueIdentifier, _ name: String) -> [(time: Ratio, value: Ratio)] {
      parameters.first { $0.definition == id || $0.name == name }?.points ?? []
    }
    let offsets = varying(AAFKnown.speedOffsetMap, "PARAM_SPEED_OFFSET_MAP_U")
    if offsets.count > 1, let first = offsets.first, let last = offsets.last, first.time != last.time {
      guard let speed = slope(first, last) else { return nil }
      let isEven = offsets.count == 2
      // The curve has a place of its own for whole frames only: those between them say the same more finely.
      let points =
        isEven ? [] : offsets.filter { $0.time.denominator == 1 }.map { Clip.SpeedPoint(place: FrameCount($0.time.numerator), source: $0.value) }
      return AAFMotion(speed: speed, points: points, offset: isEven ? floored(first.value) : 0)
    }
    if let ratio = parameters.first(where: { $0.definition == AAFKnown.speedRatio || $0.name == "SpeedRatio" })?.ratio {
      // The length that comes out by the length that goes in. A still says its own length.
      if ratio.denominator == 1, ratio.numerator == length, inputLength <= 1, length > 1 { return AAFMotion(speed: .still) }
      if ratio.numerator == 0 { return AAFMotion(speed: .still) }
      return Ratio(ratio.denominator, ratio.numerator).map { AAFMotion(speed: $0) }
    }
    let speeds = varying(AAFKnown.speedMap, "PARAM_SPEED_MAP_U")
    if let first = speeds.first, speeds.allSatisfy({ $0.value == first.value }) { return AAFMotion(speed: first.value) }
    guard length > 0, inputLength > 0 else { return nil }
    store.note(once: "mean speed", "a retime says its speed in no way that is known here: the lengths of its input and its result were compared")
    return Ratio(inputLength, length).map { AAFMotion(speed: $0) }
  }

  private func slope(_ first: (time: Ratio, value: Ratio), _ last: (time: Ratio, value: Ratio)) -> Ratio? {
    guard let rise = last.value.subtracting(first.value), let run = last.time.subtracting(first.time) else { return nil }
    return rise.multiplied(by: run.denominator, over: run.numerator)
  }

  private func floored(_ ratio: Ratio) -> Int { ratio.floored }

  // MARK: - Effects

  /// An effect with its parameters; `nil` where it names no operation.
  func effect(_ group: AAFObject) -> Clip.Effect? {
    guard let id = group.weak(AAFProperty.operation)?.key else { return nil }
    var effect = Clip.Effect(name: name(group))
    if id != AAFEffectText.identifier(of: effect.name) { effect.kept.append(Kept(AAF.format, "operation \(id)")) }
    for parameter in parameters(group) {
      effect.parameters.append(Clip.Comment(key: parameter.name, value: parameter.text))
      effect.kept += parameter.kept
    }
    return effect
  }

  /// What an effect without input says beyond its name.
  func making(_ group: AAFObject) -> [Clip.Effect] {
    effect(group).map { $0.parameters.isEmpty && $0.kept.isEmpty ? [] : [$0] } ?? []
  }

  /// A parameter as it is written.
  struct Parameter {
    var name: String
    var definition: UniqueIdentifier
    var text: String
    var ratio: Ratio?
    var points: [(time: Ratio, value: Ratio)] = []
    var kept: [Kept] = []
  }

  func parameters(_ group: AAFObject) -> [Parameter] {
    store.vector(group, AAFProperty.parameters).compactMap(parameter)
  }

  private func parameter(_ object: AAFObject) -> Parameter? {
    // Older files store a reference here, newer ones the identifier itself.
    let id = object.identifier(AAFProperty.parameterDefinition) ?? object.weak(AAFProperty.parameterDefinition)?.key ?? .zero
    let name = AAFKnown.names[id] ?? self.name(ofParameter: id)
    var parameter = Parameter(name: name, definition: id, text: "")
    var type = AAFKnown.string
    switch object.kind {
    case .constantValue:
      guard let data = object.data(AAFProperty.constantValue), let value = AAFEffectText.value(data) else { return nil }
      (parameter.text, parameter.ratio, type) = (value.text, value.ratio, value.type)
    case .varyingValue:
      var texts: [String] = []
      for point in store.vector(object, AAFProperty.pointList) {
        guard let time = point.rational(AAFProperty.pointTime).flatMap({ Ratio($0.numerator, $0.denominator) }),
          let data = point.data(AAFProperty.pointValue), let value = AAFEffectText.value(data)
        else { continue }
        type = value.type
        texts.append("\(time)=\(value.text)")
        if let ratio = value.ratio { parameter.points.append((time, ratio)) }
      }
      parameter.text = texts.joined(separator: " ")
      let interpolation = object.weak(AAFProperty.interpolation)?.key ?? AAFKnown.linear
      parameter.kept.append(Kept(AAF.format, "varying \(interpolation) \(name)"))
    default: return nil
    }
    if id != AAFEffectText.identifier(of: name) { parameter.kept.append(Kept(AAF.format, "parameter \(id) \(name)")) }
    if type != AAFKnown.string { parameter.kept.append(Kept(AAF.format, "type \(type) \(name)")) }
    return parameter
  }

  private func name(ofParameter id: UniqueIdentifier) -> String {
    let definition = store.parameterDefinition(id)
    return definition?.text(AAFProperty.definitionName) ?? "parameter \(id)"
  }
}

extension Ratio {
  /// A still.
  static let still = Ratio(0, 1) ?? .one

  /// The whole number below.
  var floored: Int {
    let quotient = numerator / denominator
    return numerator < 0 && numerator % denominator != 0 ? quotient - 1 : quotient
  }

  /// The difference; `nil` where it is too large to be meant.
  func subtracting(_ other: Ratio) -> Ratio? {
    let (first, over1) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (second, over2) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (bottom, over3) = denominator.multipliedReportingOverflow(by: other.denominator)
    let (top, over4) = first.subtractingReportingOverflow(second)
    return over1 || over2 || over3 || over4 ? nil : Ratio(top, bottom)
  }
}
