// SPDX-License-Identifier: Apache-2.0

internal import Files

/// A text with a line an item, `Name: value`, as operators keep those of AS-11: written on any system, with or without a byte-order mark.
struct ItemLines {
  /// A line that says something.
  struct Line {
    /// Its number, from 1.
    let number: Int
    /// Its text, without the blanks around it.
    let text: Substring
  }

  /// The lines that say something.
  let lines: [Line]

  init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { number, line in
      let text = Self.trimmed(line)
      return text.isEmpty ? nil : Line(number: number + 1, text: text)
    }
  }

  /// The lines as names and values.
  /// - Throws: `FilesError` with code `malformed`, which names the line that is none.
  func items(subject: String) throws(FilesError) -> [(number: Int, name: Substring, value: Substring)] {
    var items: [(number: Int, name: Substring, value: Substring)] = []
    for line in lines {
      let parts = line.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw FilesError(.malformed, subject: "\(subject):\(line.number)", remedy: "‘\(line.text.prefix(80))’ is not ‘Name: value’")
      }
      items.append((line.number, Self.trimmed(parts[0]), Self.trimmed(parts[1])))
    }
    return items
  }

  static func trimmed(_ text: Substring) -> Substring {
    func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
    let head = text.drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return head }
    return head[...last]
  }
}
