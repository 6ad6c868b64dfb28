// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a history itself, whatever its files are like. Nothing is ever added to a history with a fault.
public struct HistoryFault: Equatable, Sendable, Codable, CustomStringConvertible {
  /// What kind of fault it is. The numbers in brackets are the exit statuses of the reference tool for the same.
  public enum Kind: String, Sendable, Codable {
    /// There is no chain (32).
    case missingChain
    /// The chain is not one, or not as its writer left it.
    case damagedChain
    /// A generation's number is not the next.
    case gap
    /// The chain lists a manifest that is not there (33).
    case missingManifest
    /// A manifest is not as the chain, or the history around it, says (31).
    case modifiedManifest
    /// A manifest is there that the chain does not list.
    case unlistedManifest
    /// A manifest that cannot be read, or lists what cannot be used.
    case unusableManifest
    /// There is no generation at all.
    case empty
  }

  /// What kind of fault it is.
  public let kind: Kind
  /// The file it is about, from the scope that was looked at.
  public let path: String
  /// What was found.
  public let text: String

  /// The sentence for people.
  public var description: String { text }
}
