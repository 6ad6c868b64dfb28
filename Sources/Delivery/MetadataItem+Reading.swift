// SPDX-License-Identifier: Apache-2.0

extension MetadataItem {
  /// The items listed under `metadata`, each with a key of its own.
  static func list(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) -> [MetadataItem] {
    var items: [MetadataItem] = []
    for entry in value.list("‘metadata’") ?? [] {
      guard let item = MetadataItem(entry, sources: sources) else { continue }
      if items.contains(where: { $0.key == item.key }) { entry.mistake("there are two items ‘\(item.key)’: give each its own key") }
      items.append(item)
    }
    return items
  }

  private init?(_ value: StrictYAML.Value, sources: [String: SpecificationSource]) {
    let keys = ["key", "help", "required", "default", "choices", "pattern", "example", "maximumLength", "source"]
    guard let entry = value.mapping("a metadata item", keys: keys) else { return nil }
    let key = entry.required("key")?.metadataKey()
    let help = entry.required("help")?.text("‘help’", limit: 300)
    let isRequired = entry.required("required")?.flag("‘required’")
    let source = entry.required("source")?.source(among: sources)
    let choices = entry["choices"].flatMap { $0.list("‘choices’") }?.compactMap { $0.text("a choice", limit: 100) } ?? []
    let pattern = entry["pattern"]?.parsed("‘pattern’", limit: 200, form: "write a regular expression, as [A-Z]{3}[0-9]{3}") { text in
      (try? Regex(text)) == nil ? nil : text
    }
    guard let key, let help, let isRequired, let source else { return nil }
    self.init(
      key: key, help: help, isRequired: isRequired, defaultAnswer: entry["default"]?.text("‘default’", limit: 250), choices: choices,
      pattern: pattern, example: entry["example"]?.text("‘example’", limit: 250),
      maximumLength: entry["maximumLength"]?.integer("‘maximumLength’", in: 1...10_000) ?? 250, source: source)
    for (name, answer) in [("default", defaultAnswer), ("example", example)] {
      if let answer, let fault = fault(of: answer) { entry[name]?.mistake("‘\(name)’ does not fit its own item: \(fault)") }
    }
  }
}

extension StrictYAML.Value {
  /// A key of `--set`: camelCase, and no field that Lineup fills in itself.
  fileprivate func metadataKey() -> String? {
    parsed("‘key’", form: "write it in camelCase, as seriesTitle; spec, source and date are filled in by Lineup") { text in
      text.wholeMatch(of: /[a-z][A-Za-z0-9]*/) == nil || NamingPattern.BuiltInField(rawValue: text) != nil ? nil : text
    }
  }
}
