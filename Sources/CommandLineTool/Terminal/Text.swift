// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A length of time as people read it: `4.2 s`, `12 min 05 s`.
struct DurationText: CustomStringConvertible {
  let description: String

  init(_ seconds: Double) {
    let whole = Int(seconds.rounded())
    description =
      if seconds < 60 {
        String(format: "%.1f s", seconds)
      } else if whole < 3600 {
        String(format: "%d min %02d s", whole / 60, whole % 60)
      } else {
        String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
      }
  }
}

/// An optional whose absence is written as `null`, for keys that a contract promises.
@propertyWrapper
struct Null<Value: Encodable>: Encodable {
  var wrappedValue: Value?

  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
