// SPDX-License-Identifier: Apache-2.0

/// What a fact of a delivered file has to be.
public enum Requirement<Value: Hashable & Sendable>: Hashable, Sendable, CustomStringConvertible {
  /// One of these values.
  case anyOf([Value])
  /// The value of the source it was made from.
  case asSource

  /// The requirement in words: `1920x1080 or 3840x2160`.
  public var description: String {
    switch self {
    case .anyOf(let values): values.map { "\($0)" }.joined(separator: " or ")
    case .asSource: "as the source"
    }
  }
}

extension Requirement: Encodable {
  /// The values as texts, or `"asSource"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .anyOf(let values): try container.encode(values.map { "\($0)" })
    case .asSource: try container.encode("asSource")
    }
  }
}
