// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// A comparison of a folder with a list: the folder is walked once, every file read once for all its formats.
struct Verification {
  private let expected: Expectation
  private let only: ContainedPath?
  private let cancellation: Cancellation
  private var verified: [(path: ContainedPath, digests: [Digest])] = []
  private var failed: [CopyReport.Failure] = []
  /// What could not be looked at, so that nothing is known of it.
  private var unread: [CopyReport.Failure] = []
  private var missing: [String] = []
  private var new: [String] = []
  private var notes: [String] = []
  /// Whether files are there and none was compared, because patterns leave them out.
  private var isBlind = false
  /// Files of which the list has a length and no hash, and whose length is that: their bytes may be any.
  private var byLength: [String] = []
  private var bytes: Int64 = 0
  /// How reading was kept from being answered out of memory, at worst.
  private var readBack: CacheBypass?
  /// How many of the listed files are there.
  private var present = 0
  /// Whether a name has other code points than the list: the hash of the whole covers names byte by byte.
  private var hasOtherNames = false

  /// - Parameter only: the part of the scope to look at; nil for all of it.
  init(_ expected: Expectation, only: ContainedPath?, _ cancellation: Cancellation) {
    self.expected = expected
    self.only = only
    self.cancellation = cancellation
  }

  /// Compares everything.
  /// - Throws: `IntegrityError`: `cancelled`, or `unreadable` when the scope itself cannot be listed.
  mutating func run(_ progress: (@Sendable (IntegrityProgress) -> Void)?) throws(IntegrityError) -> VerificationReport {
    let begin = ContinuousClock.now
    let tree = try TreeScan(
      expected.scope, record: HistoryRecord(beginningIn: expected.scope), ignoring: expected.ignorePatterns, readsHistories: false)
    if only == nil { failed = expected.unusable }
    try compareFiles(tree, progress)
    compareFolders(tree)
    if only == nil { compareRootHash(tree) }
    notes += Withdrawals(around: missing.compactMap { try? ContainedPath($0) }, in: expected.scope).words
    if only == nil, tree.leftOutFiles > 0 {
      let files = "\(CountText(tree.leftOutFiles, "file")) \(tree.leftOutFiles == 1 ? "is" : "are")"
      notes.append("\(files) left out by pattern: \(tree.leftOutPatterns.listed)")
      isBlind = verified.isEmpty
    }
    if !byLength.isEmpty { notes.append("only the length is recorded, and that is all that was compared: \(byLength.listed)") }
    notes += tree.untriedPatterns
    if let above = folderAbove(tree) { notes.append("the list's paths begin with ‘\(above.printable)/’: verify the folder above") }
    if let below = folderBelow(tree) { notes.append("what the list names is in ‘\(below.printable)’: verify that folder against it") }
    return report(seconds: (ContinuousClock.now - begin).inSeconds)
  }

  // MARK: -

  /// A listed file and where it was found.
  private struct Found: Sendable {
    let file: TreeScan.File
    /// The path in the list, which may have other code points.
    let listed: ContainedPath
  }

  private func isWanted(_ path: ContainedPath) -> Bool { only.map(path.isInside) ?? true }

  private mutating func compareFiles(_ tree: TreeScan, _ progress: (@Sendable (IntegrityProgress) -> Void)?) throws(IntegrityError) {
    let there = (tree.files + passedOver(by: tree)).filter { isWanted($0.path) }
    let found = match(there)
    let total = found.reduce(Int64(0)) { $0.addingCapped($1.file.size) }
    let meter = Mutex(ProgressMeter(bytes: total, files: found.count, report: progress))
    let (scope, files) = (expected.scope, expected.files)
    var outcomes: [ManyHasher.Outcome?] = Array(repeating: nil, count: found.count)
    try ManyHasher(folder: scope, cancellation, asksDevice: true).run(
      count: found.count,
      item: { index in
        let file = found[index]
        return .init(
          path: "\(scope)/\(file.file.path)", size: file.file.size, algorithms: files[file.listed]?.algorithms ?? [], number: index)
      },
      onBytes: { count, item in meter.withLock { $0.add(bytes: Int64(count), file: found[item.number].file.path.text) } },
      take: { item, outcome in
        outcomes[item.number] = outcome
        meter.withLock { $0.finishFile(found[item.number].file.path.text) }
      })
    for (file, outcome) in zip(found, outcomes) {
      if let wanted = files[file.listed], let outcome { judge(file.file, wanted, outcome) }
    }
    for oddity in tree.oddities where oddity.kind == .unreadable { unread.append(.init(path: oddity.path, reason: oddity.text)) }
    let present = Set(found.map(\.listed))
    self.present = present.count
    let odd = Dictionary(tree.oddities.map { ($0.path, $0.text) }) { first, _ in first }
    for path in files.keys.sorted() where isWanted(path) && !present.contains(path) && !tree.isUnread(path) {
      if let text = odd[path.text] { failed.append(.init(path: path.text, reason: "is now \(text)")) } else { missing.append(path.text) }
    }
  }

  /// Which file is which. Names that came by another system may have other code points for the same characters.
  private mutating func match(_ there: [TreeScan.File]) -> [Found] {
    var found: [Found] = []
    var rest: [TreeScan.File] = []
    for file in there { if expected.files[file.path] == nil { rest.append(file) } else { found.append(Found(file: file, listed: file.path)) } }
    guard !rest.isEmpty else { return found }
    let exact = Set(found.map(\.listed))
    let open = expected.files.keys.filter { !exact.contains($0) && !$0.text.utf8.allSatisfy { $0 < 0x80 } }
    let byForm = Dictionary(grouping: open, by: \.normalized)
    for file in rest {
      if let listed = byForm[file.path.normalized], listed.count == 1 {
        found.append(Found(file: file, listed: listed[0]))
        hasOtherNames = true
        notes.append("\(file.path) is listed with other code points for the same characters, and was taken for the same file")
      } else if !isList(file) {
        new.append(file.path.text)
      }
    }
    return found.sorted { $0.file.path < $1.file.path }
  }

  /// The first name of every listed path, where no file is at its path and one or more are without that name: the list was made one folder up.
  private func folderAbove(_ tree: TreeScan) -> String? {
    guard present == 0, only == nil, let first = expected.files.keys.first?.names.first else { return nil }
    guard expected.files.keys.allSatisfy({ $0.names.count > 1 && $0.names.first == first }) else { return nil }
    let there = Set(tree.files.map { "\(first)/\($0.path)" })
    return expected.files.keys.contains { there.contains($0.text) } ? String(first) : nil
  }

  /// The folder that has every listed file where none is at its path: the list was made in it.
  private func folderBelow(_ tree: TreeScan) -> String? {
    guard present == 0, only == nil, let first = expected.files.keys.min() else { return nil }
    let there = Set(tree.files.map(\.path.text))
    let folders = tree.files.lazy.map(\.path.text).filter { $0.hasSuffix("/\(first)") }.map { String($0.dropLast(first.text.count + 1)) }
    return folders.prefix(100).first { folder in expected.files.keys.allSatisfy { there.contains("\(folder)/\($0)") } }
  }

  /// A list does not list itself.
  private func isList(_ file: TreeScan.File) -> Bool {
    guard expected.listFacts.contains(where: { $0.size == file.size }) else { return false }
    guard let facts = try? FileFacts.of("\(expected.scope)/\(file.path)") else { return false }
    return expected.listFacts.contains { $0.isSameFile(as: facts) }
  }

  /// The files that are listed although they are of a kind that no manifest lists, as `.DS_Store` or what is in an `ascmhl` folder.
  private func passedOver(by tree: TreeScan) -> [TreeScan.File] {
    let ignore = expected.ignore
    let found = Set(tree.files.map(\.path))
    return expected.files.keys.sorted().compactMap { path in
      guard !found.contains(path), ignore.leavesOut(path), let full = try? path.resolved(in: expected.scope) else { return nil }
      guard let facts = try? FileFacts.ifExists(full), facts.kind == .file else { return nil }
      return TreeScan.File(path: path, size: facts.size, modified: facts.modified, node: 0)
    }
  }

  private mutating func judge(_ file: TreeScan.File, _ wanted: Expectation.File, _ outcome: ManyHasher.Outcome) {
    func fail(_ reason: String) { failed.append(.init(path: file.path.text, reason: reason)) }
    let digests: [Digest]
    switch outcome {
    case .unreadable(let reason): return fail(reason)
    case .hashed(let found, let count, let bypass):
      digests = found
      bytes += count
      readBack = bypass.map { (readBack ?? $0).orWorse($0) } ?? readBack
    }
    guard !wanted.groups.isEmpty || wanted.size != nil else { return fail("no hash is recorded that it could be compared with") }
    let wrong = wanted.groups.filter { !$0.contains(where: digests.contains) }
    if let size = wanted.size, size != file.size, !wrong.isEmpty || wanted.groups.isEmpty {
      fail(Comparison.otherSize(recorded: size, found: file.size))
    } else if wrong.isEmpty {
      verified.append((file.path, digests))
      remark(file, wanted, digests)
    } else {
      let values = wrong.flatMap { group in
        group.prefix(1).map { old in "\(old) is recorded, \(digests.first { $0.algorithm == old.algorithm }?.text ?? "nothing") was found" }
      }
      fail("has changed: " + values.joined(separator: "; "))
    }
  }

  /// What is weaker about a match than it looks.
  private mutating func remark(_ file: TreeScan.File, _ wanted: Expectation.File, _ digests: [Digest]) {
    if wanted.groups.isEmpty { byLength.append(file.path.text) }
    if let size = wanted.size, size != file.size { notes.append(Comparison.wrongSize(file.path, recorded: size, found: file.size)) }
    for group in wanted.groups where group.count == 2 && group[0].algorithm == group[1].algorithm && !digests.contains(group[0]) {
      notes.append("\(file.path): its \(group[0].algorithm.rawValue) is written from the other end than the list says")
    }
  }

  private mutating func compareFolders(_ tree: TreeScan) {
    let present = Set(tree.folders.map(\.path))
    for folder in expected.folders.sorted() where isWanted(folder) && !present.contains(folder) && !tree.isUnread(folder) {
      missing.append("\(folder)/")
    }
    for link in tree.oddities where link.kind == .link {
      guard let path = try? ContainedPath(link.path), isWanted(path) else { continue }
      new.append(link.path)
      notes.append("left out: \(link.path): \(link.text)")
    }
  }

  /// Where every file is as recorded and nothing was added, the hash of the whole must agree too; it also covers names and empty folders.
  private mutating func compareRootHash(_ tree: TreeScan) {
    guard failed.isEmpty, unread.isEmpty, missing.isEmpty, new.isEmpty, !hasOtherNames, let recorded = expected.rootHash else { return }
    let ignore = expected.ignore
    let counted = verified.filter { !ignore.leavesOut($0.path) }
    for (content, structure) in zip(recorded.content, recorded.structure) where content.algorithm == structure.algorithm {
      let found = DirectoryHasher.digests(files: counted, folders: tree.folders.map(\.path), algorithm: content.algorithm)
      guard let root = found?[nil] else { continue }
      if root.content != content { failed.append(.init(path: ".", reason: "the content hash of the folder is not the recorded one")) }
      if root.structure != structure {
        failed.append(.init(path: ".", reason: "names or empty folders have changed: the structure hash is not the recorded one"))
      }
    }
  }

  private func report(seconds: Double) -> VerificationReport {
    let listed = expected.files.keys.count(where: isWanted)
    let isRejected = !failed.isEmpty || !missing.isEmpty
    let isWhole = new.isEmpty && unread.isEmpty && !isBlind && byLength.isEmpty
    let doubt = [readBack?.doubtOfVerification].compactMap(\.self)
    return VerificationReport(
      status: isRejected ? .rejected : isWhole ? .clean : .partial, against: expected.against, verified: verified.count, bytes: bytes,
      seconds: seconds, failed: failed + unread, missing: missing, new: new, chain: nil,
      notes: expected.notes + notes + doubt, listed: listed, present: present, readBack: readBack)
  }
}
