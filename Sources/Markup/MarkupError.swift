// SPDX-License-Identifier: Apache-2.0

/// Why XML could not be read or written.
public struct MarkupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It ends inside an element, a tag or a comment.
    case truncated
    /// It breaks a rule of XML 1.0 or of Namespaces in XML 1.0.
    case malformed
    /// The bytes are not text in the encoding they claim.
    case badEncoding
    /// It has a character that XML 1.0 forbids (section 2.2), such as a control character.
    case illegalCharacter
    /// It declares or uses entities of its own, which are never expanded here.
    case entityRefused
    /// It is longer, more deeply nested or more crowded with attributes than the limits allow.
    case limitExceeded
    /// An element or attribute that must be there is not, or has an unusable value.
    case unexpectedContent
  }

  /// A place in a document.
  public struct Place: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int
  }

  /// The kind of fault.
  public let code: Code
  /// The file or document it is about.
  public let subject: String
  /// Where in it, when reading.
  public let place: Place?
  /// What is wrong there, in words, and what to try where that is known.
  public let detail: String

  /// An error about `subject`.
  public init(_ code: Code, subject: String, place: Place? = nil, detail: String) {
    self.code = code
    self.subject = subject
    self.place = place
    self.detail = detail
  }

  /// One sentence an operator can act on.
  public var description: String {
    let position = place.map { ", line \($0.line), column \($0.column)" } ?? ""
    let remedy =
      switch code {
      case .empty, .truncated: "copy it again from its source"
      case .malformed, .badEncoding, .illegalCharacter, .unexpectedContent: "correct it, or have its maker export it again"
      case .entityRefused: "have its maker export it without a document type"
      case .limitExceeded: "check that it is the right file"
      }
    return "‘\(subject)’\(position): \(detail); \(remedy)"
  }
}
