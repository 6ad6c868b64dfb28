// SPDX-License-Identifier: Apache-2.0

/// Something in a manifest that is not as the standard has it, but did not keep the rest from being read.
public struct ManifestNote: Equatable, Sendable, CustomStringConvertible {
  /// The line of the file, from 1.
  public let line: Int
  /// What was found, and what was made of it.
  public let text: String
  /// Whether a file or folder that the manifest lists was passed over, so that nothing vouches for it.
  public let leavesOutEntry: Bool
  /// Whether it is of an entry for what has one already. In a history the chain vouches for who wrote it; a list by itself may have been added to.
  var isRepeated = false

  /// How many of one manifest are kept: a program that leaves out every action makes one a file.
  static let mostKept = 200

  /// The note with its line.
  public var description: String { "line \(line): \(text)" }
}
