// SPDX-License-Identifier: Apache-2.0

import Files

/// Why a copy, a verification or a manifest could not be done at all. (What is wrong with the files themselves is reported, not thrown.)
public struct IntegrityError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Code: String, Sendable, Codable {
    /// Preflight found problems; nothing was copied.
    case refused
    /// There is no such file or folder, or it cannot be read.
    case unreadable
    /// It cannot be written.
    case unwritable
    /// It is not a manifest, chain or checksum list.
    case malformed
    /// There is nothing to verify against.
    case noHistory
    /// A value cannot be said in the format that was asked for.
    case inexpressible
    /// The operator stopped it.
    case cancelled
  }

  /// What kind of trouble it is.
  public let code: Code
  /// The file, folder or volume it is about.
  public let subject: String
  /// One sentence: what happened, and what to try.
  public let explanation: String
  /// Every problem, when preflight refused.
  public let problems: [CopyProblem]
  /// What is to be kept beside copies that something else was offered for, by whoever ends the offload.
  public let refusals: [RefusedOffload.Due]

  /// An error about `subject`.
  public init(_ code: Code, _ subject: String, _ explanation: String, problems: [CopyProblem] = [], refusals: [RefusedOffload.Due] = []) {
    self.code = code
    self.subject = subject
    self.explanation = explanation
    self.problems = problems
    self.refusals = refusals
  }

  /// One sentence for the operator; of several problems, a line for each, up to twenty.
  public var description: String {
    guard problems.count > 1 else { return "\(subject.printable): \(explanation)" }
    let more = problems.count > 20 ? ["and \(problems.count - 20) more"] : []
    let lines = problems.prefix(20).map(\.description) + more
    return "there are \(problems.count) problems, and nothing was copied:" + lines.map { "\n  \($0)" }.joined()
  }

  /// The refusal of a plan that preflight found fault with.
  static func refused(_ problems: [CopyProblem], _ refusals: [RefusedOffload.Due] = []) -> IntegrityError {
    let first = problems.first
    return IntegrityError(.refused, first?.subject ?? "copy", first?.text ?? "cannot be done", problems: problems, refusals: refusals)
  }

  /// The same error once what is due was kept: a problem more for each copy beside which that could not be done.
  public func keepingRefusals() -> IntegrityError {
    guard !refusals.isEmpty else { return self }
    let unkept = refusals.compactMap { due in due.keep().map { CopyProblem(.destinationNotWritable, due.root, $0) } }
    return IntegrityError(code, subject, explanation, problems: problems + unkept)
  }
}

extension IntegrityError {
  static func unfinishedCopy(_ path: String) -> IntegrityError { IntegrityError(.refused, path, CopyPlan.unfinishedCopy) }
}
