// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension OpenTimelineReading {
  /// What compositions and clips have in common.
  struct Item {
    var index: Int
    var schema: Substring
    var name = ""
    var range: Int?
    var effects: Int?
    var markers: Int?
    var isEnabled = true
    var children: Int?
    var kind: String?
    var media: Int?
    var references: Int?
    var activeKey: String?
    var metadata = OpenTimelineMetadata()
    var kept = OpenTimelineKept()
  }

  /// An item's members.
  func item(_ index: Int) -> Item {
    var item = Item(index: index, schema: Self.schema(index, tape) ?? "")
    for (key, value) in tape.members(of: index) {
      guard let name = tape.string(key) else { continue }
      switch name {
      case "OTIO_SCHEMA": break
      case "name": item.name = tape.string(value) ?? ""
      case "source_range": item.range = tape.isNull(value) ? nil : value
      case "effects": item.effects = value
      case "markers": item.markers = value
      case "enabled": item.isEnabled = tape.truth(value) ?? true
      case "children": item.children = value
      case "kind" where tape.string(value) != nil: item.kind = tape.string(value)
      case "media_reference": item.media = value
      case "media_references": item.references = value
      case "active_media_reference_key": item.activeKey = tape.string(value)
      case "metadata": item.metadata = OpenTimelineMetadata(value, of: tape, kept: &item.kept)
      case "color" where tape.isNull(value): break
      default: item.kept.keep(name, tape.compact(value))
      }
    }
    return item
  }

  /// The layers of a stack: pictures first, each kind from the bottom up. What is no layer is kept with its place.
  mutating func tracks(_ children: [Int], _ place: Place, kept: inout OpenTimelineKept) -> [Track] {
    var tracks: [Track] = []
    var strange: [String] = []
    for (position, child) in children.enumerated() {
      var item = self.item(child)
      switch item.schema {
      case "Track", "Sequence":
        guard let kind = item.kind.map({ $0 == "Video" ? Track.Kind.video : $0 == "Audio" ? .audio : nil }) ?? .video else {
          note(child, "a track of the kind ‘\(item.kind ?? "")’ holds neither pictures nor sound: it is kept, and not shown")
          strange.append("[\(position),\(tape.compact(child))]")
          continue
        }
        tracks.append(track(&item, kind, place))
      case "Stack", "Clip", "Gap":
        var track = Track(.video, number: 1)
        var none = OpenTimelineKept()
        fill(&track, with: [child], place, kept: &none)
        tracks.append(track)
      default:
        note(child, "‘\(item.schema)’ is no track: it is kept, and not shown")
        strange.append("[\(position),\(tape.compact(child))]")
      }
    }
    if !strange.isEmpty { kept.keep("@children", "[\(strange.joined(separator: ","))]") }
    return numbered(tracks)
  }

  /// Pictures first; each kind is counted from one, but for numbers that Lineup wrote.
  private func numbered(_ tracks: [Track]) -> [Track] {
    var ordered = tracks.filter { $0.kind == .video } + tracks.filter { $0.kind == .audio }
    var last: [Track.Kind: Int] = [:]
    for index in ordered.indices {
      let kind = ordered[index].kind
      let number = max(ordered[index].number, last[kind, default: 0] + 1)
      (ordered[index].number, last[kind]) = (number, number)
    }
    return ordered
  }

  private mutating func track(_ item: inout Item, _ kind: Track.Kind, _ place: Place) -> Track {
    var track = Track(kind, number: 1, name: item.name, isEnabled: item.isEnabled)
    if case .raw(let text)? = item.metadata.own?["number"], let number = Int(text), (1...9999).contains(number) { track.number = number }
    if let text = item.metadata.own?["rate"]?.string { track.rate = try? FrameRate(text) }
    if let effects = item.effects, !tape.isEmpty(effects) { item.kept.keep("effects", tape.compact(effects)) }
    fill(&track, with: item.children.map { Array(tape.elements(of: $0)) } ?? [], place, kept: &item.kept)
    if let markers = item.markers { track.markers = self.markers(markers, origin: nil, at: track.rate ?? place.rate) + track.markers }
    track.kept = item.kept.kept + others(item.metadata)
    guard let range = item.range else { return track }
    note(range, "the track ‘\(item.name)’ is trimmed: it was taken as a cut within a cut")
    let inner = Timeline(name: item.name, start: Timecode(wrapping: .zero, at: place.rate), tracks: [track])
    return wrapped(inner, range: range, kind, number: track.number, place)
  }

  /// A track of one clip: a range of a cut.
  mutating func wrapped(_ inner: Timeline, range index: Int, _ kind: Track.Kind, number: Int, _ place: Place) -> Track {
    let range = self.range(index)
    let duration = range?.duration ?? OpenTimelineTime(value: Double(inner.frames.value), rate: inner.rate)
    let start = inner.start.advanced(wrapping: range?.start?.frames(at: inner.rate) ?? .zero)
    let frames = min(duration.frames(at: place.rate), Timeline.longestItem)
    let clip = Clip(name: inner.name, frames: frames, source: span(start, duration.frames(at: inner.rate), index), sequence: inner)
    return Track(kind, number: number, items: [.clip(clip)])
  }

  /// An item whose length is not counted yet.
  private enum Draft {
    case clip(Clip, Item, OpenTimelineTime, origin: OpenTimelineTime?)
    case gap(Item, OpenTimelineTime)
    case transition(Int)
  }

  /// Puts items on a track.
  mutating func fill(_ track: inout Track, with children: [Int], _ place: Place, kept: inout OpenTimelineKept) {
    var drafts: [Draft] = []
    var strange: [String] = []
    for child in children {
      guard items < Self.mostItems else {
        note(child, once: "items", "it has more than \(Self.mostItems) items: the rest was left out")
        break
      }
      items += 1
      let schema = Self.schema(child, tape) ?? ""
      switch schema {
      case "Clip":
        let item = self.item(child)
        let (clip, duration, origin) = self.clip(item, place)
        drafts.append(.clip(clip, item, duration, origin: origin))
      case "Gap", "Filler":
        let item = self.item(child)
        drafts.append(.gap(item, range(item.range)?.duration ?? OpenTimelineTime(value: 0, rate: place.rate)))
      case "Transition": drafts.append(.transition(child))
      case "Stack", "Track", "Sequence":
        guard place.depth < Timeline.deepestNesting else {
          note(child, "cuts lie too deep in each other: what is below was left out")
          continue
        }
        let item = self.item(child)
        let (clip, duration, origin) = nested(item, place)
        drafts.append(.clip(clip, item, duration, origin: origin))
      default:
        note(child, "‘\(schema)’ is neither clip nor gap nor transition: it is kept, and not shown")
        strange.append("[\(drafts.count),\(tape.compact(child))]")
      }
    }
    if !strange.isEmpty { kept.keep("@children", "[\(strange.joined(separator: ","))]") }
    lay(drafts, on: &track, place, kept: &kept)
  }

  /// Counts the lengths and sets the markers.
  private mutating func lay(_ drafts: [Draft], on track: inout Track, _ place: Place, kept: inout OpenTimelineKept) {
    let durations = drafts.compactMap { draft -> OpenTimelineTime? in
      switch draft {
      case .clip(_, _, let duration, _), .gap(_, let duration): duration
      case .transition: nil
      }
    }
    var lengths = OpenTimelineLengths(durations, isSound: track.kind == .audio, rate: track.rate, of: place.rate)
    track.rate = lengths.trackRate
    if lengths.isSnapped, let first = drafts.first {
      let index =
        switch first {
        case .clip(_, let item, _, _), .gap(let item, _): item.index;
        case .transition(let index): index
        }
      note(index, once: "snapped", "lengths of the track are no whole frames at \(place.rate): edits were moved to the nearest frame")
    }
    let rate = track.rate ?? place.rate
    var gaps: [String] = []
    var end = FrameCount.zero
    track.items.reserveCapacity(drafts.count)
    for (position, draft) in drafts.enumerated() {
      switch draft {
      case .clip(var clip, let item, _, let origin):
        clip.frames = lengths.next()
        if let markers = item.markers { clip.markers = self.markers(markers, origin: origin, at: rate) }
        end += clip.frames
        track.items.append(.clip(clip))
      case .gap(var item, _):
        let frames = lengths.next()
        if let markers = item.markers {
          track.markers += self.markers(markers, origin: range(item.range)?.start, at: rate).map { marker in
            var marker = marker
            marker.place += end
            return marker
          }
        }
        if !item.name.isEmpty { item.kept.keep("name", JSONValue.quoted(item.name)) }
        if let effects = item.effects, !tape.isEmpty(effects) { item.kept.keep("effects", tape.compact(effects)) }
        if !item.isEnabled { item.kept.keep("enabled", "false") }
        if let text = item.kept.kept.first?.text { gaps.append("[\(position),\(text)]") }
        end += frames
        track.items.append(.gap(frames))
      case .transition(let index): track.items.append(.transition(transition(index, at: rate)))
      }
    }
    if !gaps.isEmpty { kept.keep("@gaps", "[\(gaps.joined(separator: ","))]") }
  }
}
