// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a history lets go: files that were on record and were removed on purpose, with who says so and why.
///
/// ASC MHL has no word for that. What its reference tool does not call missing is what a pattern of the history leaves out, and that list only grows
/// (v2.0, `ignore`). So a removal is one line of that list, the path itself, for the tool; and the path in the manifest's metadata, in a namespace of our
/// own, in a generation that names a person and a reason. A pattern alone lets nothing go.
///
/// It is taken back in the same way: a later generation, signed as well, has the path in its metadata as reinstated, and in `ignore` a line that makes an
/// exception of it, in place of the one that left it out.
public struct Withdrawal: Equatable, Sendable {
  /// The file or folder that was removed.
  public let path: ContainedPath
  /// The generation that says so; nil for the one being made.
  public let generation: Int?
  /// When that was made.
  public let date: Timestamp
  /// Who answers for it.
  public let author: String
  /// Why.
  public let reason: String

  /// The same as seen from around `folder`, which has the history; nil is the folder itself.
  public func inside(_ folder: ContainedPath?) -> Withdrawal {
    guard let outer = try? folder?.appending(path.text) else { return self }
    return Withdrawal(path: outer, generation: generation, date: date, author: author, reason: reason)
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

  /// The line that takes back what `pattern(for:)` leaves out.
  static func exception(for path: ContainedPath) -> String { "!" + pattern(for: path) }

  /// What `paths` let go that `creator` signed, with a reason; nothing where nobody answers for it.
  static func all(of paths: some Sequence<ContainedPath>, by creator: HashList.Creator, generation: Int?) -> [Withdrawal] {
    guard let reason = creator.comment, reason.contains(where: { !$0.isWhitespace }),
      let author = creator.authors.map(\.name).first(where: { $0.contains { !$0.isWhitespace } })
    else { return [] }
    return paths.map { Withdrawal(path: $0, generation: generation, date: creator.date, author: author, reason: reason) }
  }
}

extension Withdrawal {
  /// Removals in words: those of one generation together.
  public static func words(_ all: [Withdrawal]) -> [String] {
    together(all).map { one in
      let paths = one.paths.listed
      return "\(paths) \(one.paths.count == 1 ? "was" : "were") removed on purpose\(one.first.said): \(one.first.signed)"
    }
  }

  /// In words, what of them is there again: each with the paths that are, folders with a slash at the end.
  public static func wordsOfReturn(_ all: [(path: String, withdrawal: Withdrawal)]) -> [String] {
    together(all.map(\.withdrawal), all.map(\.path)).map { one in
      let isOne = one.paths.count == 1
      return "\(one.paths.listed) \(isOne ? "is" : "are") there again, although removed on purpose\(one.first.said) (\(one.first.signed)): "
        + "\(isOne ? "it is" : "they are") left out and not compared"
    }
  }

  /// In words, what of them is taken back.
  static func wordsOfUndoing(_ all: [Withdrawal]) -> [String] {
    together(all).map { one in
      "\(one.paths.listed) \(one.paths.count == 1 ? "counts" : "count") again; removed on purpose\(one.first.said) (\(one.first.signed)) is taken back"
    }
  }

  /// When, and which generation says so.
  private var said: String { " on \(date.wholeSecond)\(generation.map { ", says generation \($0)" } ?? "")" }
  /// Who answers for it, and why.
  private var signed: String { "\(author): \(reason)".printable }

  private struct Act: Hashable {
    let generation: Int?
    let words: String
  }

  private static func together(_ all: [Withdrawal], _ paths: [String]? = nil) -> [(first: Withdrawal, paths: [String])] {
    var places: [Act: Int] = [:]
    var result: [(first: Withdrawal, paths: [String])] = []
    for (one, path) in zip(all, paths ?? all.map(\.path.text)) {
      let act = Act(generation: one.generation, words: one.said + one.signed)
      if let place = places[act] {
        result[place].paths.append(path)
      } else {
        places[act] = result.count
        result.append((one, [path]))
      }
    }
    return result
  }
}

/// Removals, to be asked by which of them a path is let go.
public struct Withdrawals: Sendable {
  private var all: [ContainedPath: Withdrawal] = [:]

  /// These. Of one path the first counts.
  public init(_ list: [Withdrawal]) { for one in list where all[one.path] == nil { all[one.path] = one } }

  /// Those of the history in the folder `scope`, of which nothing else is kept. One that cannot be read, or none, lets nothing go.
  init(of scope: String) {
    var generations: [Generation] = []
    guard (try? History.stands(in: scope)) == true else {
      self.init([])
      return
    }
    let found = try? HistoryFiles(scope: scope) { (manifest, number) throws(IntegrityError) in
      let (head, notes) = try HashList.scanning(manifest) { _ in true }
      if !head.withdrawn.isEmpty || !head.reinstated.isEmpty {
        generations.append(Generation(number: number, fileName: SystemPath.split(manifest.path).name, c4: manifest.c4, hashList: head))
      }
      return notes
    }
    self.init(found == nil ? [] : generations.withdrawals)
  }

  /// Those of the histories in `scope` that let one of `paths` go. A history that cannot be read tells nothing.
  public init(around paths: [ContainedPath], in scope: String) {
    guard !paths.isEmpty else { return }
    var asked: [ContainedPath?: Withdrawals] = [:]
    func withdrawals(in folder: ContainedPath?) -> Withdrawals {
      if let known = asked[folder] { return known }
      let found = Withdrawals(Withdrawals(of: folder.map { "\(scope)/\($0)" } ?? scope).all.values.map { $0.inside(folder) })
      asked[folder] = found
      return found
    }
    for path in paths {
      var next: ContainedPath? = path
      repeat {
        next = next?.parent
        if let one = withdrawals(in: next).covering(path) { all[one.path] = one }
      } while next != nil
    }
  }

  /// All of them in words.
  public var words: [String] { Withdrawal.words(all.values.sorted { $0.path < $1.path }) }

  /// Whether there are none.
  public var isEmpty: Bool { all.isEmpty }

  /// The removal of `path`, or of a folder that it is in.
  public func covering(_ path: ContainedPath) -> Withdrawal? {
    guard !all.isEmpty else { return nil }
    var next: ContainedPath? = path
    while let place = next {
      if let one = all[place] { return one }
      next = place.parent
    }
    return nil
  }
}

extension [Generation] {
  /// What these generations let go and did not take back.
  public var withdrawals: [Withdrawal] {
    var standing: [Withdrawal] = []
    for generation in self {
      let (list, creator) = (generation.hashList, generation.hashList.creator)
      let back = Set(Withdrawal.all(of: list.reinstated, by: creator, generation: generation.number).map(\.path))
      if !back.isEmpty { standing.removeAll { back.contains($0.path) } }
      standing += Withdrawal.all(of: list.withdrawn, by: creator, generation: generation.number)
    }
    return standing
  }
}
