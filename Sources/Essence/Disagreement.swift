// SPDX-License-Identifier: Apache-2.0

/// A fact on which a file's wrapper and its essence differ.
public struct Disagreement: Hashable, Sendable, Codable {
  /// The fact, as `video[0].width`.
  public var fact: String
  /// What the wrapper says.
  public var wrapper: String
  /// What the essence says.
  public var essence: String

  /// A disagreement about `fact`.
  public init(fact: String, wrapper: String, essence: String) {
    self.fact = fact
    self.wrapper = wrapper
    self.essence = essence
  }
}
