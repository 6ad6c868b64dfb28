// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation

/// What a manifest leaves out: lines in the syntax of gitignore, the last match deciding.
public struct IgnorePatterns: Sendable {
  /// What every ASC MHL history leaves out.
  public static let standard = [".DS_Store", "ascmhl", "ascmhl/"]

  /// The lines, in order, each once: the standard ones, and of every other the last, which is the one that decides.
  public let lines: [String]
  private let rules: [Rule]
  /// Where in `rules` lines are that leave out one path: a history may have thousands of those, and they are not tried one by one.
  private var places: [String: Int] = [:]
  /// The others, in order: each is tried on every entry, so that there are so many at most.
  private var others: [Int] = []
  /// How many lines are not tried, since there are too many: nothing is left out for their sake.
  public private(set) var untried = 0
  /// No folder needs so many; a list made to keep the reader busy has more.
  static let mostTried = 1000

  /// The standard lines alone.
  static let none = IgnorePatterns()

  /// The standard lines and then `more`.
  public init(_ more: [String] = []) {
    var seen = Set(Self.standard)
    lines = Self.standard + more.reversed().filter { !$0.isEmpty && seen.insert($0).inserted }.reversed()
    rules = lines.compactMap(Rule.init)
    for (index, rule) in rules.enumerated() {
      if let path = rule.onlyPath { places[path] = index } else if others.count < Self.mostTried { others.append(index) } else { untried += 1 }
    }
  }

  /// Whether the entry is left out. Folders above it are asked first by whoever walks.
  public func ignores(_ path: ContainedPath, isFolder: Bool) -> Bool {
    decisive(path, isFolder: isFolder).map { !$0.isException } ?? false
  }

  /// The lines that are not standard and leave any of the entries out, in order.
  func lines(leavingOut entries: [FolderEntry]) -> [String] {
    let found = Set(entries.compactMap { line(leavingOut: $0.path, isFolder: $0.facts.kind == .folder) })
    return lines.filter { found.contains($0) && !Self.standard.contains($0) }
  }

  /// The line that leaves the entry out; nil where none does.
  func line(leavingOut path: ContainedPath, isFolder: Bool) -> String? {
    decisive(path, isFolder: isFolder).flatMap { $0.isException ? nil : $0.line }
  }

  /// The last rule that fits the entry.
  private func decisive(_ path: ContainedPath, isFolder: Bool) -> Rule? {
    let place = places.isEmpty ? nil : places[path.text]
    var names = Names(path)
    let other = others.last { $0 > place ?? -1 && rules[$0].matches(&names, isFolder: isFolder) }
    return (other ?? place).map { rules[$0] }
  }

  /// The path that a line leaves out, where it is of one alone; nil where it is a pattern or an exception.
  public static func path(of line: String) -> String? { Rule(line).flatMap { $0.isException ? nil : $0.onlyPath } }

  /// The lines without those of single paths that a later line says the opposite of. A history is written so: the reference tool goes by the latest
  /// generation's lines and passes over exceptions, others by those of all generations.
  public var settledLines: [String] {
    rules.contains(where: \.isException) ? lines.filter { !isOverruled($0) } : lines
  }

  /// The same without patterns of `earlier` generations that leave out what a later line makes an exception of. Whoever goes by the lines of all
  /// generations finds them there, with the exception after them; the reference tool would miss the entry.
  func settledLines(continuing earlier: [String]) -> [String] {
    let known = Set(earlier).subtracting(Self.standard)
    var open = others.map { rules[$0] }.filter { !$0.isException && known.contains($0.line) }
    var dropped: Set<String> = []
    for rule in rules where rule.isException && !open.isEmpty {
      guard let path = rule.onlyPath.flatMap({ try? ContainedPath($0) }) else { continue }
      var names = Names(path)
      let met = Set(open.filter { $0.matches(&names, isFolder: false) || $0.matches(&names, isFolder: true) }.map(\.line))
      open.removeAll { met.contains($0.line) }
      dropped.formUnion(met)
    }
    return dropped.isEmpty ? settledLines : settledLines.filter { !dropped.contains($0) }
  }

  /// The same without exceptions of what no line leaves out.
  public var linesInForce: [String] {
    settledLines.filter { line in
      guard let rule = Rule(line), rule.isException, let text = rule.onlyPath, let path = try? ContainedPath(text) else { return true }
      var names = Names(path)
      return others.contains { rules[$0].matches(&names, isFolder: false) || rules[$0].matches(&names, isFolder: true) }
    }
  }

  private func isOverruled(_ line: String) -> Bool {
    guard let rule = Rule(line), let path = rule.onlyPath, let last = places[path] else { return false }
    return rules[last].isException != rule.isException
  }

  /// The lines that are not standard as a list for the folder around `folder` has to have them, to leave out the same entries of `folder` and no others.
  public func lines(asSeenAround folder: ContainedPath) -> [String] {
    lines.filter { !Self.standard.contains($0) && Rule($0) != nil }.map { line in
      let mark = line.hasPrefix("!") ? "!" : ""
      let body = line.dropFirst(mark.count)
      // Without a slash but at its end it is a name, wherever it is found.
      let isName = !body.dropLast().contains("/")
      return "\(mark)\(Withdrawal.pattern(for: folder))/\(isName ? "**/" : "")\(body.hasPrefix("/") ? body.dropFirst() : body)"
    }
  }

  /// Whether the file is left out by its own name or with a folder above it.
  public func leavesOut(_ file: ContainedPath) -> Bool {
    if ignores(file, isFolder: false) { return true }
    var folder = file.parent
    while let above = folder {
      if ignores(above, isFolder: true) { return true }
      folder = above.parent
    }
    return false
  }
}

/// An entry that rules are held against, its names normalized once for all of them, when the first asks.
private struct Names {
  let path: ContainedPath
  lazy var last = Self.scalars(path.name)
  lazy var all = path.names.map(Self.scalars)

  init(_ path: ContainedPath) { self.path = path }

  static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.precomposedStringWithCanonicalMapping.unicodeScalars) }
}

/// One line of gitignore syntax.
///
/// Lines and names are compared scalar by scalar in Unicode normalization form C, so that the forms of an accent are one. Not by character: an asterisk
/// that is followed by a combining accent is another character to Swift, and still an asterisk to those who write such lines.
private struct Rule {
  let line: String
  let isException: Bool
  private let foldersOnly: Bool
  private let anchored: Bool
  private let segments: [[Unicode.Scalar]]
  /// The name itself, where the line is nothing but one: most are, and every entry of a card is asked about.
  private let literal: [UInt8]?
  /// The path, where the line fits one alone, file or folder.
  let onlyPath: String?

  init?(_ line: String) {
    var text = Names.scalars(line)[...]
    while text.last == " ", text.dropLast().last != "\\" { text.removeLast() }
    guard let first = text.first, first != "#" else { return nil }
    self.line = line
    isException = first == "!"
    if isException { text.removeFirst() }
    foldersOnly = text.last == "/"
    if foldersOnly { text.removeLast() }
    anchored = text.contains("/")
    if text.first == "/" { text.removeFirst() }
    guard !text.isEmpty else { return nil }
    segments = text.split(separator: "/").map(Array.init)
    let isLiteral = !anchored && text.allSatisfy { $0.isASCII && !["*", "?", "[", "\\"].contains($0) }
    literal = isLiteral ? text.map { UInt8(ascii: $0) } : nil
    onlyPath = anchored && !foldersOnly ? Self.plain(text) : nil
  }

  /// The text without its escapes; nil where it has a character that stands for others.
  private static func plain(_ text: ArraySlice<Unicode.Scalar>) -> String? {
    var plain = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text {
      if !isEscaped, scalar == "*" || scalar == "?" || scalar == "[" { return nil }
      if !isEscaped, scalar == "\\" {
        isEscaped = true
      } else {
        plain.append(scalar)
        isEscaped = false
      }
    }
    let path = String(plain)
    return isEscaped || path.contains("//") || path.hasSuffix("/") ? nil : path
  }

  func matches(_ names: inout Names, isFolder: Bool) -> Bool {
    if foldersOnly, !isFolder { return false }
    if let literal {
      let text = names.path.text.utf8
      guard text.count == literal.count || text.count > literal.count && text.dropLast(literal.count).last == UInt8(ascii: "/") else { return false }
      return text.suffix(literal.count).elementsEqual(literal)
    }
    if !anchored { return Self.glob(segments[0][...], names.last[...]) }
    return Self.walk(segments[...], names.all[...])
  }

  /// `**` stands for any number of folders. Goes back to the last one only, so that a pattern made of nothing else takes no longer.
  private static func walk(_ pattern: ArraySlice<[Unicode.Scalar]>, _ path: ArraySlice<[Unicode.Scalar]>) -> Bool {
    var (pattern, path) = (pattern, path)
    var retry: (pattern: ArraySlice<[Unicode.Scalar]>, path: ArraySlice<[Unicode.Scalar]>)?
    while true {
      if pattern.first == ["*", "*"] {
        pattern = pattern.dropFirst()
        if pattern.isEmpty { return !path.isEmpty }
        retry = (pattern, path)
      } else if let first = pattern.first, let name = path.first, glob(first[...], name[...]) {
        (pattern, path) = (pattern.dropFirst(), path.dropFirst())
      } else if pattern.isEmpty, path.isEmpty {
        return true
      } else if let last = retry, !last.path.isEmpty {
        (pattern, path) = (last.pattern, last.path.dropFirst())
        retry = (pattern, path)
      } else {
        return false
      }
    }
  }

  /// `*`, `?`, `[a-z]`, `[!a-z]` and `\` within one name. Goes back to the last star only: time is the product of the lengths at worst.
  private static func glob(_ pattern: ArraySlice<Unicode.Scalar>, _ name: ArraySlice<Unicode.Scalar>) -> Bool {
    var (pattern, name) = (pattern, name)
    var retry: (pattern: ArraySlice<Unicode.Scalar>, name: ArraySlice<Unicode.Scalar>)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (pattern, name)
      } else if let rest = step(pattern, name.first) {
        (pattern, name) = (rest, name.dropFirst())
      } else if pattern.isEmpty, name.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        (pattern, name) = (last.pattern, last.name.dropFirst())
        retry = (pattern, name)
      } else {
        return false
      }
    }
  }

  /// What is left of the pattern after it took `scalar`, or nil when it does not.
  private static func step(_ pattern: ArraySlice<Unicode.Scalar>, _ scalar: Unicode.Scalar?) -> ArraySlice<Unicode.Scalar>? {
    guard let first = pattern.first, let scalar else { return nil }
    switch first {
    case "?": return pattern.dropFirst()
    case "\\" where pattern.count > 1: return pattern.dropFirst().first == scalar ? pattern.dropFirst(2) : nil
    case "[":
      guard let (set, rest) = bracket(pattern.dropFirst()) else { return scalar == "[" ? pattern.dropFirst() : nil }
      return set(scalar) ? rest : nil
    default: return first == scalar ? pattern.dropFirst() : nil
    }
  }

  private static func bracket(_ text: ArraySlice<Unicode.Scalar>) -> ((Unicode.Scalar) -> Bool, ArraySlice<Unicode.Scalar>)? {
    var text = text
    let negated = text.first == "!" || text.first == "^"
    if negated { text = text.dropFirst() }
    guard let end = text.dropFirst().firstIndex(of: "]") else { return nil }
    var ranges: [(Unicode.Scalar, Unicode.Scalar)] = []
    var members = text[..<end]
    while let low = members.first {
      let isRange = members.count > 2 && members[members.startIndex + 1] == "-"
      ranges.append((low, isRange ? members[members.startIndex + 2] : low))
      members = members.dropFirst(isRange ? 3 : 1)
    }
    return ({ scalar in ranges.contains { $0.0 <= scalar && scalar <= $0.1 } != negated }, text[(end + 1)...])
  }
}
