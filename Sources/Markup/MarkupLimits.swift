// SPDX-License-Identifier: Apache-2.0

/// How much of a document of unknown origin is put up with. Nothing in it is ever expanded, so memory follows from its length.
public struct MarkupLimits: Hashable, Sendable {
  /// The length of the document in bytes.
  public var bytes: Int
  /// How many elements may be inside one another.
  public var depth: Int
  /// How many attributes one element may have.
  public var attributes: Int

  /// Limits as given; the defaults leave room for the manifest of a million files.
  public init(bytes: Int = 1 << 30, depth: Int = 256, attributes: Int = 256) {
    self.bytes = bytes
    self.depth = depth
    self.attributes = attributes
  }

  /// The usual limits.
  public static let standard = MarkupLimits()
}
