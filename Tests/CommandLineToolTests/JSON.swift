// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON value whose kind can be asked for, so that `1` is not taken for `true` nor a missing key for `null`.
indirect enum JSON: Decodable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  /// What a contract promises of a value.
  enum Kind {
    case null, flag, number, text, list, object
  }

  /// Reads the one document in `text`; more than one, or anything beside it, is an error.
  init(_ text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// The value at a path such as `files.0.duration.rate`; `nil` where there is none.
  subscript(path: String) -> JSON? {
    path.split(separator: ".").reduce(self as JSON?) { value, step in
      switch value {
      case .object(let members): members[String(step)]
      case .list(let items): Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
      default: nil
      }
    }
  }

  var kind: Kind {
    switch self {
    case .null: .null
    case .flag: .flag
    case .number: .number
    case .text: .text
    case .list: .list
    case .object: .object
    }
  }

  var truth: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var list: [JSON]? { if case .list(let items) = self { items } else { nil } }
  var object: [String: JSON]? { if case .object(let members) = self { members } else { nil } }
}

extension Program.Result {
  /// The one document on standard output.
  func document() throws -> JSON { try JSON(output) }
}
