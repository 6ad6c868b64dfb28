// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Filters, and what they are set to.
enum FinalCutEffect {
  /// A filter. Its name and its parameters' values are the effect's; all else of it is kept beside.
  static func read(_ filter: DocumentNode) -> Clip.Effect {
    var effect = Clip.Effect(name: "")
    func keep(_ node: DocumentNode) { effect.kept.append(Kept(FinalCutXML.format, node.markup)) }
    var around = filter
    around.children.removeAll { $0.name == "effect" }
    if !around.isBlank || !around.children.isEmpty { keep(around) }
    for child in filter.first("effect")?.elements ?? [] {
      switch child.name {
      case "name" where effect.name.isEmpty: effect.name = child.text
      case "parameter":
        guard let value = child.first("value"), value.children.isEmpty, value.attributes.isEmpty, let name = child.first("name") else {
          keep(child)
          continue
        }
        effect.parameters.append(.init(key: name.text, value: value.text))
        // What else is said of the parameter comes back by its name.
        var rest = child
        rest.children.removeAll { $0.name == "value" }
        if rest.children.count > 1 || !rest.attributes.isEmpty { keep(rest) }
      default: keep(child)
      }
    }
    return effect
  }

  /// The filter again. What was kept of a parameter is joined to it by its name and order.
  static func node(of effect: Clip.Effect) -> DocumentNode {
    var inner = DocumentNode("effect", children: [DocumentNode("name", text: effect.name)])
    var filter = DocumentNode("filter")
    var rests: [String: [DocumentNode]] = [:]
    for kept in effect.kept where kept.format == FinalCutXML.format {
      guard let node = DocumentNode(markup: kept.text) else { continue }
      switch node.name {
      case "filter": (filter.attributes, filter.children) = (node.attributes, node.children)
      case "parameter" where node.first("value") == nil && node.first("name") != nil: rests[node.first("name")?.text ?? "", default: []].append(node)
      default: inner.children.append(node)
      }
    }
    for name in rests.keys { rests[name]?.reverse() }
    for parameter in effect.parameters {
      var node = rests[parameter.key]?.popLast() ?? DocumentNode("parameter", children: [DocumentNode("name", text: parameter.key)])
      let place = node.children.firstIndex { $0.name == "keyframe" || $0.name == "interpolation" } ?? node.children.endIndex
      node.children.insert(DocumentNode("value", text: parameter.value), at: place)
      inner.children.append(node)
    }
    filter.children.append(inner)
    return filter
  }
}

/// Transitions.
enum FinalCutTransition {
  /// What a writer puts of its own accord, and a reader need not keep.
  static let usual: [String: Set<String>] = [
    "effecttype": ["transition"], "wipeaccuracy": ["100"], "startratio": ["0"], "endratio": ["1"], "reverse": ["FALSE"],
    "mediatype": ["video", "audio"],
  ]
  static let dissolve = "Cross Dissolve"
  static let crossfade = "Cross Fade (+3dB)"
  private static let crossfades: Set<String> = [crossfade, "Cross Fade (0dB)", "Cross Fade ( 0dB)", "Constant Power", "Constant Gain"]

  static func read(_ node: DocumentNode, head: FrameCount, tail: FrameCount, isSound: Bool) -> Transition {
    let effect = node.first("effect")
    let name = effect?.first("name")?.text ?? ""
    let code = Int(effect?.value("wipecode") ?? "") ?? 0
    let category = effect?.value("effectcategory") ?? ""
    let isDissolve = name.isEmpty || name == dissolve || (isSound && crossfades.contains(name))
    let isWipe = category == "Wipe" && (1...9999).contains(code)
    var transition = Transition(isDissolve ? .dissolve : isWipe ? .wipe(code) : .named(name), head: head, tail: tail)
    func keep(_ node: DocumentNode) { transition.kept.append(Kept(FinalCutXML.format, node.markup)) }
    for attribute in node.attributes {
      transition.kept.append(Kept(FinalCutXML.format, FinalCutXML.kept(attribute: attribute.name, attribute.value)))
    }
    for child in node.elements where !["start", "end", "alignment", "cutPointTicks", "rate", "effect"].contains(child.name) { keep(child) }
    let own = isSound ? crossfade : dissolve
    for child in effect?.elements ?? [] {
      let text = child.trimmedText
      switch child.name {
      case "name": if isWipe && text != "Wipe" || isDissolve && text != own { keep(DocumentNode("effect", children: [child])) }
      case "effectid": if text != (isDissolve ? own : name) { keep(DocumentNode("effect", children: [child])) }
      case "effectcategory": if text != (isWipe ? "Wipe" : "Dissolve") { keep(DocumentNode("effect", children: [child])) }
      case "wipecode": if isWipe ? text != "\(code)" : text != "0" { keep(DocumentNode("effect", children: [child])) }
      default: if usual[child.name]?.contains(text) != true { keep(DocumentNode("effect", children: [child])) }
      }
    }
    return transition
  }
}

extension FinalCutXML {
  /// A remark of one of Final Cut's comment fields. One that begins in capitals and a colon has its subject there, as Avid's and Resolve's do.
  static func comment(_ text: String, in field: String) -> Clip.Comment {
    let head = text.prefix(while: { $0 != ":" })
    let rest = text.dropFirst(head.count)
    let isSubject =
      (1...40).contains(head.count) && rest.hasPrefix(": ") && head.unicodeScalars.allSatisfy { $0.isASCII && !(97...122).contains($0.value) }
    return isSubject ? Clip.Comment(key: String(head), value: String(rest.dropFirst(2))) : Clip.Comment(key: field, value: text)
  }
}
