// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What a document defines once and refers to by its number: formats, material, effects, compound clips.
struct FCPXMLResources {
  private struct FormatKey: Hashable {
    var rate: FrameRate
    var kept: String
  }

  private struct AssetKey: Hashable {
    var media: MediaReference
    var labels: FrameRate
  }

  private struct Shape: Hashable {
    var name: String
    var start: Timecode
    var items: [Int]
  }

  private var count = 0
  private var formats: [FormatKey: String] = [:]
  private var assets: [AssetKey: String] = [:]
  /// Of which kinds each asset is used.
  private var used: [String: Set<Track.Kind>] = [:]
  /// The rate of each asset's sound, where a clip counts by it.
  private var samples: [String: FrameRate] = [:]
  private var effects: [String: String] = [:]
  private var compounds: [Shape: [(timeline: Timeline, id: String)]] = [:]
  private var nodes: [(id: String, node: DocumentNode)] = []

  private mutating func next() -> String {
    count += 1
    return "r\(count)"
  }

  /// All of it, as it is written.
  var node: DocumentNode {
    DocumentNode(
      "resources",
      children: nodes.map { id, node in
        guard node.name == "asset" else { return node }
        var node = node
        let kinds = used[id] ?? []
        if kinds.contains(.audio) { node.attributes.insert(.init(name: "hasAudio", value: "1"), at: 1) }
        if let samples = samples[id], node.attribute("audioRate") == nil {
          node.attributes.append(.init(name: "audioRate", value: "\(samples.numerator / samples.denominator)"))
        }
        if kinds.contains(.video) { node.attributes.insert(.init(name: "hasVideo", value: "1"), at: 1) }
        return node
      })
  }

  /// A format of a rate, with what was kept of it.
  mutating func format(_ rate: FrameRate, _ kept: DocumentNode?) -> String {
    let key = FormatKey(rate: rate.nonDropFrame, kept: kept?.markup ?? "")
    if let known = formats[key] { return known }
    let id = next()
    formats[key] = id
    let attributes = [("id", id), ("frameDuration", FCPXML.text(Fraction(Int128(rate.denominator), Int128(rate.numerator))))]
    nodes.append((id, DocumentNode("format", attributes: attributes.map { .init(name: $0.0, value: $0.1) } + (kept?.attributes ?? []))))
    return id
  }

  /// An effect by what tells it from all others.
  mutating func effect(_ identifier: String, named name: String) -> String {
    if let known = effects[identifier] { return known }
    let id = next()
    effects[identifier] = id
    nodes.append((id, DocumentNode("effect", attributes: [("id", id), ("name", name), ("uid", identifier)].map { .init(name: $0.0, value: $0.1) })))
    return id
  }

  /// The name of material that stands there already, which is now used for pictures or sound.
  mutating func asset(_ media: MediaReference, labels: FrameRate, for kind: Track.Kind) -> String? {
    guard let known = assets[AssetKey(media: media, labels: labels)] else { return nil }
    used[known, default: []].insert(kind)
    return known
  }

  /// States the rate of an asset's sound, where the asset does not.
  mutating func state(_ rate: FrameRate, of id: String) { samples[id] = samples[id] ?? rate }

  /// Adds material that is used for the first time: `node` is its element without an id.
  mutating func add(_ node: DocumentNode, for media: MediaReference, labels: FrameRate, used kind: Track.Kind) -> String {
    var node = node
    let id = next()
    assets[AssetKey(media: media, labels: labels)] = id
    used[id] = [kind]
    node.attributes.insert(.init(name: "id", value: id), at: 0)
    nodes.append((id, node))
    return id
  }

  // MARK: - Compound clips

  private func shape(_ timeline: Timeline) -> Shape { Shape(name: timeline.name, start: timeline.start, items: timeline.tracks.map(\.items.count)) }

  /// The name of a cut that stands there already.
  func compound(_ timeline: Timeline) -> String? { compounds[shape(timeline)]?.first { $0.timeline == timeline }?.id }

  /// A name for a cut that is about to be written.
  mutating func reserve(_ timeline: Timeline) -> String {
    let id = next()
    compounds[shape(timeline), default: []].append((timeline, id))
    return id
  }

  mutating func define(_ id: String, _ node: DocumentNode) { nodes.append((id, node)) }
}

/// The order in which the document type wants what is in an element (FCPXML 1.10).
enum FCPXMLOrder {
  private static let places: [String: Int] = [
    "note": 0, "text": 1, "text-style-def": 2, "conform-rate": 4, "timeMap": 5, "marker": 30, "chapter-marker": 30, "rating": 30, "keyword": 30,
    "analysis-marker": 30, "audio-channel-source": 40, "audio-role-source": 41, "sync-source": 42, "mc-source": 43, "filter-video": 50,
    "filter-video-mask": 51, "filter-audio": 52, "metadata": 60,
  ]

  /// The element with more in it, all in order.
  static func sorted(_ node: DocumentNode, adding more: [DocumentNode] = []) -> DocumentNode {
    var node = node
    node.children += more
    guard node.children.count > 1 else { return node }
    func place(_ child: DocumentNode) -> Int {
      places[child.name] ?? (child.name.hasPrefix("adjust-") ? 10 : child.name == "param" ? 3 : FCPXMLStory.elements.contains(child.name) ? 20 : 55)
    }
    node.children = node.children.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
    return node
  }
}

extension FCPXMLTransition {
  /// A transition as it stands in a storyline.
  static func node(
    of transition: Transition, at offset: Fraction, length: Fraction, _ kind: Track.Kind, _ kept: [DocumentNode], _ resources: inout FCPXMLResources
  ) -> DocumentNode {
    let usual = kind == .audio ? crossfade : dissolve
    let filterName = kind == .audio ? "filter-audio" : "filter-video"
    let name: String =
      switch transition.kind {
      case .dissolve, .key: usual.name
      case .wipe(let code): "Wipe \(code)"
      case .named(let name): name
      }
    var filter = kept.first { $0.name == filterName } ?? DocumentNode(filterName)
    let identifier = filter.attribute("ref") ?? (name == usual.name ? usual.identifier : name)
    filter.attributes.removeAll { $0.name == "ref" }
    let shown = filter.attribute("name") ?? name
    if filter.attribute("name") == nil { filter.attributes.append(.init(name: "name", value: name)) }
    filter.attributes.insert(.init(name: "ref", value: resources.effect(identifier, named: shown)), at: 0)
    let attributes = [("name", name), ("offset", FCPXML.text(offset)), ("duration", FCPXML.text(length))]
    return DocumentNode(
      "transition", attributes: attributes.map { .init(name: $0.0, value: $0.1) }, children: [filter] + kept.filter { $0.name != filterName })
  }
}
