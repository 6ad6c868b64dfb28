// SPDX-License-Identifier: Apache-2.0

import Files
import Yams

/// A section of a specification file: it names the document that its figures come from, and each figure may name its own.
///
///     picture:
///       source: room                       # holds for every figure below…
///       codecs: [prores]
///       color: {value: bt709, source: itu-709, level: advisory}   # …but this one
struct SpecificationSection {
  /// What the section is called in messages.
  let name: String
  private let mapping: StrictYAML.Mapping
  private let sources: [String: SpecificationSource]
  private let source: SpecificationSource?
  private let level: RequirementLevel

  /// The section that `value` is, with figures under `keys`, and the source and weight of the section around it unless it states its own; `nil`, and a mistake noted, where it is none.
  init?(
    _ value: StrictYAML.Value, _ name: String, keys: [String], sources: [String: SpecificationSource],
    inheriting: (SpecificationSource?, RequirementLevel) = (nil, .mandatory)
  ) {
    guard let mapping = value.mapping("‘\(name)’", keys: keys + ["source", "level"]) else { return nil }
    self.name = name
    self.mapping = mapping
    self.sources = sources
    source = mapping["source"].map { $0.source(among: sources) } ?? inheriting.0
    level = mapping["level"].flatMap { $0.choice("‘level’", of: RequirementLevel.self) } ?? inheriting.1
  }

  /// The section under `key` within this one, which hands its source and weight down; `nil` where it is not there.
  func section(_ key: String, keys: [String]) -> SpecificationSection? {
    mapping[key].flatMap { SpecificationSection($0, "\(name).\(key)", keys: keys, sources: sources, inheriting: (source, level)) }
  }

  /// The value of `key`, if it is there.
  subscript(key: String) -> StrictYAML.Value? { mapping[key] }

  /// The figure under `key`, if it is there: the bare value, or `{value: …, source: …, level: …}`.
  func figure<Value>(_ key: String, _ read: (StrictYAML.Value, _ what: String) -> Value?) -> Figure<Value>? {
    guard let entry = mapping[key] else { return nil }
    let what = "‘\(name).\(key)’"
    var (bare, source, level) = (entry, self.source, self.level)
    if entry.isMapping {
      guard let own = entry.mapping(what, keys: ["value", "source", "level"]), let value = own.required("value") else { return nil }
      bare = value
      if let named = own["source"] {
        guard let other = named.source(among: sources) else { return nil }
        source = other
      }
      level = own["level"].flatMap { $0.choice("‘level’", of: RequirementLevel.self) } ?? level
    }
    guard let source else {
      if mapping["source"] == nil { entry.mistake("\(what) has no source: add ‘source: …’ to the section or to the figure") }
      return nil
    }
    return read(bare, what).map { Figure(value: $0, source: source, level: level) }
  }

  /// The figure under `key`; its absence is a mistake.
  func requiredFigure<Value>(_ key: String, _ read: (StrictYAML.Value, _ what: String) -> Value?) -> Figure<Value>? {
    guard mapping.required(key) != nil else { return nil }
    return figure(key, read)
  }
}

extension StrictYAML.Value {
  /// Whether the value is a mapping, as a figure with a source of its own is.
  var isMapping: Bool { node.mapping != nil }

  /// The document that the value names.
  func source(among sources: [String: SpecificationSource]) -> SpecificationSource? {
    guard let id = text("‘source’") else { return nil }
    if sources[id] == nil { mistake("there is no source ‘\(id)’" + NearestName.question(id, among: sources.keys)) }
    return sources[id]
  }
}
