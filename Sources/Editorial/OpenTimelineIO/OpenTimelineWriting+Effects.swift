// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension OpenTimelineWriting {
  /// What is done to a clip, its speed at the place where it was read.
  func effects(of clip: Clip, _ kept: JSONValue) -> [JSONValue] {
    var all = clip.effects.map { effect in
      let (kept, others) = OpenTimelineKept.members(effect.kept)
      let own = JSONValue.object(["parameters": OpenTimelineOwn.value(effect.parameters), "kept": OpenTimelineOwn.value(others)])
      return object(
        "Effect.1", metadata: metadata(own: own), kept: kept,
        ["name": kept["name"] ?? .text(""), "effect_name": .text(effect.name), "enabled": kept["enabled"] ?? .truth(true)])
    }
    let warp = kept["@speed"] ?? .object([])
    guard clip.speed != .one || warp["@always"] != nil else { return all }
    let isStill = clip.speed == Ratio(0) && warp["OTIO_SCHEMA"] == nil
    let speed = object(
      isStill ? "FreezeFrame.1" : "LinearTimeWarp.1", metadata: .object([]), kept: warp, without: ["OTIO_SCHEMA"],
      [
        "name": warp["name"] ?? .text(""), "effect_name": warp["effect_name"] ?? .text(isStill ? "FreezeFrame" : "LinearTimeWarp"),
        "enabled": .truth(true), "time_scalar": .number(clip.speed.double),
      ])
    all.insert(speed, at: min(warp["@position"]?.whole ?? 0, all.count))
    return all
  }

  /// - Parameter origin: the label at which its item's source begins.
  func marker(_ marker: Marker, origin: Timecode?, at rate: FrameRate) -> JSONValue {
    let (kept, others) = OpenTimelineKept.members(marker.kept)
    let first = origin.map { OpenTimelineTime(value: Double($0.frameCount.value), rate: $0.rate).frames(at: rate) } ?? .zero
    let color = kept["color"]?["name"]?.string?.lowercased() == marker.color ? kept["color"] : nil
    return object(
      "Marker.2", metadata: metadata(own: .object(["kept": OpenTimelineOwn.value(others)])), kept: kept,
      [
        "name": .text(marker.name), "color": color ?? .text(marker.color.uppercased()),
        "marked_range": range(time(first + marker.place, at: rate), time(marker.frames, at: rate)), "comment": .text(marker.text),
      ])
  }

  /// A mark on the whole of something.
  func marker(_ marker: Marker, origin: FrameCount, at rate: FrameRate) -> JSONValue {
    self.marker(marker, origin: Timecode(wrapping: origin, at: rate), at: rate)
  }

  func transition(_ transition: Transition, at rate: FrameRate) -> JSONValue {
    let (kept, others) = OpenTimelineKept.members(transition.kept)
    var own: JSONValue?
    let known = kept["transition_type"]?.string
    var (type, name) = (known ?? "", kept["name"]?.string ?? "")
    switch transition.kind {
    case .dissolve: type = "SMPTE_Dissolve"
    case .wipe(let code): (type, own) = ("SMPTE_Wipe", .object(["wipe": .whole(code)]))
    case .key: (type, own) = ("Custom_Transition", .object(["kind": .text("key")]))
    case .named(let text) where text == known: break
    case .named(let text): (type, name) = ("Custom_Transition", text)
    }
    let mine = (own ?? .object([])).merged(with: .object(["kept": OpenTimelineOwn.value(others)]))
    return object(
      "Transition.1", metadata: metadata(own: mine), kept: kept,
      [
        "name": .text(name), "in_offset": time(transition.head, at: rate), "out_offset": time(transition.tail, at: rate),
        "transition_type": .text(type),
      ])
  }
}
