// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a history lets go: files that were on record and were removed on purpose, with who says so and why.
///
/// ASC MHL has no word for that. What its reference tool does not call missing is what a pattern of the history leaves out, and that list only grows
/// (v2.0, `ignore`). So a removal is one line of that list, the path itself, in a generation that names a person and a reason. A pattern that fits
/// more than one path, or that nobody answers for, lets nothing go.
public struct Withdrawal: Equatable, Sendable {
  /// The file or folder that was removed, from the scope of the history.
  public let path: ContainedPath
  /// The generation that says so; nil for the one being made.
  public let generation: Int?
  /// Who answers for it.
  public let author: String
  /// Why.
  public let reason: String

  /// Whether `path`, from the same scope, is what was removed or is in it.
  public func covers(_ path: ContainedPath) -> Bool { path == self.path || path.isInside(self.path) }

  /// The removal in words.
  var words: String {
    "\(path) was removed on purpose\(generation.map { ", says generation \($0)" } ?? ""): \(author): \(reason)".printable
  }

  /// The line that leaves out one path, with what is in it, and no other. Without a slash at its end, of folders too: the reference tool holds the line
  /// against a folder's path as manifests write it.
  static func pattern(for path: ContainedPath) -> String {
    var line = "/"
    for character in path.text {
      if "*?[]\\".contains(character) { line += "\\" }
      line.append(character)
    }
    if line.hasSuffix(" ") { line = String(line.dropLast()) + "\\ " }
    return line
  }

  /// The path that a line leaves out, where it is one.
  static func path(of pattern: String) -> ContainedPath? {
    guard pattern.hasPrefix("/") else { return nil }
    var (text, isEscaped) = ("", false)
    for character in pattern.dropFirst() {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else if !isEscaped, "*?[".contains(character) {
        return nil
      } else {
        text.append(character)
        isEscaped = false
      }
    }
    guard let path = try? ContainedPath(text), Self.pattern(for: path) == pattern else { return nil }
    return path
  }

  /// What the lines `patterns` let go that `creator` signed.
  static func all(in patterns: some Sequence<String>, by creator: HashList.Creator, generation: Int?) -> [Withdrawal] {
    guard let author = creator.authors.first?.name, let reason = creator.comment, author.contains(where: { !$0.isWhitespace }),
      reason.contains(where: { !$0.isWhitespace })
    else { return [] }
    return patterns.compactMap { line in path(of: line).map { Withdrawal(path: $0, generation: generation, author: author, reason: reason) } }
  }
}

extension [Generation] {
  /// What these generations let go. A line counts where it stands first: later generations repeat it, whoever makes them.
  public var withdrawals: [Withdrawal] {
    var seen: Set<String> = []
    return flatMap { generation in
      let lines = generation.hashList.process.ignorePatterns.filter { seen.insert($0).inserted }
      return Withdrawal.all(in: lines, by: generation.hashList.creator, generation: generation.number)
    }
  }
}
