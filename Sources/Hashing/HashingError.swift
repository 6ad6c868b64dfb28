// SPDX-License-Identifier: Apache-2.0

/// Why something is not a hash value.
public struct HashingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// There are more or fewer characters, or bytes, than the algorithm makes.
    case wrongLength
    /// A character is no digit of the algorithm's text, or the digits stand for too large a number.
    case wrongDigit
  }

  /// The kind of fault.
  public let code: Code
  /// The algorithm the value should belong to.
  public let algorithm: HashAlgorithm
  /// What was given.
  public let subject: String

  /// An error about `subject`.
  public init(_ code: Code, _ algorithm: HashAlgorithm, subject: String) {
    self.code = code
    self.algorithm = algorithm
    self.subject = subject
  }

  /// One sentence an operator can act on.
  public var description: String {
    let digits = algorithm == .c4 ? "‘c4’ and 88 digits of base 58" : "\(algorithm.textLength) hexadecimal digits"
    return
      "‘\(subject.prefix(100))’ is not a value of \(algorithm.rawValue), which is written as \(digits): check which program and algorithm made it"
  }
}
