// SPDX-License-Identifier: Apache-2.0

import Files

extension DestinationNaming {
  /// The namings that come with Lineup.
  public static func shipped() throws(DeliveryError) -> [DestinationNaming] {
    try list(yaml: String(decoding: PackageResources.clock_numbers_yaml, as: UTF8.self), fileName: "clock-numbers.yaml")
  }

  /// The namings that come with Lineup, and a facility's own in the file at `path`.
  ///
  /// - Throws: `DeliveryError` where the file cannot be read, has mistakes, or gives a name that is taken.
  public static func shipped(adding path: String) throws(DeliveryError) -> [DestinationNaming] {
    let text: String
    do { text = try InputFile.text(of: path, limit: StrictYAML.maximumBytes) } catch {
      throw DeliveryError(.unreadable, subject: "the list of destinations ‘\(path)’", fault: "cannot be read", remedy: error.remedy)
    }
    let (shipped, own) = (try shipped(), try list(yaml: text, fileName: path))
    if let taken = own.first(where: { naming in shipped.contains { $0.name == naming.name } }) {
      throw DeliveryError(
        .duplicateDestination, subject: path, fault: "names a destination ‘\(taken.name)’ as Lineup does", remedy: "change its ‘name:’")
    }
    return shipped + own
  }

  /// The namings that `yaml` describes: `sources` as in a specification, and `destinations`, a list of `name`, `title`, `source`, `patterns`, `extensions` and
  /// `maximumLength`.
  ///
  /// - Throws: one `DeliveryError.invalidSpecification` that names every mistake, each at its place.
  static func list(yaml: String, fileName: String) throws(DeliveryError) -> [DestinationNaming] {
    let document: StrictYAML
    do { document = try StrictYAML(yaml) } catch { throw Self.error([error], in: fileName) }
    let namings = read(document.root)
    guard document.mistakes.isEmpty else { throw Self.error(document.mistakes, in: fileName) }
    return namings
  }

  // MARK: -

  private static func read(_ root: StrictYAML.Value) -> [DestinationNaming] {
    guard let top = root.mapping("a list of destinations", keys: ["sources", "destinations"]) else { return [] }
    let sources = top.required("sources").map(SpecificationSource.list) ?? []
    var namings: [DestinationNaming] = []
    for item in top.required("destinations")?.list("‘destinations’") ?? [] {
      guard let naming = naming(item, sources) else { continue }
      if namings.contains(where: { $0.name == naming.name }) { item.mistake("there are two destinations ‘\(naming.name)’: give each its own name") }
      namings.append(naming)
    }
    return namings
  }

  private static func naming(_ item: StrictYAML.Value, _ sources: [SpecificationSource]) -> DestinationNaming? {
    let keys = ["name", "title", "source", "patterns", "extensions", "maximumLength"]
    guard let entry = item.mapping("a destination", keys: keys) else { return nil }
    let name = entry.required("name")?.identifier("‘name’")
    let title = entry.required("title")?.text("‘title’", limit: 100)
    let source = entry.required("source").flatMap { document($0, sources) }
    let patterns = entry.required("patterns")?.texts("‘patterns’", form: "write one, as {agency}_{advertiser}{product}{version}_{seconds}") { _ in
      true
    }
    let extensions = entry.required("extensions")?.texts("‘extensions’", form: "write extensions without a dot, as [mxf, mov]") {
      $0.wholeMatch(of: /[a-z0-9]{1,8}/) != nil
    }
    let longest = entry["maximumLength"]?.integer("‘maximumLength’", in: 1...255)
    guard let name, let title, let source, let patterns, let extensions else { return nil }
    do throws(DeliveryError) {
      return try DestinationNaming(
        name: name, title: title, patterns: patterns, extensions: extensions, maximumLength: longest, source: source)
    } catch {
      item.mistake(error.description)
      return nil
    }
  }

  private static func error(_ mistakes: [YAMLMistake], in fileName: String) -> DeliveryError {
    DeliveryError(
      .invalidSpecification, subject: "the list of destinations", fault: mistakes.count == 1 ? "has a mistake" : "has \(mistakes.count) mistakes",
      remedy: mistakes.map { "\(fileName):\($0)" }.joined(separator: "\n"))
  }

  private static func document(_ value: StrictYAML.Value, _ sources: [SpecificationSource]) -> SpecificationSource? {
    guard let id = value.text("‘source’", limit: 64) else { return nil }
    guard let source = sources.first(where: { $0.id == id }) else {
      value.mistake("there is no source ‘\(id)’\(NearestName.question(id, among: sources.map(\.id)))")
      return nil
    }
    return source
  }
}

extension StrictYAML.Value {
  /// A list of at least one text, each of which `accepts` takes.
  fileprivate func texts(_ what: String, form: String, _ accepts: (String) -> Bool) -> [String]? {
    guard let list = list(what) else { return nil }
    let texts = list.compactMap { $0.parsed(what, limit: 128, form: form) { accepts($0) ? $0 : nil } }
    if list.isEmpty { mistake("\(what) is empty: \(form)") }
    return texts.isEmpty || texts.count < list.count ? nil : texts
  }
}
