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
  private let bearing: Bearing

  /// Where figures come from, what they weigh and how sure they are, unless they say otherwise.
  struct Bearing {
    var source: SpecificationSource?
    var level = RequirementLevel.mandatory
    var certainty: SpecificationSource.Certainty?

    /// The keys by which a section or a figure says so itself.
    static let keys = ["source", "level", "certainty"]

    /// This bearing with what `own` says instead; `nil`, and a mistake noted, where it names a source that there is none of.
    func changed(by own: StrictYAML.Mapping, _ sources: [String: SpecificationSource]) -> Bearing? {
      var bearing = self
      if let named = own["source"] {
        guard let source = named.source(among: sources) else { return nil }
        bearing.source = source
        bearing.certainty = nil
      }
      bearing.level = own["level"].flatMap { $0.choice("‘level’", of: RequirementLevel.self) } ?? level
      bearing.certainty = own["certainty"].flatMap { $0.choice("‘certainty’", of: SpecificationSource.Certainty.self) } ?? bearing.certainty
      return bearing
    }
  }

  /// The section that `value` is, with figures under `keys`, and the source and weight of the section around it unless it states its own; `nil`, and a mistake noted, where it is none.
  init?(
    _ value: StrictYAML.Value, _ name: String, keys: [String], sources: [String: SpecificationSource], inheriting: Bearing = Bearing()
  ) {
    guard let mapping = value.mapping("‘\(name)’", keys: keys + Bearing.keys) else { return nil }
    self.name = name
    self.mapping = mapping
    self.sources = sources
    bearing = inheriting.changed(by: mapping, sources) ?? Bearing(level: inheriting.level)
  }

  /// The section under `key` within this one, which hands its source and weight down; `nil` where it is not there.
  func section(_ key: String, keys: [String]) -> SpecificationSection? {
    mapping[key].flatMap { SpecificationSection($0, "\(name).\(key)", keys: keys, sources: sources, inheriting: bearing) }
  }

  /// The sections listed under `key`, to each of which this one hands its source and weight down.
  func sections(_ key: String, keys: [String]) -> [SpecificationSection] {
    (mapping[key]?.list("‘\(name).\(key)’") ?? []).compactMap {
      SpecificationSection($0, "\(name).\(key)", keys: keys, sources: sources, inheriting: bearing)
    }
  }

  /// The value of `key`, if it is there.
  subscript(key: String) -> StrictYAML.Value? { mapping[key] }

  /// The value of `key`; its absence is a mistake.
  func required(_ key: String) -> StrictYAML.Value? { mapping.required(key) }

  /// Notes that the section as a whole is wrong.
  func mistake(_ text: String) { mapping.mistake(text) }

  /// The whole section as one figure; `nil`, and a mistake noted, where no source is named for it.
  func whole<Value>(_ value: Value) -> Figure<Value>? {
    guard let source = bearing.source else {
      if mapping["source"] == nil { mapping.mistake("‘\(name)’ has no source: add ‘source: …’ to the section or to the one around it") }
      return nil
    }
    return Figure(value: value, source: source, level: bearing.level, certainty: bearing.certainty ?? source.certainty)
  }

  /// The figure under `key`, if it is there: the bare value, or `{value: …, source: …, level: …, certainty: …}`.
  func figure<Value>(_ key: String, _ read: (StrictYAML.Value, _ what: String) -> Value?) -> Figure<Value>? {
    guard let entry = mapping[key] else { return nil }
    let what = "‘\(name).\(key)’"
    var (bare, bearing) = (entry, self.bearing)
    if entry.isMapping {
      guard let own = entry.mapping(what, keys: ["value"] + Bearing.keys), let value = own.required("value") else { return nil }
      bare = value
      guard let changed = bearing.changed(by: own, sources) else { return nil }
      bearing = changed
    }
    guard let source = bearing.source else {
      if mapping["source"] == nil { entry.mistake("\(what) has no source: add ‘source: …’ to the section or to the figure") }
      return nil
    }
    return read(bare, what).map { Figure(value: $0, source: source, level: bearing.level, certainty: bearing.certainty ?? source.certainty) }
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
