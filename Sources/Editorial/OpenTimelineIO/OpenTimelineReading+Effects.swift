// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension OpenTimelineReading {
  /// Takes the first change of speed as the clip's, and the rest as what is done to it.
  mutating func takeEffects(_ item: inout Item, into clip: inout Clip) {
    guard let effects = item.effects else { return }
    var hasSpeed = false
    for (position, index) in tape.elements(of: effects).enumerated() {
      if !hasSpeed, let speed = speed(index) {
        hasSpeed = true
        clip.speed = speed.value
        if position > 0 || !speed.kept.isEmpty {
          item.kept.keep("@speed", OpenTimelineKept.object(["\"@position\":\(position)"] + speed.kept))
        }
      } else {
        clip.effects.append(effect(index))
      }
    }
  }

  /// The speed of a `LinearTimeWarp` or `FreezeFrame` that is on, and what else it says; `nil` for anything else.
  private mutating func speed(_ index: Int) -> (value: Ratio, kept: [String])? {
    let schema = Self.schema(index, tape)
    guard schema == "LinearTimeWarp" || schema == "FreezeFrame" else { return nil }
    var scalar: Double? = schema == "FreezeFrame" ? 0 : nil
    var kept: [String] = []
    for (key, value) in tape.members(of: index) {
      switch tape.string(key) {
      case "OTIO_SCHEMA"?: break
      case "time_scalar"? where schema == "LinearTimeWarp": scalar = tape.number(value)
      case "time_scalar"? where tape.number(value) == 0: break
      case "effect_name"? where ["", "LinearTimeWarp", "FreezeFrame"].contains(tape.string(value)) || tape.isNull(value): break
      case "name"? where tape.string(value) == "" || tape.isNull(value): break
      case "metadata"? where tape.isEmpty(value): break
      case "enabled"?: if tape.truth(value) == false { return nil }
      default: kept.append(tape.compact(key) + ":" + tape.compact(value))
      }
    }
    guard let scalar, let speed = Ratio(nearest: scalar) else {
      note(index, "a change of speed has no number: it is kept, and the clip plays as recorded")
      return nil
    }
    // A still is a speed of zero; a warp of zero says the same.
    if schema == "LinearTimeWarp", speed == Ratio(0) { kept.append("\"OTIO_SCHEMA\":\"LinearTimeWarp.1\"") }
    if schema == "LinearTimeWarp", speed == .one { kept.append("\"@always\":true") }
    return (speed, kept)
  }

  private func effect(_ index: Int) -> Clip.Effect {
    var effect = Clip.Effect(name: "")
    var kept = OpenTimelineKept()
    var metadata = OpenTimelineMetadata()
    for (key, value) in tape.members(of: index) {
      guard let name = tape.string(key) else { continue }
      switch name {
      case "OTIO_SCHEMA" where tape.string(value) == "Effect.1": break
      case "effect_name": effect.name = tape.string(value) ?? ""
      case "name" where tape.string(value) == "" || tape.isNull(value): break
      case "metadata": metadata = OpenTimelineMetadata(value, of: tape, kept: &kept)
      case "enabled" where tape.truth(value) == true: break
      default: kept.keep(name, tape.compact(value))
      }
    }
    effect.parameters = metadata.own?["parameters"].map { OpenTimelineOwn.comments($0) } ?? []
    effect.kept = kept.kept + others(metadata)
    return effect
  }

  /// Marks, whose places are counted from where their item's source begins.
  mutating func markers(_ index: Int, origin: OpenTimelineTime?, at rate: FrameRate) -> [Marker] {
    let first = origin?.frames(at: rate) ?? .zero
    var markers: [Marker] = []
    for child in tape.elements(of: index) {
      var marker = Marker(place: .zero, text: "")
      var kept = OpenTimelineKept()
      var metadata = OpenTimelineMetadata()
      for (key, value) in tape.members(of: child) {
        guard let name = tape.string(key) else { continue }
        switch name {
        case "OTIO_SCHEMA": break
        case "name": marker.name = tape.string(value) ?? ""
        case "comment": marker.text = tape.string(value) ?? ""
        case "marked_range":
          guard let range = range(value) else { continue }
          let place = (range.start?.frames(at: rate) ?? .zero).value.subtractingClamped(first.value)
          marker.place = FrameCount(min(max(place, -Timeline.longestItem.value), Timeline.longestItem.value))
          marker.frames = min(range.duration.frames(at: rate), Timeline.longestItem)
        case "color" where tape.kind(value) == .object:
          // Later schemas hold a colour with its numbers.
          marker.color = tape.member("name", of: value).flatMap { tape.string($0) }?.lowercased() ?? ""
          kept.keep(name, tape.compact(value))
        case "color": marker.color = tape.string(value)?.lowercased() ?? ""
        case "metadata": metadata = OpenTimelineMetadata(value, of: tape, kept: &kept)
        default: kept.keep(name, tape.compact(value))
        }
      }
      if marker.text.isEmpty, let comment = metadata.finalCutComment { marker.text = comment }
      marker.kept = kept.kept + others(metadata)
      markers.append(marker)
    }
    return markers
  }

  mutating func transition(_ index: Int, at rate: FrameRate) -> Transition {
    var transition = Transition(.dissolve, head: .zero, tail: .zero)
    var kept = OpenTimelineKept()
    var metadata = OpenTimelineMetadata()
    var (type, name) = ("SMPTE_Dissolve", "")
    for (key, value) in tape.members(of: index) {
      guard let member = tape.string(key) else { continue }
      switch member {
      case "OTIO_SCHEMA": break
      case "name": name = tape.string(value) ?? ""
      case "transition_type": type = tape.string(value) ?? ""
      case "in_offset": transition.head = offset(value, at: rate)
      case "out_offset": transition.tail = offset(value, at: rate)
      case "metadata": metadata = OpenTimelineMetadata(value, of: tape, kept: &kept)
      default: kept.keep(member, tape.compact(value))
      }
    }
    let own = metadata.own
    switch type {
    case "SMPTE_Dissolve": transition.kind = .dissolve
    case "SMPTE_Wipe": transition.kind = .wipe(own?["wipe"]?.whole ?? 1)
    case "Custom_Transition" where own?["kind"]?.string == "key": transition.kind = .key
    case "Custom_Transition": transition.kind = .named(name)
    default:
      transition.kind = .named(type)
      kept.keep("transition_type", JSONValue.quoted(type))
    }
    if type != "Custom_Transition", !name.isEmpty { kept.keep("name", JSONValue.quoted(name)) }
    transition.kept = kept.kept + others(metadata)
    return transition
  }

  private mutating func offset(_ index: Int, at rate: FrameRate) -> FrameCount {
    guard let time = time(index) else { return .zero }
    if !time.isWhole(at: rate) {
      note(index, once: "offset", "a transition ends between two frames: the nearer was taken, here and wherever it is so")
    }
    return min(max(time.frames(at: rate), .zero), Timeline.longestItem)
  }
}
