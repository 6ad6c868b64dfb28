// SPDX-License-Identifier: Apache-2.0

import Files

/// Why a report could not be made.
public struct ReportsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// WeasyPrint, which sets the pages of a PDF, is not on this machine.
    case typesetterMissing
    /// WeasyPrint was started and failed.
    case typesetterFailed
    /// WeasyPrint took longer than it was given.
    case typesetterTimedOut
    /// The value holds a number that JSON cannot write, or nests without end.
    case notEncodable
    /// A document that was to be read is no report that is known here.
    case notAReport
  }

  /// The kind of fault.
  public let code: Code
  /// The report, file or value concerned.
  public let subject: String
  /// What to try, in words.
  public let remedy: String

  /// An error about `subject`, with what to try.
  public init(_ code: Code, subject: String, remedy: String) {
    self.code = code
    self.subject = subject
    self.remedy = remedy
  }

  /// One sentence an operator can act on.
  public var description: String {
    let fault =
      switch code {
      case .typesetterMissing: "cannot be made because WeasyPrint is not installed"
      case .typesetterFailed: "could not be set by WeasyPrint"
      case .typesetterTimedOut: "took WeasyPrint too long"
      case .notEncodable: "cannot be written as JSON"
      case .notAReport: "could not be read as a report"
      }
    return "‘\(subject.printable)’ \(fault): \(remedy.printable)"
  }
}
