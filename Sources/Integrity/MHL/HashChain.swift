// SPDX-License-Identifier: Apache-2.0

public import Hashing

/// The list of a history's generations with the C4 of each manifest file (`ascmhl_chain.xml`, namespace `urn:ASC:MHL:DIRECTORY:v2.0`).
public struct HashChain: Equatable, Sendable {
  /// One generation.
  public struct Link: Equatable, Sendable {
    /// The number of the generation, from 1 without a gap.
    public var number: Int
    /// The manifest's file name, beside the chain.
    public var fileName: String
    /// The C4 of the manifest file.
    public var c4: Digest

    /// A link.
    public init(number: Int, fileName: String, c4: Digest) {
      self.number = number
      self.fileName = fileName
      self.c4 = c4
    }
  }

  /// The generations, oldest first.
  public var links: [Link]

  /// A chain.
  public init(links: [Link] = []) { self.links = links }
}
