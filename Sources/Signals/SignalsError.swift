// SPDX-License-Identifier: Apache-2.0

/// Why something could not be drawn.
public struct SignalsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// A font is not there, or is none.
    case noFont
    /// The font has no letter for a character.
    case missingLetter
    /// A text is too long for its place.
    case doesNotFit
  }

  /// The kind of fault.
  public let code: Code
  /// The file or text that it is about.
  public let subject: String
  /// One sentence an operator can act on.
  public let description: String

  init(_ code: Code, subject: String, _ description: String) {
    self.code = code
    self.subject = subject
    self.description = description
  }
}
