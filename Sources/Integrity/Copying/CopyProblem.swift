// SPDX-License-Identifier: Apache-2.0

import Files

/// Something that must be put right before a copy can begin.
public struct CopyProblem: Equatable, Codable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Codable, Sendable {
    /// There is no such source.
    case sourceMissing
    /// The source is neither a file nor a folder, or has no name of its own.
    case sourceUnusable
    /// The source has no files: the card is not mounted, most likely.
    case sourceEmpty
    /// The plan names no destination, or no format that a manifest can hold.
    case planIncomplete
    /// Two destinations are the same folder.
    case destinationTwice
    /// A destination is the source, or inside it.
    case destinationInsideSource
    /// The source is inside the copy that would be written.
    case sourceInsideDestination
    /// A destination is not a folder.
    case destinationNotFolder
    /// A destination cannot be written, or its volume does not answer.
    case destinationNotWritable
    /// Another copy is at work in the same place.
    case destinationBusy
    /// A volume has too little room.
    case noSpace
    /// Something else with that name is there.
    case collision
    /// The same files are there under another name.
    case duplicate
    /// Two names that the destination cannot keep apart.
    case namesCollide
    /// A socket, pipe or device, or a name that no manifest or a destination cannot hold.
    case unsupportedEntry
    /// An entry of the source cannot be read.
    case unreadableEntry
    /// A finished copy that would be added to cannot be read, so that nobody knows whether it is of the same card.
    case unreadableCopy
  }

  /// What is wrong.
  public let code: Code
  /// The path it is about.
  public let subject: String
  /// What is wrong and what to do, to follow the subject in a sentence.
  public let text: String

  /// One sentence for the operator.
  public var description: String { "\(subject.printable): \(text)" }

  init(_ code: Code, _ subject: String, _ text: String) {
    self.code = code
    self.subject = subject
    self.text = text
  }
}
