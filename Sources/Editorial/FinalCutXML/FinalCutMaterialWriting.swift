// SPDX-License-Identifier: Apache-2.0

internal import Markup
internal import Timing

extension FinalCutWriting {
  /// A clip's `<file>`: its definition where it stands for the first time, and its name alone afterwards.
  mutating func file(_ media: MediaReference, start: Timecode, isCounted: Bool, at place: FrameCount) throws(MarkupError) {
    let (identifier, isNew) = identifier(of: FinalCutFile(media: media, start: start))
    guard isNew else { return try writer.element("file", [("id", identifier)]) }
    let kept = keptParts(media.kept, of: "the material ‘\(media.name)’", at: place)
    try writer.start("file", [("id", identifier)])
    if !media.identifier.isEmpty { try element("uuid", media.identifier) }
    if !media.name.isEmpty { try element("name", media.name) }
    if !media.path.isEmpty { try element("pathurl", media.path) }
    if !media.generator.isEmpty { try element("mediaSource", media.generator) }
    try rate(start.rate)
    if isCounted, let available = media.available {
      if available.isEmpty { lose(.extents, place, "that there is nothing of the material ‘\(media.name)’") }
      try writer.element("duration", [], "\(available.duration)")
    }
    try label(start, reel: media.reel, more: kept.nodes.filter { $0.name == "timecode" }.flatMap(\.children))
    for node in kept.nodes where !["timecode", "mediaSource"].contains(node.name) { try writer.node(node) }
    writer.end()
  }

  /// What makes a clip's pictures or sound.
  mutating func generator(_ clip: Clip, at place: FrameCount, _ kind: Track.Kind) throws(MarkupError) {
    var rest = clip.media
    (rest.generator, rest.kept) = ("", [])
    lose(rest, of: clip, place, beside: "its generator")
    var effect = DocumentNode("effect", children: [DocumentNode("name", text: clip.media.generator)])
    for node in keptParts(clip.media.kept, of: "the generator ‘\(clip.media.generator)’", at: place).nodes {
      if node.name == "effect" {
        effect.attributes = node.attributes
        effect.children += node.children
      } else {
        lose(.kept, place, "what is kept of the generator ‘\(clip.media.generator)’: <\(node.name)>")
      }
    }
    for (name, text) in [("effectid", clip.media.generator), ("effecttype", "generator"), ("mediatype", kind.rawValue)]
    where effect.first(name) == nil { effect.children.append(DocumentNode(name, text: text)) }
    try writer.node(cleaned(effect))
  }

  /// An element with texts that XML can hold.
  mutating func cleaned(_ node: DocumentNode) -> DocumentNode {
    var node = node
    node.text = clean(node.text)
    for index in node.children.indices { node.children[index] = cleaned(node.children[index]) }
    return node
  }
}

extension FinalCutXML {
  /// Fields of `<logginginfo>`.
  static let logFields: Set<String> = [
    "description", "scene", "shottake", "lognote", "good", "originalvideofilename", "originalaudiofilename",
  ]
  /// Fields of `<comments>`.
  static let commentFields: Set<String> = ["mastercomment1", "mastercomment2", "mastercomment3", "mastercomment4", "clipcommenta", "clipcommentb"]
}

extension TimecodeRange {
  /// The same stretch at another rate, each end on the frame that shows there; `nil` where that rate has no such labels.
  func converted(to rate: FrameRate) -> TimecodeRange? {
    guard let first = try? start.frameCount.convertedByRealTime(from: self.rate, to: rate, rounding: .down),
      let count = try? duration.convertedByRealTime(from: self.rate, to: rate, rounding: .nearest)
    else { return nil }
    return try? TimecodeRange(in: Timecode(wrapping: first, at: rate), duration: count)
  }
}

extension FinalCutRemap {
  /// The filter for a change of speed.
  static func node(speed: Fraction, points: [Point], isVariable: Bool, _ kind: Track.Kind) -> DocumentNode {
    func parameter(_ name: String, _ value: String, bounds: (String, String)? = nil) -> DocumentNode {
      DocumentNode(
        "parameter",
        children: [DocumentNode("parameterid", text: name), DocumentNode("name", text: name)]
          + (bounds.map { [DocumentNode("valuemin", text: $0.0), DocumentNode("valuemax", text: $0.1)] } ?? [])
          + [DocumentNode("value", text: value)])
    }
    var graph = parameter("graphdict", "0", bounds: ("0", "\(points.map(\.value.ceiling).max() ?? 0)"))
    for point in points {
      var key = DocumentNode(
        "keyframe", children: [DocumentNode("when", text: point.when.decimalText), DocumentNode("value", text: point.value.decimalText)])
      if point.isIn { key.children.append(DocumentNode("speedkfin", text: "TRUE")) }
      if point.isOut { key.children.append(DocumentNode("speedkfout", text: "TRUE")) }
      graph.children.append(key)
    }
    let percent = speed.magnitude * Fraction(100)
    let effect = DocumentNode(
      "effect",
      children: [
        DocumentNode("name", text: "Time Remap"), DocumentNode("effectid", text: "timeremap"), DocumentNode("effectcategory", text: "motion"),
        DocumentNode("effecttype", text: "motion"), DocumentNode("mediatype", text: kind.rawValue),
        parameter("speed", percent.decimalText, bounds: ("-100000", "100000")), parameter("reverse", speed < .zero ? "TRUE" : "FALSE"),
        parameter("frameblending", "FALSE"), parameter("variablespeed", isVariable ? "1" : "0", bounds: ("0", "1")),
      ] + (points.isEmpty ? [] : [graph]))
    return DocumentNode("filter", children: [effect])
  }
}

extension FinalCutTransition {
  /// The effect of a transition, with what was kept of it.
  static func node(of transition: Transition, _ kept: [DocumentNode], isSound: Bool) -> DocumentNode {
    let rest = kept.flatMap(\.children)
    let own = isSound ? crossfade : dissolve
    let (name, category, code): (String, String, Int) =
      switch transition.kind {
      case .dissolve, .key: (own, "Dissolve", 0)
      case .wipe(let code): ("Wipe", "Wipe", code)
      case .named(let name): (name, "Dissolve", 0)
      }
    var effect = DocumentNode("effect")
    for (name, text) in [
      ("name", name), ("effectid", name), ("effectcategory", category), ("effecttype", "transition"), ("mediatype", isSound ? "audio" : "video"),
      ("wipecode", "\(code)"), ("wipeaccuracy", "100"), ("startratio", "0"), ("endratio", "1"), ("reverse", "FALSE"),
    ] { effect.children.append(rest.first { $0.name == name } ?? DocumentNode(name, text: text)) }
    let written = Set(effect.children.map(\.name))
    effect.children += rest.filter { !written.contains($0.name) }
    return effect
  }
}
