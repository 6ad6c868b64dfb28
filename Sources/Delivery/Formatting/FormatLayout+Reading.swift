// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Timing

extension FormatLayout {
  /// The layout that `yaml` describes, read strictly.
  ///
  /// - Parameter fileName: what errors call the file; they add line and column.
  /// - Throws: one `DeliveryError.invalidSpecification` that names every mistake, each at its place.
  public init(yaml: String, fileName: String) throws(DeliveryError) {
    let document: StrictYAML
    do { document = try StrictYAML(yaml) } catch { throw Self.error([error], in: fileName) }
    let layout = FormatLayout(document.root)
    guard let layout, document.mistakes.isEmpty else { throw Self.error(document.mistakes, in: fileName) }
    self = layout
  }

  /// The layouts that come with Lineup, by name.
  public static func shipped() throws(DeliveryError) -> [FormatLayout] {
    let files = [
      ("au-commercial", PackageResources.au_commercial_yaml), ("essence-only", PackageResources.essence_only_yaml),
      ("leader-2pop", PackageResources.leader_2pop_yaml), ("sky-programme", PackageResources.sky_programme_yaml),
      ("uk-commercial", PackageResources.uk_commercial_yaml), ("uk-commercial-hold0", PackageResources.uk_commercial_hold0_yaml),
      ("uk-commercial-hold10", PackageResources.uk_commercial_hold10_yaml), ("uk-programme", PackageResources.uk_programme_yaml),
    ]
    return try files.map { (name, bytes) throws(DeliveryError) in
      try FormatLayout(yaml: String(decoding: bytes, as: UTF8.self), fileName: name + ".yaml")
    }
  }

  /// The layout called `name`, or in the file of that path where it has a slash or ends in `.yaml`.
  ///
  /// - Throws: `DeliveryError`, which suggests the nearest name.
  public static func chosen(_ name: String) throws(DeliveryError) -> FormatLayout {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      let text: String
      do { text = try InputFile.text(of: name, limit: StrictYAML.maximumBytes) } catch {
        throw DeliveryError(.unreadable, subject: "the layout ‘\(name)’", fault: "cannot be read", remedy: error.remedy)
      }
      return try FormatLayout(yaml: text, fileName: name)
    }
    let shipped = try shipped()
    if let layout = shipped.first(where: { $0.name == name }) { return layout }
    let names = shipped.map(\.name)
    let nearest = NearestName.suggest(name, among: names).map { "did you mean ‘\($0)’? " } ?? ""
    throw DeliveryError(
      .unknownSpecification, subject: "‘\(name)’", fault: "is no layout",
      remedy: "\(nearest)There is \(names.joined(separator: ", ")); name one of your own by its path, as ./ours.yaml")
  }

  // MARK: -

  private init?(_ root: StrictYAML.Value) {
    let keys = ["name", "title", "summary", "sources", "layout", "format", "items"]
    guard let top = root.mapping("a layout", keys: keys) else { return nil }
    let sources = top.required("sources").map { SpecificationSource.list($0) } ?? []
    let byID = Dictionary(sources.map { ($0.id, $0) }) { first, _ in first }
    let name = top.required("name")?.identifier("‘name’")
    let title = top.required("title")?.text("‘title’", limit: 100)
    let summary = top.required("summary")?.text("‘summary’", limit: 500)
    let layout = top.required("layout").flatMap { LayoutRequirement($0, sources: byID) }
    let directions = top.required("format").flatMap { FormatDirections($0, sources: byID) }
    let items = top["items"].map { MetadataItem.list($0, sources: byID) } ?? []
    guard let name, let title, let summary, let layout, let directions else { return nil }
    if layout.sections.contains(where: { $0.value.holds.contains(.clock) }) {
      if directions.card == nil { top["format"]?.mistake("the layout has a clock: say which, ‘card: programme’ or ‘card: commercial’") }
      let needed = directions.card?.value == .commercial ? "clockNumber" : "title"
      if !items.contains(where: { $0.key == needed }) { top["items"]?.mistake("the clock needs an item ‘\(needed)’") }
    }
    self.init(name: name, title: title, summary: summary, sources: sources, layout: layout, directions: directions, items: items)
  }

  private static func error(_ mistakes: [YAMLMistake], in fileName: String) -> DeliveryError {
    let places = mistakes.map { "\(fileName):\($0)" }
    return DeliveryError(
      .invalidSpecification, subject: "the layout", fault: "has \(places.count == 1 ? "a mistake" : "\(places.count) mistakes")",
      remedy: places.joined(separator: "\n"))
  }
}

extension FormatDirections {
  fileprivate init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    let keys = ["rates", "start", "card", "face", "surroundTone", "sync", "leader", "parts", "textless"]
    guard let section = SpecificationSection(value, "format", keys: keys, sources: sources) else { return nil }
    rates = section.figure("rates") { $0.requirement($1) { $0.rate($1) } }
    start = section.figure("start") { value, what in
      value.parsed(what, form: "write a label, as 10:00:00:00") { text in
        if case .label = LayoutPosition(text) { text } else { nil }
      }
    }
    card = section.figure("card") { $0.choice($1, of: Card.self) }
    face = section.figure("face") { $0.choice($1, of: Face.self) }
    surroundTone = section.figure("surroundTone") { $0.choice($1, of: LayoutRequirement.Tone.self) }
    leader = section.figure("leader") { $0.distance($1) }
    if let own = section.section("sync", keys: ["at", "frames", "pip", "shape"]) {
      let at = own.requiredFigure("at") { value, what in
        value.parsed(what, form: "write a timecode, start+10s or start") { LayoutPosition($0) }
      }
      let frames = own.requiredFigure("frames") { $0.integer($1, in: 1...25) }
      let pip = own.requiredFigure("pip") { $0.integer($1, in: 0...25) }
      let shape = own.figure("shape") { $0.choice($1, of: Sync.Shape.self) }
      if let at, let frames, let pip { sync = Sync(at: at, frames: frames, pip: pip, shape: shape) }
    }
    if let own = section.section("parts", keys: ["freeze", "black", "clock", "blackBefore"]) {
      let freeze = own.requiredFigure("freeze") { $0.distance($1) }
      let black = own.requiredFigure("black") { $0.distance($1) }
      let clock = own.requiredFigure("clock") { $0.distance($1) }
      let before = own.requiredFigure("blackBefore") { $0.distance($1) }
      if let freeze, let black, let clock, let before { parts = Parts(freeze: freeze, black: black, clock: clock, blackBefore: before) }
    }
    if let own = section.section("textless", keys: ["black", "between"]) {
      let black = own.requiredFigure("black") { $0.distance($1) }
      let between = own.requiredFigure("between") { $0.distance($1) }
      if let black, let between { textless = Textless(black: black, between: between) }
    }
  }
}

extension StrictYAML.Value {
  fileprivate func distance(_ what: String) -> LayoutDistance? {
    parsed(what, form: "write frames or seconds, as 6f or 5s") { LayoutDistance($0) }
  }
}
