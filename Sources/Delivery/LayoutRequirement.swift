// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What stands where in a delivered file: line-up, clock, black, programme, hold.
///
///     layout:
///       source: clearcast
///       sections:
///         - {name: black, from: 09:59:57:00, to: 10:00:00:00, holds: [black, silence]}
///         - {name: hold, from: end-5s, to: end, holds: [still, silence]}
public struct LayoutRequirement: Hashable, Sendable, Encodable {
  /// A line-up signal.
  public enum Tone: String, Hashable, Sendable, Encodable, CaseIterable {
    /// A steady tone.
    case steady
    /// EBU stereo ident (EBU Tech 3304).
    case ebuStereo = "ebu-stereo"
    /// GLITS.
    case glits
    /// BLITS (EBU Tech 3304).
    case blits
  }

  /// A part of the file and what it holds.
  public struct Section: Hashable, Sendable, Encodable {
    /// What people call it.
    public let name: String
    /// Its first frame.
    public let from: LayoutPosition
    /// The frame after its last, where it is given by its place.
    public let to: LayoutPosition?
    /// How long it is, where it is given by its length.
    public let length: LayoutDistance?
    /// Everything that it holds at once.
    public let holds: [LayoutContent]
    /// Which line-up signal its tone is.
    public let tone: Tone?
    /// Whether the file may do without it.
    public let isOptional: Bool
  }

  /// The sections, each with its source and weight.
  public let sections: [Figure<Section>]
  /// How many frames at each edge of a section are not judged.
  public let tolerance: Figure<Int>?
}

extension LayoutRequirement {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    guard let section = SpecificationSection(value, "layout", keys: ["sections", "tolerance"], sources: sources) else { return nil }
    tolerance = section.figure("tolerance") { $0.integer($1, in: 0...1000) }
    let items = section.sections("sections", keys: ["name", "from", "to", "length", "holds", "tone", "optional"])
    sections = items.compactMap { item in Section(item).flatMap(item.whole) }
    if items.isEmpty { value.mistake("‘layout’ needs ‘sections’: list at least one") }
  }
}

extension LayoutRequirement.Section {
  fileprivate init?(_ item: SpecificationSection) {
    let name = item.required("name")?.text("‘name’", limit: 60)
    let from = item.required("from")?.position("‘from’")
    let to = item["to"]?.position("‘to’")
    let length = item["length"]?.parsed("‘length’", form: "write frames or seconds, as 6f or 5s") { LayoutDistance($0) }
    if (item["to"] == nil) == (item["length"] == nil) { item.mistake("a section needs either ‘to’ or ‘length’") }
    let holds = item.required("holds")?.list("‘holds’")?.compactMap { $0.choice("‘holds’", of: LayoutContent.self) }
    if holds?.isEmpty == true { item.mistake("‘holds’ is empty: say what the section holds") }
    let tone = item["tone"]?.choice("‘tone’", of: LayoutRequirement.Tone.self)
    if tone != nil, holds?.contains(.tone) == false { item.mistake("‘tone’ says which tone a section holds, but this one holds none") }
    let isOptional = item["optional"]?.flag("‘optional’")
    guard let name, let from, to != nil || length != nil, let holds, !holds.isEmpty else { return nil }
    self.init(name: name, from: from, to: to, length: length, holds: holds, tone: tone, isOptional: isOptional ?? false)
  }
}

extension StrictYAML.Value {
  fileprivate func position(_ what: String) -> LayoutPosition? {
    parsed(what, form: "write a timecode, start+10s, end-5s, start or end") { LayoutPosition($0) }
  }
}
