// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Writes one clip.
struct FCPXMLClipWriting {
  private let clip: Clip
  private let track: Track
  private let place: FrameCount
  private let rate: FrameRate
  /// Its own time at its beginning.
  private(set) var local = Fraction.zero
  private var attributes: [(String, String)] = []
  private var children: [DocumentNode] = []

  init(_ clip: Clip, of track: Track, at place: FrameCount, rate: FrameRate) {
    (self.clip, self.track, self.place, self.rate) = (clip, track, place, rate)
  }

  /// The element, without its place.
  mutating func node(_ writing: inout FCPXMLWriting) -> DocumentNode {
    let at = writing.frame(place, rate)
    let kept = writing.keptParts(clip.kept, of: "‘\(clip.name)’", at: at)
    var name = "asset-clip"
    var source = clip.source
    if source == nil { writing.lose(.sources, at, "that ‘\(clip.name)’ has no source labels, written as zeros") }
    if let sequence = clip.sequence, let id = writing.compound(sequence, at: at) {
      name = "ref-clip"
      attributes.append(("ref", id))
      writing.lose(clip.media, of: clip, at, beside: "the cut that it is of")
      if let given = source, given.rate != sequence.rate {
        writing.lose(.sources, at, "that the source of ‘\(clip.name)’ is at \(given.rate) in a cut at \(sequence.rate)")
        source = given.converted(to: sequence.rate)
      }
    } else if !clip.media.generator.isEmpty, track.kind == .video {
      name = generator(&source, at, &writing)
    } else {
      if !clip.media.generator.isEmpty {
        writing.lose(.generators, at, "the generator ‘\(clip.media.generator)’ of ‘\(clip.name)’, for it makes sound")
      }
      asset(&source, at, &writing)
    }
    attributes.append(("name", writing.clean(clip.name)))
    measure(source, at, kept.nodes.first { $0.name == "timeMap" }, &writing)
    attributes.append(("duration", FCPXML.text(writing.seconds(clip.frames, rate))))
    if !clip.isEnabled || !track.isEnabled { attributes.append(("enabled", "0")) }
    if source?.rate.isDropFrame == true, name != "ref-clip" { attributes.append(("tcFormat", "DF")) }
    if name == "asset-clip" || name == "ref-clip" { attributes.append(("srcEnable", track.kind.rawValue)) }
    attributes += kept.attributes
    sourceTrack(name, at, &writing)
    remarks(kept.nodes.filter { $0.name != "timeMap" }, at, &writing)
    return FCPXMLOrder.sorted(
      DocumentNode(name, attributes: attributes.map { .init(name: $0.0, value: $0.1) }, children: children))
  }

  private mutating func sourceTrack(_ name: String, _ at: FrameCount, _ writing: inout FCPXMLWriting) {
    guard clip.sourceTrack > 0 else { return }
    guard track.kind == .audio, name == "asset-clip" || name == "ref-clip", clip.sourceTrack < 10_000 else {
      return writing.lose(.channels, at, "that ‘\(clip.name)’ is of channel \(clip.sourceTrack) of its material")
    }
    children.append(DocumentNode("audio-channel-source", attributes: [.init(name: "srcCh", value: "\(clip.sourceTrack)")]))
  }

  // MARK: - Material

  private mutating func generator(_ source: inout TimecodeRange?, _ at: FrameCount, _ writing: inout FCPXMLWriting) -> String {
    let name = clip.media.generator
    var rest = clip.media
    (rest.generator, rest.kept) = ("", [])
    writing.lose(rest, of: clip, at, beside: "its generator")
    let kept = writing.keptParts(clip.media.kept, of: "the generator ‘\(name)’", at: at)
    let identifier = kept.attributes.first { $0.0 == "uid" }?.1 ?? name
    attributes.append(("ref", writing.resources.effect(writing.clean(identifier), named: writing.clean(name))))
    if let given = source, !given.rate.hasSameSpeed(as: writing.timeline.rate) {
      writing.lose(.sources, at, "that the source of ‘\(clip.name)’ is counted at \(given.rate)")
      source = given.converted(to: writing.timeline.rate.nonDropFrame)
    }
    return kept.nodes.contains { $0.name == "title" } ? "title" : "video"
  }

  private mutating func asset(_ source: inout TimecodeRange?, _ at: FrameCount, _ writing: inout FCPXMLWriting) {
    var media = clip.media
    media.generator = ""
    var labels = source?.rate ?? media.available?.rate ?? writing.timeline.rate
    let isSound = labels.isOfSamples
    let samples = labels
    // Sound that is counted in samples may be of material that is counted in frames.
    if isSound, let available = media.available { labels = available.rate }
    if let available = media.available, available.rate != labels || available.isEmpty {
      writing.lose(.extents, at, "how much there is of the material of ‘\(clip.name)’, which is counted at \(available.rate)")
      media.available = nil
    }
    if let available = media.available, available.rate.isDropFrame, source?.rate.isDropFrame != true {
      writing.lose(.extents, at, "that all of the material of ‘\(clip.name)’ has drop-frame labels")
    }
    if isSound, let given = source, isOnFrames(given, writing) {
      writing.lose(.sources, at, "that the source of ‘\(clip.name)’ is counted in samples, for it lies on frames")
    }
    let id: String
    if let known = writing.resources.asset(media, labels: labels.nonDropFrame, for: track.kind) {
      id = known
    } else {
      let node = Self.node(media, labels: labels, isSound: labels.isOfSamples, at, &writing)
      id = writing.resources.add(node, for: media, labels: labels.nonDropFrame, used: track.kind)
    }
    if isSound { writing.resources.state(samples, of: id) }
    attributes.append(("ref", id))
  }

  private func isOnFrames(_ source: TimecodeRange, _ writing: FCPXMLWriting) -> Bool {
    let scale = Fraction(writing.timeline.rate) / Fraction(source.rate)
    return (source.start.frameCount.fraction * scale).isWhole && (writing.seconds(clip.frames, rate) * Fraction(writing.timeline.rate)).isWhole
  }

  // MARK: - Time

  private mutating func measure(_ source: TimecodeRange?, _ at: FrameCount, _ kept: DocumentNode?, _ writing: inout FCPXMLWriting) {
    let labels = source?.rate ?? writing.timeline.rate
    let perSecond = Fraction(labels)
    let first = Fraction(source?.start.frameCount.value ?? 0)
    let count = source?.duration.value ?? 0
    let length = writing.seconds(clip.frames, rate)
    local = first / perSecond
    attributes.append(("start", FCPXML.text(local)))
    if clip.speedCurve.count > 1 {
      return curve(first, count, labels, at, kept, &writing)
    }
    if clip.speedCurve.count == 1 { writing.lose(.speedCurves, at, "the single point of the speed curve of ‘\(clip.name)’") }
    let speed = Fraction(clip.speed)
    let taken = speed.magnitude * length * perSecond
    if source != nil, speed == .zero ? count != 1 : taken.rounded != count {
      writing.lose(.sources, at, "that ‘\(clip.name)’ takes \(count) frames of its material for \(clip.frames) of the programme")
    }
    guard clip.speed != .one || kept != nil else {
      if !labels.hasSameSpeed(as: writing.timeline.rate), let name = FCPXMLTime.rates.first(where: { $0.value.hasSameSpeed(as: labels) })?.key {
        let conform = [("scaleEnabled", "0"), ("srcFrameRate", name)]
        children.append(DocumentNode("conform-rate", attributes: conform.map { .init(name: $0.0, value: $0.1) }))
      }
      return
    }
    // Backwards, the first picture is the last of what is taken.
    let begin = speed < .zero ? first + taken : first
    map([(local, begin / perSecond), (local + max(length, Fraction(1)), (begin / perSecond) + speed * max(length, Fraction(1)))], kept)
  }

  private mutating func curve(
    _ first: Fraction, _ count: Int, _ labels: FrameRate, _ at: FrameCount, _ kept: DocumentNode?, _ writing: inout FCPXMLWriting
  ) {
    let perSecond = Fraction(labels)
    let shape = SpeedCurve(clip.speedCurve)
    let (low, high) = shape.extremes(from: 0, to: clip.frames.value)
    let scale = Fraction(rate) / perSecond
    if low.floor != 0 || high.ceiling != count {
      writing.lose(.sources, at, "the source range of ‘\(clip.name)’ beside its speed curve, from which it is read again")
    }
    if low.floor != 0 { writing.lose(.speedCurves, at, "from which frame of ‘\(clip.name)’ its speed curve counts") }
    if shape.isStraight { writing.lose(.speedCurves, at, "the speed curve of ‘\(clip.name)’, which is a straight line") }
    if clip.frames > .zero, shape.mean(over: clip.frames.value, per: scale) != clip.speed {
      writing.lose(.speeds, at, "the mean speed of ‘\(clip.name)’ beside its speed curve, from which it is read again")
    }
    map(clip.speedCurve.map { (local + writing.seconds($0.place, rate), (first + Fraction($0.source)) / perSecond) }, kept)
  }

  private mutating func map(_ points: [(time: Fraction, value: Fraction)], _ kept: DocumentNode?) {
    let knots = points.map { time, value in
      DocumentNode(
        "timept",
        attributes: [("time", FCPXML.text(time)), ("value", FCPXML.text(value)), ("interp", "linear")].map { .init(name: $0.0, value: $0.1) })
    }
    children.append(DocumentNode("timeMap", attributes: kept?.attributes ?? [], children: knots))
  }

  // MARK: - Remarks

  private mutating func remarks(_ kept: [DocumentNode], _ at: FrameCount, _ writing: inout FCPXMLWriting) {
    var metadata: [DocumentNode] = []
    var keywords: [DocumentNode] = []
    func entry(_ key: String, _ value: String) {
      metadata.append(DocumentNode("md", attributes: [.init(name: "key", value: key), .init(name: "value", value: value)]))
    }
    var order: [Int] = []
    for comment in clip.comments {
      let (key, value) = (writing.clean(comment.key), writing.clean(comment.value))
      if key == "note", !children.contains(where: { $0.name == "note" }) {
        children.append(DocumentNode("note", text: value))
        order.append(0)
      } else if key == "keyword" {
        keywords.append(DocumentNode("keyword", attributes: [.init(name: "value", value: value)]))
        order.append(1)
      } else {
        entry(key, value)
        order.append(2)
        if ["ASC_SOP", "ASC_SAT"].contains(key) { writing.lose(.comments, at, "that ‘\(key)’ is a comment of ‘\(clip.name)’, and not its grade") }
      }
    }
    if order != order.sorted() { writing.lose(.comments, at, "the order of the comments of ‘\(clip.name)’") }
    if let grade = clip.grade {
      if !grade.slopeOffsetPower.isEmpty { entry("ASC_SOP", writing.clean(grade.slopeOffsetPower)) }
      if !grade.saturation.isEmpty { entry("ASC_SAT", writing.clean(grade.saturation)) }
      if grade == ColorDecisionText() { writing.lose(.grades, at, "the empty grade of ‘\(clip.name)’") }
    }
    for marker in clip.markers {
      let time = local + writing.seconds(marker.place, rate)
      if !(writing.seconds(marker.place, rate) * Fraction(writing.timeline.rate)).isWhole {
        writing.lose(.markerPlaces, at, "the exact place of the marker ‘\(marker.name)\(marker.text)’ of ‘\(clip.name)’, which is read to the frame")
      }
      children.append(writing.marker(marker, at: time, of: "‘\(clip.name)’", at, rate))
    }
    children += keywords
    for effect in clip.effects { children.append(self.effect(effect, at, &writing)) }
    for node in kept where node.name != "metadata" { children.append(settled(node, &writing)) }
    metadata += kept.filter { $0.name == "metadata" }.flatMap(\.children)
    if !metadata.isEmpty { children.append(DocumentNode("metadata", children: metadata)) }
  }

  /// What was kept, with its effects as this document names them.
  private func settled(_ node: DocumentNode, _ writing: inout FCPXMLWriting) -> DocumentNode {
    var node = node
    if node.name != "text-style" {
      for index in node.attributes.indices where node.attributes[index].name == "ref" {
        let identifier = node.attributes[index].value
        node.attributes[index].value = writing.resources.effect(identifier, named: node.attribute("name") ?? identifier)
      }
    }
    for index in node.children.indices { node.children[index] = settled(node.children[index], &writing) }
    return node
  }

  private func effect(_ effect: Clip.Effect, _ at: FrameCount, _ writing: inout FCPXMLWriting) -> DocumentNode {
    let kept = writing.keptParts(effect.kept, of: "the effect ‘\(effect.name)’", at: at)
    let name = writing.clean(effect.name)
    let identifier = kept.attributes.first { $0.0 == "uid" }?.1 ?? name
    var node = DocumentNode(track.kind == .audio ? "filter-audio" : "filter-video")
    node.attributes = [.init(name: "ref", value: writing.resources.effect(identifier, named: name)), .init(name: "name", value: name)]
    node.attributes += kept.attributes.filter { $0.0 != "uid" }.map { .init(name: $0.0, value: $0.1) }
    var rests: [String: [DocumentNode]] = [:]
    for rest in kept.nodes {
      if rest.name == "param", rest.attribute("value") == nil, rest.children.isEmpty, let name = rest.attribute("name") {
        rests[name, default: []].insert(rest, at: 0)
      } else {
        node.children.append(rest)
      }
    }
    for parameter in effect.parameters {
      var param = rests[parameter.key]?.popLast() ?? DocumentNode("param", attributes: [.init(name: "name", value: writing.clean(parameter.key))])
      param.attributes.append(.init(name: "value", value: writing.clean(parameter.value)))
      node.children.append(param)
    }
    return node
  }
}

extension FCPXMLClipWriting {
  /// The element of an asset, without what tells it from others.
  static func node(
    _ media: MediaReference, labels: FrameRate, isSound: Bool, _ at: FrameCount, _ writing: inout FCPXMLWriting
  ) -> DocumentNode {
    let kept = writing.keptParts(media.kept, of: "the material ‘\(media.name)’", at: at)
    var attributes: [(String, String)] = []
    if !media.name.isEmpty { attributes.append(("name", writing.clean(media.name))) }
    if !media.identifier.isEmpty { attributes.append(("uid", writing.clean(media.identifier))) }
    if let available = media.available {
      attributes.append(("start", FCPXML.text(available.start.frameCount.fraction / Fraction(available.rate))))
      attributes.append(("duration", FCPXML.text(available.duration.fraction / Fraction(available.rate))))
    }
    if !isSound { attributes.append(("format", writing.resources.format(labels, kept.nodes.first { $0.name == "format" }))) }
    attributes += kept.attributes.filter { !isSound || $0.0 != "audioRate" }
    if isSound { attributes.append(("audioRate", "\(labels.numerator / labels.denominator)")) }
    var original = kept.nodes.first { $0.name == "media-rep" } ?? DocumentNode("media-rep")
    if original.attribute("kind") == nil { original.attributes.insert(.init(name: "kind", value: "original-media"), at: 0) }
    original.attributes.append(.init(name: "src", value: writing.clean(media.path)))
    var children = [original]
    let others = kept.nodes.filter { !["format", "media-rep", "metadata"].contains($0.name) }
    children += kept.nodes.filter { $0.name == "media-rep" }.dropFirst() + others
    var metadata = kept.nodes.filter { $0.name == "metadata" }.flatMap(\.children)
    if !media.reel.isEmpty {
      metadata.append(
        DocumentNode("md", attributes: [.init(name: "key", value: FCPXMLAsset.reelKey), .init(name: "value", value: writing.clean(media.reel))]))
    }
    if !metadata.isEmpty { children.append(DocumentNode("metadata", children: metadata)) }
    return DocumentNode("asset", attributes: attributes.map { .init(name: $0.0, value: $0.1) }, children: children)
  }
}
