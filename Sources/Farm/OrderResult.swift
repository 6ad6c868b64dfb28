// SPDX-License-Identifier: Apache-2.0

public import Catalog
public import Files
public import Operations

/// How a work order ended, task by task.
public struct OrderResult: Sendable {
  /// One task.
  public struct Task: Sendable {
    /// The task as it was ordered.
    public var task: WorkOrder.Task
    /// How it ended.
    public var state: JobState
    /// When it began; `nil` where it never did.
    public var started: Timestamp?
    /// When it ended.
    public var finished: Timestamp?
    /// How long it worked.
    public var seconds: Double
    /// Whether it was done in an earlier run of the order and still stood.
    public var wasDone: Bool
  }

  /// The order.
  public var order: WorkOrder
  /// Its tasks, in the order of the document.
  public var tasks: [Task]
  /// When the first of its tasks began, in whichever run that was.
  public var started: Timestamp
  /// When the last of its tasks ended.
  public var finished: Timestamp

  /// How the order as a whole ended: clean where every task did. What was stopped by a person is cancelled; what was examined and did not pass is
  /// rejected; failed where nothing came of it, partial where some tasks were done and others could not be.
  public var status: WorkStatus {
    let statuses = tasks.map(\.state.status)
    if statuses.allSatisfy({ $0 == .clean }) { return .clean }
    if statuses.contains(.cancelled) { return .cancelled }
    let couldNot = statuses.contains { [.failed, .partial].contains($0) }
    if couldNot { return statuses.contains { [.clean, .rejected, .partial].contains($0) } ? .partial : .failed }
    return .rejected
  }
}
