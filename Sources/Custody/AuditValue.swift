// SPDX-License-Identifier: Apache-2.0

/// One detail of an audit entry: a JSON value that has nothing inside it. Fractions are kept as text, with their unit, since programs
/// disagree about how to write them.
public enum AuditValue: Hashable, Sendable {
  /// Text.
  case text(String)
  /// A whole number.
  case integer(Int64)
  /// Yes or no.
  case boolean(Bool)
  /// Known to be nothing.
  case null
}

extension AuditValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// Nothing.
  public init(nilLiteral: ()) { self = .null }
}

extension AuditValue: Codable {
  /// Reads a JSON text, whole number, boolean or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a JSON text, whole number, boolean or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .null: try container.encodeNil()
    }
  }
}
