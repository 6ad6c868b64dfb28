// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What lies where in a sequence, before it is laid on tracks: places and lengths in seconds from its beginning, exactly.
struct FCPXMLEvent {
  var start: Fraction
  var end: Fraction
  var item: Item
  var line: Int

  enum Item {
    case clip(Clip)
    /// A transition, with the kinds of material that it is of; `start` and `end` are its own, the cut lies between them.
    case transition(Transition, cut: Fraction)
  }
}

/// A layer of a sequence that becomes a track.
struct FCPXMLLane: Hashable {
  var kind: Track.Kind
  /// Whether it is the sound of clips that have pictures in this lane.
  var isImplicit = false
  var number: Int
}

/// Reads one sequence.
struct FCPXMLSequence {
  private let node: DocumentNode
  private(set) var timeline: Timeline
  var rate: FrameRate { timeline.rate }
  private(set) var sampleRate: FrameRate
  var lanes: [FCPXMLLane: [FCPXMLEvent]] = [:]
  var items = 0
  var depth = 1
  /// Where the primary storyline ends, where a gap of its own ends it.
  private var blackEnd: Fraction?

  init(_ node: DocumentNode, named name: String, _ reading: inout FCPXMLReading) {
    self.node = node
    var rate = reading.rate(ofFormat: node.attribute("format"))
    if rate == nil {
      reading.notes.add(node.line, "the sequence ‘\(name)’ states no rate that can be read: it was read at 24")
      rate = .fps24
    }
    var label = rate ?? .fps24
    if node.attribute("tcFormat") == "DF" {
      if let dropping = try? FrameRate(label.numerator, label.denominator, dropFrame: true) {
        label = dropping
      } else {
        reading.notes.add(node.line, "the sequence ‘\(name)’ says drop-frame, which does not exist at \(label): its labels were read as they are")
      }
    }
    let start = node.attribute("tcStart").flatMap(FCPXML.seconds) ?? .zero
    timeline = Timeline(name: name, start: Timecode(wrapping: FrameCount((start * Fraction(label)).rounded), at: label))
    let samples = Self.sampleRates[node.attribute("audioRate") ?? ""] ?? 48_000
    sampleRate = (try? FrameRate(samples)) ?? label
  }

  static let sampleRates = [
    "32k": 32_000, "44.1k": 44_100, "48k": 48_000, "88.2k": 88_200, "96k": 96_000, "176.4k": 176_400, "192k": 192_000,
  ]

  mutating func run(_ reading: inout FCPXMLReading) -> FCPXMLReading.Nested {
    if let kept = reading.keptFormat(node.attribute("format")) { timeline.kept.append(kept) }
    for attribute in node.attributes where !["format", "tcStart", "tcFormat", "duration"].contains(attribute.name) {
      if attribute.name == "audioRate", attribute.value == "48k" { continue }
      timeline.kept.append(Kept(FCPXML.format, FinalCutXML.kept(attribute: attribute.name, attribute.value)))
    }
    let start = node.attribute("tcStart").flatMap(FCPXML.seconds) ?? .zero
    for child in node.elements {
      if child.name == "spine" {
        var story = FCPXMLStory(base: .zero, local: start)
        let last = story.run(child, &self, &reading)
        if let last, last.name == "gap", last.attribute("name") != FCPXMLWriting.padding { blackEnd = story.end }
      } else if let kept = reading.kept(child) {
        timeline.kept.append(kept)
      }
    }
    lay(&reading)
    return FCPXMLReading.Nested(timeline: timeline, items: items, depth: depth)
  }

  /// Clips with clips inside whose remarks went to one of these already.
  private var claimed: Set<Int> = []
  private var containers = 0

  /// A number for a clip with clips inside.
  mutating func nextContainer() -> Int {
    containers += 1
    return containers
  }

  /// Whether what is said of a clip with clips inside is still to be given to one of these.
  mutating func claim(_ container: Int) -> Bool { claimed.insert(container).inserted }

  /// What is left of the items that all compounds may come to.
  var room: Int { FinalCutReading.mostNestedItems - items }

  mutating func add(_ event: FCPXMLEvent, on lane: FCPXMLLane) {
    lanes[lane, default: []].append(event)
    items += 1
  }

  /// A mark on black: it belongs to the whole.
  mutating func add(marker: Marker, at place: Fraction) {
    var marker = marker
    marker.place = FrameCount(min(max((place * Fraction(rate)).rounded, 0), Timeline.longestItem.value))
    timeline.markers.append(marker)
  }

  // MARK: - Tracks

  private mutating func lay(_ reading: inout FCPXMLReading) {
    let hasClips = lanes.filter { lane in lane.value.contains { if case .clip = $0.item { true } else { false } } }
    let isBlack = blackEnd != nil && !hasClips.keys.contains { $0.kind == .video && $0.number == 0 }
    let lowest = hasClips.keys.filter { $0.kind == .video }.map(\.number).min() ?? 0
    let implicit = hasClips.keys.filter { $0.kind == .audio && $0.isImplicit }.map(\.number).sorted()
    let explicit = hasClips.keys.filter { $0.kind == .audio && !$0.isImplicit }.map(\.number)
    let deepest = -(explicit.min() ?? 0)
    if isBlack { timeline.tracks.append(Track(.video, number: 1 - min(lowest, 0))) }
    var overlapping: [Track.Kind: [FCPXMLEvent]] = [:]
    let ordered = hasClips.keys.sorted { ($0.kind.rawValue, $0.isImplicit ? 0 : 1, $0.number) < ($1.kind.rawValue, $1.isImplicit ? 0 : 1, $1.number) }
    for lane in ordered {
      let number: Int =
        switch lane.kind {
        case .video: lane.number - min(lowest, 0) + 1
        case .audio where lane.isImplicit: (implicit.firstIndex(of: lane.number) ?? 0) + 1
        // Beneath the picture sound counts downwards; what lies above it comes last.
        case .audio: implicit.count + (lane.number < 0 ? -lane.number : max(deepest, 0) + lane.number + 1)
        }
      var track = Track(lane.kind, number: min(max(number, 1), 100_000))
      var laying = FCPXMLLaying(lanes[lane] ?? [], rate: rate, sampleRate: sampleRate)
      overlapping[lane.kind, default: []] += laying.run(on: &track, &reading)
      timeline.tracks.append(track)
    }
    for kind in [Track.Kind.video, .audio] {
      var rest = overlapping[kind] ?? []
      var number = timeline.tracks.filter { $0.kind == kind }.map(\.number).max() ?? 0
      while !rest.isEmpty, number < ClipLaying.mostTracks {
        number += 1
        var track = Track(kind, number: number)
        var laying = FCPXMLLaying(rest, rate: rate, sampleRate: sampleRate)
        rest = laying.run(on: &track, &reading)
        timeline.tracks.append(track)
      }
      if !rest.isEmpty {
        reading.notes.add(0, "\(rest.count) clips lie over one another deeper than \(ClipLaying.mostTracks) tracks: they were left out")
      }
    }
    timeline.tracks.sort { ($0.kind == .video ? 0 : 1, $0.number) < ($1.kind == .video ? 0 : 1, $1.number) }
    if let blackEnd, let index = timeline.tracks.firstIndex(where: { $0.kind == .video && $0.number == 1 - min(lowest, 0) }) {
      let end = min((blackEnd * Fraction(rate)).rounded, Timeline.longestItem.value)
      let missing = FrameCount(end) - timeline.tracks[index].frames
      if missing > .zero { timeline.tracks[index].items.append(.gap(missing)) }
    }
  }
}
