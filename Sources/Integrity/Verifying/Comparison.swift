// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

/// A scope held against its histories: which file is which, what each must be, and what each was found to be.
struct Comparison {
  /// What was found of one file.
  enum Finding: UInt8 {
    /// Not looked at.
    case open
    /// As recorded.
    case verified
    /// Not as recorded.
    case failed
    /// Never recorded before.
    case original
    /// It could not be read.
    case unreadable
  }

  /// Which file is which.
  private var matching: FileMatching
  /// Per file of the tree.
  private(set) var findings: [Finding]
  private(set) var digests: [FewDigests]
  private(set) var failed: [CopyReport.Failure] = []
  /// Files that are what the closest history says and not what one further out does.
  private(set) var contradicted: Set<Int> = []
  private(set) var renames: [Renames.Rename] = []
  private(set) var missing: [String] = []
  private(set) var bytes: Int64 = 0
  /// How reading was kept from being answered out of memory, at worst; nil where that was not asked for.
  private(set) var readBack: CacheBypass?
  private var leftOutFolders: [String] = []

  /// Whether this run lets something go that the last generation counts still, or takes back what it does not count.
  private let isLettingGo: Bool

  /// Finds for every file what is known of it.
  /// - Parameter isLettingGo: whether this run lets something go, or takes that back.
  init(_ tree: TreeScan, parts: [ContainedPath], isLettingGo: Bool = false) {
    self.isLettingGo = isLettingGo
    findings = Array(repeating: .open, count: tree.files.count)
    digests = Array(repeating: FewDigests(), count: tree.files.count)
    matching = FileMatching(tree, parts: parts)
  }

  var tree: TreeScan { matching.tree }
  var parts: [ContainedPath] { matching.parts }
  var notes: [String] { matching.notes + sizeNotes }
  private var sizeNotes: [String] = []
  /// What is on record and left out by a pattern by now: nothing was compared.
  var leftOutRecorded: [String] { matching.leftOutRecorded + leftOutFolders }
  /// What was on record, was let go on purpose, and is gone.
  var withdrawn: [Withdrawal] { matching.withdrawn }
  /// Folders that are there, hold no file and are on no record: there is nothing in them that anybody could vouch for.
  private(set) var newEmptyFolders: [String] = []
  /// How many files that are there are on record.
  var present: Int { matching.present }
  /// How many files on record are not there, or are no files any more.
  var absent: Int { matching.unfound.count }
  var newFiles: [Int] { matching.newFiles }

  /// What is known of a file.
  func known(_ file: Int) -> HistoryRecord.KnownFile? { matching.known(file) }

  /// Where a file was before, in the words of the history that it belongs to.
  func previousPath(_ file: Int) -> ContainedPath? { matching.previous[file] }

  /// Whether the history that the file belongs to knows it, under this name or an earlier one.
  func isKnown(_ file: Int) -> Bool { matching.isKnown(file) }

  /// Whether every file was found as recorded under the recorded name, with nothing missing, new or by now left out: then recorded hashes of
  /// folders are of what there is.
  var isExact: Bool {
    failed.isEmpty && missing.isEmpty && renames.isEmpty && matching.previous.isEmpty && leftOutRecorded.isEmpty && newEmptyFolders.isEmpty
      && !isLettingGo && findings.allSatisfy { $0 == .verified }
  }

  /// Reads every file once.
  /// - Parameters:
  ///   - wanted: formats to compute besides those on record; where there are none, all formats on record.
  ///   - detectsRenames: whether a new file is compared with those that are missing.
  ///   - asksDevice: whether the device is to be asked rather than memory.
  mutating func hash(
    _ wanted: [HashAlgorithm], detectsRenames: Bool, asksDevice: Bool, _ cancellation: Cancellation,
    _ progress: (@Sendable (IntegrityProgress) -> Void)?
  ) throws(IntegrityError) {
    let candidates = detectsRenames ? Renames.Candidates(matching.unfound, tree.nodes) : nil
    // Most files have the same formats: the lists are shared, since a million of them are not small.
    var shared: Set<[HashAlgorithm]> = []
    let plans = (0..<tree.files.count).map { shared.insert(formats($0, wanted, candidates)).memberAfterInsert }
    let total = tree.files.reduce(Int64(0)) { $0.addingCapped($1.size) }
    let meter = Mutex(ProgressMeter(bytes: total, files: tree.files.count, report: progress))
    let (scope, files) = (tree.scope, tree.files)
    var results = digests
    digests = []
    var problems: [Int: String] = [:]
    var read: Int64 = 0
    var worst: CacheBypass?
    try ManyHasher(folder: scope, cancellation, asksDevice: asksDevice).run(
      count: files.count,
      item: { index in
        .init(path: "\(scope)/\(files[index].path)", size: files[index].size, algorithms: plans[index], number: index)
      },
      onBytes: { count, item in meter.withLock { $0.add(bytes: Int64(count), file: files[item.number].path.text) } },
      take: { item, outcome in
        switch outcome {
        case .hashed(let found, let count, let bypass):
          results[item.number] = FewDigests(found)
          read += count
          worst = bypass.map { (worst ?? $0).orWorse($0) } ?? worst
        case .unreadable(let reason): problems[item.number] = reason
        }
        meter.withLock { $0.finishFile(files[item.number].path.text) }
      })
    digests = results
    bytes = read
    readBack = worst
    if let candidates { rename(candidates) }
    for index in files.indices { judge(index, problems[index]) }
  }

  /// Compares lengths only.
  mutating func compareSizes() {
    for index in tree.files.indices {
      let sizes = ([known(index)].compactMap(\.self) + matching.knownBesides(index).map(\.known)).map(\.size)
      guard let size = sizes.first(where: { $0 >= 0 && $0 != tree.files[index].size }) else { continue }
      findings[index] = .failed
      failed.append(.init(path: tree.files[index].path.text, reason: Self.otherSize(recorded: size, found: tree.files[index].size)))
    }
  }

  /// Lists what is missing: files, folders, and nested histories that the last generations refer to.
  mutating func listMissing(_ oddities: [FolderScan.Oddity]) {
    let odd = Dictionary(oddities.map { ($0.path, $0.text) }) { first, _ in first }
    var last: ContainedPath?
    // A file that two histories have on record is missing once.
    for file in matching.unfound where file.outer != last {
      last = file.outer
      if let text = odd[file.outer.text] {
        failed.append(.init(path: file.outer.text, reason: "is now \(text)"))
      } else {
        missing.append(file.outer.text)
      }
    }
    let present = Set(tree.folders.map(\.path))
    let renamed = Set(renames.filter(\.isFolder).map(\.from))
    for (number, node) in tree.nodes.enumerated() {
      for folder in node.record.folders.keys.map(node.outer).sorted()
      where matching.isWanted(folder) && !present.contains(folder) && !renamed.contains(folder) && !parts.contains(folder) && !tree.isUnread(folder) {
        if matching.isLeftOut(folder) || node.ignore.ignores(node.inner(folder), isFolder: true) {
          if !matching.letsGo(folder, of: number) { leftOutFolders.append("\(folder)/") }
        } else {
          missing.append("\(folder)/")
        }
      }
    }
  }

  /// Lists the folders without files that no history knows, where a history lists folders at all.
  mutating func findNewFolders() {
    let listsFolders = tree.nodes.map { node in node.record.folders.values.contains { $0 != nil } }
    let nested = Set(tree.nodes.compactMap(\.folder))
    let renamed = Set(renames.filter(\.isFolder).map(\.to))
    let inhabited = tree.files.lazy.map(\.path).foldersAround
    newEmptyFolders = tree.folders.filter { folder in
      let record = tree.nodes[Int(folder.node)].record
      guard record.folders[tree.nodes[Int(folder.node)].inner(folder.path)] == nil, !inhabited.contains(folder.path) else { return false }
      return (listsFolders[Int(folder.node)] || record.rootHash != nil) && !nested.contains(folder.path) && !renamed.contains(folder.path)
    }.map { "\($0.path)/" }
  }

  /// The nested histories that the last generations refer to and that are not there any more; one that stands under another folder was moved.
  mutating func findNestedHistories() {
    let standing = Dictionary(tree.nodes.compactMap { node in node.folder.map { ($0, node) } }) { first, _ in first }
    for node in tree.nodes where parts.isEmpty {
      for reference in node.record.generations.last?.hashList.references ?? [] {
        let manifest = node.outer(reference.path)
        guard let scope = manifest.parent?.parent, standing[scope] == nil, !matching.isLeftOut(scope), !tree.isUnread(scope) else {
          continue
        }
        if let moved = standing.values.first(where: { $0.record.generations.contains { $0.c4 == reference.c4 } }), let to = moved.folder {
          renames.append(.init(from: scope, to: to, isFolder: true))
        } else {
          missing.append(manifest.text)
        }
      }
    }
  }

  /// The formats to hash a file in: those of its own history, and of each further out one that can be compared.
  private func formats(_ file: Int, _ wanted: [HashAlgorithm], _ candidates: Renames.Candidates?) -> [HashAlgorithm] {
    var formats = ownFormats(file, wanted, candidates)
    for (_, known) in matching.knownBesides(file) {
      let recorded = known.digests.algorithms
      if !recorded.contains(where: formats.contains) { formats = (formats + recorded.prefix(1)).sorted() }
    }
    return formats
  }

  private func ownFormats(_ file: Int, _ wanted: [HashAlgorithm], _ candidates: Renames.Candidates?) -> [HashAlgorithm] {
    let node = tree.nodes[Int(tree.files[file].node)]
    guard let known = known(file) else {
      let latest = node.record.latestFormats.sorted()
      let usual = wanted.isEmpty ? latest.isEmpty ? [.standard] : latest : wanted
      let extra = candidates?.formats(size: tree.files[file].size, node: Int(tree.files[file].node)) ?? []
      return extra.isEmpty ? usual : Set(usual + extra).sorted()
    }
    let recorded = known.digests.algorithms
    guard !wanted.isEmpty, !recorded.isEmpty else { return recorded.isEmpty ? (wanted.isEmpty ? [.standard] : wanted) : recorded.sorted() }
    // What is asked for and on record; if that is nothing, the first on record must be verified before a new format is added.
    let common = recorded.filter(wanted.contains)
    return Set(wanted + (common.isEmpty ? recorded.prefix(1) : common[...])).sorted()
  }

  private mutating func judge(_ index: Int, _ problem: String?) {
    let path = tree.files[index].path.text
    func fail(_ reason: String) -> CopyReport.Failure { .init(path: path, reason: reason) }
    if let problem {
      findings[index] = .unreadable
      return failed.append(fail(problem))
    }
    guard let known = known(index) else { return findings[index] = .original }
    guard !known.digests.isEmpty else {
      findings[index] = .failed
      return failed.append(fail("no hash is recorded that it could be compared with"))
    }
    let found = digests[index]
    let wrong = known.digests.all.filter { old in found[old.algorithm].map { $0 != old } ?? false }
    guard !wrong.isEmpty else {
      if let contradiction = contradiction(index) {
        contradicted.insert(index)
        findings[index] = .failed
        return failed.append(fail(contradiction))
      }
      if known.size >= 0, known.size != tree.files[index].size {
        sizeNotes.append(Self.wrongSize(tree.files[index].path, recorded: known.size, found: tree.files[index].size))
      }
      return findings[index] = .verified
    }
    findings[index] = .failed
    if known.size >= 0, known.size != tree.files[index].size {
      return failed.append(fail(Self.otherSize(recorded: known.size, found: tree.files[index].size)))
    }
    let values = wrong.map { old in "\(old) is recorded, \(found[old.algorithm]?.text ?? "nothing") was found" }
    failed.append(fail("has changed: " + values.joined(separator: "; ")))
  }

  /// What a history further out has on record and was not found. That the closest one was begun later, and has what was found, does not make it
  /// untrue.
  private func contradiction(_ index: Int) -> String? {
    let found = digests[index]
    for (node, known) in matching.knownBesides(index) {
      guard let old = known.digests.all.first(where: { old in found[old.algorithm].map { $0 != old } ?? false }) else { continue }
      return "\(name(of: matching.source(of: index))) has what was found, and \(name(of: node)), around it, does not: \(old) is recorded there, "
        + "\(found[old.algorithm]?.text ?? "nothing") was found. One of them is of a damaged file: compare it with another copy"
    }
    return nil
  }

  private func name(of node: TreeScan.Node) -> String {
    "the history of ‘\((node.folder?.name ?? SystemPath.split(tree.scope).name).printable)’"
  }

  /// What is said of a file of another size than recorded.
  static func otherSize(recorded: Int64, found: Int64) -> String { "has \(ByteText(found).exact) where \(ByteText(recorded).exact) are recorded" }

  /// What is said of a file whose hash is the recorded one and whose size is not.
  static func wrongSize(_ path: ContainedPath, recorded: Int64, found: Int64) -> String {
    "\(path): its hash is the recorded one, but \(ByteText(recorded).exact) are recorded and it has \(ByteText(found).exact): whoever wrote the list wrote a wrong size"
  }

  private mutating func rename(_ candidates: Renames.Candidates) {
    var candidates = candidates
    for file in newFiles {
      guard let from = candidates.take(tree.files[file], digests[file], tree.nodes) else { continue }
      matching.adopt(file, FileMatching.Known(node: from.node, place: from.place), from: from.path)
      renames.append(.init(from: from.outer, to: tree.files[file].path, isFolder: false))
    }
    matching.findMissing()
    renames += Renames.folders(
      renames, present: Set(tree.folders.map(\.path)), recorded: Set(tree.nodes.flatMap { $0.record.folders.keys.map($0.outer) }))
  }
}
