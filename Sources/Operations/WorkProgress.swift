// SPDX-License-Identifier: Apache-2.0

/// How far a piece of work has come.
public struct WorkProgress: Sendable, Equatable {
  /// What is counted.
  public enum Unit: String, Sendable, Codable {
    /// Bytes read or written.
    case bytes
    /// Frames decoded or encoded.
    case frames
    /// Files.
    case files
  }

  /// The task, for work that belongs to an order.
  public var task: String?
  /// What is being worked on: a file name.
  public var subject: String
  /// Units done.
  public var done: Int
  /// Units in all, where that is known.
  public var total: Int?
  /// What is counted.
  public var unit: Unit

  /// Progress of `subject`.
  public init(task: String? = nil, subject: String, done: Int, total: Int?, unit: Unit) {
    self.task = task
    self.subject = subject
    self.done = done
    self.total = total
    self.unit = unit
  }
}
