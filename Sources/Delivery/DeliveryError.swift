// SPDX-License-Identifier: Apache-2.0

import Files

/// Why a specification could not be read, or a delivery could not be named or described.
public struct DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// The file could not be read, or is no YAML.
    case unreadable
    /// A key or value of a specification file is not one that Lineup knows.
    case invalidSpecification
    /// No specification has that name.
    case unknownSpecification
    /// Two specifications have one name.
    case duplicateSpecification
    /// The naming pattern cannot give a file name.
    case invalidPattern
    /// A key or value of a folder template is not one that Lineup knows.
    case invalidTemplate
    /// No folder template has that name.
    case unknownTemplate
    /// No destination of that name is known.
    case unknownDestination
    /// Two destinations have one name.
    case duplicateDestination
    /// A value is missing, unknown or not of the form that the specification asks for.
    case invalidMetadata
  }

  /// The kind of fault.
  public let code: Code
  /// What it is about: a file with line and column, a specification, a field.
  public let subject: String
  /// What is wrong, as the end of a sentence that begins with the subject.
  public let fault: String
  /// What to try.
  public let remedy: String

  /// An error about `subject`.
  public init(_ code: Code, subject: String, fault: String, remedy: String) {
    self.code = code
    self.subject = subject
    self.fault = fault
    self.remedy = remedy
  }

  /// One sentence an operator can act on.
  public var description: String { "\(subject.printable) \(fault): \(remedy)" }
}
