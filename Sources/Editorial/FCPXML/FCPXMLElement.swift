// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Reads one element of a storyline, or one that is connected to it, with everything that it holds.
struct FCPXMLElement {
  private var node: DocumentNode
  private let story: FCPXMLStory
  private let lane: Int
  /// The second of the sequence at which it begins.
  private let start: Fraction

  init(_ node: DocumentNode, at start: Fraction, in story: FCPXMLStory, lane: Int) {
    (self.node, self.story, self.lane, self.start) = (node, story, lane, start)
  }

  /// Adds what it is to the sequence.
  ///
  /// - Returns: the second at which it ends.
  func run(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    switch node.name {
    case "audition": return audition(&sequence, &reading)
    case "spine":
      var inner = FCPXMLStory(base: start, local: .zero)
      (inner.lane, inner.container, inner.kinds) = (lane, story.container, story.kinds)
      _ = inner.run(node, &sequence, &reading)
      return inner.end
    case "ref-clip": return compound(&sequence, &reading)
    case "gap": return gap(&sequence, &reading)
    case "clip", "sync-clip", "mc-clip": return container(&sequence, &reading)
    default: return leaf(&sequence, &reading)
    }
  }

  // MARK: - What there is to say of any

  private func seconds(_ name: String) -> Fraction? { node.attribute(name).flatMap(FCPXML.seconds) }

  private func duration(_ fallback: Fraction) -> Fraction { max(seconds("duration") ?? fallback, .zero) / story.scale }

  private var isDropFrame: Bool { (node.attribute("tcFormat").map { $0 == "DF" }) ?? story.container?.isDropFrame ?? false }

  private var kinds: Set<Track.Kind> {
    switch node.attribute("srcEnable") {
    case "video": story.kinds.intersection([.video])
    case "audio": story.kinds.intersection([.audio])
    case "none": []
    default: story.kinds
    }
  }

  /// Its own time: from `local` on, by the seconds of the sequence.
  private func time(from local: Fraction, _ sequence: FCPXMLSequence) -> FCPXMLTime {
    FCPXMLTime(node, start: start, local: local, scale: story.scale, rate: sequence.rate)
  }

  private func connected(_ time: FCPXMLTime, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) {
    var inner = FCPXMLStory(base: start, local: time.local)
    (inner.scale, inner.lane, inner.container, inner.kinds) = (time.scale, lane, story.container, story.kinds)
    inner.connected(node, &sequence, &reading)
  }

  // MARK: - Kinds of element

  private func audition(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    let choices = node.children.filter { FCPXMLStory.elements.contains($0.name) }
    guard let chosen = choices.first else { return start }
    if choices.count > 1 {
      reading.notes.add(node.line, "an audition holds \(choices.count) clips: the one that is in use was read")
    }
    return FCPXMLElement(chosen, at: start, in: story, lane: lane).run(&sequence, &reading)
  }

  private func gap(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    let time = time(from: seconds("start") ?? .zero, sequence)
    for child in node.elements {
      if let (marker, place) = FCPXMLRemarks.marker(child, rate: sequence.rate) {
        sequence.add(marker: marker, at: start + (place - time.local) / time.scale)
      }
    }
    connected(time, &sequence, &reading)
    return start + duration(.zero)
  }

  /// Of a clip with clips inside, what is seen and heard of these.
  private func container(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    let time = time(from: seconds("start") ?? .zero, sequence)
    let end = start + duration(.zero)
    var inner = FCPXMLStory(base: start, local: time.local)
    (inner.scale, inner.lane, inner.kinds) = (time.scale, lane, kinds)
    var remarks = FCPXMLRemarks(node, time: time, rate: sequence.rate, &reading)
    if remarks.clip.name.isEmpty { remarks.clip.name = story.container?.remarks.clip.name ?? "" }
    if let outer = story.container, !outer.remarks.clip.isEnabled { remarks.clip.isEnabled = false }
    inner.container = FCPXMLContainer(
      number: sequence.nextContainer(), lane: lane, start: max(start, story.container?.start ?? start), end: min(end, story.container?.end ?? end),
      remarks: remarks, time: time.curve,
      hasPictures: hasPictures(node), isDropFrame: isDropFrame)
    if node.name == "mc-clip" {
      angles(inner, &sequence, &reading)
    } else {
      _ = inner.run(node, &sequence, &reading)
    }
    connected(time, &sequence, &reading)
    return end
  }

  private func hasPictures(_ node: DocumentNode) -> Bool {
    node.children.contains { ["video", "asset-clip", "title", "ref-clip"].contains($0.name) || ($0.attribute("lane") == nil && hasPictures($0)) }
  }

  private func angles(_ inner: FCPXMLStory, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) {
    let id = node.attribute("ref") ?? ""
    guard let multicam = reading.media[id]?.first("multicam") else {
      reading.notes.add(node.line, "the multicam clip ‘\(id)’ is defined nowhere: it was left out")
      return
    }
    guard reading.enter(id) else {
      reading.notes.add(node.line, "the multicam clip ‘\(id)’ holds itself, or lies too deep: it was left out")
      return
    }
    defer { reading.leave(id) }
    let angles = multicam.children.filter { $0.name == "mc-angle" }
    let sources = node.children.filter { $0.name == "mc-source" }
    for angle in angles {
      let name = angle.attribute("angleID")
      let uses = sources.filter { $0.attribute("angleID") == name }
      guard !uses.isEmpty || sources.isEmpty && name == angles.first?.attribute("angleID") else { continue }
      var used: Set<Track.Kind> = sources.isEmpty ? [.video, .audio] : []
      for use in uses {
        switch use.attribute("srcEnable") {
        case "video": used.insert(.video)
        case "audio": used.insert(.audio)
        case "none": break
        default: used.formUnion([.video, .audio])
        }
      }
      var story = inner
      story.kinds.formIntersection(used)
      story.container?.hasPictures = hasPictures(angle)
      guard sequence.room > 0 else { return }
      _ = story.run(angle, &sequence, &reading)
    }
    if angles.count > 1 {
      reading.notes.add(node.line, once: "angles", "of multicam clips the angles in use were read, and the others were not")
    }
  }

  private func compound(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    let id = node.attribute("ref") ?? ""
    let nested = reading.compound(id, line: node.line, room: sequence.room)
    let rate = nested?.timeline.rate ?? sequence.rate
    let first = Fraction(nested?.timeline.start.frameCount.value ?? 0) / Fraction(rate)
    let time = time(from: seconds("start") ?? first, sequence)
    let end = start + duration(Fraction(nested?.timeline.frames.value ?? 0) / Fraction(rate))
    var remarks = FCPXMLRemarks(node, time: time, rate: sequence.rate, &reading)
    if let nested {
      remarks.clip.sequence = nested.timeline
      sequence.depth = max(sequence.depth, nested.depth + 1)
    }
    // A cut on which nothing lies is used as the clip asks for it.
    let empty: Set<Track.Kind> = node.attribute("srcEnable") == "audio" ? [.audio] : [.video]
    let has = nested.map { $0.timeline.tracks.isEmpty ? empty : Set($0.timeline.tracks.map(\.kind)) } ?? [.video]
    for kind in [Track.Kind.video, .audio] where kinds.contains(kind) && has.contains(kind) {
      let isImplicit = kind == .audio && (lane == 0 || kinds.contains(.video) && has.contains(.video))
      let leaf = FCPXMLLeaf(remarks, kind, labels: rate, mapping: time.mapping(in: story.container), start: start, end: end, line: node.line)
      guard leaf.add(to: FCPXMLLane(kind: kind, isImplicit: isImplicit, number: lane), within: story.container, &sequence, &reading) else { continue }
      sequence.items += nested?.items ?? 0
      remarks.forget()
    }
    connected(time, &sequence, &reading)
    return end
  }

  /// Material: of a file, or made by an effect.
  private func leaf(_ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> Fraction {
    let id = node.attribute("ref") ?? ""
    let asset = reading.assets[id]
    let local = seconds("start") ?? asset?.start ?? .zero
    let time = time(from: local, sequence)
    let end = start + duration(asset?.duration ?? .zero)
    var remarks = FCPXMLRemarks(node, time: time, rate: sequence.rate, &reading)
    var labels = sequence.rate.nonDropFrame
    var has: Set<Track.Kind> = node.name == "audio" ? [.audio] : [.video]
    if let asset {
      labels = reading.labels(of: asset, local: local, length: end - start, at: sequence.rate)
      if node.name == "asset-clip" {
        has = asset.hasVideo || !asset.hasAudio ? [.video] : []
        if asset.hasAudio { has.insert(.audio) }
        // A clip that asks for sound alone has some, whatever its asset says.
        if node.attribute("srcEnable") == "audio" { has = [.audio] }
      }
    } else if let effect = reading.effects[id] {
      remarks.clip.media.generator = effect.name.isEmpty ? node.attribute("name") ?? effect.identifier : effect.name
      if effect.identifier != remarks.clip.media.generator {
        remarks.clip.media.kept.append(Kept(FCPXML.format, FinalCutXML.kept(attribute: "uid", effect.identifier)))
      }
      if node.name == "title" { remarks.clip.media.kept.append(Kept(FCPXML.format, "<title/>")) }
    } else {
      reading.notes.add(node.line, "the resource ‘\(id)’ of ‘\(remarks.clip.name)’ is defined nowhere: it was read without media")
    }
    if isDropFrame, let dropping = try? FrameRate(labels.numerator, labels.denominator, dropFrame: true) { labels = dropping }
    if let asset { remarks.clip.media = reading.reference(id, asset, labels: labels) }
    let around = story.container
    for kind in [Track.Kind.video, .audio] where kinds.contains(kind) && has.contains(kind) {
      // Sound in a clip lies in that clip's lane, whatever lanes there are inside.
      let hasPictures = has.contains(.video) && kinds.contains(.video) || around?.hasPictures == true
      let number = kind == .audio ? around.map { $0.lane != 0 || hasPictures ? $0.lane : lane } ?? lane : lane
      let place = FCPXMLLane(kind: kind, isImplicit: kind == .audio && (hasPictures || number == 0), number: number)
      var leaf = FCPXMLLeaf(remarks, kind, labels: labels, mapping: time.mapping(in: around), start: start, end: end, line: node.line)
      if let around, around.time != nil { (leaf.start, leaf.end) = (around.start, around.end) }
      if kind == .audio {
        leaf.sampleRate = asset?.audioRate
        if let split = seconds("audioStart") { leaf.start = start + (split - local) / time.scale }
        if let length = seconds("audioDuration") { leaf.end = leaf.start + length / story.scale }
      }
      if leaf.add(to: place, within: around, &sequence, &reading) { remarks.forget() }
    }
    connected(time, &sequence, &reading)
    return end
  }
}
