// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension OpenTimelineReading {
  /// A clip, its length on the track, and the time that its markers are counted from.
  mutating func clip(_ item: Item, _ place: Place) -> (clip: Clip, duration: OpenTimelineTime, origin: OpenTimelineTime?) {
    var item = item
    var media = MediaReference()
    if let index = chosenMedia(&item) { media = self.media(index, place) }
    let own = item.metadata.own
    media.reel = item.metadata.reel ?? item.metadata.finalCutReel ?? media.reel
    var clip = Clip(name: item.name, frames: .zero, source: nil, media: media, isEnabled: item.isEnabled)
    takeEffects(&item, into: &clip)
    let range = self.range(item.range)
    var duration = range?.duration
    if let range {
      clip.source = source(range.start, range.duration, speed: clip.speed, own, place, item.index)
    } else if let available = media.available {
      clip.source = available
      duration = OpenTimelineTime(value: Double(available.duration.value), rate: available.rate)
    } else {
      note(item.index, "the clip ‘\(item.name)’ has no length, nor has its material: it was taken as none")
    }
    take(item, into: &clip)
    return (clip, duration ?? OpenTimelineTime(value: 0, rate: place.rate), range?.start)
  }

  /// A stack or track that lies on a track: a cut within the cut.
  mutating func nested(_ item: Item, _ place: Place) -> (clip: Clip, duration: OpenTimelineTime, origin: OpenTimelineTime?) {
    var item = item
    let own = item.metadata.own?["sequence"]
    let rate = own?["rate"]?.string.flatMap { try? FrameRate($0) } ?? place.rate
    var inner = Timeline(
      name: own?["name"]?.string ?? item.name, start: Timecode(wrapping: FrameCount(own?["start"]?.whole ?? 0), at: rate))
    let inside = Place(rate: rate, depth: place.depth + 1)
    if item.schema == "Stack" {
      inner.tracks = tracks(item.children.map { Array(tape.elements(of: $0)) } ?? [], inside, kept: &item.kept)
    } else {
      var track = Track(item.kind == "Audio" ? .audio : .video, number: 1)
      fill(&track, with: item.children.map { Array(tape.elements(of: $0)) } ?? [], inside, kept: &item.kept)
      inner.tracks = [track]
    }
    if let markers = own?["markers"] { inner.markers = markers.elements.compactMap(OpenTimelineOwn.marker) }
    inner.kept = OpenTimelineOwn.kept(own?["kept"])
    var clip = Clip(name: item.name, frames: .zero, source: nil, isEnabled: item.isEnabled)
    takeEffects(&item, into: &clip)
    let range = self.range(item.range)
    let duration = range?.duration ?? OpenTimelineTime(value: Double(inner.frames.value), rate: rate)
    let first = inner.start.advanced(wrapping: range?.start?.frames(at: rate) ?? .zero)
    let length = own?["source_frames"]?.whole.map { FrameCount($0) } ?? OpenTimelineSource.consumed(duration, speed: clip.speed, at: rate)
    clip.source = span(first, length, item.index)
    if let media = own?["media"] { clip.media = OpenTimelineOwn.media(media) }
    clip.media.reel = item.metadata.reel ?? item.metadata.finalCutReel ?? clip.media.reel
    clip.sequence = inner
    take(item, into: &clip)
    return (clip, duration, range?.start)
  }

  /// What Lineup and edit decision lists put into a clip's metadata, and what is kept of it.
  private func take(_ item: Item, into clip: inout Clip) {
    let own = item.metadata.own
    if own?["source"] == .null { clip.source = nil }
    clip.sourceTrack = own?["source_track"]?.whole ?? 0
    if let speed = own?["speed"]?.string.flatMap(Ratio.init(fraction:)) { clip.speed = speed }
    clip.speedCurve = (own?["curve"]?.elements ?? []).compactMap { pair in
      guard pair.elements.count == 2, let place = pair.elements[0].whole, let source = pair.elements[1].string.flatMap(Ratio.init(fraction:)) else {
        return nil
      }
      return Clip.SpeedPoint(place: FrameCount(place), source: source)
    }
    clip.grade = item.metadata.grade
    if let text = own?["cdl"] {
      clip.grade = ColorDecisionText(slopeOffsetPower: text["sop"]?.string ?? "", saturation: text["sat"]?.string ?? "")
    }
    clip.comments = item.metadata.comments.map(Clip.Comment.init(openTimeline:))
    if let pairs = own?["comments"] { clip.comments = OpenTimelineOwn.comments(pairs) }
    clip.kept = item.kept.kept + others(item.metadata)
  }

  /// The reference that counts; the others are kept.
  private mutating func chosenMedia(_ item: inout Item) -> Int? {
    guard let references = item.references, tape.kind(references) == .object else { return item.media.flatMap { tape.isNull($0) ? nil : $0 } }
    let active = item.activeKey ?? "DEFAULT_MEDIA"
    var chosen: Int?
    var rest: [String] = []
    for (key, value) in tape.members(of: references) {
      if tape.string(key) == active { chosen = value } else { rest.append(tape.compact(key) + ":" + tape.compact(value)) }
    }
    if !rest.isEmpty { item.kept.keep("media_references", "{" + rest.joined(separator: ",") + "}") }
    if active != "DEFAULT_MEDIA" { item.kept.keep("active_media_reference_key", JSONValue.quoted(active)) }
    if chosen == nil { note(item.index, "‘\(item.name)’ has no material by the name ‘\(active)’ that it asks for") }
    return chosen.flatMap { tape.isNull($0) ? nil : $0 }
  }

  private mutating func media(_ index: Int, _ place: Place) -> MediaReference {
    var media = MediaReference()
    var kept = OpenTimelineKept()
    var (metadata, range): (OpenTimelineMetadata, Int?) = (OpenTimelineMetadata(), nil)
    let schema = Self.schema(index, tape) ?? ""
    for (key, value) in tape.members(of: index) {
      guard let name = tape.string(key) else { continue }
      switch name {
      case "OTIO_SCHEMA":
        if !["ExternalReference", "MissingReference", "GeneratorReference"].contains(schema) { kept.keep(name, tape.compact(value)) }
      case "name": media.name = tape.string(value) ?? ""
      case "available_range": range = value
      case "metadata": metadata = OpenTimelineMetadata(value, of: tape, kept: &kept)
      case "target_url" where schema == "ExternalReference": media.path = tape.string(value) ?? ""
      case "generator_kind" where schema == "GeneratorReference": media.generator = tape.string(value) ?? ""
      case "available_image_bounds" where tape.isNull(value): break
      case "parameters" where tape.kind(value) == .object && tape.isEmpty(value): break
      default: kept.keep(name, tape.compact(value))
      }
    }
    switch schema {
    case "ExternalReference", "MissingReference": break
    case "GeneratorReference": if media.generator.isEmpty { media.generator = "generator" }
    case "ImageSequenceReference": media.path = OpenTimelineSequence.path(kept.kept) ?? ""
    default: note(index, once: String(schema), "‘\(schema)’ is no known kind of material: it is kept, and says nothing here")
    }
    media.identifier = metadata.own?["identifier"]?.string ?? ""
    if let path = metadata.own?["path"]?.string { media.path = path }
    media.reel = metadata.reel ?? metadata.finalCutReel ?? ""
    if let range = self.range(range) {
      let start = range.start ?? OpenTimelineTime(value: 0, rate: range.duration.rate)
      let rate = rate(of: start, metadata.own?["rate"]?.string, place)
      media.available = span(label(start, at: rate, index), range.duration.frames(at: rate), index)
    }
    media.kept = kept.kept + others(metadata)
    return media
  }

  // MARK: - Labels

  /// The labels of a time: the cut's where it is as fast, or those that Lineup wrote.
  private func rate(of time: OpenTimelineTime, _ own: String?, _ place: Place) -> FrameRate {
    if let own, let rate = try? FrameRate(own), rate.openTimeline == time.rate.openTimeline || rate.hasSameSpeed(as: time.rate) { return rate }
    return time.rate.hasSameSpeed(as: place.rate) ? place.rate : time.rate
  }

  private mutating func label(_ time: OpenTimelineTime, at rate: FrameRate, _ index: Int) -> Timecode {
    if time.value != time.value.rounded() {
      note(index, once: "broken", "a source begins between two frames: the nearer one was taken, here and wherever it is so")
    }
    if time.value < 0 || time.value >= Double(rate.framesPerDay) {
      note(index, once: "day", "a source's label lies outside of a day: it was taken within one, here and wherever it is so")
    }
    return Timecode(wrapping: FrameCount(time.whole), at: rate)
  }

  private mutating func source(
    _ start: OpenTimelineTime?, _ duration: OpenTimelineTime, speed: Ratio, _ own: JSONValue?, _ place: Place, _ index: Int
  ) -> TimecodeRange? {
    let start = start ?? OpenTimelineTime(value: 0, rate: duration.rate)
    let rate = rate(of: start, own?["source_rate"]?.string, place)
    let speed = own?["speed"]?.string.flatMap(Ratio.init(fraction:)) ?? speed
    let frames = own?["source_frames"]?.whole.map { FrameCount($0) } ?? OpenTimelineSource.consumed(duration, speed: speed, at: rate)
    return span(label(start, at: rate, index), frames, index)
  }

  /// A range of at most a day less a frame.
  mutating func span(_ start: Timecode, _ frames: FrameCount, _ index: Int) -> TimecodeRange? {
    let longest = FrameCount(start.rate.framesPerDay - 1)
    if frames > longest { note(index, once: "long", "a source lasts a day or more: it was cut there, here and wherever it is so") }
    return try? TimecodeRange(in: start, duration: min(max(frames, .zero), longest))
  }
}
