// SPDX-License-Identifier: Apache-2.0

import Files

/// The files and folders of a scope with the histories that stand in it, in as little memory as a million files allow.
///
/// Entries come in the order of the walk: each folder before what is in it, names in the order of bytes. Links are not followed.
struct TreeScan {
  /// A file.
  struct File {
    var path: ContainedPath
    let size: Int64
    let modified: Timestamp
    /// The closest history: the one that the file belongs to (ASC MHL: each file is recorded in the closest history only).
    let node: Int32
  }

  /// A folder.
  struct Folder {
    let path: ContainedPath
    let modified: Timestamp
    /// The history that the folder is recorded in: of a scope's own folder, the one around it.
    let node: Int32
  }

  /// One history.
  struct Node {
    /// The scope's folder; nil is the top.
    let folder: ContainedPath?
    /// The closest history around it.
    let parent: Int?
    var record: HistoryRecord
    let ignore: IgnorePatterns
    /// What it lets go, by paths from the top.
    let withdrawals: Withdrawals

    init(
      _ record: HistoryRecord, in folder: ContainedPath? = nil, parent: Int? = nil, ignoring patterns: [String] = [], withdrawing: [Withdrawal] = [],
      reinstating: [ContainedPath] = []
    ) {
      (self.folder, self.parent, self.record) = (folder, parent, record)
      ignore = IgnorePatterns(record.ignorePatterns + patterns)
      let back = Set(reinstating)
      let standing = record.generations.withdrawals.filter { !back.contains($0.path) }
      withdrawals = Withdrawals((withdrawing + standing).map { $0.inside(folder) })
    }

    /// The path as this history writes it.
    func inner(_ path: ContainedPath) -> ContainedPath {
      guard let folder, let inner = try? ContainedPath(String(Substring(path.text.utf8.dropFirst(folder.text.utf8.count + 1)))) else { return path }
      return inner
    }

    /// The path from the top.
    func outer(_ path: ContainedPath) -> ContainedPath { folder.flatMap { try? ContainedPath("\($0)/\(path)") } ?? path }
  }

  /// What a computer left there since a history was begun: see `SystemLitter`. It is in no other list.
  struct Litter {
    let path: ContainedPath
    let isFolder: Bool
    /// The system that leaves it.
    let maker: String
  }

  let scope: String
  private(set) var litter: [Litter] = []
  private(set) var files: [File] = []
  private(set) var folders: [Folder] = []
  /// The histories, the top's first, each before those inside it.
  private(set) var nodes: [Node]
  private(set) var oddities: [FolderScan.Oddity] = []
  /// The folders that could not be looked into. They are in no other list.
  private(set) var unread: [ContainedPath] = []
  /// The same, to look one up.
  private var unreadFolders: Set<ContainedPath> = []
  /// How many files are left out by patterns that are not among the standard ones.
  private(set) var leftOutFiles = 0
  /// The patterns that did leave files out, as met.
  private(set) var leftOutPatterns: [String] = []
  /// The same, to look one up.
  private var patternsMet: Set<String> = []
  /// What is there although a history let it go, and is left out for that: files, and folders that are there themselves.
  private(set) var returned: [(path: String, withdrawal: Withdrawal)] = []

  /// The same, with folders inside of folders, to look one up.
  private var returnedPaths: Set<ContainedPath> = []

  /// Walks `scope`, or only `parts` of it.
  /// - Parameters:
  ///   - record: the history of the scope itself.
  ///   - patterns: what is left out besides what the histories leave out.
  ///   - withdrawing: what this run lets go of the scope's history.
  ///   - reinstating: what it takes back of that.
  ///   - readsHistories: false passes over the histories inside, for comparing with a list.
  ///   - finishesInterrupted: whether what a killed run left in a history inside is put right first, since more will be added to it.
  init(
    _ scope: String, record: HistoryRecord, ignoring patterns: [String], parts: [ContainedPath] = [], readsHistories: Bool = true,
    finishesInterrupted: Bool = false, withdrawing: [Withdrawal] = [], reinstating: [ContainedPath] = []
  ) throws(IntegrityError) {
    self.scope = scope
    nodes = [Node(record, ignoring: patterns, withdrawing: withdrawing, reinstating: reinstating)]
    var walk = Walk(readsHistories: readsHistories, finishesInterrupted: finishesInterrupted)
    do {
      if parts.isEmpty { try take(nil, &walk) }
      for part in parts { try take(part, &walk) }
    } catch let error as IntegrityError {
      throw error
    } catch let error as FilesError {
      throw IntegrityError(.unreadable, scope, error.description)
    } catch { throw IntegrityError(.unreadable, scope, "\(error)") }
  }

  /// Whether `path` is, or is inside, a folder that could not be looked into.
  func isUnread(_ path: ContainedPath) -> Bool {
    guard !unreadFolders.isEmpty else { return false }
    var next: ContainedPath? = path
    while let folder = next {
      if unreadFolders.contains(folder) { return true }
      next = folder.parent
    }
    return false
  }

  /// Whether `path` was let go and is there all the same.
  func hasReturned(_ path: ContainedPath) -> Bool { returnedPaths.contains(path) }

  /// Refuses to go on where a folder could not be looked into: there may be a history inside.
  func requireWhole() throws(IntegrityError) {
    guard let first = unreadFailures.first else { return }
    throw IntegrityError(.unreadable, "\(scope)/\(first.path)", first.reason)
  }

  /// A line for each folder that could not be looked into.
  var unreadFailures: [CopyReport.Failure] {
    let folders = Set(unread.map(\.text))
    return oddities.filter { $0.kind == .unreadable && folders.contains($0.path) }.map { .init(path: $0.path, reason: $0.text) }
  }

  /// Gives a file's path the memory of the same path elsewhere, so that it is held once.
  mutating func share(_ path: ContainedPath, at index: Int) { files[index].path = path }

  // MARK: -

  /// Where the walk is.
  private struct Walk {
    let readsHistories: Bool
    let finishesInterrupted: Bool
    var pruned: ContainedPath?
    /// Whether that is what every history leaves out.
    var isPrunedByStandard = false
    /// The pattern that it was.
    var pattern = ""
    /// The histories that the walk is inside of.
    var inside: [Int] = [0]
    /// What was met before, where parts are walked: they may overlap.
    var seen: Set<ContainedPath> = []
    var known: [ContainedPath: Int] = [:]
  }

  private mutating func take(_ part: ContainedPath?, _ walk: inout Walk) throws {
    walk.inside = [0]
    walk.pruned = nil
    guard let part else {
      for item in try FolderWalk(scope) { try take(item, under: nil, &walk) }
      return
    }
    var above: ContainedPath?
    for name in part.names.dropLast() {
      let folder = try above?.appending(name) ?? ContainedPath(name)
      above = folder
      try enter(folder, &walk)
    }
    let path = try part.resolved(in: scope, allowLinkAtEnd: true)
    let facts = try FileFacts.of(path, followLinks: false)
    guard walk.seen.insert(part).inserted else { return }
    try put(FolderEntry(path: part, facts: facts), &walk, isNamed: true)
    guard facts.kind == .folder else { return }
    for item in try FolderWalk(path) { try take(item, under: part, &walk) }
  }

  private mutating func take(_ item: FolderWalk.Item, under part: ContainedPath?, _ walk: inout Walk) throws {
    switch item {
    case .trouble(let fault):
      if let pruned = walk.pruned, fault.isIn(pruned, of: scope) { return }
      let oddity = FolderScan.Oddity(fault, in: scope)
      if let last = folders.last?.path, last.text.utf8.elementsEqual(oddity.path.utf8) { return giveUp(last, oddity.text, &walk) }
      oddities.append(oddity)
    case .entry(let entry):
      guard let part else { return try put(entry, &walk) }
      let path = try part.appending(entry.path.text)
      if walk.seen.insert(path).inserted { try put(FolderEntry(path: path, facts: entry.facts), &walk) }
    }
  }

  /// - Parameter isNamed: whether somebody asked for this entry, whatever it is.
  private mutating func put(_ entry: FolderEntry, _ walk: inout Walk, isNamed: Bool = false) throws(IntegrityError) {
    let isFolder = entry.facts.kind == .folder
    if let pruned = walk.pruned, entry.path.isInside(pruned) {
      if !walk.isPrunedByStandard { leaveOut(entry, walk) }
      return
    }
    leave(entry.path, &walk)
    if !isNamed, let maker = SystemLitter.maker(of: entry, in: scope), isOnNoRecord(entry, walk) {
      litter.append(.init(path: entry.path, isFolder: isFolder, maker: maker))
      walk.pruned = entry.path
      walk.isPrunedByStandard = true
      return
    }
    if let pattern = pattern(leavingOut: entry, walk) {
      (walk.pruned, walk.pattern) = (entry.path, pattern)
      walk.isPrunedByStandard = IgnorePatterns.none.ignores(entry.path, isFolder: isFolder)
      if !walk.isPrunedByStandard { leaveOut(entry, walk) }
      return
    }
    guard FolderScan.fitsInXML(entry.path) else {
      return note(entry, .unnameable, "its name has control characters, which no manifest can hold; rename it")
    }
    let node = Int32(walk.inside[walk.inside.count - 1])
    switch entry.facts.kind {
    case .file where entry.path.text.hasSuffix(PendingFile.temporarySuffix): note(entry, .leftOver, "left behind by a copy that was stopped")
    case .file where CopyJournal.isJournal(entry.path.name):
      note(entry, .leftOver, "the journal of a copy beside it that was not finished: run that offload again, which goes on where it stopped")
    case .file: files.append(File(path: entry.path, size: entry.facts.size, modified: entry.facts.modified, node: node))
    case .folder:
      folders.append(Folder(path: entry.path, modified: entry.facts.modified, node: node))
      try enter(entry.path, &walk)
    case .link: note(entry, .link, "a symbolic link, which is not followed")
    case .special: note(entry, .special, "a pipe, socket or device, which is not media")
    }
  }

  /// The pattern of a history around the entry that leaves it out; nil where none does.
  private func pattern(leavingOut entry: FolderEntry, _ walk: Walk) -> String? {
    for node in walk.inside {
      if let line = nodes[node].ignore.line(leavingOut: nodes[node].inner(entry.path), isFolder: entry.facts.kind == .folder) { return line }
    }
    return nil
  }

  /// Counts what a pattern leaves out. What a history let go is told by name.
  private mutating func leaveOut(_ entry: FolderEntry, _ walk: Walk) {
    let isFolder = entry.facts.kind == .folder
    let closest = walk.inside.last { nodes[$0].withdrawals.covering(entry.path) != nil }
    if let closest, let one = nodes[closest].withdrawals.covering(entry.path) {
      returnedPaths.insert(entry.path)
      if !isFolder || entry.path == one.path { returned.append((entry.path.text + (isFolder ? "/" : ""), one)) }
    } else if !isFolder {
      leftOutFiles += 1
      if patternsMet.insert(walk.pattern).inserted { leftOutPatterns.append(walk.pattern) }
    }
  }

  /// Whether no history has the entry, or anything in it. What is there when a history is begun is not litter but what the history is of: only our
  /// own notes are never that.
  private func isOnNoRecord(_ entry: FolderEntry, _ walk: Walk) -> Bool {
    let (path, isFolder) = (entry.path, entry.facts.kind == .folder)
    let isBegun = !nodes[walk.inside[walk.inside.count - 1]].record.generations.isEmpty
    guard isBegun || RefusedOffload.isNote(path.name) else { return false }
    return walk.inside.allSatisfy { number in
      let (record, inner) = (nodes[number].record, nodes[number].inner(path))
      return record.entry(inner) == nil && !(isFolder && (record.folders[inner] != nil || record.places.keys.contains { $0.isInside(inner) }))
    }
  }

  /// Takes up the history of a folder, if it has one.
  private mutating func enter(_ folder: ContainedPath, _ walk: inout Walk) throws(IntegrityError) {
    guard walk.readsHistories else { return }
    leave(folder, &walk)
    if let known = walk.known[folder] { return walk.inside.append(known) }
    if walk.finishesInterrupted { GenerationWriter.finishInterrupted(scope, folder) }
    let found: HistoryRecord?
    do throws(IntegrityError) { found = try HistoryRecord(scope: "\(scope)/\(folder)") } catch {
      guard error.code == .unreadable, folders.last?.path == folder else { throw error }
      return giveUp(folder, "cannot be read: \(error.explanation)", &walk)
    }
    guard let record = found else { return }
    walk.known[folder] = nodes.count
    walk.inside.append(nodes.count)
    nodes.append(Node(record, in: folder, parent: walk.inside[walk.inside.count - 2]))
  }

  /// A folder that cannot be looked into, or whose history cannot be read, is one trouble, and what is in it is none: nothing is known of that.
  private mutating func giveUp(_ folder: ContainedPath, _ text: String, _ walk: inout Walk) {
    folders.removeLast()
    unread.append(folder)
    unreadFolders.insert(folder)
    oddities.append(.init(kind: .unreadable, path: folder.text, text: text))
    walk.pruned = folder
    walk.isPrunedByStandard = true  // by no pattern, at any rate
  }

  private func leave(_ path: ContainedPath, _ walk: inout Walk) {
    while walk.inside.count > 1, let folder = nodes[walk.inside[walk.inside.count - 1]].folder, !path.isInside(folder) { walk.inside.removeLast() }
  }

  private mutating func note(_ entry: FolderEntry, _ kind: FolderScan.Oddity.Kind, _ text: String) {
    oddities.append(.init(kind: kind, path: entry.path.text, text: text))
  }
}
