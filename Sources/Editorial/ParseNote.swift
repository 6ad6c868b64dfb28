// SPDX-License-Identifier: Apache-2.0

/// Something odd about a list that was read, or about one that was written, with its place. What it is about was kept as well as it could be.
public struct ParseNote: Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1; 0 for the list as a whole.
  public let line: Int
  /// What is odd, and what was made of it.
  public let text: String

  /// A note about a line.
  public init(line: Int, _ text: String) {
    self.line = line
    self.text = text
  }

  /// The note with its place.
  public var description: String { line > 0 ? "line \(line): \(text)" : text }
}
