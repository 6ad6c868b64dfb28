// SPDX-License-Identifier: Apache-2.0

internal import Markup
internal import Timing

extension FCPXML {
  /// Writes a cut as FCPXML 1.10: one project in one event, the lowest track of pictures as its primary storyline and all else connected to that.
  ///
  /// - Returns: the file, and what it cannot say of the cut, each with its place.
  /// - Throws: `EditorialError` where XML cannot hold it.
  public static func write(_ timeline: Timeline) throws(EditorialError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    var writing = FCPXMLWriting()
    let project = DocumentNode(
      "project", attributes: [.init(name: "name", value: writing.clean(timeline.name))], children: [writing.sequence(timeline)])
    let event = DocumentNode("event", attributes: [.init(name: "name", value: writing.clean(timeline.name))], children: [project])
    let root = DocumentNode(
      "fcpxml", attributes: [.init(name: "version", value: version)], children: [writing.resources.node, DocumentNode("library", children: [event])])
    var writer = XMLWriter(subject: timeline.name, documentType: "fcpxml")
    do throws(MarkupError) { try writer.node(root) } catch {
      // Texts are cleaned before, and names are the writer's own or were read.
      throw EditorialError(.notRecognized, subject: timeline.name, detail: "cannot be written as XML: \(error.detail)")
    }
    return (writer.finish(), writing.lost.finished)
  }
}

/// Writes a cut and those within it.
struct FCPXMLWriting {
  /// The gap that only makes the primary storyline as long as what is connected to it.
  static let padding = "Padding"

  /// An element of the primary storyline, to which others are connected.
  struct Host {
    var start: Fraction
    var end: Fraction
    /// Its own time at its beginning.
    var local: Fraction
    var node: DocumentNode
    var isGap: Bool
    /// What is connected to it, and its marks.
    var connected: [DocumentNode] = []
    var markers: [DocumentNode] = []
  }

  var resources = FCPXMLResources()
  var lost = LossList()
  private(set) var timeline = Timeline(name: "", start: Timecode(wrapping: .zero, at: .fps24))
  private var depth = 0
  private var parsed: [String: DocumentNode] = [:]

  // MARK: - Sequences

  mutating func sequence(_ timeline: Timeline) -> DocumentNode {
    let outer = self.timeline
    self.timeline = timeline
    depth += 1
    defer {
      self.timeline = outer
      depth -= 1
    }
    let rate = Fraction(timeline.rate)
    let kept = keptParts(timeline.kept, of: "the cut")
    let start = Fraction(timeline.start.frameCount.value) / rate
    let primary = timeline.tracks.first { $0.kind == .video && $0.number == 1 }
    var hosts = primary.map { self.hosts($0, start) } ?? []
    let end = Fraction(timeline.frames.value) / rate
    let last = hosts.last { $0.node.name != "transition" }?.end ?? .zero
    if end > last, let host = hosts.last, host.isGap { lost.add(.silence, "the black at the end of the video track 1, which others are longer than") }
    if end > last || hosts.isEmpty { hosts.append(gap(from: last, to: max(end, last), start, named: Self.padding)) }
    connect(primary, &hosts)
    let stories = Self.stories(hosts)
    for marker in timeline.markers { place(marker, on: &hosts, stories) }
    for track in timeline.tracks {
      let name = "the \(track.kind.rawValue) track \(track.number)"
      if !track.name.isEmpty { lost.add(.trackNames, "the name of \(name), ‘\(track.name)’") }
      if !track.isEnabled { lost.add(.trackStates, "that \(name) is switched off: its clips were") }
      for marker in track.markers { lost.add(.markers, "the marker ‘\(marker.name)\(marker.text)’ of \(name)") }
      for item in track.kept { lost.add(item, of: name, nil) }
      let isSpine = track.kind == .video && track.number == 1 && !track.items.isEmpty
      if !isSpine, !track.items.contains(where: { $0.clip != nil }) { lost.add(.tracks, "\(name), on which no clip lies") }
    }
    var attributes: [(String, String)] = [
      ("format", resources.format(timeline.rate, kept.nodes.first { $0.name == "format" })), ("duration", FCPXML.text(max(end, last))),
      ("tcStart", FCPXML.text(start)), ("tcFormat", timeline.rate.isDropFrame ? "DF" : "NDF"),
    ]
    attributes += kept.attributes
    if !attributes.contains(where: { $0.0 == "audioRate" }) { attributes.append(("audioRate", sampleRateName(timeline))) }
    let spine = DocumentNode("spine", children: hosts.map { FCPXMLOrder.sorted($0.node, adding: $0.connected + $0.markers) })
    return DocumentNode(
      "sequence", attributes: attributes.map { .init(name: $0.0, value: $0.1) }, children: [spine] + kept.nodes.filter { $0.name != "format" })
  }

  /// The reference to a cut within this one; `nil`, with a loss, where it lies too deep.
  mutating func compound(_ sequence: Timeline, at place: FrameCount) -> String? {
    guard depth <= Timeline.deepestNesting else {
      lose(.nesting, place, "the cut ‘\(sequence.name)’ within it, which lies too deep")
      return nil
    }
    if let known = resources.compound(sequence) { return known }
    let id = resources.reserve(sequence)
    let node = self.sequence(sequence)
    resources.define(
      id, DocumentNode("media", attributes: [.init(name: "id", value: id), .init(name: "name", value: clean(sequence.name))], children: [node]))
    return id
  }

  private func sampleRateName(_ timeline: Timeline) -> String {
    let rates = timeline.tracks.compactMap { $0.kind == .audio ? $0.rate : nil }
    for (name, samples) in FCPXMLSequence.sampleRates where rates.first?.denominator == 1 && rates.first?.numerator == samples { return name }
    return "48k"
  }

  /// The rate at which a track is written: its own where that is the sequence's sample rate.
  private mutating func unit(_ track: Track) -> FrameRate {
    guard let rate = track.rate, !rate.hasSameSpeed(as: timeline.rate) else { return timeline.rate }
    let what = "that the \(track.kind.rawValue) track \(track.number) is counted at \(rate)"
    guard track.kind == .audio, let samples = FCPXMLSequence.sampleRates[sampleRateName(timeline)], rate.denominator == 1, rate.numerator == samples
    else {
      lost.add(.trackRates, what + ": its edges were moved to the nearest frames")
      return timeline.rate
    }
    let scale = Fraction(timeline.rate) / Fraction(rate)
    let isOnFrames = track.placedItems.allSatisfy {
      $0.item.clip == nil || ($0.start.fraction * scale).isWhole && (($0.start + $0.item.frames).fraction * scale).isWhole
    }
    if isOnFrames { lost.add(.trackRates, what + ", for all of it lies on frames") }
    return rate
  }

  // MARK: - The primary storyline

  private mutating func hosts(_ track: Track, _ start: Fraction) -> [Host] {
    var hosts: [Host] = []
    let rate = unit(track)
    let items = framed(track, rate)
    for (index, item) in items.enumerated() {
      let (first, last) = (seconds(item.start, rate), seconds(item.start + item.item.frames, rate))
      switch item.item {
      case .gap: hosts.append(gap(from: first, to: last, start, named: "Gap"))
      case .transition(let transition):
        let node = self.transition(transition, at: item, rate, origin: start, .video, isFirst: index == 0)
        hosts.append(Host(start: first, end: first, local: .zero, node: node, isGap: false))
      case .clip(let clip):
        var writing = FCPXMLClipWriting(clip, of: track, at: item.start, rate: rate)
        var node = writing.node(&self)
        node.attributes.insert(.init(name: "offset", value: FCPXML.text(start + first)), at: 0)
        hosts.append(Host(start: first, end: last, local: writing.local, node: node, isGap: false))
      }
    }
    return hosts
  }

  private func gap(from first: Fraction, to last: Fraction, _ start: Fraction, named name: String) -> Host {
    // Final Cut begins the time of a gap at an hour.
    let local = Fraction(3600)
    let attributes = [("name", name), ("offset", FCPXML.text(start + first)), ("start", FCPXML.text(local)), ("duration", FCPXML.text(last - first))]
    return Host(
      start: first, end: last, local: local, node: DocumentNode("gap", attributes: attributes.map { .init(name: $0.0, value: $0.1) }), isGap: true)
  }

  /// The places of the hosts that something can be set on, in order.
  private static func stories(_ hosts: [Host]) -> [Int] { hosts.indices.filter { hosts[$0].node.name != "transition" } }

  private mutating func place(_ marker: Marker, on hosts: inout [Host], _ stories: [Int]) {
    let place = seconds(marker.place, timeline.rate)
    // The first that ends behind it, or else the last: they lie end to end.
    var (low, high) = (0, stories.count)
    while low < high {
      let middle = (low + high) / 2
      if place < hosts[stories[middle]].end { high = middle } else { low = middle + 1 }
    }
    let index = stories.isEmpty ? nil : stories[min(low, stories.count - 1)]
    guard let index, marker.place >= .zero else { return lose(.markers, marker.place, "the marker ‘\(marker.name)\(marker.text)’") }
    if !hosts[index].isGap {
      lose(.markerPlaces, marker.place, "that the marker ‘\(marker.name)\(marker.text)’ is of the whole cut: it was set on the clip that lies there")
    }
    hosts[index].markers.append(self.marker(marker, at: hosts[index].local + place - hosts[index].start, of: "the cut", marker.place, timeline.rate))
  }

  // MARK: - What is connected

  private mutating func connect(_ primary: Track?, _ hosts: inout [Host]) {
    for kind in [Track.Kind.video, .audio] {
      var next = kind == .video ? 2 : 1
      for track in timeline.tracks.filter({ $0.kind == kind }).sorted(by: { $0.number < $1.number }) {
        if kind == .video, track.number == 1, track == primary { continue }
        if track.number < next || track.number > 9999 {
          lost.add(.tracks, "that a \(kind.rawValue) track is number \(track.number): it was written as \(next)")
        } else {
          next = track.number
        }
        connect(track, lane: kind == .video ? next - 1 : -next, &hosts)
        next += 1
      }
    }
  }

  /// Connects a track run by run: what lies end to end is a storyline, a clip alone is connected by itself.
  private mutating func connect(_ track: Track, lane: Int, _ hosts: inout [Host]) {
    let rate = unit(track)
    let items = framed(track, rate)
    let stories = Self.stories(hosts)
    var host = 0
    var index = 0
    while index < items.count {
      guard case .gap = items[index].item else {
        let end = items[index...].firstIndex { if case .gap = $0.item { true } else { false } } ?? items.endIndex
        let run = items[index..<end]
        let first = seconds(items[index].start, rate)
        while host + 1 < stories.count, hosts[stories[host]].end <= first { host += 1 }
        let target = stories[host]
        let offset = hosts[target].local + first - hosts[target].start
        hosts[target].connected.append(connected(run, of: track, rate, lane: lane, offset: offset))
        index = end
        continue
      }
      index += 1
      if index == items.count, items.count > 1 {
        lost.add(.silence, "the black or silence at the end of the \(track.kind.rawValue) track \(track.number)")
      }
    }
  }

  private mutating func connected(_ run: ArraySlice<FramedItem>, of track: Track, _ rate: FrameRate, lane: Int, offset: Fraction) -> DocumentNode {
    let place: [DocumentNode.Attribute] = [.init(name: "lane", value: "\(lane)"), .init(name: "offset", value: FCPXML.text(offset))]
    if run.count == 1, let item = run.first, let clip = item.item.clip {
      var writing = FCPXMLClipWriting(clip, of: track, at: item.start, rate: rate)
      var node = writing.node(&self)
      node.attributes.insert(contentsOf: place, at: 0)
      return node
    }
    var story = DocumentNode("spine", attributes: place)
    let origin = run.first?.start ?? .zero
    for item in run {
      let first = seconds(item.start - origin, rate)
      if case .transition(let transition) = item.item {
        story.children.append(self.transition(transition, at: item, rate, origin: -seconds(origin, rate), track.kind, isFirst: item.start == origin))
      } else if let clip = item.item.clip {
        var writing = FCPXMLClipWriting(clip, of: track, at: item.start, rate: rate)
        var node = writing.node(&self)
        node.attributes.insert(.init(name: "offset", value: FCPXML.text(first)), at: 0)
        story.children.append(node)
      }
    }
    return story
  }

  private mutating func transition(
    _ transition: Transition, at item: FramedItem, _ rate: FrameRate, origin: Fraction, _ kind: Track.Kind, isFirst: Bool
  ) -> DocumentNode {
    let place = item.start
    if case .key = transition.kind { lose(.transitionKinds, frame(place, rate), "that its transition is a key, written as a dissolve") }
    let kept = keptParts(transition.kept, of: "a transition", at: frame(place, rate))
    return FCPXMLTransition.node(
      of: transition, at: origin + seconds(place - transition.head, rate), length: seconds(transition.frames, rate), kind, kept.nodes, &resources)
  }
}

extension FCPXMLWriting {
  // MARK: - Small parts

  func seconds(_ frames: FrameCount, _ rate: FrameRate) -> Fraction { frames.fraction / Fraction(rate) }

  /// A place of a track, in frames of the timeline.
  func frame(_ place: FrameCount, _ rate: FrameRate) -> FrameCount {
    (try? place.convertedByRealTime(from: rate, to: timeline.rate, rounding: .down)) ?? place
  }

  func framed(_ track: Track, _ rate: FrameRate) -> [FramedItem] {
    guard let own = track.rate, !own.hasSameSpeed(as: rate) else { return track.placedItems.map { FramedItem(start: $0.start, item: $0.item) } }
    return FramedItem.framed(track, rate: own, at: rate)
  }

  mutating func lose(_ aspect: TimelineLoss.Aspect, _ place: FrameCount, _ what: @autoclosure () -> String) {
    lost.add(aspect, timeline, place, what())
  }

  /// What a clip says of its material beside something that has the place of it.
  mutating func lose(_ media: MediaReference, of clip: Clip, _ place: FrameCount, beside what: String) {
    lost.add(media, of: clip.name, timeline.start.advanced(wrapping: place), beside: what)
  }

  /// A text that XML can hold.
  mutating func clean(_ text: String) -> String {
    guard let cleaned = text.cleanedForXML else { return text }
    lost.add(.letters, "control characters in ‘\(cleaned.prefix(60))’, which XML cannot hold")
    return cleaned
  }

  /// A mark at a time of what it is set on.
  mutating func marker(_ marker: Marker, at time: Fraction, of what: String, _ place: FrameCount, _ rate: FrameRate) -> DocumentNode {
    if !marker.color.isEmpty { lose(.markerColors, place, "that the marker ‘\(marker.name)\(marker.text)’ is \(marker.color)") }
    if marker.frames == 1 { lose(.markerLengths, place, "that the marker ‘\(marker.name)\(marker.text)’ lasts one frame") }
    let kept = keptParts(marker.kept, of: "the marker ‘\(marker.name)\(marker.text)’", at: place)
    let name = kept.nodes.first.map(\.name).flatMap { ["chapter-marker", "keyword"].contains($0) ? $0 : nil } ?? "marker"
    var attributes = [("start", FCPXML.text(time)), ("duration", FCPXML.text(seconds(max(marker.frames, 1), rate)))]
    let hasNote = !marker.name.isEmpty
    attributes += [("value", clean(hasNote ? marker.name : marker.text))] + (hasNote ? [("note", clean(marker.text))] : []) + kept.attributes
    return DocumentNode(name, attributes: attributes.map { .init(name: $0.0, value: $0.1) })
  }

  /// What was kept of this format, ready to be written. All else is lost.
  mutating func keptParts(_ kept: [Kept], of what: String, at place: FrameCount? = nil) -> (attributes: [(String, String)], nodes: [DocumentNode]) {
    var parts: (attributes: [(String, String)], nodes: [DocumentNode]) = ([], [])
    for item in kept {
      if item.format == FCPXML.format {
        if let node = DocumentNode(markup: item.text) {
          parts.nodes.append(node)
          continue
        }
        if let (name, value) = FinalCutXML.attribute(kept: item.text), !parts.attributes.contains(where: { $0.0 == name }) {
          parts.attributes.append((name, value))
          continue
        }
      }
      lost.add(item, of: what, place.map { timeline.start.advanced(wrapping: $0) })
    }
    return parts
  }
}
