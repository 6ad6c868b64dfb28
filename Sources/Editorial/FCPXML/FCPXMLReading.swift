// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// One pass over an FCPXML document: its resources, and the cuts in it.
struct FCPXMLReading {
  /// A sequence that was read, and what it comes to.
  struct Nested {
    var timeline: Timeline
    /// Its items and those of all sequences within it.
    var items: Int
    /// Sequences within sequences, itself included.
    var depth: Int
  }

  let root: DocumentNode
  var notes = NoteList([])
  private(set) var formats: [String: DocumentNode] = [:]
  private(set) var assets: [String: FCPXMLAsset] = [:]
  private(set) var effects: [String: (name: String, identifier: String)] = [:]
  private(set) var media: [String: DocumentNode] = [:]
  private var read: [String: Nested] = [:]
  private var open: Set<String> = []
  private var depth = 0
  private var references: [ReferenceKey: MediaReference] = [:]

  init(_ root: DocumentNode) { self.root = root }

  mutating func run() -> TimelineReading {
    let version = root.attribute("version") ?? ""
    if !(5...13).contains(Int(version.split(separator: ".").last ?? "") ?? 0) || !version.hasPrefix("1.") {
      notes.add(root.line, "it is FCPXML \(version.prefix(20)), and 1.5 to 1.13 are known: check what was read")
    }
    for list in root.elements where list.name == "resources" {
      for child in list.elements {
        guard let id = child.attribute("id") else { continue }
        switch child.name {
        case "format": formats[id] = child
        case "asset": assets[id] = FCPXMLAsset(child)
        case "effect": effects[id] = (child.attribute("name") ?? "", child.attribute("uid") ?? "")
        case "media": media[id] = child
        default: break
        }
      }
    }
    var timelines: [Timeline] = []
    projects(root, into: &timelines)
    if timelines.isEmpty { compounds(into: &timelines) }
    return TimelineReading(timelines, notes: notes.finished)
  }

  private mutating func projects(_ node: DocumentNode, into timelines: inout [Timeline]) {
    for child in node.elements {
      switch child.name {
      case "library", "event": projects(child, into: &timelines)
      case "project":
        guard let sequence = child.first("sequence") else { continue }
        timelines.append(self.sequence(sequence, named: child.attribute("name") ?? "").timeline)
      default: break
      }
    }
  }

  /// Compound clips, which are cuts too, where there is no project.
  private mutating func compounds(into timelines: inout [Timeline]) {
    for list in root.elements where list.name == "resources" {
      for child in list.elements where child.name == "media" && child.first("sequence") != nil {
        guard let id = child.attribute("id"), let nested = compound(id, line: child.line, room: FinalCutReading.mostNestedItems) else { continue }
        timelines.append(nested.timeline)
      }
    }
    if !timelines.isEmpty { notes.add(0, "it has no project: its compound clips were read as cuts") }
  }

  // MARK: - Sequences

  private mutating func sequence(_ node: DocumentNode, named name: String) -> Nested {
    depth += 1
    var reading = FCPXMLSequence(node, named: name, &self)
    let nested = reading.run(&self)
    depth -= 1
    return nested
  }

  /// A compound clip's cut, read once however often it is used; `nil`, with a note, where it cannot be had.
  mutating func compound(_ id: String, line: Int, room: Int) -> Nested? {
    guard let node = media[id], let sequence = node.first("sequence") else {
      notes.add(line, "the compound clip ‘\(id)’ is defined nowhere: it was read without what is in it")
      return nil
    }
    guard !open.contains(id) else {
      notes.add(line, "the compound clip ‘\(id)’ holds itself: it was left out within itself")
      return nil
    }
    let nested: Nested
    if let known = read[id] {
      nested = known
    } else {
      guard depth < Timeline.deepestNesting else {
        notes.add(line, once: "depth", "compound clips lie more than \(Timeline.deepestNesting) deep within one another: deeper ones were left out")
        return nil
      }
      open.insert(id)
      nested = self.sequence(sequence, named: node.attribute("name") ?? "")
      open.remove(id)
      read[id] = nested
    }
    guard nested.depth < Timeline.deepestNesting else {
      notes.add(line, once: "depth", "compound clips lie more than \(Timeline.deepestNesting) deep within one another: deeper ones were left out")
      return nil
    }
    guard nested.items <= room else {
      notes.add(
        line, once: "room", "its compound clips come to more than \(FinalCutReading.mostNestedItems) items within one another: the rest was left out")
      return nil
    }
    return nested
  }

  /// Whether a multicam clip may be gone into; every `true` is followed by `leave`.
  mutating func enter(_ id: String) -> Bool {
    guard depth < Timeline.deepestNesting, open.insert(id).inserted else { return false }
    depth += 1
    return true
  }

  mutating func leave(_ id: String) {
    open.remove(id)
    depth -= 1
  }

  // MARK: - Material

  /// The rate at which material is labelled: its format's; of sound without one, the sequence's where it is cut on frames, else its samples'.
  func labels(of asset: FCPXMLAsset, local: Fraction, length: Fraction, at rate: FrameRate) -> FrameRate {
    if let own = self.rate(ofFormat: asset.format) { return own }
    let perSecond = Fraction(rate)
    if asset.hasVideo || (local * perSecond).isWhole && (length * perSecond).isWhole { return rate.nonDropFrame }
    return asset.audioRate ?? rate.nonDropFrame
  }

  /// What is known of an asset, with labels of a rate.
  mutating func reference(_ id: String, _ asset: FCPXMLAsset, labels: FrameRate) -> MediaReference {
    let key = ReferenceKey(identifier: id, labels: labels)
    if let known = references[key] { return known }
    var reference = asset.reference
    if let duration = asset.duration, duration > .zero {
      let first = Timecode(wrapping: FrameCount((asset.start * Fraction(labels)).floor), at: labels)
      reference.available = try? TimecodeRange(in: first, duration: FrameCount((duration * Fraction(labels)).floor))
    }
    if let kept = keptFormat(asset.format) { reference.kept.append(kept) }
    references[key] = reference
    return reference
  }

  private struct ReferenceKey: Hashable {
    var identifier: String
    var labels: FrameRate
  }

  // MARK: - Formats

  /// The rate of a format; `nil` where it states none.
  func rate(ofFormat id: String?) -> FrameRate? {
    guard let id, let format = formats[id] else { return nil }
    if let duration = format.attribute("frameDuration").flatMap(FCPXML.seconds), duration > .zero {
      return try? FrameRate(duration.denominator, duration.numerator)
    }
    // The formats that Final Cut brings along are named after their rates.
    let name = format.attribute("name") ?? ""
    for (ending, rate) in Self.namedRates where name.hasSuffix(ending) { return rate }
    return nil
  }

  private static let namedRates: [(String, FrameRate)] = [
    ("2398", .fps23_976), ("2997", .fps29_97), ("5994", .fps59_94), ("5994i", .fps29_97), ("50i", .fps25), ("p24", .fps24), ("p25", .fps25),
    ("p30", .fps30),
    ("p50", .fps50), ("p60", .fps60),
  ]

  /// A format without what the timeline says itself: the raster and the like, to be kept.
  func keptFormat(_ id: String?) -> Kept? {
    guard let id, var format = formats[id] else { return nil }
    format.attributes.removeAll { ["id", "frameDuration"].contains($0.name) }
    return format.attributes.isEmpty ? nil : Kept(FCPXML.format, format.markup)
  }

  /// What is kept of an element. What it refers to would mean something else in another file: effects are named by themselves, and all else goes.
  mutating func kept(_ node: DocumentNode) -> Kept? {
    var node = node
    guard settle(&node) else {
      notes.add(node.line, "<\(node.name)> refers to media and was left out")
      return nil
    }
    return Kept(FCPXML.format, node.markup)
  }

  private func settle(_ node: inout DocumentNode) -> Bool {
    for index in node.attributes.indices where node.attributes[index].name == "ref" && node.name != "text-style" {
      guard let effect = effects[node.attributes[index].value] else { return false }
      node.attributes[index].value = effect.identifier
      if node.attribute("name") == nil, !effect.name.isEmpty { node.attributes.append(.init(name: "name", value: effect.name)) }
    }
    for index in node.children.indices { guard settle(&node.children[index]) else { return false } }
    return true
  }
}

/// What a file says of its material.
struct FCPXMLAsset {
  var reference: MediaReference
  /// The label of the first frame, in seconds.
  var start: Fraction
  var duration: Fraction?
  var format: String?
  var hasVideo: Bool
  var hasAudio: Bool
  var audioRate: FrameRate?

  init(_ node: DocumentNode) {
    let source = node.attribute("src") ?? node.first("media-rep")?.attribute("src") ?? ""
    reference = MediaReference(name: node.attribute("name") ?? "", path: source, identifier: node.attribute("uid") ?? "")
    start = node.attribute("start").flatMap(FCPXML.seconds) ?? .zero
    duration = node.attribute("duration").flatMap(FCPXML.seconds)
    format = node.attribute("format")
    hasVideo = node.attribute("hasVideo") == "1"
    hasAudio = node.attribute("hasAudio") == "1"
    audioRate = node.attribute("audioRate").flatMap { frameNumber($0) }.flatMap { try? FrameRate($0) }
    for attribute in node.attributes
    where !["id", "name", "uid", "src", "start", "duration", "format", "hasVideo", "hasAudio"].contains(attribute.name) {
      keep(FinalCutXML.kept(attribute: attribute.name, attribute.value))
    }
    var isFirst = true
    for child in node.elements {
      if child.name == "media-rep", isFirst {
        isFirst = false
        var rest = child
        rest.attributes.removeAll { $0.name == "src" || ($0.name == "kind" && $0.value == "original-media") }
        if !rest.attributes.isEmpty || !rest.children.isEmpty { keep(rest.markup) }
      } else if child.name == "metadata" {
        var rest = child
        if let place = rest.children.firstIndex(where: { $0.attribute("key") == Self.reelKey }) {
          reference.reel = rest.children.remove(at: place).attribute("value") ?? ""
        }
        if !rest.children.isEmpty { keep(rest.markup) }
      } else {
        keep(child.markup)
      }
    }
  }

  static let reelKey = "com.apple.proapps.studio.reel"

  private mutating func keep(_ text: String) { reference.kept.append(Kept(FCPXML.format, text)) }
}
