// SPDX-License-Identifier: Apache-2.0

/// Why a rate, a label or a conversion could not be made.
public struct TimingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// The text or fraction is no frame rate.
    case invalidRate
    /// Drop-frame was asked of, or a drop-frame label given at, a rate that has no drop-frame count.
    case noDropFrame
    /// The text is no timecode, footage or pair label.
    case malformed
    /// A number of the label, or a rate, is out of its range.
    case outOfRange
    /// The label is one of those that drop-frame leaves out.
    case droppedLabel
    /// The result lies outside the 24-hour day and wrapping was not asked for.
    case outsideDay
    /// The two values run at different rates.
    case rateMismatch
    /// The conversion has no exact whole result.
    case inexact
  }

  /// The kind of fault.
  public let code: Code
  /// What was typed or given.
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
      case .invalidRate: "is not a frame rate"
      case .noDropFrame: "has no drop-frame count"
      case .malformed: "cannot be read"
      case .outOfRange: "is out of range"
      case .droppedLabel: "does not exist in drop-frame"
      case .outsideDay: "lies outside the 24-hour day"
      case .rateMismatch: "runs at another rate"
      case .inexact: "has no exact whole result"
      }
    return "‘\(subject)’ \(fault): \(remedy)"
  }
}
