// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What an element says of itself besides its place: name, marks, notes, effects, and what is kept.
struct FCPXMLRemarks {
  private(set) var soundEffects: [Clip.Effect] = []
  private(set) var sourceTrack = 0
  var clip: Clip
  /// The second of the sequence from which its marks are counted.
  let origin: Fraction

  private static let understood: Set<String> = [
    "ref", "offset", "name", "start", "duration", "lane", "enabled", "tcFormat", "format", "srcEnable", "audioStart", "audioDuration", "srcID",
  ]

  init(_ node: DocumentNode, time: FCPXMLTime, rate: FrameRate, _ reading: inout FCPXMLReading) {
    origin = time.start
    clip = Clip(name: node.attribute("name") ?? "", frames: .zero, source: nil, isEnabled: node.attribute("enabled") != "0")
    for attribute in node.attributes where !Self.understood.contains(attribute.name) {
      if attribute.name == "srcCh", let channel = Int(attribute.value), (1...9999).contains(channel) {
        sourceTrack = channel
      } else {
        keep(FinalCutXML.kept(attribute: attribute.name, attribute.value))
      }
    }
    for child in node.elements { take(child, time, rate, &reading) }
  }

  private mutating func keep(_ text: String) { clip.kept.append(Kept(FCPXML.format, text)) }

  private mutating func take(_ child: DocumentNode, _ time: FCPXMLTime, _ rate: FrameRate, _ reading: inout FCPXMLReading) {
    switch child.name {
    case _ where FCPXMLStory.elements.contains(child.name): break
    case "conform-rate", "mc-source", "spine", "sync-source": break
    case "timeMap": if !child.attributes.isEmpty { keep(DocumentNode("timeMap", attributes: child.attributes).markup) }
    case "note": clip.comments.append(.init(key: "note", value: child.text))
    case "metadata": metadata(child)
    case "marker", "chapter-marker", "keyword":
      if child.name == "keyword", child.attribute("start") == nil || child.attribute("duration") == nil {
        clip.comments.append(.init(key: "keyword", value: child.attribute("value") ?? ""))
      } else if let (marker, place) = Self.marker(child, rate: rate) {
        var marker = marker
        let frames = (place - time.local) / time.scale * Fraction(rate)
        if !frames.isWhole {
          reading.notes.add(child.line, once: "marker", "markers lie between two frames of the sequence: they were put on the nearest")
        }
        marker.place = frames.frames
        clip.markers.append(marker)
      } else {
        reading.notes.add(child.line, "a marker has no place: it was left out")
      }
    case "filter-video", "filter-audio":
      let effect = FCPXMLEffect.read(child, &reading)
      if child.name == "filter-audio" { soundEffects.append(effect) } else { clip.effects.append(effect) }
    case "audio-channel-source"
    where child.children.isEmpty && child.attributes.count == 1 && Int(child.attribute("srcCh") ?? "").map { $0 > 0 } == true:
      sourceTrack = min(Int(child.attribute("srcCh") ?? "") ?? 0, 9999)
    default: if let kept = reading.kept(child) { clip.kept.append(kept) }
    }
  }

  private mutating func metadata(_ node: DocumentNode) {
    var rest = node
    rest.children = node.children.filter { entry in
      guard entry.name == "md", entry.children.isEmpty, entry.attributes.count == 2, let key = entry.attribute("key"),
        let value = entry.attribute("value")
      else { return true }
      switch key {
      case "ASC_SOP": clip.grade = ColorDecisionText(slopeOffsetPower: value, saturation: clip.grade?.saturation ?? "")
      case "ASC_SAT": clip.grade = ColorDecisionText(slopeOffsetPower: clip.grade?.slopeOffsetPower ?? "", saturation: value)
      default: clip.comments.append(.init(key: key, value: value))
      }
      return false
    }
    if !rest.children.isEmpty { keep(rest.markup) }
  }

  /// A mark, and its place in the time of what it is set on; `nil` where it has none.
  static func marker(_ node: DocumentNode, rate: FrameRate) -> (Marker, Fraction)? {
    guard ["marker", "chapter-marker", "keyword"].contains(node.name), let place = node.attribute("start").flatMap(FCPXML.seconds) else { return nil }
    let length = ((node.attribute("duration").flatMap(FCPXML.seconds) ?? .zero) * Fraction(rate)).rounded
    let value = node.attribute("value") ?? ""
    var marker = Marker(place: .zero, frames: length > 1 ? FrameCount(min(length, Timeline.longestItem.value)) : .zero, text: value)
    if let note = node.attribute("note") { (marker.name, marker.text) = (value, note) }
    if node.name != "marker" { marker.kept.append(Kept(FCPXML.format, "<\(node.name)/>")) }
    for attribute in node.attributes where !["start", "duration", "value", "note"].contains(attribute.name) {
      marker.kept.append(Kept(FCPXML.format, FinalCutXML.kept(attribute: attribute.name, attribute.value)))
    }
    return (marker, place)
  }

  /// What is said once is not said of a second clip that is made of the same element.
  mutating func forget() {
    (clip.markers, clip.comments, clip.grade, clip.kept) = ([], [], nil, [])
  }
}

/// Effects on clips.
enum FCPXMLEffect {
  static func read(_ node: DocumentNode, _ reading: inout FCPXMLReading) -> Clip.Effect {
    let resource = node.attribute("ref").flatMap { reading.effects[$0] }
    var effect = Clip.Effect(name: node.attribute("name") ?? resource?.name ?? "")
    if let identifier = resource?.identifier, identifier != effect.name { keep("uid", identifier) }
    for attribute in node.attributes where !["ref", "name"].contains(attribute.name) { keep(attribute.name, attribute.value) }
    for child in node.elements {
      if child.name == "param", child.children.isEmpty, let name = child.attribute("name"), let value = child.attribute("value") {
        effect.parameters.append(.init(key: name, value: value))
        let rest = child.attributes.filter { !["value"].contains($0.name) }
        if rest.count > 1 { effect.kept.append(Kept(FCPXML.format, DocumentNode("param", attributes: rest).markup)) }
      } else {
        effect.kept.append(Kept(FCPXML.format, child.markup))
      }
    }
    return effect
    func keep(_ name: String, _ value: String) { effect.kept.append(Kept(FCPXML.format, FinalCutXML.kept(attribute: name, value))) }
  }
}

/// A clip with its material, ready to be put into a lane.
struct FCPXMLLeaf {
  private let remarks: FCPXMLRemarks
  private let kind: Track.Kind
  private var labels: FrameRate
  /// The material's seconds by those of the sequence.
  private let mapping: SpeedCurve
  private let line: Int
  var start: Fraction
  var end: Fraction
  /// The rate of the material's sound.
  var sampleRate: FrameRate?

  init(_ remarks: FCPXMLRemarks, _ kind: Track.Kind, labels: FrameRate, mapping: SpeedCurve, start: Fraction, end: Fraction, line: Int) {
    (self.remarks, self.kind, self.labels, self.mapping) = (remarks, kind, labels, mapping)
    (self.start, self.end, self.line) = (start, end, line)
  }

  /// Puts it into a lane, as far as it is seen within its container.
  ///
  /// - Returns: whether anything of it is.
  func add(to lane: FCPXMLLane, within container: FCPXMLContainer?, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Bool {
    let (first, last) = (max(start, container?.start ?? start), min(end, container?.end ?? end))
    guard first < last || first == last && container == nil, sequence.room > 0 else { return false }
    var clip = remarks.clip
    if kind == .audio { (clip.effects, clip.sourceTrack) = (remarks.soundEffects, remarks.sourceTrack) }
    shift(&clip, from: remarks.origin, to: first, sequence.rate)
    if let container {
      var outer = container.remarks.clip
      if !outer.name.isEmpty { clip.name = outer.name }
      clip.isEnabled = clip.isEnabled && outer.isEnabled
      if sequence.claim(container.number) {
        shift(&outer, from: container.remarks.origin, to: first, sequence.rate)
        clip.markers += outer.markers
        clip.comments += outer.comments
        clip.kept += outer.kept
        clip.effects += kind == .video ? outer.effects : container.remarks.soundEffects
        clip.grade = clip.grade ?? outer.grade
      }
    }
    take(&clip, first, last, sequence.rate, &reading)
    sequence.add(FCPXMLEvent(start: first, end: last, item: .clip(clip), line: line), on: lane)
    return true
  }

  private func shift(_ clip: inout Clip, from origin: Fraction, to first: Fraction, _ rate: FrameRate) {
    guard origin != first else { return }
    let frames = ((first - origin) * Fraction(rate)).frames
    for index in clip.markers.indices { clip.markers[index].place = clip.markers[index].place - frames }
  }

  /// What it takes of its material, and how fast.
  private func take(_ clip: inout Clip, _ first: Fraction, _ last: Fraction, _ rate: FrameRate, _ reading: inout FCPXMLReading) {
    var labels = labels
    let perSecond = Fraction(rate)
    if mapping.isStraight {
      let (begin, end) = (mapping.value(at: first), mapping.value(at: last))
      let slope = mapping.value(at: first + Fraction(1)) - begin
      clip.speed = slope.ratio
      let (low, high) = (min(begin, end), max(begin, end))
      let onFrames = (low * Fraction(labels)).isWhole && (high * Fraction(labels)).isWhole
      let isOnFrames = (first * perSecond).isWhole && (last * perSecond).isWhole
      if kind == .audio, !onFrames, !isOnFrames, let sampleRate { labels = sampleRate }
      setSource(&clip, low * Fraction(labels), slope == .zero ? low * Fraction(labels) + Fraction(1) : high * Fraction(labels), labels, &reading)
      return
    }
    let points = mapping.points.map { SpeedCurve.Point(place: ($0.place - first) * perSecond, value: $0.value * Fraction(labels)) }
    let curve = SpeedCurve(points)
    let frames = max(((last - first) * perSecond).rounded, 1)
    let (low, high) = curve.extremes(from: 0, to: frames)
    clip.speedCurve = curve.points(below: Fraction(low.floor))
    clip.speed = curve.mean(over: frames, per: perSecond / Fraction(labels))
    setSource(&clip, Fraction(low.floor), Fraction(high.ceiling), labels, &reading)
  }

  private func setSource(_ clip: inout Clip, _ low: Fraction, _ high: Fraction, _ labels: FrameRate, _ reading: inout FCPXMLReading) {
    if !low.isWhole { reading.notes.add(line, once: "between", "clips begin between two frames of their material: the one that shows was taken") }
    let label = Timecode(wrapping: FrameCount(low.floor), at: labels)
    clip.source = try? TimecodeRange(in: label, duration: FrameCount(max((high - low).rounded, 0)))
    if clip.source == nil { reading.notes.add(line, "‘\(clip.name)’ would take a day and more of its material: what it takes was passed over") }
  }
}
