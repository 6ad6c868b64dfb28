// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a history lets go: files that were on record and were removed on purpose, with who says so and why.
///
/// ASC MHL has no word for that. What its reference tool does not call missing is what a pattern of the history leaves out, and that list only grows
/// (v2.0, `ignore`). So a removal is one line of that list, the path itself, for the tool; and the path in the manifest's metadata, in a namespace of our
/// own, in a generation that names a person and a reason. A pattern alone lets nothing go.
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
    // By scalar: an asterisk may carry a combining accent.
    for scalar in path.text.unicodeScalars {
      if ["*", "?", "[", "]", "\\"].contains(scalar) { line += "\\" }
      line.unicodeScalars.append(scalar)
    }
    if line.hasSuffix(" ") { line = String(line.dropLast()) + "\\ " }
    return line
  }

  /// What `paths` let go that `creator` signed, with a reason; nothing where nobody answers for it.
  static func all(of paths: some Sequence<ContainedPath>, by creator: HashList.Creator, generation: Int?) -> [Withdrawal] {
    guard let reason = creator.comment, reason.contains(where: { !$0.isWhitespace }),
      let author = creator.authors.map(\.name).first(where: { $0.contains { !$0.isWhitespace } })
    else { return [] }
    return paths.map { Withdrawal(path: $0, generation: generation, author: author, reason: reason) }
  }
}

extension [Generation] {
  /// What these generations let go.
  public var withdrawals: [Withdrawal] {
    flatMap { Withdrawal.all(of: $0.hashList.withdrawn, by: $0.hashList.creator, generation: $0.number) }
  }
}
