// SPDX-License-Identifier: Apache-2.0

extension SpecificationSource {
  /// The documents listed under `sources`, each with an id of its own.
  static func list(_ value: StrictYAML.Value) -> [SpecificationSource] {
    var sources: [SpecificationSource] = []
    for item in value.list("‘sources’") ?? [] {
      guard let source = SpecificationSource(item) else { continue }
      if sources.contains(where: { $0.id == source.id }) { item.mistake("there are two sources ‘\(source.id)’: give each its own id") }
      sources.append(source)
    }
    return sources
  }

  private init?(_ value: StrictYAML.Value) {
    guard let entry = value.mapping("a source", keys: ["id", "document", "edition", "checked", "certainty", "url"]) else { return nil }
    let id = entry.required("id")?.identifier("‘id’")
    let document = entry.required("document")?.text("‘document’", limit: 200)
    let edition = entry.required("edition")?.text("‘edition’", limit: 100)
    let checked = entry.required("checked")?.day("‘checked’")
    let certainty = entry.required("certainty")?.choice("‘certainty’", of: Certainty.self)
    let url = entry["url"]?.parsed("‘url’", limit: 500, form: "write an address that begins with https://") { text in
      text.wholeMatch(of: /https?:\/\/[\x21-\x7E]+/) == nil ? nil : text
    }
    guard let id, let document, let edition, let checked, let certainty else { return nil }
    self.init(id: id, document: document, edition: edition, checked: checked, certainty: certainty, url: url)
  }
}
