// SPDX-License-Identifier: Apache-2.0

/// Why an inspection could not go on.
public struct QualityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of trouble.
  public enum Code: String, Hashable, Sendable {
    /// A picture or sound came from a stream that the description does not have.
    case unknownStream
    /// The inspection was cancelled, or its task was.
    case cancelled
    /// The inspection had already ended.
    case finished
  }

  /// The kind of trouble.
  public let code: Code
  /// The file or stream.
  public let subject: String

  /// An error about `subject`.
  public init(_ code: Code, subject: String) {
    self.code = code
    self.subject = subject
  }

  /// One sentence an operator can act on.
  public var description: String {
    switch code {
    case .unknownStream: "\(subject) has no such stream in its description: probe the file again and inspect it anew"
    case .cancelled: "the inspection of \(subject) was cancelled: run it again for a verdict"
    case .finished: "the inspection of \(subject) has ended: begin another one"
    }
  }
}
