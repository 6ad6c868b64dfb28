// SPDX-License-Identifier: Apache-2.0

import Catalog
import Delivery
import Farm
import Files
import Foundation
import Operations

/// The document that `run --json` prints.
struct RunDocument: Encodable {
  struct Task: Encodable {
    var id: String
    var kind: String
    var status: WorkStatus
    var seconds: Double
    var outputs: [String]
    var findings: FindingCounts
    var notes: [String]
    var wasDone: Bool
  }

  var order: String
  var status: WorkStatus
  var tasks: [Task]
  var reports: [String]

  init(_ result: OrderResult, reports: [String]) {
    order = result.order.reference
    status = result.status
    tasks = result.tasks.map { task in
      Task(
        id: task.task.id, kind: task.task.request.kind, status: task.state.status, seconds: task.seconds, outputs: task.state.outcome?.outputs ?? [],
        findings: task.state.outcome?.findings ?? FindingCounts(), notes: (task.state.outcome?.notes ?? []) + [task.state.reason].compactMap(\.self),
        wasDone: task.wasDone)
    }
    self.reports = reports
  }
}

/// The document that `run --dry-run --json` prints.
struct PlanDocument: Encodable {
  struct Task: Encodable {
    var id: String
    var kind: String
    var status: WorkStatus
    var needs: [String]
    var input: String?
    var bytesRead: Int
    var bytesWritten: [String: Int]
    var seconds: Double
    /// Files that the task will make, where that is known.
    var outputs: [String]
    var findings: FindingCounts
  }

  struct Volume: Encodable {
    var folder: String
    var needed: Int
    var available: Int
  }

  struct Obstacle: Encodable {
    var line: Int
    var column: Int
    var text: String
  }

  var order: String
  var status: WorkStatus
  var tasks: [Task]
  var volumes: [Volume]
  var obstacles: [Obstacle]

  init(_ order: WorkOrder, _ plan: OrderPlan) {
    self.order = order.reference
    status = plan.obstacles.isEmpty ? .waiting : .failed
    tasks = plan.items.map { item in
      Task(
        id: item.id, kind: item.kind, status: item.isDone ? .clean : .waiting, needs: order.task(item.id)?.needs ?? [], input: item.input,
        bytesRead: item.bytesRead, bytesWritten: item.bytesWritten, seconds: 0, outputs: item.targets, findings: FindingCounts())
    }
    volumes = plan.volumes.map { Volume(folder: $0.folder, needed: $0.needed, available: $0.available) }
    obstacles = plan.obstacles.map { Obstacle(line: $0.line, column: $0.column, text: $0.text) }
  }
}

/// What the terminal says of a task that changes its state.
enum TaskText {
  /// A line for a task that begins or ends; nothing while it waits.
  static func line(_ order: WorkOrder, _ id: String, _ state: JobState, wasDone: Bool) -> String? {
    let name = "\(id) (\(order.task(id)?.request.kind ?? ""))"
    guard let outcome = state.outcome else {
      return state.reason.map { "  \(state.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(name): \($0)" }
    }
    let counts = outcome.findings
    let found = counts.mandatory + counts.advisory + counts.info
    let findings = found == 0 ? "" : ", \(counts.mandatory) mandatory, \(counts.advisory) advisory, \(counts.info) info"
    let files = outcome.files.isEmpty ? "" : ", \(CountText(outcome.files.count, "file"))"
    return "  \(state.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \(name)\(files)\(findings)\(wasDone ? ", done before" : "")"
  }
}
