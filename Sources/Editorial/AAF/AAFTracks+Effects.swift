// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension AAFTracks {
  /// Units of the source that pass in what was added before the clip's own beginning.
  func passed(_ clip: Clip, _ head: Int, _ tail: Int) -> Int {
    guard isRetimed(clip) else { return head }
    guard clip.speedCurve.isEmpty else { return 0 }
    // Backwards, what comes before the lowest label is seen after the clip's end.
    return clip.speed.numerator < 0 ? abs(scaled(tail, clip.speed)) : scaled(head, clip.speed)
  }

  /// How much of the source the clip takes with what was added at both ends.
  func taken(_ clip: Clip, _ head: Int, _ tail: Int, length: Int) -> Int {
    guard isRetimed(clip) else { return length }
    let own = clip.source.map { AAFRate($0.rate).converted(up: $0.duration.value, to: unitRate) }
    guard clip.speedCurve.isEmpty else { return max(1, own ?? length) }
    guard let own else { return max(1, abs(scaled(length, clip.speed))) }
    return own + abs(scaled(head, clip.speed)) + abs(scaled(tail, clip.speed))
  }

  /// The clip at its speed.
  mutating func retimed(_ node: AAFNode, _ clip: Clip, at place: FrameCount, taken: Int, length: Int, into: Int) -> AAFNode {
    guard clip.speed != .one || !clip.speedCurve.isEmpty else { return node }
    guard isRetimed(clip) else {
      lose(
        .speeds, place, "that ‘\(clip.name)’ plays at \(clip.speed) of its speed, which Pro Tools takes rendered alone: it was written as recorded")
      return node
    }
    var parameters: [AAFNode] = []
    // The length that comes out by the length that goes in; of a still, its length.
    let isStill = clip.speed.numerator == 0
    let ratio = isStill ? "\(Int32(clamping: length))/1" : ratioText(clip.speed.denominator, clip.speed.numerator)
    if let ratio { parameters.append(constant(AAFKnown.speedRatio, "SpeedRatio", AAFKnown.rational, ratio)) }
    let points = curve(clip, taken: taken, length: length, into: into)
    if let first = clip.speedCurve.first, let last = clip.speedCurve.last, points != nil {
      let mean = last.source.subtracting(first.source)?.multiplied(by: 1, over: (last.place - first.place).value)
      if mean != clip.speed { lose(.speeds, place, "that ‘\(clip.name)’ plays at \(clip.speed) of its speed in the mean: its curve says otherwise") }
    }
    if let points { parameters.append(varying(AAFKnown.speedOffsetMap, "PARAM_SPEED_OFFSET_MAP_U", AAFKnown.linear, AAFKnown.rational, points)) }
    if points == nil, ratio == nil || !clip.speedCurve.isEmpty {
      lose(.speeds, place, "the exact speed of ‘\(clip.name)’, whose fractions are too long")
    }
    define(AAFKnown.motionControl, "Motion Control", inputs: 1, isTimeWarp: true)
    var group = AAFNode(.operationGroup, essenceID, length: length)
    group[AAFProperty.operation] = .weak(.operations, AAFKnown.motionControl)
    group[AAFProperty.inputSegments] = .vector([node])
    group[AAFProperty.parameters] = .vector(parameters)
    return group
  }

  /// An effect around a segment, or around nothing where it makes what is seen.
  mutating func group(_ effect: Clip.Effect, around segment: AAFNode?, length: Int) -> AAFNode {
    var operation = AAFEffectText.identifier(of: effect.name)
    var ids: [String: UniqueIdentifier] = [:]
    var types: [String: UniqueIdentifier] = [:]
    var varying: [String: UniqueIdentifier] = [:]
    for kept in effect.kept {
      guard kept.format == AAF.format, let space = kept.text.firstIndex(of: " ") else {
        writing.lost.add(kept, of: "the effect ‘\(effect.name)’")
        continue
      }
      let rest = kept.text[kept.text.index(after: space)...]
      let (word, name) = (rest.prefix { $0 != " " }, String(rest.drop { $0 != " " }.dropFirst()))
      guard let id = UniqueIdentifier(word) else { continue }
      switch kept.text[..<space] {
      case "operation": operation = id
      case "parameter": ids[name] = id
      case "type": types[name] = id
      case "varying": varying[name] = id
      default: writing.lost.add(.kept, "what AAF says of the effect ‘\(effect.name)’: \(kept.text.prefix(60))")
      }
    }
    var parameters: [AAFNode] = []
    for parameter in effect.parameters {
      let id = ids[parameter.key] ?? AAFEffectText.identifier(of: parameter.key)
      var type = types[parameter.key] ?? AAFKnown.string
      if AAFModel.standard.type(type) == nil {
        // A type that only its maker knows: its bytes are written as such.
        writing.lost.add(.kept, "the type of ‘\(parameter.key)’ in the effect ‘\(effect.name)’, which is its maker’s own")
        type = AAFKnown.bytes
      }
      let points = varying[parameter.key].flatMap { interpolation in self.points(parameter.value, type: type).map { ($0, interpolation) } }
      if let (points, interpolation) = points {
        parameters.append(self.varying(id, parameter.key, interpolation, type, points))
      } else if AAFEffectText.bytes(of: parameter.value, type: type).map({ $0.count <= CompoundFileWriter.largestValue }) ?? false {
        parameters.append(constant(id, parameter.key, type, parameter.value))
      } else {
        parameters.append(constant(id, parameter.key, AAFKnown.string, writing.bounded(parameter.value, "‘\(parameter.key)’ of an effect")))
      }
    }
    define(operation, effect.name, inputs: segment == nil ? 0 : 1)
    var node = AAFNode(.operationGroup, essenceID, length: length)
    node[AAFProperty.operation] = .weak(.operations, operation)
    if let segment { node[AAFProperty.inputSegments] = .vector([segment]) }
    if !parameters.isEmpty { node[AAFProperty.parameters] = .vector(parameters) }
    return node
  }

  /// A parameter with one value.
  mutating func constant(_ id: UniqueIdentifier, _ name: String, _ type: UniqueIdentifier, _ text: String) -> AAFNode {
    define(parameter: id, name, type)
    var node = AAFNode(.constantValue)
    node.set(AAFProperty.parameterDefinition, id)
    node[AAFProperty.constantValue] = .data(AAFEffectText.bytes(of: text, type: type) ?? [])
    return node
  }

  /// Makes an operation known.
  mutating func define(_ id: UniqueIdentifier, _ name: String, inputs: Int, isTimeWarp: Bool = false) {
    guard writing.operations[id] == nil else { return }
    var node = AAFNode(.operationDefinition, id: id, name: writing.bounded(name, "the name of the effect ‘\(name.prefix(40))’"))
    node[AAFProperty.operationDataDefinition] = .weak(.data, essenceID)
    node.set(AAFProperty.isTimeWarp, isTimeWarp)
    node.set(AAFProperty.operationCategory, AAFKnown.effectCategory)
    node.set(AAFProperty.numberInputs, Int32(inputs))
    writing.operations[id] = node
  }

  // MARK: -

  func isRetimed(_ clip: Clip) -> Bool { !writing.isForSound && (clip.speed != .one || !clip.speedCurve.isEmpty) }

  private func scaled(_ units: Int, _ speed: Ratio) -> Int { speed.multiplied(by: units, over: 1)?.floored ?? units }

  private func ratioText(_ top: Int, _ bottom: Int) -> String? {
    let (top, bottom) = bottom < 0 ? (-top, -bottom) : (top, bottom)
    guard let top = Int32(exactly: top), let bottom = Int32(exactly: bottom) else { return nil }
    return "\(top)/\(bottom)"
  }

  /// Where in its input each place of a retime is; `nil` where the fractions do not fit.
  private func curve(_ clip: Clip, taken: Int, length: Int, into: Int) -> [(time: String, value: String)]? {
    guard clip.speedCurve.isEmpty else {
      var points: [(time: String, value: String)] = []
      for point in clip.speedCurve {
        guard let time = ratioText(point.place.value + into, 1), let value = ratioText(point.source.numerator, point.source.denominator) else {
          return nil
        }
        points.append((time, value))
      }
      return points.count > 2 ? points : nil
    }
    // As long as the clip at least, and in whole numbers.
    let (times, overflows) = clip.speed.denominator.multipliedReportingOverflow(by: max(1, (length - 1) / clip.speed.denominator + 1))
    let first = clip.speed.numerator < 0 ? taken : 0
    guard !overflows, let rise = clip.speed.multiplied(by: times, over: 1), rise.denominator == 1, let run = ratioText(times, 1),
      let start = ratioText(first, 1), let end = ratioText(rise.numerator.addingClamped(first), 1)
    else { return nil }
    return [("0/1", start), (run, end)]
  }

  private mutating func varying(
    _ id: UniqueIdentifier, _ name: String, _ interpolation: UniqueIdentifier, _ type: UniqueIdentifier, _ points: [(time: String, value: String)]
  ) -> AAFNode {
    define(parameter: id, name, type)
    if writing.interpolations[interpolation] == nil { writing.interpolations[interpolation] = "interpolation" }
    var node = AAFNode(.varyingValue)
    node.set(AAFProperty.parameterDefinition, id)
    node[AAFProperty.interpolation] = .weak(.interpolations, interpolation)
    node[AAFProperty.pointList] = .vector(
      points.map { point in
        var node = AAFNode(.controlPoint)
        node[AAFProperty.pointValue] = .data(AAFEffectText.bytes(of: point.value, type: type) ?? [])
        node[AAFProperty.pointTime] = .data(AAFEffectText.bytes(of: point.time, type: AAFKnown.rational).map { Array($0.dropFirst(17)) } ?? [])
        return node
      })
    return node
  }

  /// The points that a text lists, `time=value time=value`; `nil` where it does not, or the values are of another type.
  private func points(_ text: String, type: UniqueIdentifier) -> [(time: String, value: String)]? {
    var points: [(time: String, value: String)] = []
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, AAFEffectText.bytes(of: String(parts[0]), type: AAFKnown.rational) != nil,
        let value = AAFEffectText.bytes(of: String(parts[1]), type: type), value.count <= CompoundFileWriter.largestValue
      else { return nil }
      points.append((String(parts[0]), String(parts[1])))
    }
    return points.isEmpty ? nil : points
  }

  private mutating func define(parameter id: UniqueIdentifier, _ name: String, _ type: UniqueIdentifier) {
    guard writing.parameters[id] == nil else { return }
    var node = AAFNode(.parameterDefinition, id: id, name: writing.bounded(name, "the name of the parameter ‘\(name.prefix(40))’"))
    node[AAFProperty.parameterType] = .weak(.types, type)
    writing.parameters[id] = node
  }
}
