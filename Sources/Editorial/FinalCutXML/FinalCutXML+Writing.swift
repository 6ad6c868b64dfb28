// SPDX-License-Identifier: Apache-2.0

internal import Markup
internal import Timing

extension FinalCutXML {
  /// Writes a cut as xmeml version 5, with edges beneath transitions left open as Final Cut and Premiere do.
  ///
  /// - Returns: the file, and what it cannot say of the cut, each with its place.
  /// - Throws: `EditorialError.mixedRates` where the programme's rate is none that Final Cut can count, which are whole rates and these × 1000/1001.
  public static func write(_ timeline: Timeline) throws(EditorialError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    guard FinalCutRate(timeline.rate) != nil else {
      throw EditorialError(
        .mixedRates, subject: timeline.name,
        detail: "is at \(timeline.rate), which Final Cut Pro XML cannot count: write it as FCPXML or OTIO, or conform it to another rate first")
    }
    var writing = FinalCutWriting()
    do throws(MarkupError) { return try writing.run(timeline) } catch {
      // Texts are cleaned before, and names are the writer's own.
      throw EditorialError(.notRecognized, subject: timeline.name, detail: "cannot be written as XML: \(error.detail)")
    }
  }
}

/// A rate as Final Cut counts it.
struct FinalCutRate {
  let timebase: Int
  let isNTSC: Bool

  init?(_ rate: FrameRate) {
    guard !rate.isOfSamples else { return nil }
    if rate.denominator == 1 {
      (timebase, isNTSC) = (rate.numerator, false)
    } else if rate.denominator == 1001, rate.numerator % 1000 == 0 {
      (timebase, isNTSC) = (rate.numerator / 1000, true)
    } else {
      return nil
    }
  }
}

/// Writes a cut and the sequences within it.
struct FinalCutWriting {
  /// A sequence that stands in the file already.
  private struct Known {
    var timeline: Timeline
    var identifier: String
  }

  /// What tells most sequences apart without a look at all that is in them.
  private struct Shape: Hashable {
    var name: String
    var start: Timecode
    var items: [Int]
  }

  var writer = XMLWriter(subject: "the cut", documentType: "xmeml")
  var lost = LossList()
  /// The cut that is being written, for the places of what is lost.
  private(set) var timeline = Timeline(name: "", start: Timecode(wrapping: .zero, at: .fps24))
  private var known: [Shape: [Known]] = [:]
  private var sequences = 0
  private var depth = 0
  private var files: [FinalCutFile: String] = [:]
  private var used: Set<String> = []
  private var parsed: [String: DocumentNode] = [:]

  mutating func run(_ timeline: Timeline) throws(MarkupError) -> (bytes: [UInt8], lost: [TimelineLoss]) {
    try writer.start("xmeml", [("version", "5")])
    try sequence(timeline)
    writer.end()
    return (writer.finish(), lost.finished)
  }

  // MARK: - Sequences

  /// A clip's sequence: whole where it stands for the first time, and its name alone afterwards.
  mutating func nested(_ sequence: Timeline, at place: FrameCount) throws(MarkupError) -> Bool {
    guard FinalCutRate(sequence.rate) != nil, depth < Timeline.deepestNesting else {
      lose(.nesting, place, "the cut ‘\(sequence.name)’ within it, which is at \(sequence.rate)")
      return false
    }
    let shape = Shape(name: sequence.name, start: sequence.start, items: sequence.tracks.map(\.items.count))
    if let before = known[shape]?.first(where: { $0.timeline == sequence }) {
      try writer.element("sequence", [("id", before.identifier)])
      return true
    }
    let outer = timeline
    try self.sequence(sequence)
    timeline = outer
    return true
  }

  private mutating func sequence(_ timeline: Timeline) throws(MarkupError) {
    self.timeline = timeline
    depth += 1
    sequences += 1
    let identifier = "sequence-\(sequences)"
    let shape = Shape(name: timeline.name, start: timeline.start, items: timeline.tracks.map(\.items.count))
    known[shape, default: []].append(Known(timeline: timeline, identifier: identifier))
    let kept = keptParts(timeline.kept, of: "the cut")
    try writer.start("sequence", [("id", identifier)] + kept.attributes.filter { $0.0 != "id" })
    for node in kept.nodes where node.name == "uuid" { try writer.node(node) }
    try element("name", timeline.name)
    try writer.element("duration", [], "\(timeline.frames)")
    try rate(timeline.rate)
    try label(timeline.start)
    try writer.start("media")
    for kind in [Track.Kind.video, .audio] {
      let around = kept.nodes.filter { $0.name == kind.rawValue }
      let tracks = timeline.tracks.filter { $0.kind == kind }
      guard !around.isEmpty || !tracks.isEmpty || kind == .video else { continue }
      try writer.start(kind.rawValue)
      for node in around { for child in node.children { try writer.node(child) } }
      try self.tracks(tracks, kind)
      writer.end()
    }
    for node in kept.nodes where node.name == "media" { for child in node.children { try writer.node(child) } }
    writer.end()
    for marker in timeline.markers {
      try self.marker(marker, place: marker.place.value, length: marker.frames.value, at: marker.place, of: "the cut")
    }
    for node in kept.nodes where !["uuid", "media", "video", "audio"].contains(node.name) { try writer.node(node) }
    writer.end()
    depth -= 1
  }

  private mutating func tracks(_ tracks: [Track], _ kind: Track.Kind) throws(MarkupError) {
    var next = 1
    for track in tracks.sorted(by: { $0.number < $1.number }) {
      let isFree = track.number >= next && track.number < 1000
      if isFree {
        // A track of which nothing is said holds the place of a number.
        for _ in next..<track.number { try writer.element("track") }
        next = track.number
      } else {
        lost.add(.tracks, "that a \(kind.rawValue) track is number \(track.number): it was written as \(next)")
      }
      try self.track(track)
      next += 1
    }
  }

  private mutating func track(_ track: Track) throws(MarkupError) {
    let name = "the \(track.kind.rawValue) track \(track.number)"
    let kept = keptParts(track.kept, of: name)
    if case .gap = track.items.last { lost.add(.silence, "the black or silence at the end of \(name)") }
    for marker in track.markers { lost.add(.markers, "the marker ‘\(marker.name)\(marker.text)’ of \(name)") }
    let label = track.name.isEmpty ? [] : [("MZ.TrackName", clean(track.name))]
    try writer.start("track", label + kept.attributes.filter { $0.0 != "MZ.TrackName" })
    if !track.name.isEmpty { try element("name", track.name) }
    let placed = framed(track)
    for (index, item) in placed.enumerated() {
      let before = index > 0 ? placed[index - 1].transition : nil
      let after = index + 1 < placed.count ? placed[index + 1].transition : nil
      switch item.item {
      case .gap: break
      case .transition(let transition): try self.transition(transition, at: item.start, track.kind)
      case .clip(let clip):
        var writing = FinalCutClipWriting(clip, at: item.start, before: before, after: after, of: track.kind)
        try writing.run(&self)
      }
    }
    try writer.element("enabled", [], track.isEnabled ? "TRUE" : "FALSE")
    for node in kept.nodes { try writer.node(node) }
    writer.end()
  }

  /// A track's items with their places in whole frames of the timeline.
  private mutating func framed(_ track: Track) -> [FramedItem] {
    guard let rate = track.rate, !rate.hasSameSpeed(as: timeline.rate) else {
      return track.placedItems.map { FramedItem(start: $0.start, item: $0.item) }
    }
    lost.add(.trackRates, "that the \(track.kind.rawValue) track \(track.number) is counted at \(rate): its edges were moved to the nearest frames")
    return FramedItem.framed(track, rate: rate, at: timeline.rate)
  }

  // MARK: - Small parts

  mutating func lose(_ aspect: TimelineLoss.Aspect, _ place: FrameCount, _ what: @autoclosure () -> String) {
    lost.add(aspect, timeline, place, what())
  }

  /// What a clip says of its material beside something that has the place of it.
  mutating func lose(_ media: MediaReference, of clip: Clip, _ place: FrameCount, beside what: String) {
    lost.add(media, of: clip.name, timeline.start.advanced(wrapping: place), beside: what)
  }

  mutating func element(_ name: String, _ text: String) throws(MarkupError) { try writer.element(name, [], clean(text)) }

  /// A text that XML can hold.
  mutating func clean(_ text: String) -> String {
    guard let cleaned = text.cleanedForXML else { return text }
    lost.add(.letters, "control characters in ‘\(cleaned.prefix(60))’, which XML cannot hold")
    return cleaned
  }

  mutating func rate(_ rate: FrameRate) throws(MarkupError) {
    guard let written = FinalCutRate(rate) else { return }
    try writer.start("rate")
    try writer.element("timebase", [], "\(written.timebase)")
    try writer.element("ntsc", [], written.isNTSC ? "TRUE" : "FALSE")
    writer.end()
  }

  mutating func label(_ start: Timecode, reel: String = "", more: [DocumentNode] = []) throws(MarkupError) {
    try writer.start("timecode")
    try rate(start.rate)
    try writer.element("string", [], start.description)
    try writer.element("frame", [], "\(start.frameCount)")
    try writer.element("displayformat", [], start.rate.isDropFrame ? "DF" : "NDF")
    if !reel.isEmpty {
      try writer.start("reel")
      try element("name", reel)
      writer.end()
    }
    for node in more { try writer.node(node) }
    writer.end()
  }

  mutating func marker(_ marker: Marker, place: Int, length: Int, at: FrameCount, of what: String) throws(MarkupError) {
    guard place >= 0 else { return lose(.markers, at, "the marker ‘\(marker.name)\(marker.text)’ of \(what), which lies before its first frame") }
    try writer.start("marker")
    try element("comment", marker.text)
    try element("name", marker.name)
    try writer.element("in", [], "\(place)")
    try writer.element("out", [], length > 0 ? "\(place + length)" : "-1")
    if let color = FinalCutMarker.colors.first(where: { $0.name == marker.color }) {
      try writer.start("color")
      try writer.element("alpha", [], "0")
      for (name, value) in [("red", color.red), ("green", color.green), ("blue", color.blue)] { try writer.element(name, [], "\(value)") }
      writer.end()
    } else if !marker.color.isEmpty {
      lose(.markerColors, at, "that the marker ‘\(marker.name)\(marker.text)’ is \(marker.color)")
    }
    for node in keptParts(marker.kept, of: "the marker ‘\(marker.name)\(marker.text)’", at: at).nodes { try writer.node(node) }
    writer.end()
  }

  private mutating func transition(_ transition: Transition, at place: FrameCount, _ kind: Track.Kind) throws(MarkupError) {
    var head = transition.head
    if head > place {
      lose(.cutPoints, place, "that its transition begins before the programme")
      head = place
    }
    let kept = keptParts(transition.kept, of: "a transition", at: place)
    try writer.start("transitionitem", kept.attributes)
    try writer.element("start", [], "\(place - head)")
    try writer.element("end", [], "\(place + transition.tail)")
    let alignment = head == .zero ? "start" : transition.tail == .zero ? "end" : "center"
    try writer.element("alignment", [], alignment)
    let ticks = (Fraction(head.value) / Fraction(timeline.rate) * Fraction(FinalCutXML.ticksPerSecond)).rounded
    try writer.element("cutPointTicks", [], "\(ticks)")
    try rate(timeline.rate)
    try writer.node(FinalCutTransition.node(of: transition, kept.nodes.filter { $0.name == "effect" }, isSound: kind == .audio))
    if transition.kind == .key { lose(.transitionKinds, place, "that its transition is a key, written as a dissolve") }
    for node in kept.nodes where node.name != "effect" { try writer.node(node) }
    writer.end()
  }

  // MARK: - What was kept, and names

  /// What was kept of this format, ready to be written. All else is lost.
  mutating func keptParts(_ kept: [Kept], of what: String, at place: FrameCount? = nil) -> (attributes: [(String, String)], nodes: [DocumentNode]) {
    var parts: (attributes: [(String, String)], nodes: [DocumentNode]) = ([], [])
    for item in kept {
      if item.format == FinalCutXML.format {
        if let known = parsed[item.text] {
          parts.nodes.append(known)
          continue
        }
        if let node = DocumentNode(markup: item.text) {
          if parsed.count < 1000 { parsed[item.text] = node }
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

  /// The name of a file's definition, and whether it stands for the first time.
  mutating func identifier(of file: FinalCutFile) -> (text: String, isNew: Bool) {
    if let known = files[file] { return (known, false) }
    let text = "file-\(files.count + 1)"
    files[file] = text
    return (text, true)
  }

  /// A clip's name in the file: its own, if that is free.
  mutating func identifier(of clip: String?) -> String? {
    guard let clip else { return nil }
    return used.insert(clip).inserted ? clip : nil
  }
}
