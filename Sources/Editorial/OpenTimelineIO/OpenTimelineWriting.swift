// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Makes a file of a cut.
struct OpenTimelineWriting {
  /// Items in all cuts within cuts together; each is written where it lies, so that doubling cuts would not end.
  private static let mostItems = OpenTimelineReading.mostItems

  private let timeline: Timeline
  private var items = 0
  /// Where what is being written lies, for what is said of losses.
  var lost = LossList()

  init(_ timeline: Timeline) { self.timeline = timeline }

  mutating func run() throws(EditorialError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    let (kept, others) = OpenTimelineKept.members(timeline.kept)
    let rate = timeline.rate
    let own = JSONValue.object([
      "rate": rate.isRecovered ? nil : .text(rate.exactText), "kept": OpenTimelineOwn.value(others),
    ])
    let stack = kept["tracks"] ?? .object([])
    let tracks = try self.tracks(timeline.tracks, of: timeline, depth: 0, kept: stack)
    let markers = timeline.markers.map { marker($0, origin: .zero, at: rate) }
    let document = object(
      "Timeline.1", metadata: metadata(own: own), kept: kept, without: ["tracks"],
      [
        "name": .text(timeline.name), "global_start_time": time(timeline.start.frameCount, at: rate),
        "tracks": object(
          "Stack.1", metadata: .object([]), kept: stack, without: ["@children"],
          [
            "name": .text(stack["name"]?.string ?? "tracks"), "source_range": .null, "effects": stack["effects"] ?? .array([]),
            "markers": .array(markers), "enabled": stack["enabled"] ?? .truth(true), "children": .array(tracks),
          ]),
      ])
    var bytes: [UInt8] = []
    document.write(into: &bytes)
    bytes.append(10)
    return (bytes, lost.finished)
  }

  // MARK: - Objects

  /// An object: its members in OpenTimelineIO's order, then what was kept of it.
  func object(
    _ schema: String, metadata: JSONValue, kept: JSONValue, without: Set<String> = [], _ members: KeyValuePairs<String, JSONValue?>
  ) -> JSONValue {
    var all: [JSONValue.Member] = [
      .init(key: "OTIO_SCHEMA", value: kept["OTIO_SCHEMA"] ?? .text(schema)),
      .init(key: "metadata", value: metadata.merged(with: kept["metadata"] ?? .object([]))),
    ]
    for case (let key, .some(let value)) in members { all.append(.init(key: key, value: value)) }
    guard !kept.isEmpty else { return .object(all) }
    let written = Set(all.map(\.key))
    all += kept.members.filter { !written.contains($0.key) && !without.contains($0.key) && !$0.key.hasPrefix("@") }
    return .object(all)
  }

  /// Metadata of the namespaces that have something in them.
  func metadata(own: JSONValue, list: JSONValue = .object([]), grade: JSONValue? = nil) -> JSONValue {
    .object([
      OpenTimelineKept.namespace: own.isEmpty ? nil : own, "cmx_3600": list.isEmpty ? nil : list, "cdl": grade,
    ])
  }

  func time(_ frames: FrameCount, at rate: FrameRate) -> JSONValue {
    .object(["OTIO_SCHEMA": Self.timeSchema, "rate": .number(rate.openTimeline), "value": .number(Double(frames.value))])
  }

  func range(_ start: JSONValue, _ duration: JSONValue) -> JSONValue {
    .object(["OTIO_SCHEMA": Self.rangeSchema, "duration": duration, "start_time": start])
  }

  private static let timeSchema = JSONValue.text("RationalTime.1")
  private static let rangeSchema = JSONValue.text("TimeRange.1")

  // MARK: - Tracks

  mutating func tracks(_ tracks: [Track], of cut: Timeline, depth: Int, kept: JSONValue) throws(EditorialError) -> [JSONValue] {
    guard depth <= Timeline.deepestNesting else {
      throw EditorialError(.tooLarge, subject: timeline.name, detail: "has cuts that lie too deep in each other: flatten them first")
    }
    var last: [Track.Kind: Int] = [:]
    var values: [JSONValue] = []
    for track in tracks {
      values.append(try self.track(track, after: last[track.kind, default: 0], of: cut, depth: depth))
      last[track.kind] = track.number
    }
    return Self.interleaved(values, kept["@children"])
  }

  private mutating func track(_ track: Track, after last: Int, of cut: Timeline, depth: Int) throws(EditorialError) -> JSONValue {
    let (kept, others) = OpenTimelineKept.members(track.kept)
    let rate = track.rate ?? cut.rate
    var gaps: [Int: JSONValue] = [:]
    for pair in kept["@gaps"]?.elements ?? [] where pair.elements.count == 2 { gaps[pair.elements[0].whole ?? -1] = pair.elements[1] }
    items += track.items.count
    guard items <= Self.mostItems else {
      throw EditorialError(
        .tooLarge, subject: timeline.name, detail: "has more than \(Self.mostItems) items, cuts within cuts counted: flatten them first")
    }
    var children: [JSONValue] = []
    children.reserveCapacity(track.items.count)
    for (index, item) in track.items.enumerated() {
      switch item {
      case .clip(let clip) where clip.sequence != nil: children.append(try nested(clip, at: rate, of: cut, depth: depth))
      case .clip(let clip): children.append(self.clip(clip, at: rate, of: cut))
      case .gap(let frames): children.append(gap(frames, at: rate, kept: gaps[index] ?? .object([])))
      case .transition(let transition): children.append(self.transition(transition, at: rate))
      }
    }
    let own = JSONValue.object([
      "number": track.number == last + 1 ? nil : .whole(track.number), "rate": track.rate.map { .text($0.exactText) },
      "kept": OpenTimelineOwn.value(others),
    ])
    return object(
      "Track.1", metadata: metadata(own: own), kept: kept,
      [
        "name": .text(track.name), "source_range": .null, "effects": kept["effects"] ?? .array([]),
        "markers": .array(track.markers.map { marker($0, origin: .zero, at: rate) }), "enabled": .truth(track.isEnabled),
        "children": .array(Self.interleaved(children, kept["@children"])), "kind": .text(track.kind == .video ? "Video" : "Audio"),
      ])
  }

  private func gap(_ frames: FrameCount, at rate: FrameRate, kept: JSONValue) -> JSONValue {
    object(
      "Gap.1", metadata: .object([]), kept: kept,
      [
        "name": kept["name"] ?? .text(""), "source_range": range(time(.zero, at: rate), time(frames, at: rate)),
        "effects": kept["effects"] ?? .array([]), "markers": .array([]), "enabled": kept["enabled"] ?? .truth(true),
      ])
  }

  /// Children with what was kept among them, each at its place.
  private static func interleaved(_ children: [JSONValue], _ strange: JSONValue?) -> [JSONValue] {
    guard let strange else { return children }
    var all: [JSONValue] = []
    var rest = strange.elements[...]
    for child in children {
      while let pair = rest.first, pair.elements.count == 2, (pair.elements[0].whole ?? 0) <= all.count {
        all.append(pair.elements[1])
        rest.removeFirst()
      }
      all.append(child)
    }
    return all + rest.compactMap { $0.elements.last }
  }
}

extension FrameRate {
  /// Whether a reader that sees the double alone makes this rate of it.
  var isRecovered: Bool { FrameRate(openTimeline: openTimeline) == self }
}
