// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files

/// What `--set KEY=VALUE` says, in the options of every command that has it.
enum Settings {
  /// The values by their keys.
  ///
  /// - Parameters:
  ///   - known: the keys that mean something; any where `nil`.
  ///   - what: what has such keys, to begin a sentence: "no folder name".
  /// - Throws: `ValidationError` for what is no such text, has no value, is said twice, or is not known.
  static func values(of items: [String], known: [String]? = nil, what: String = "") throws -> [String: String] {
    try items.reduce(into: [:]) { values, item in
      guard let equals = item.firstIndex(of: "="), equals > item.startIndex else { throw ValidationError("‘--set \(item)’: write it as KEY=VALUE") }
      let (key, value) = (String(item[..<equals]), String(item[item.index(after: equals)...]))
      if let known, !known.contains(key) { throw ValidationError("\(what) uses ‘\(key)’\(NearestName.question(key, among: known))") }
      guard value.contains(where: { !$0.isWhitespace }) else {
        throw ValidationError("‘--set \(key)=’ has no value: write one behind ‘=’, or leave it out")
      }
      guard values.updateValue(value, forKey: key) == nil else { throw ValidationError("‘\(key)’ is set twice") }
    }
  }
}
