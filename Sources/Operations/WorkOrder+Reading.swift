// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Files
import Foundation
import Hashing
import Integrity

/// A work order that cannot be run as it stands: every mistake in it, at once.
public struct OrderMistakes: Error, Sendable, CustomStringConvertible {
  /// The order file.
  public let path: String
  /// The mistakes, in the order of the document.
  public let mistakes: [YAMLMistake]

  /// The mistakes of the order file at `path`.
  public init(path: String, mistakes: [YAMLMistake]) {
    self.path = path
    self.mistakes = mistakes
  }

  /// The mistakes, one a line, each as `file:line:column: …`.
  public var description: String { mistakes.map { "\(path.printable):\($0)" }.joined(separator: "\n") }
}

/// The names that an order may use besides its own.
public struct OrderVocabulary: Sendable {
  /// Specifications.
  public var specifications: [String]
  /// Encoding presets.
  public var presets: [String]

  /// A vocabulary.
  public init(specifications: [String], presets: [String]) {
    self.specifications = specifications
    self.presets = presets
  }
}

extension WorkOrder {
  /// Reads a work order and checks all that can be checked without looking at media.
  ///
  /// - Parameters:
  ///   - text: the document, YAML as `docs/schema/work-order.schema.json` describes it.
  ///   - path: where it lies; relative paths in it start there.
  ///   - vocabulary: the specifications and presets that exist.
  /// - Throws: `OrderMistakes` with every mistake found.
  public static func parse(_ text: String, path: String, vocabulary: OrderVocabulary) throws -> WorkOrder {
    let yaml: StrictYAML
    do { yaml = try StrictYAML(text) } catch { throw OrderMistakes(path: path, mistakes: [error]) }
    let file = URL(fileURLWithPath: path).standardizedFileURL
    let order = OrderParser(vocabulary: vocabulary).order(yaml.root, file: file, digest: Digest.of(text, algorithm: .sha256).text)
    guard let order, yaml.mistakes.isEmpty else { throw OrderMistakes(path: path, mistakes: yaml.mistakes) }
    return order
  }
}

// MARK: - The grammar

struct OrderParser {
  typealias Value = StrictYAML.Value
  typealias Mapping = StrictYAML.Mapping

  let vocabulary: OrderVocabulary
  static let orderKeys = ["reference", "client", "production", "title", "due", "priority", "contacts", "tasks"]
  static let verbs = ["offload", "verify", "probe", "qc", "transcode", "format", "deliver"]
  static let maximumTasks = 2_000

  func order(_ root: Value, file: URL, digest: String) -> WorkOrder? {
    guard let top = root.mapping("the order", keys: Self.orderKeys) else { return nil }
    let reference = top.required("reference")?.text("reference")
    let places = top.required("tasks")?.list("tasks") ?? []
    if places.isEmpty, top["tasks"] != nil { top.mistake("the order has no tasks") }
    if places.count > Self.maximumTasks { top.mistake("an order has at most \(Self.maximumTasks) tasks") }
    let ids = places.map { $0.peekText("id") }
    var tasks: [WorkOrder.Task] = []
    for place in places.prefix(Self.maximumTasks) {
      if let task = task(place, among: Set(ids.compactMap { $0 })) {
        if tasks.contains(where: { $0.id == task.id }) { place.mistake("two tasks are called ‘\(task.id)’: give each a name of its own") }
        tasks.append(task)
      }
    }
    noteCircles(in: tasks, places: places)
    return WorkOrder(
      reference: reference ?? "", client: top["client"]?.text("client"), production: top["production"]?.text("production"),
      title: top["title"]?.text("title"), due: top["due"].flatMap(date),
      priority: top["priority"]?.choice("priority", of: WorkOrder.Priority.self) ?? .normal,
      contacts: top["contacts"]?.list("contacts")?.compactMap(contact) ?? [], tasks: tasks, folder: file.deletingLastPathComponent(), file: file,
      digest: digest)
  }

  func contact(_ value: Value) -> WorkOrder.Contact? {
    guard let mapping = value.mapping("a contact", keys: ["name", "email"]), let name = mapping.required("name")?.text("name") else { return nil }
    return WorkOrder.Contact(name: name, email: mapping["email"]?.text("email"))
  }

  func date(_ value: Value) -> Date? {
    guard let text = value.text("due") else { return nil }
    for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
      if let date = try? style.parse(text) { return date }
    }
    value.mistake("due must be a date and time with its zone, such as 2026-11-27T18:00:00Z")
    return nil
  }

  func task(_ value: Value, among ids: Set<String>) -> WorkOrder.Task? {
    guard let mapping = value.mapping("a task", keys: ["id", "needs"] + Self.verbs) else { return nil }
    let id = mapping.required("id").flatMap(identifier)
    let needs = mapping["needs"]?.listOrOne("needs").compactMap { need($0, among: ids) } ?? []
    let written = Self.verbs.filter { mapping[$0] != nil }
    guard let verb = written.first, written.count == 1, let parameters = mapping[verb] else {
      mapping.mistake(
        written.isEmpty
          ? "the task has no verb: one of \(Self.verbs.joined(separator: ", "))"
          : "a task has one verb, this one has \(written.joined(separator: " and "))")
      return nil
    }
    // A task cannot take its own output: there its id can only be a path that is called the same.
    guard let id, let request = request(verb, parameters, among: ids.subtracting([id])) else { return nil }
    var all = needs
    if case .task(let source, _) = request.input, !all.contains(source) { all.append(source) }
    if all.contains(id) { mapping.mistake("the task ‘\(id)’ needs itself") }
    return WorkOrder.Task(id: id, needs: all, request: request, line: value.line)
  }

  func identifier(_ value: Value) -> String? {
    guard let id = value.text("id") else { return nil }
    let allowed = id.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 122) || $0 == 45 || $0 == 95 }
    guard allowed, id.utf8.count <= 64, !id.hasPrefix("-") else {
      value.mistake("a task's id is at most 64 letters, digits, hyphens and underscores, such as card-a001")
      return nil
    }
    return id
  }

  func need(_ value: Value, among ids: Set<String>) -> String? {
    guard let id = value.text("needs") else { return nil }
    guard ids.contains(id) else {
      value.mistake("there is no task ‘\(id)’" + NearestName.question(id, among: ids))
      return nil
    }
    return id
  }

  func request(_ verb: String, _ value: Value, among ids: Set<String>) -> TaskRequest? {
    switch verb {
    case "offload": offload(value, among: ids)
    case "verify": verify(value, among: ids)
    case "probe": probe(value, among: ids)
    case "qc": inspect(value, among: ids)
    case "transcode": transcode(value, among: ids)
    case "format": format(value, among: ids)
    default: deliver(value, among: ids)
    }
  }

  func input(_ value: Value?, among ids: Set<String>) -> TaskInput? {
    guard let value, let text = value.text("the input") else { return nil }
    refuseTilde(text, at: value)
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard ids.contains(parts[0]) else { return .path(text) }
    let below = parts.count == 2 && !parts[1].isEmpty ? parts[1] : nil
    if let below, below.split(separator: "/").contains("..") { value.mistake("‘\(text)’ climbs out of the task's output: leave out ‘..’") }
    return .task(parts[0], below: below)
  }

  /// The shell knows `~`; an order is read by people on other machines too.
  func refuseTilde(_ text: String, at value: Value) {
    if text == "~" || text.hasPrefix("~/") { value.mistake("‘\(text)’: ‘~’ is not known here: write the whole path") }
  }

  /// A path, which is never a task's name.
  func path(_ value: Value?, _ what: String) -> String? {
    guard let value, let text = value.text(what) else { return nil }
    refuseTilde(text, at: value)
    return text
  }

  /// The formats that a task's `report` key asks for, among those that its verb's reports have; `otherwise` where there is no such key.
  func reports(_ mapping: Mapping, otherwise: [ReportFormat], among formats: [ReportFormat] = ReportFormat.general) -> [ReportFormat] {
    mapping["report"]?.listOrOne("report").compactMap { value in
      guard let format = value.choice("report", of: ReportFormat.self) else { return nil }
      if formats.contains(format) { return format }
      value.mistake("only qc has a report in \(format.rawValue): ask for \(formats.map(\.rawValue).joined(separator: ", "))")
      return nil
    } ?? otherwise
  }

  func known(_ value: Value?, _ what: String, among names: [String]) -> String? {
    guard let value, let name = value.text(what) else { return nil }
    guard names.contains(name) else {
      value.mistake("there is no \(what) ‘\(name)’" + NearestName.question(name, among: names))
      return nil
    }
    return name
  }

  /// Tasks that need each other in a circle can never start.
  func noteCircles(in tasks: [WorkOrder.Task], places: [Value]) {
    var open = Dictionary(tasks.map { ($0.id, Set($0.needs)) }, uniquingKeysWith: { first, _ in first })
    while let free = open.first(where: { $0.value.allSatisfy { open[$0] == nil } }) { open[free.key] = nil }
    guard let first = tasks.first(where: { open[$0.id] != nil && !$0.needs.contains($0.id) }) else { return }
    var way = [first.id]
    while let next = open[way[way.count - 1]]?.sorted().first(where: { open[$0] != nil }) {
      if let start = way.firstIndex(of: next) {
        way.removeFirst(start)
        break
      }
      way.append(next)
    }
    let circle = tasks.filter { way.contains($0.id) }
    guard let line = circle.first?.line, let place = places.first(where: { $0.line == line }) else { return }
    place.mistake("these tasks need each other in a circle: \(circle.map(\.id).joined(separator: ", "))")
  }
}
