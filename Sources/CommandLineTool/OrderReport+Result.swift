// SPDX-License-Identifier: Apache-2.0

import Catalog
import Farm
import Files
import Foundation
import Hashing
import Integrity
import Operations
import Reports

/// An order's result in the words of its report. The two modules do not know each other; this is where a result becomes a page.
extension OrderReport {
  /// The report of `result`.
  init(_ result: OrderResult) {
    let order = result.order
    let deliveries = result.tasks.filter { $0.task.request.kind == "deliver" }
    self.init(
      order: order.reference, client: order.client, production: order.production, title: order.title, due: order.due,
      priority: order.priority.rawValue,
      contacts: order.contacts.map { [$0.name, $0.email].compactMap(\.self).joined(separator: ", ") }, status: Status(result.status),
      started: Date(result.started), finished: Date(result.finished), seconds: result.finished.elapsed(since: result.started) / .seconds(1),
      tasks: result.tasks.map(OrderReport.Task.init), sources: Self.sources(result),
      deliveries: deliveries.flatMap { task in
        (task.state.outcome?.files ?? []).map { File(path: $0.path, bytes: $0.bytes, digests: $0.digests, spec: task.task.request.specification) }
      }, exceptions: result.tasks.compactMap(Self.exception))
  }

  /// What came from outside: files that a task read and no task of the order made.
  private static func sources(_ result: OrderResult) -> [File] {
    let outcomes = result.tasks.compactMap(\.state.outcome)
    let made = Set(outcomes.flatMap { $0.files.map(\.path) })
    var seen: Set<String> = []
    return outcomes.flatMap(\.sources).filter { !made.contains($0.path) && seen.insert($0.path).inserted }
      .map { File(path: $0.path, bytes: $0.bytes, digests: $0.digests) }
  }

  /// What did not go as asked, in words.
  private static func exception(_ task: OrderResult.Task) -> String? {
    let name = "Task ‘\(task.task.id)’ (\(task.task.request.kind))"
    let why = ([task.state.reason].compactMap(\.self) + (task.state.outcome?.notes ?? [])).joined(separator: "; ")
    switch task.state.status {
    case .clean:
      if let warnings = task.state.outcome?.warnings, !warnings.isEmpty { return "\(name) ended clean, and: \(warnings.joined(separator: "; "))." }
      let counts = task.state.outcome?.findings ?? Catalog.FindingCounts()
      return counts.advisory > 0
        ? "\(name) ended clean with \(counts.advisory) advisory \(counts.advisory == 1 ? "finding" : "findings"): look at its reports." : nil
    case .rejected: return "\(name) was rejected: \(why)."
    case .partial: return "\(name) was done in part: \(why)."
    case .failed: return "\(name) could not be done: \(why)."
    case .blocked: return "\(name) was not begun: \(why)."
    case .cancelled: return "\(name) was stopped: \(why)."
    case .waiting, .running: return "\(name) did not come to its end."
    }
  }
}

extension OrderReport.Task {
  fileprivate init(_ task: OrderResult.Task) {
    let outcome = task.state.outcome
    let counts = outcome?.findings ?? Catalog.FindingCounts()
    self.init(
      id: task.task.id, kind: task.task.request.kind, asked: task.task.request.words, status: OrderReport.Status(task.state.status),
      started: task.started.map { Date($0) }, finished: task.finished.map { Date($0) }, seconds: task.seconds, outputs: outcome?.outputs ?? [],
      findings: OrderReport.FindingCounts(mandatory: counts.mandatory, advisory: counts.advisory, info: counts.info),
      messages: (outcome?.notes ?? []) + [task.state.reason].compactMap(\.self) + (task.wasDone ? ["done in an earlier run; it still stands"] : []))
  }
}

extension OrderReport.Status {
  fileprivate init(_ status: WorkStatus) {
    self =
      switch status {
      case .waiting: .waiting
      case .running: .running
      case .clean: .clean
      case .rejected: .rejected
      case .failed: .failed
      case .partial: .partial
      case .blocked: .blocked
      case .cancelled: .cancelled
      }
  }
}

extension TaskRequest {
  /// The specification that the task works to, if any.
  fileprivate var specification: String? {
    switch self {
    case .qc(let request): request.specification
    case .deliver(let request): request.specification
    case .offload, .verify, .probe, .transcode, .format: nil
    }
  }

  /// What was asked, in a sentence.
  fileprivate var words: String {
    let input = input.words
    return switch self {
    case .offload(let request):
      "Copy \(input) to \(request.destinations.joined(separator: " and ")), hashes \(request.algorithms.map(\.rawValue).joined(separator: ", ")), verified \(request.verify.rawValue)"
    case .verify(let request): "Verify \(input)" + (request.against.map { " against \($0)" } ?? "")
    case .probe: "Describe \(input)"
    case .qc(let request): "Inspect \(input) against \(request.specification)"
    case .transcode(let request): "Encode \(input) with \(request.preset)"
    case .format(let request): "Format \(input) to the layout \(request.layout)"
    case .deliver(let request): "Deliver \(input) to \(request.specification) in \(request.destination)"
    }
  }
}

extension TaskInput {
  fileprivate var words: String {
    switch self {
    case .path(let path): path
    case .task(let id, let below): "the output of \(id)" + (below.map { ", \($0)" } ?? "")
    }
  }
}

extension Date {
  fileprivate init(_ timestamp: Timestamp) { self.init(timeIntervalSince1970: timestamp.secondsSince1970) }
}
