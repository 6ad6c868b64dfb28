// SPDX-License-Identifier: Apache-2.0

import Timing

extension DeliverySpec {
  /// The specification that `yaml` describes, which may be laid over one that comes with Lineup.
  ///
  /// - Parameter fileName: what errors call the file; they add line and column.
  /// - Throws: one `DeliveryError.invalidSpecification` that names every mistake, each at its place.
  public init(yaml: String, fileName: String) throws(DeliveryError) {
    try self.init(yaml: yaml, fileName: fileName, among: ShippedSpecification.texts)
  }

  /// The specification that `yaml` describes.
  ///
  /// Reading is strict: an unknown key, a value out of range, a figure without a source or a date that is none is refused.
  /// - Parameters:
  ///   - fileName: what errors call the file; they add line and column.
  ///   - texts: those of other specifications, by name: what a `base` may name.
  /// - Throws: one `DeliveryError.invalidSpecification` that names every mistake, each at its place.
  init(yaml: String, fileName: String, among texts: [String: String]) throws(DeliveryError) {
    let document: StrictYAML
    do { document = try StrictYAML(yaml) } catch { throw Self.error([error], in: fileName) }
    let spec = DeliverySpec(document.root.completed(among: texts, chain: []))
    guard let spec, document.mistakes.isEmpty else { throw Self.error(document.mistakes, in: fileName) }
    self = spec
  }

  private init?(_ root: StrictYAML.Value) {
    let keys = [
      "name", "aliases", "base", "title", "summary", "sources", "encoding", "file", "picture", "sound", "structure", "layout", "metadata",
      "inspection",
    ]
    guard let top = root.mapping("a specification", keys: keys) else { return nil }
    let sources = top.required("sources").map { SpecificationSource.list($0) } ?? []
    let byID = Dictionary(sources.map { ($0.id, $0) }) { first, _ in first }
    let metadata = top["metadata"].map { MetadataItem.list($0, sources: byID) } ?? []
    let name = top.required("name")?.identifier("‘name’")
    let aliases = top["aliases"]?.list("‘aliases’")?.compactMap { $0.identifier("a name in ‘aliases’") } ?? []
    let title = top.required("title")?.text("‘title’", limit: 100)
    let summary = top.required("summary")?.text("‘summary’", limit: 500)
    let encoding = top["encoding"].flatMap { EncodingRequirement($0, sources: byID, fields: metadata.map(\.key)) }
    let file = top.required("file").flatMap { FileRequirement($0, sources: byID) }
    let picture = top["picture"].flatMap { PictureRequirement($0, sources: byID) }
    let sound = top["sound"].flatMap { SoundRequirement($0, sources: byID) }
    let structure = top["structure"].flatMap { StructureRequirement($0, sources: byID) }
    let layout = top["layout"].flatMap { LayoutRequirement($0, sources: byID) }
    let inspection = top.required("inspection").flatMap { InspectionLimits($0, sources: byID) }
    guard let name, let title, let summary, let file, let inspection else { return nil }
    self.init(
      name: name, aliases: aliases, base: root.peekText("base"), title: title, summary: summary, sources: sources, encoding: encoding, file: file,
      picture: picture, sound: sound,
      structure: structure, layout: layout, metadata: metadata, inspection: inspection)
  }

  private static func error(_ mistakes: [YAMLMistake], in fileName: String) -> DeliveryError {
    let places = mistakes.map { "\(fileName):\($0)" }
    return DeliveryError(
      .invalidSpecification, subject: "the specification", fault: "has \(places.count == 1 ? "a mistake" : "\(places.count) mistakes")",
      remedy: places.joined(separator: "\n"))
  }
}

extension EncodingRequirement {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource], fields: [String]) {
    guard let section = SpecificationSection(value, "encoding", keys: ["preset", "naming"], sources: sources) else { return nil }
    let preset = section.requiredFigure("preset") { $0.identifier($1) }
    let naming = section.requiredFigure("naming") { $0.namingPattern($1, fields: fields) }
    guard let preset, let naming else { return nil }
    self.init(preset: preset, naming: naming)
  }
}

extension FileRequirement {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    guard let section = SpecificationSection(value, "file", keys: ["wrappers", "duration", "timecode"], sources: sources) else { return nil }
    wrappers = section.figure("wrappers") { $0.texts($1) }
    duration = section.figure("duration") { $0.requirement($1) { $0.integer($1, in: 1...100_000_000).map { FrameCount($0) } } }
    timecode = section.figure("timecode") { $0.timecodePolicy($1) }
  }
}

extension PictureRequirement {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    let keys = ["codecs", "codeTags", "rasters", "maximumRaster", "rates", "scans", "chroma", "bitDepths", "color", "colors", "maximumBitRate"]
    guard let section = SpecificationSection(value, "picture", keys: keys, sources: sources) else { return nil }
    codecs = section.figure("codecs") { $0.texts($1) }
    codeTags = section.figure("codeTags") { $0.texts($1) }
    rasters = section.figure("rasters") { $0.requirement($1) { $0.raster($1) } }
    maximumRaster = section.figure("maximumRaster") { $0.raster($1) }
    rates = section.figure("rates") { $0.requirement($1) { $0.rate($1) } }
    scans = section.figure("scans") { $0.requirement($1) { $0.scan($1) } }
    chroma = section.figure("chroma") { $0.texts($1) }
    bitDepths = section.figure("bitDepths") { $0.requirement($1) { $0.integer($1, in: 8...16) } }
    color = section.figure("color") { $0.choice($1, of: NamedColor.self) }
    colors = section.figure("colors") { $0.requirement($1) { $0.choice($1, of: NamedColor.self) } }
    if color != nil, colors != nil { section.mistake("colour is asked for twice: keep ‘color’ or ‘colors’") }
    maximumBitRate = section.figure("maximumBitRate") { $0.integer($1, in: 10_000...10_000_000_000) }
  }
}

extension SoundRequirement {
  init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    let keys = ["required", "codecs", "sampleRates", "bitDepths", "channels", "tracks", "programmeTracks", "stems"]
    guard let section = SpecificationSection(value, "sound", keys: keys, sources: sources) else { return nil }
    guard let isRequired = section.requiredFigure("required", { $0.flag($1) }) else { return nil }
    self.isRequired = isRequired
    codecs = section.figure("codecs") { $0.texts($1) }
    sampleRates = section.figure("sampleRates") { $0.requirement($1) { $0.integer($1, in: 8_000...384_000) } }
    bitDepths = section.figure("bitDepths") { $0.requirement($1) { $0.integer($1, in: 8...64) } }
    channels = section.figure("channels") { $0.requirement($1) { $0.integer($1, in: 1...128) } }
    tracks = section.figure("tracks") { $0.requirement($1) { value, what in value.list(what)?.compactMap { $0.integer(what, in: 1...128) } } }
    programmeTracks = section.figure("programmeTracks") { $0.trackNumbers($1) }
    stems = section.section("stems", keys: ["dialogue", "music", "effects"]).flatMap { Stems($0) }
  }
}

extension SoundRequirement.Stems {
  fileprivate init?(_ section: SpecificationSection) {
    let music = section.figure("music") { $0.trackNumbers($1) }
    let effects = section.figure("effects") { $0.trackNumbers($1) }
    if music == nil, effects == nil { section.mistake("stems need ‘music’ or ‘effects’ beside dialogue, to compare it with") }
    guard let dialogue = section.requiredFigure("dialogue", { $0.trackNumbers($1) }), music != nil || effects != nil else { return nil }
    let all = dialogue.value + (music?.value ?? []) + (effects?.value ?? [])
    if Set(all).count < all.count { section.mistake("a track carries two stems: name each track once") }
    self.init(dialogue: dialogue, music: music, effects: effects)
  }
}

extension StrictYAML.Value {
  /// Numbers of tracks, from 1, none of them twice.
  fileprivate func trackNumbers(_ what: String) -> [Int]? {
    guard let list = list(what) else { return nil }
    let numbers = list.compactMap { $0.integer(what, in: 1...256) }
    if list.isEmpty { mistake("\(what) is empty: list a track, or remove it") }
    if Set(numbers).count < numbers.count { mistake("\(what) names a track twice") }
    return numbers.isEmpty || numbers.count < list.count ? nil : numbers
  }

  fileprivate func namingPattern(_ what: String, fields: [String]) -> NamingPattern? {
    guard let text = text(what, limit: 200) else { return nil }
    do {
      return try NamingPattern(text, fields: fields)
    } catch {
      mistake(error.description)
      return nil
    }
  }
}
