// SPDX-License-Identifier: Apache-2.0

import Files
import Yams

extension FolderTemplate {
  /// The template that `yaml` describes.
  ///
  /// Keys: `name`, `title`, `summary`, `root` (a folder pattern) and `folders`, a list in which each folder is its name, or a mapping of `name`,
  /// `note`, `mode` and `folders`. Names may use the fields of `FolderPattern`; only `root` may count.
  /// - Parameter fileName: what errors call the file; they add line and column.
  /// - Throws: one `DeliveryError.invalidTemplate` that names every mistake, each at its place.
  public init(yaml: String, fileName: String) throws(DeliveryError) {
    let document: StrictYAML
    do { document = try StrictYAML(yaml) } catch { throw Self.error([error], in: fileName) }
    let template = FolderTemplate(document.root)
    guard let template, document.mistakes.isEmpty else { throw Self.error(document.mistakes, in: fileName) }
    self = template
  }

  /// The template in the file at `path`.
  public init(file path: String) throws(DeliveryError) {
    let text: String
    do { text = try InputFile.text(of: path, limit: StrictYAML.maximumBytes) } catch {
      throw DeliveryError(.unreadable, subject: "the folder template ‘\(path)’", fault: "cannot be read", remedy: error.remedy)
    }
    try self.init(yaml: text, fileName: path)
  }

  /// The templates that come with Lineup.
  public static func shipped() throws(DeliveryError) -> [FolderTemplate] {
    let files = [
      ("house.yaml", PackageResources.house_yaml), ("commercials.yaml", PackageResources.commercials_yaml),
      ("documentary.yaml", PackageResources.documentary_yaml),
    ]
    return try files.map { (name, bytes) throws(DeliveryError) in
      try FolderTemplate(yaml: String(decoding: bytes, as: UTF8.self), fileName: name)
    }
  }

  /// The template called `name`, or in the file of that path where it has a slash or ends in `.yaml`.
  ///
  /// - Throws: `DeliveryError.unknownTemplate`, which suggests the nearest name.
  public static func chosen(_ name: String) throws(DeliveryError) -> FolderTemplate {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return try FolderTemplate(file: name) }
    let shipped = try shipped()
    if let template = shipped.first(where: { $0.name == name }) { return template }
    let names = shipped.map(\.name)
    let nearest = NearestName.suggest(name, among: names).map { "did you mean ‘\($0)’? " } ?? ""
    throw DeliveryError(
      .unknownTemplate, subject: "‘\(name)’", fault: "is no folder template",
      remedy: "\(nearest)There is \(names.joined(separator: ", ")); name one of your own by its path, as ./ours.yaml")
  }

  // MARK: -

  private static let mostFolders = 1000, deepest = 16

  private init?(_ value: StrictYAML.Value) {
    guard let top = value.mapping("a folder template", keys: ["name", "title", "summary", "root", "folders"]) else { return nil }
    let name = top.required("name")?.identifier("‘name’")
    let title = top.required("title")?.text("‘title’", limit: 100)
    let summary = top.required("summary")?.text("‘summary’", limit: 500)
    let root = top.required("root")?.folderPattern("‘root’")
    var count = 0
    let folders = top.required("folders").map { Self.folders($0, depth: 0, &count) }
    if count > Self.mostFolders { top.mistake("a template has at most \(Self.mostFolders) folders, and this one \(count)") }
    guard let name, let title, let summary, let root, let folders else { return nil }
    (self.name, self.title, self.summary, self.root, self.folders) = (name, title, summary, root, folders)
  }

  private static func folders(_ value: StrictYAML.Value, depth: Int, _ count: inout Int) -> [Folder] {
    guard depth < deepest else {
      value.mistake("folders are more than \(deepest) deep")
      return []
    }
    var names: Set<String> = []
    return (value.list("‘folders’") ?? []).compactMap { item in
      count += 1
      guard let folder = folder(item, depth: depth, &count) else { return nil }
      guard names.insert(folder.name.description.lowercased()).inserted else {
        item.mistake("there is a folder ‘\(folder.name)’ already, upper and lower case alike")
        return nil
      }
      return folder
    }
  }

  private static func folder(_ item: StrictYAML.Value, depth: Int, _ count: inout Int) -> Folder? {
    if item.isText { return item.folderName("a folder").map { Folder(name: $0, note: nil, mode: nil, folders: []) } }
    guard let mapping = item.mapping("a folder", keys: ["name", "note", "mode", "folders"]) else { return nil }
    let name = mapping.required("name")?.folderName("‘name’")
    let note = mapping["note"]?.text("‘note’", limit: 500)
    let mode = mapping["mode"]?.folderMode("‘mode’")
    let inner = mapping["folders"].map { folders($0, depth: depth + 1, &count) } ?? []
    return name.map { Folder(name: $0, note: note, mode: mode, folders: inner) }
  }

  private static func error(_ mistakes: [YAMLMistake], in fileName: String) -> DeliveryError {
    let places = mistakes.map { "\(fileName):\($0)" }
    return DeliveryError(
      .invalidTemplate, subject: "the folder template", fault: "has \(places.count == 1 ? "a mistake" : "\(places.count) mistakes")",
      remedy: places.joined(separator: "\n"))
  }
}

extension StrictYAML.Value {
  fileprivate var isText: Bool { if case .scalar = node { true } else { false } }

  fileprivate func folderPattern(_ what: String) -> FolderPattern? {
    guard let text = text(what, limit: 300) else { return nil }
    do { return try FolderPattern(text) } catch {
      mistake(error.description)
      return nil
    }
  }

  /// The pattern of one folder, which does not count: making the same folders twice must end in the same folders.
  fileprivate func folderName(_ what: String) -> FolderPattern? {
    guard let pattern = folderPattern(what) else { return nil }
    guard pattern.depth == 1 else {
      mistake("\(what) is ‘\(pattern)’: name one folder, and put those inside it under its ‘folders’")
      return nil
    }
    guard !pattern.hasCounter else {
      mistake("\(what) is ‘\(pattern)’: only ‘root’ may count")
      return nil
    }
    return pattern
  }

  /// Permissions in three or four octal digits that leave the folder usable for its owner.
  fileprivate func folderMode(_ what: String) -> String? {
    parsed(what, limit: 4, form: "write permissions as chmod takes them, in quotes and with all for the owner: \"775\" or \"2775\"") { text in
      text.wholeMatch(of: /[0-7]?7[0-7]{2}/) == nil ? nil : text
    }
  }
}
