// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a client asked for, in the machine room's own verbs: the document that drives everything.
///
/// A work order is read whole and checked whole before anything starts (`WorkOrder.read`). Its tasks name each other, so that independent ones
/// run at once and one that needs a failed task is blocked.
public struct WorkOrder: Sendable, Equatable {
  /// How soon it matters beside other orders.
  public enum Priority: String, Sendable, Codable, CaseIterable {
    /// May wait.
    case low
    /// The default.
    case normal
    /// Before normal ones.
    case high
    /// Before everything.
    case urgent
  }

  /// Somebody to tell.
  public struct Contact: Sendable, Equatable, Codable {
    /// A name or a role.
    public var name: String
    /// An address, where one was given.
    public var email: String?

    /// A contact.
    public init(name: String, email: String? = nil) {
      self.name = name
      self.email = email
    }
  }

  /// One thing to do.
  public struct Task: Sendable, Equatable {
    /// The task's name within the order.
    public var id: String
    /// Tasks that must be clean before this one starts: those it lists, and those whose outputs it takes.
    public var needs: [String]
    /// What to do.
    public var request: TaskRequest
    /// Line of the order at which the task begins, from 1.
    public var line: Int

    /// A task.
    public init(id: String, needs: [String] = [], request: TaskRequest, line: Int = 1) {
      self.id = id
      self.needs = needs
      self.request = request
      self.line = line
    }
  }

  /// The order's number or name, such as `WO-2026-0147`.
  public var reference: String
  /// Who pays.
  public var client: String?
  /// The production.
  public var production: String?
  /// The programme, episode or spot.
  public var title: String?
  /// When it must be done.
  public var due: Date?
  /// How soon it matters.
  public var priority: Priority
  /// Whom to tell.
  public var contacts: [Contact]
  /// What to do, in the order of the document.
  public var tasks: [Task]
  /// The folder that relative paths start from: the order file's own.
  public var folder: URL
  /// The order file.
  public var file: URL
  /// SHA-256 of the order file, in hexadecimal.
  public var digest: String

  /// A task by its name.
  public func task(_ id: String) -> Task? { tasks.first { $0.id == id } }

  /// An absolute path for one that was written in the order.
  public func resolve(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder.appendingPathComponent(path).standardizedFileURL.path
  }
}
