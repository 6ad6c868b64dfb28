// SPDX-License-Identifier: Apache-2.0

/// A pattern that a whole name must fit, character by character, with parts of it named.
///
/// Inside `{field:…}` stands `9` for a digit, `A` for a capital letter, `a` for a small one, `X` for a digit or capital letter and `U` for a
/// capital letter or an underscore; everything else, and everything outside of fields, stands for itself. Fields may lie inside fields.
struct NamePattern: ExpressibleByStringLiteral {
  private enum Sign {
    case literal(UInt8), digit, capital, small, either, capitalOrUnderscore

    func accepts(_ byte: UInt8) -> Bool {
      let (isDigit, isCapital) = ((48...57).contains(byte), (65...90).contains(byte))
      return switch self {
      case .literal(let own): byte == own
      case .digit: isDigit
      case .capital: isCapital
      case .small: (97...122).contains(byte)
      case .either: isDigit || isCapital
      case .capitalOrUnderscore: isCapital || byte == UInt8(ascii: "_")
      }
    }
  }

  private var signs: [Sign] = []
  private var fields: [(name: String, range: Range<Int>)] = []

  init(stringLiteral text: String) {
    var open: [(name: String, start: Int)] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "{"):
        let name = rest.prefix { $0 != UInt8(ascii: ":") }
        rest = rest.dropFirst(name.count + 1)
        open.append((String(decoding: name, as: UTF8.self), signs.count))
      case UInt8(ascii: "}"):
        guard let field = open.popLast() else { preconditionFailure("a field that ends has begun") }
        fields.append((field.name, field.start..<signs.count))
      case UInt8(ascii: "9") where !open.isEmpty: signs.append(.digit)
      case UInt8(ascii: "A") where !open.isEmpty: signs.append(.capital)
      case UInt8(ascii: "a") where !open.isEmpty: signs.append(.small)
      case UInt8(ascii: "X") where !open.isEmpty: signs.append(.either)
      case UInt8(ascii: "U") where !open.isEmpty: signs.append(.capitalOrUnderscore)
      default: signs.append(.literal(byte))
      }
    }
    precondition(open.isEmpty, "a field that begins ends")
  }

  /// The fields of `name`; `nil` where it does not fit.
  func match(_ name: [UInt8]) -> [String: String]? {
    guard name.count == signs.count, zip(signs, name).allSatisfy({ $0.accepts($1) }) else { return nil }
    return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, String(decoding: name[$0.range], as: UTF8.self)) })
  }
}
