// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Walks elements that lie in one time: a storyline, what a clip holds, what is connected to it.
struct FCPXMLStory {
  /// The second of the sequence at which the elements' time is `local`.
  let base: Fraction
  /// The elements' time at `base`.
  let local: Fraction
  /// Seconds of the elements' time in one of the sequence.
  var scale = Fraction(1)
  /// The lane that all of it lies in.
  var lane = 0
  /// The clip around it, of which only a part may be seen.
  var container: FCPXMLContainer?
  /// What of it is used.
  var kinds: Set<Track.Kind> = [.video, .audio]
  /// Where its last element ended.
  private(set) var end = Fraction.zero

  init(base: Fraction, local: Fraction) {
    (self.base, self.local) = (base, local)
    end = base
  }

  /// Elements that lie in a storyline.
  static let elements: Set<String> = [
    "asset-clip", "video", "audio", "title", "clip", "ref-clip", "sync-clip", "mc-clip", "gap", "audition", "spine",
  ]

  /// Takes everything in `node` that is in no lane.
  ///
  /// - Returns: the last element.
  mutating func run(_ node: DocumentNode, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) -> DocumentNode? {
    var waiting: [(node: DocumentNode, start: Fraction)] = []
    var last: DocumentNode?
    for child in node.elements {
      if child.name == "transition" {
        waiting.append((child, child.attribute("offset").flatMap(FCPXML.seconds).map(place) ?? end))
        continue
      }
      guard Self.elements.contains(child.name), child.attribute("lane").flatMap({ Int($0) }) ?? 0 == 0 else { continue }
      let start = child.attribute("offset").flatMap(FCPXML.seconds).map(place) ?? end
      transitions(&waiting, cut: start, &sequence, &reading)
      let element = FCPXMLElement(child, at: start, in: self, lane: lane)
      end = element.run(&sequence, &reading)
      last = child
    }
    transitions(&waiting, cut: end, &sequence, &reading)
    return last
  }

  /// The second of the sequence at a time of the elements.
  func place(_ time: Fraction) -> Fraction { base + (time - local) / scale }

  /// What is connected to the element `node`, whose own time this is.
  func connected(_ node: DocumentNode, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading) {
    for child in node.elements where Self.elements.contains(child.name) {
      guard let number = child.attribute("lane").flatMap({ Int($0) }), number != 0, number.magnitude < 10_000 else { continue }
      let start = child.attribute("offset").flatMap(FCPXML.seconds).map(place) ?? base
      let isSpine = child.name == "spine"
      let beneath = lane + number
      if isSpine {
        var story = FCPXMLStory(base: start, local: .zero)
        (story.lane, story.container, story.kinds) = (beneath, container, kinds)
        _ = story.run(child, &sequence, &reading)
      } else {
        _ = FCPXMLElement(child, at: start, in: self, lane: beneath).run(&sequence, &reading)
      }
    }
  }

  // MARK: - Transitions

  private func transitions(
    _ waiting: inout [(node: DocumentNode, start: Fraction)], cut: Fraction, _ sequence: inout FCPXMLSequence, _ reading: inout FCPXMLReading
  ) {
    for (node, start) in waiting {
      let length = node.attribute("duration").flatMap(FCPXML.seconds) ?? .zero
      let end = start + length / scale
      let cut = min(max(cut, start), end)
      let (video, audio) = (node.first("filter-video"), node.first("filter-audio"))
      if video != nil || audio == nil {
        add(FCPXMLTransition.read(node, video, isSound: false, &reading), start, end, cut, FCPXMLLane(kind: .video, number: lane), node, &sequence)
      }
      if audio != nil {
        let transition = FCPXMLTransition.read(node, audio, isSound: true, &reading)
        add(transition, start, end, cut, FCPXMLLane(kind: .audio, isImplicit: true, number: lane), node, &sequence)
        if lane != 0 { add(transition, start, end, cut, FCPXMLLane(kind: .audio, number: lane), node, &sequence) }
      }
    }
    waiting = []
  }

  private func add(
    _ transition: Transition, _ start: Fraction, _ end: Fraction, _ cut: Fraction, _ lane: FCPXMLLane, _ node: DocumentNode,
    _ sequence: inout FCPXMLSequence
  ) {
    if let container, cut < container.start || cut > container.end { return }
    sequence.add(FCPXMLEvent(start: start, end: end, item: .transition(transition, cut: cut), line: node.line), on: lane)
  }
}

/// A clip with clips inside, for these.
struct FCPXMLContainer {
  /// What tells it from others of the sequence.
  var number: Int
  /// The lane that it lies in itself.
  var lane: Int
  /// The part of the sequence in which it is seen.
  var start: Fraction
  var end: Fraction
  /// What is said of it, for the first of what is seen of it.
  var remarks: FCPXMLRemarks
  /// Its own time by the sequence's seconds, where its speed changes.
  var time: SpeedCurve?
  /// Whether there are pictures in it.
  var hasPictures: Bool
  /// Whether its labels are drop-frame.
  var isDropFrame: Bool
}

/// Transitions between clips of storylines.
enum FCPXMLTransition {
  static let dissolve = (name: "Cross Dissolve", identifier: "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
  static let crossfade = (name: "Audio Crossfade", identifier: "FFAudioTransition")

  static func read(_ node: DocumentNode, _ filter: DocumentNode?, isSound: Bool, _ reading: inout FCPXMLReading) -> Transition {
    let usual = isSound ? crossfade : dissolve
    let effect = filter?.attribute("ref").flatMap { reading.effects[$0] } ?? usual
    let name = isSound ? filter?.attribute("name") ?? effect.name : node.attribute("name") ?? filter?.attribute("name") ?? effect.name
    let kind: Transition.Kind
    if name == usual.name || name.isEmpty || isSound && effect.identifier == usual.identifier {
      kind = .dissolve
    } else if name.hasPrefix("Wipe "), let code = Int(name.dropFirst(5)), (1...9999).contains(code) {
      kind = .wipe(code)
    } else {
      kind = .named(name)
    }
    var transition = Transition(kind, head: .zero, tail: .zero)
    let identifier = kind == .dissolve ? usual.identifier : name
    if let filter, !filter.children.isEmpty || effect.identifier != identifier, let kept = reading.kept(filter) { transition.kept.append(kept) }
    for child in node.elements where !["filter-video", "filter-audio"].contains(child.name) && !isSound {
      if let kept = reading.kept(child) { transition.kept.append(kept) }
    }
    return transition
  }
}
