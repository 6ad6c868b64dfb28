// SPDX-License-Identifier: Apache-2.0

import Files

/// Why a task could not be done.
public struct OperationsError: Error, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Sendable {
    /// The work order has mistakes; nothing was started.
    case invalidOrder
    /// There is no media to work on.
    case noMedia
    /// A name is not known.
    case unknownName
    /// A file that would have been written is there already, with other content.
    case alreadyExists
    /// An input does not exist or cannot be used.
    case badInput
    /// Another process holds the workspace.
    case busy
    /// A person stopped the work.
    case cancelled
  }

  /// The kind of fault.
  public let code: Code
  /// The file, task or order.
  public let subject: String
  /// One sentence an operator can act on; of several problems, a line for each.
  public let description: String

  /// An error about `subject`. Names in the sentence may come from outside: what would spoil a line of text is shown as escapes.
  public init(_ code: Code, subject: String, _ description: String) { self.init(code, subject: subject, lines: [description]) }

  /// An error that takes several lines to tell.
  init(_ code: Code, subject: String, lines: [String]) {
    self.code = code
    self.subject = subject
    description = lines.map(\.printable).joined(separator: "\n")
  }
}
