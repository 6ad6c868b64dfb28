// SPDX-License-Identifier: Apache-2.0

import Files
import Yams

/// A mistake in a YAML document, and where it stands.
public struct YAMLMistake: Error, Sendable, Hashable, CustomStringConvertible {
  /// Line, from 1.
  public let line: Int
  /// Column, from 1.
  public let column: Int
  /// What is wrong and what to write instead.
  public let text: String

  /// A mistake at `line` and `column`.
  public init(line: Int, column: Int, text: String) {
    self.line = line
    self.column = column
    self.text = text
  }

  /// As compilers write it, so that editors can jump there: `12:5: …`.
  public var description: String { "\(line):\(column): \(text.printable)" }
}

/// A YAML document read strictly: unknown keys, wrong types and values out of range are collected, all of them, each with its place.
///
/// The document is bounded before it is parsed: a few bytes of nested brackets must not exhaust the stack.
package struct StrictYAML {
  /// The document's top value.
  package let root: Value
  /// Every mistake found so far, in the order of the document.
  package var mistakes: [YAMLMistake] { log.mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) } }

  private let log: Log

  /// The most bytes a document may have.
  package static let maximumBytes = 4 << 20
  /// The most flow collections that may be open at once, and a line's longest.
  private static let maximumDepth = 64, maximumLine = 16_384

  /// Parses `text`.
  ///
  /// - Throws: `YAMLMistake` where the text is no YAML at all.
  package init(_ text: String) throws(YAMLMistake) {
    // Editors on Windows begin a file with a byte order mark, which YAML 1.2 (5.2) allows.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try Self.checkBounds(text)
    try Self.refuseAliases(text)
    let log = Log()
    do {
      guard let node = try Yams.compose(yaml: text) else { throw YAMLMistake(line: 1, column: 1, text: "the document is empty") }
      self.root = Value(node: node, log: log, fallback: (1, 1))
      self.log = log
    } catch let mistake as YAMLMistake {
      throw mistake
    } catch {
      throw Self.mistake(for: error, in: text)
    }
  }

  private static func checkBounds(_ text: String) throws(YAMLMistake) {
    guard text.utf8.count <= maximumBytes else {
      throw YAMLMistake(line: 1, column: 1, text: "the document is larger than \(maximumBytes >> 20) MiB")
    }
    var (line, column, depth) = (1, 1, 0)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): (line, column) = (line + 1, 0)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      default: break
      }
      guard depth <= maximumDepth else { throw YAMLMistake(line: line, column: column, text: "brackets are nested more than \(maximumDepth) deep") }
      guard column <= maximumLine else { throw YAMLMistake(line: line, column: 1, text: "the line is longer than \(maximumLine) bytes") }
      column += 1
    }
  }

  /// Refuses anchors and aliases wherever they could stand: nothing here needs them, and a page of them can stand for more than fits into memory.
  private static func refuseAliases(_ text: String) throws(YAMLMistake) {
    var (line, column, previous) = (1, 0, UInt8(ascii: "\n"))
    var marker: UInt8?
    for byte in text.utf8 {
      column += 1
      let isNameByte = byte >= 0x80 || UnicodeScalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
      if let marker, isNameByte {
        let sign = Character(UnicodeScalar(marker))
        throw YAMLMistake(
          line: line, column: column - 1, text: "‘\(sign)’ before a name means an alias, which is not used here: put a space after it")
      }
      let startsToken = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
      marker = startsToken && " \t\r\n[]{},?:-".utf8.contains(previous) ? byte : nil
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
      previous = byte
    }
  }

  /// The column of the tab in a line's indentation, if there is one (YAML 1.2, 6.1).
  private static func tabColumn(line: Int, of text: String) -> Int? {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return nil }
    let spaces = lines[line - 1].prefix { $0 == UInt8(ascii: " ") }.count
    return lines[line - 1].dropFirst(spaces).first == UInt8(ascii: "\t") ? spaces + 1 : nil
  }

  private static func mistake(for error: any Error, in text: String) -> YAMLMistake {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      if let column = tabColumn(line: mark.line, of: text) {
        YAMLMistake(line: mark.line, column: column, text: "a tab: indent with spaces")
      } else {
        YAMLMistake(line: mark.line, column: mark.column, text: "not YAML: \(problem)")
      }
    case .duplicatedKeysInMapping(let duplicates, let context):
      YAMLMistake(line: context.mark.line, column: context.mark.column, text: "written twice: \(duplicates.sorted().joined(separator: ", "))")
    default:
      YAMLMistake(line: 1, column: 1, text: "not YAML: the text holds characters that YAML does not allow")
    }
  }
}

// MARK: - Values

extension StrictYAML {
  /// Where the mistakes of one document gather.
  final class Log {
    var mistakes: [YAMLMistake] = []
  }

  /// A value at its place. Asking for what it is not notes a mistake and answers `nil`.
  package struct Value {
    let node: Node
    let log: Log
    let fallback: (line: Int, column: Int)

    private var mark: (line: Int, column: Int) { node.mark.map { ($0.line, $0.column) } ?? fallback }
    /// The line at which the value begins, from 1.
    package var line: Int { mark.line }

    /// The text at `key`, without a mistake where there is none: for names that must be known before the rest is read.
    package func peekText(_ key: String) -> String? { node[key]?.scalar?.string }

    /// Notes that the value is wrong.
    package func mistake(_ text: String) { log.mistakes.append(YAMLMistake(line: mark.line, column: mark.column, text: text)) }

    /// The value as a mapping that may have `keys` and no others.
    package func mapping(_ what: String, keys: [String]) -> Mapping? {
      guard case .mapping(let mapping) = node else {
        mistake("\(what) must be a mapping of \(keys.joined(separator: ", "))")
        return nil
      }
      var values: [String: Value] = [:]
      for (key, value) in mapping {
        let place = Value(node: key, log: log, fallback: mark)
        guard case .scalar(let scalar) = key, keys.contains(scalar.string) else {
          let name = key.scalar?.string ?? "?"
          place.mistake("\(what) has no ‘\(name)’" + NearestName.question(name, among: keys))
          continue
        }
        values[scalar.string] = Value(node: value, log: log, fallback: place.mark)
      }
      return Mapping(values: values, place: self, what: what)
    }

    /// The value as a mapping with keys of its author's choosing, in the order written.
    package func freeMapping(_ what: String) -> [(key: String, value: Value)] {
      guard case .mapping(let mapping) = node else {
        mistake("\(what) must be a mapping")
        return []
      }
      return mapping.compactMap { key, value in
        guard case .scalar(let scalar) = key else { return nil }
        return (scalar.string, Value(node: value, log: log, fallback: mark))
      }
    }

    /// The value as a list.
    package func list(_ what: String) -> [Value]? {
      guard case .sequence(let sequence) = node else {
        mistake("\(what) must be a list")
        return nil
      }
      return sequence.map { Value(node: $0, log: log, fallback: mark) }
    }

    /// The value as a list, where a single value counts as a list of one.
    package func listOrOne(_ what: String) -> [Value] {
      if case .sequence = node { return list(what) ?? [] }
      return [self]
    }

    /// The value as text that is not empty.
    package func text(_ what: String) -> String? {
      guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
        mistake("\(what) must be text")
        return nil
      }
      return scalar.string
    }

    /// The value as a number within `range`.
    package func number(_ what: String, in range: ClosedRange<Double>) -> Double? {
      guard case .scalar(let scalar) = node, let number = Double(scalar.string), range.contains(number) else {
        mistake("\(what) must be a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
      }
      return number
    }

    /// The value as a whole number within `range`.
    package func integer(_ what: String, in range: ClosedRange<Int>) -> Int? {
      guard case .scalar(let scalar) = node, let number = Int(scalar.string), range.contains(number) else {
        mistake("\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
      }
      return number
    }

    /// The value as `true` or `false`.
    package func flag(_ what: String) -> Bool? {
      guard let flag = node.bool else {
        mistake("\(what) must be true or false")
        return nil
      }
      return flag
    }

    /// The value as one of a set of names.
    package func choice<Choice: RawRepresentable & CaseIterable>(_ what: String, of type: Choice.Type) -> Choice? where Choice.RawValue == String {
      let names = Choice.allCases.map(\.rawValue)
      guard case .scalar(let scalar) = node, let choice = Choice(rawValue: scalar.string) else {
        let name = node.scalar?.string ?? ""
        mistake("\(what) must be one of \(names.joined(separator: ", "))" + NearestName.question(name, among: names))
        return nil
      }
      return choice
    }
  }

  /// A mapping whose keys are known.
  package struct Mapping {
    let values: [String: Value]
    let place: Value
    let what: String

    /// The value of `key`, where it was written.
    package subscript(key: String) -> Value? { values[key] }

    /// The value of `key`; its absence is a mistake of the mapping.
    package func required(_ key: String) -> Value? {
      guard let value = values[key] else {
        place.mistake("\(what) needs ‘\(key)’")
        return nil
      }
      return value
    }

    /// The keys that were written, sorted.
    package var keys: [String] { values.keys.sorted() }
    /// Notes that the mapping as a whole is wrong.
    package func mistake(_ text: String) { place.mistake(text) }
    /// The line at which the mapping begins, from 1.
    package var line: Int { place.line }
  }
}
