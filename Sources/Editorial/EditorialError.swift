// SPDX-License-Identifier: Apache-2.0

/// Why an editorial list could not be read or written at all. What is merely odd in a list is a `ParseNote`.
public struct EditorialError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// The bytes are no list of the expected kind.
    case notRecognized
    /// Something that the list refers to is not whole.
    case damaged
    /// More bytes than such a list ever has.
    case tooLarge
    /// A column that every reader asks for is not there.
    case missingColumn
    /// Clips of several frame rates in a list that can state one.
    case mixedRates
    /// A format that is read only.
    case unwritable
  }

  /// The kind of fault.
  public let code: Code
  /// The file, or the list, that the fault is about.
  public let subject: String
  /// What is wrong and what to try, in words.
  public let detail: String

  /// An error about `subject`.
  public init(_ code: Code, subject: String, detail: String) {
    self.code = code
    self.subject = subject
    self.detail = detail
  }

  /// One sentence an operator can act on.
  public var description: String { "‘\(subject)’ \(detail)" }
}
