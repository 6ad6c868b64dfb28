// SPDX-License-Identifier: Apache-2.0

import Files
import Yams

/// A specification that says only what it asks otherwise than another one, laid over it.
///
///     name: dpp-hd-northlight
///     base: dpp-hd
///     title: UK DPP HD for Northlight
///     summary: As dpp-hd, with the true peak of Northlight's sheet of March 2026.
///     sources:
///       - {id: northlight, document: Northlight delivery sheet, edition: March 2026, checked: 2026-11-28, certainty: confirmed}
///     inspection:
///       source: northlight
///       maximumTruePeak: -3
///       silence: ~                         # not asked here
///
/// A figure takes the place of the base's, and keeps its weight unless it states one. It needs a source of its own: what a client changed does
/// not come from the document that the base cites. Sources and metadata are told apart by `id` and `key`; other lists are replaced whole.
struct SpecificationOverlay {
  /// The document that changes.
  let own: StrictYAML.Value
  /// The document that is changed, complete in itself.
  let base: StrictYAML.Value

  private static let sections = ["encoding", "file", "picture", "sound", "structure", "layout", "inspection"]
  /// Keys that say which specification it is: no other can say that for it.
  private static let identity = ["name", "aliases", "title", "summary", "base"]

  /// The two as one document. Mistakes are noted at their places in the document that changes.
  func merged() -> StrictYAML.Value {
    guard case .mapping(let own) = own.node, case .mapping(let base) = base.node else { return self.own }
    var pairs: [(Node, Node)] = own.filter { Self.identity.contains($0.key.string ?? "") }.map { ($0.key, $0.value) }
    for (key, value) in base where !Self.identity.contains(key.string ?? "") && own[key] == nil { pairs.append((key.unmarked, value.unmarked)) }
    for (key, value) in own where !Self.identity.contains(key.string ?? "") {
      guard let inherited = base[key] else {
        pairs.append((key, value))
        continue
      }
      switch key.string ?? "" {
      case _ where value.isNothing: break
      case "sources": pairs.append((key, Self.united(value, inherited, by: "id")))
      case "metadata": pairs.append((key, Self.united(value, inherited, by: "key")))
      case let name where Self.sections.contains(name): pairs.append((key, overlaid(value, on: inherited, name, Bearing())))
      default: pairs.append((key, value))
      }
    }
    return StrictYAML.Value(node: .mapping(Node.Mapping(pairs, own.tag, own.style, own.mark)), log: self.own.log, fallback: self.own.fallback)
  }

  // MARK: -

  /// What a section says of the figures below it.
  private struct Bearing {
    var source: Node?
    var level: Node?
    var certainty: Node?

    func changed(by own: Node.Mapping) -> Bearing {
      Bearing(
        source: own["source"] ?? source, level: own["level"] ?? level,
        certainty: own["certainty"] ?? (own["source"] == nil ? certainty : nil))
    }
  }

  /// A section laid over the base's: what the section says of its figures is written into each, as those of the base keep what the base says of them.
  private func overlaid(_ value: Node, on inherited: Node, _ name: String, _ outer: Bearing) -> Node {
    guard case .mapping(let own) = value, case .mapping(let base) = inherited else { return value }
    let bearing = outer.changed(by: own)
    var pairs: [(Node, Node)] = base.filter { own[$0.key] == nil || $0.key.isBearing }.map { ($0.key.unmarked, $0.value.unmarked) }
    let figures = own.filter { !$0.key.isBearing }
    if figures.isEmpty { mistake(at: value, "‘\(name)’ changes nothing: name the figures that are asked otherwise") }
    for (key, value) in figures where !value.isNothing {
      let path = "\(name).\(key.string ?? "?")"
      pairs.append((key, changed(value, of: base[key], path, bearing)))
    }
    return .mapping(Node.Mapping(pairs, own.tag, own.style, own.mark))
  }

  /// An entry of a section: a section of its own, or a figure.
  private func changed(_ value: Node, of inherited: Node?, _ path: String, _ bearing: Bearing) -> Node {
    guard case .mapping(let own) = value, own["value"] == nil else { return figure(value, of: inherited, path, bearing) }
    if let inherited, own.allSatisfy(\.key.isBearing), !inherited.isSection {
      // Only what the base's figure weighs, or how sure it is, is told anew.
      let unmarked = inherited.unmarked
      guard case .mapping(var pairs) = unmarked else { return .mapping(Node.Mapping([("value", unmarked)] + own.map { ($0.key, $0.value) })) }
      for (key, value) in own { pairs[key] = value }
      return .mapping(pairs)
    }
    return overlaid(value, on: inherited.flatMap { $0.isSection ? $0 : nil } ?? .mapping(Node.Mapping([])), path, bearing)
  }

  private func figure(_ value: Node, of inherited: Node?, _ path: String, _ bearing: Bearing) -> Node {
    var pairs: Node.Mapping = Node.Mapping([("value", value)])
    if case .mapping(let own) = value { pairs = own }
    let stated = bearing.changed(by: pairs)
    if stated.source == nil { mistake(at: value, "‘\(path)’ changes a figure and has no source: add ‘source: …’ to the section or to the figure") }
    let weight: Node? = if case .mapping(let base)? = inherited, base["value"] != nil { base["level"]?.unmarked } else { nil }
    for (key, said) in [("source", stated.source), ("level", stated.level ?? weight), ("certainty", stated.certainty)] {
      if let said { pairs[Node(key)] = said }
    }
    if case .sequence(let items)? = pairs["value"], items.contains(where: { $0.mapping != nil }) {
      // A list of sections, as those of a layout: each bears its source itself.
      return .sequence(Node.Sequence(items.map { item in bearer(item, pairs) }, items.tag, items.style, items.mark))
    }
    return .mapping(Node.Mapping(pairs.map { ($0.key, $0.value) }, .implicit, .any, value.mark))
  }

  private func bearer(_ item: Node, _ figure: Node.Mapping) -> Node {
    guard case .mapping(var pairs) = item else { return item }
    for (key, value) in figure where key.isBearing && pairs[key] == nil { pairs[key] = value }
    return .mapping(pairs)
  }

  /// Two lists as one, in which an item of `own` takes the place of the one with its name.
  private static func united(_ own: Node, _ base: Node, by key: String) -> Node {
    guard case .sequence(let items) = own, case .sequence(let inherited) = base else { return own }
    let names = Set(items.compactMap { $0.mapping?[Node(key)]?.string })
    let kept = inherited.filter { item in item.mapping?[Node(key)]?.string.map { !names.contains($0) } ?? true }
    return .sequence(Node.Sequence(kept.map(\.unmarked) + Array(items), items.tag, items.style, items.mark))
  }

  private func mistake(at node: Node, _ text: String) {
    StrictYAML.Value(node: node, log: own.log, fallback: own.fallback).mistake(text)
  }
}

extension StrictYAML.Value {
  /// This document laid over the one that its `base` names, and that over its own, as far as there is one.
  ///
  /// - Parameters:
  ///   - texts: the documents that may be named.
  ///   - chain: the names that led here, which may not come again.
  func completed(among texts: [String: String], chain: [String]) -> StrictYAML.Value {
    guard let name = peekText("base") else { return self }
    guard let text = texts[name] else {
      mistake("there is no specification ‘\(name)’ to be the base" + NearestName.question(name, among: texts.keys.sorted()))
      return self
    }
    let chain = chain + [name]
    guard name != peekText("name"), Set(chain).count == chain.count else {
      mistake("‘\(name)’ is, by its base or its base's base, laid over itself")
      return self
    }
    guard let document = try? StrictYAML(text) else {
      mistake("the base ‘\(name)’ cannot be read: mend it first")
      return self
    }
    let base = document.root.completed(among: texts, chain: chain)
    for mistake in document.mistakes { self.mistake("in the base ‘\(name)’, \(mistake)") }
    return SpecificationOverlay(own: self, base: base).merged()
  }
}

extension Node {
  /// Whether this is nothing, written `~`.
  fileprivate var isNothing: Bool { null != nil }

  /// Whether this is a key that says where figures come from and what they weigh.
  fileprivate var isBearing: Bool { string.map { SpecificationSection.Bearing.keys.contains($0) } ?? false }

  /// Whether this is a section: a mapping that is no figure.
  fileprivate var isSection: Bool { mapping.map { $0["value"] == nil } ?? false }

  /// The same without places, which are another document's.
  fileprivate var unmarked: Node {
    switch self {
    case .scalar(let scalar): .scalar(Scalar(scalar.string, scalar.tag, scalar.style))
    case .mapping(let mapping): .mapping(Mapping(mapping.map { ($0.key.unmarked, $0.value.unmarked) }, mapping.tag, mapping.style))
    case .sequence(let sequence): .sequence(Sequence(sequence.map(\.unmarked), sequence.tag, sequence.style))
    case .alias: self
    }
  }
}
