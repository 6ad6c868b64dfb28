// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Files
import Foundation
import Integrity
import MediaIO
import Quality

/// An order looked at against the world before anything starts: what would be read and written, where it would fit, and what is missing.
public struct OrderPlan: Sendable {
  /// One task, as planned.
  public struct Item: Sendable {
    /// The task's name.
    public var id: String
    /// Its verb.
    public var kind: String
    /// Whether it is to be done, or was done before and still stands.
    public var isDone: Bool
    /// The path that it reads; where another task makes it, the path that this will be made from.
    public var input: String?
    /// Bytes that it reads.
    public var bytesRead: Int
    /// Bytes that it writes to each folder, about.
    public var bytesWritten: [String: Int]
    /// Files that it will make, where that is known.
    public var targets: [String] = []
  }

  /// What the tasks together need of one volume.
  public struct VolumeNeed: Sendable {
    /// A folder on it.
    public var folder: String
    /// Bytes that will be written, about.
    public var needed: Int
    /// Bytes that are free.
    public var available: Int
  }

  /// The tasks, in the order of the document.
  public private(set) var items: [Item] = []
  /// The volumes that are written to.
  public private(set) var volumes: [VolumeNeed] = []
  /// What stands in the way, each with its line in the order. Empty where the order can run.
  public private(set) var obstacles: [YAMLMistake] = []

  /// Plans `order`.
  ///
  /// - Parameter finished: tasks that were done before and still stand; their inputs need not be there any more.
  public init(_ order: WorkOrder, finished: Set<String> = [], in environment: Environment) {
    for task in order.tasks {
      let isDone = finished.contains(task.id)
      var item = Item(id: task.id, kind: task.request.kind, isDone: isDone, input: nil, bytesRead: 0, bytesWritten: [:])
      let isFresh = !isDone && !Self.dependsOnDone(task, finished) && !Self.waitsForPath(task, in: order)
      do {
        let origin = try Self.origin(of: task.request.input, in: order)
        item.input = origin
        if isFresh, let origin { try Self.measure(task, from: origin, in: order, environment, into: &item) }
        for format in isDone ? [] : task.request.reports {
          if let reason = environment.reports.obstacle(to: format) { throw OperationsError(.badInput, subject: task.id, reason) }
        }
        if !isDone, case .deliver(let request) = task.request {
          _ = try environment.specifications.specification(named: request.specification).answers(to: request.metadata)
        }
      } catch {
        if !isDone { obstacles.append(YAMLMistake(line: task.line, column: 1, text: "task ‘\(task.id)’: \(error)")) }
      }
      items.append(item)
    }
    noteSharedTargets(order)
    volumes = Self.volumes(items)
    for volume in volumes where volume.needed > volume.available {
      let line = order.tasks.first { task in items.contains { $0.id == task.id && $0.bytesWritten[volume.folder] != nil } }?.line ?? 1
      obstacles.append(
        YAMLMistake(
          line: line, column: 1,
          text:
            "‘\(volume.folder)’ has \(ByteText(volume.available)) free and the order needs about \(ByteText(volume.needed)): free some space or name another volume"
        ))
    }
  }

  // MARK: -

  /// Two tasks that would make the same file: the second could only fail.
  private mutating func noteSharedTargets(_ order: WorkOrder) {
    var makers: [String: String] = [:]
    for item in items {
      for target in item.targets {
        let name = target.precomposedStringWithCanonicalMapping.lowercased()
        guard let other = makers.updateValue(item.id, forKey: name) else { continue }
        let text =
          other == item.id
          ? "task ‘\(item.id)’ would make ‘\(target)’ of two of its clips: give it one clip, or a specification that names files by their source"
          : "tasks ‘\(other)’ and ‘\(item.id)’ would both make ‘\(target)’: give one of them another folder or name"
        obstacles.append(YAMLMistake(line: order.task(item.id)?.line ?? 1, column: 1, text: text))
        break
      }
    }
  }

  /// Whether the task reads a path that a task it needs will make: there is nothing to look at yet.
  private static func waitsForPath(_ task: WorkOrder.Task, in order: WorkOrder) -> Bool {
    guard case .path(let path) = task.request.input else { return false }
    let input = order.resolve(path)
    guard (try? FileFacts.of(input)) == nil else { return false }
    return task.needs.compactMap(order.task).flatMap { $0.folders }.map(order.resolve).contains { input.hasPrefix($0 + "/") }
  }

  private static func dependsOnDone(_ task: WorkOrder.Task, _ finished: Set<String>) -> Bool {
    if case .task(let id, _) = task.request.input { return finished.contains(id) }
    return false
  }

  /// The path on disk today that `input` comes from: a copy that is still to be made is looked up in its source.
  private static func origin(of input: TaskInput, in order: WorkOrder) throws -> String? {
    switch input {
    case .path(let path): return order.resolve(path)
    case .task(let id, let below):
      guard let task = order.task(id), case .offload = task.request, let origin = try origin(of: task.request.input, in: order) else { return nil }
      guard let below else { return origin }
      return try ContainedPath(below).resolved(in: origin)
    }
  }

  private static func measure(
    _ task: WorkOrder.Task, from origin: String, in order: WorkOrder, _ environment: Environment, into item: inout Item
  ) throws {
    switch task.request {
    case .offload(let request):
      let preview = try Offload(request, source: origin, resolve: order.resolve, in: environment).preview(on: environment)
      let reasons = preview.preflight.problems.map(\.description) + preview.obstacles.map(\.description)
      guard reasons.isEmpty else { throw OperationsError(.badInput, subject: origin, reasons.joined(separator: "; ")) }
      item.bytesRead = Int(preview.preflight.bytes)
      for target in preview.targets { item.bytesWritten[target] = item.bytesRead }
    case .transcode(let request):
      item.bytesRead = try totalBytes(origin)
      guard let encoding = Encoding.preset(request.preset) else { break }
      let folder = order.resolve(request.destination ?? task.id)
      item.bytesWritten[folder] = try estimate(origin, encoding)
      item.targets = try TaskRunner.targets(of: MediaFiles(at: origin).paths.map { ($0, origin) }, in: folder, encoding).map(\.target)
    case .format(let request):
      item.bytesRead = try totalBytes(origin)
      let parts = try MediaFiles(at: origin).paths
      guard let encoding = Encoding.preset(request.preset), let first = parts.first else { break }
      _ = try FormatLayout.chosen(request.layout).answers(to: request.answers)
      let folder = order.resolve(request.destination ?? task.id)
      item.bytesWritten[folder] = try estimate(origin, encoding)
      item.targets = [FormatProgramme.target(of: first, in: folder, encoding: encoding)]
    case .deliver(let request):
      item.bytesRead = try totalBytes(origin)
      let specification = try environment.specifications.specification(named: request.specification)
      guard let preset = specification.encoding?.preset.value, let encoding = Encoding.preset(preset) else { break }
      let folder = order.resolve(request.destination)
      item.bytesWritten[folder] = try estimate(origin, encoding)
      item.targets = try MediaFiles(at: origin).paths.map { path in
        try Deliver(path, to: specification, in: folder, metadata: request.metadata).target(on: environment.clock.now)
      }
    case .verify(let request):
      item.bytesRead = try totalBytes(origin)
      if let list = request.against { _ = try FileFacts.of(order.resolve(list)) }
    case .qc(let request):
      item.bytesRead = try totalBytes(origin)
      _ = try MediaFiles(at: origin)
      if let texts = request.texts { _ = try LegalTextFile(path: order.resolve(texts)) }
      if let since = request.since { _ = try InspectionReport(path: order.resolve(since)) }
    case .probe:
      item.bytesRead = try totalBytes(origin)
      _ = try MediaFiles(at: origin)
    }
  }

  private static func estimate(_ origin: String, _ encoding: Encoding) throws -> Int {
    var bytes = 0
    for path in try MediaFiles(at: origin).paths {
      do { bytes = capped(bytes, encoding.estimatedBytes(for: try MediaReader(path: path).description)) } catch {
        if path == origin { throw error }  // one bad clip on a card keeps nobody from copying the card: its own task tells of it
      }
    }
    return bytes
  }

  private static func totalBytes(_ path: String) throws -> Int {
    let facts = try FileFacts.of(path)
    guard facts.kind == .folder else { return Int(facts.size) }
    var bytes: Int64 = 0
    for item in try FolderWalk(path) {
      switch item {
      case .entry(let entry): if entry.facts.kind == .file { bytes = capped(bytes, entry.facts.size) }
      case .trouble(let error): throw error
      }
    }
    return Int(bytes)
  }

  private static func volumes(_ items: [Item]) -> [VolumeNeed] {
    var byDevice: [UInt64: VolumeNeed] = [:]
    for (folder, bytes) in items.flatMap({ $0.bytesWritten.sorted { $0.key < $1.key } }) {
      guard let volume = try? VolumeFacts.of(folder) else { continue }
      var need = byDevice[volume.device] ?? VolumeNeed(folder: folder, needed: 0, available: Int(volume.availableBytes))
      need.needed = capped(need.needed, bytes)
      byDevice[volume.device] = need
    }
    return byDevice.values.sorted { $0.folder < $1.folder }
  }
}

extension WorkOrder.Task {
  /// The folders that the task writes to, as the order spells them.
  fileprivate var folders: [String] {
    switch request {
    case .offload(let request): request.destinations
    case .transcode(let request): [request.destination ?? id]
    case .format(let request): [request.destination ?? id]
    case .deliver(let request): [request.destination]
    case .verify, .probe, .qc: []
    }
  }
}
