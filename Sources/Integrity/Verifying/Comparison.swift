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

  /// Where what is known of a file stands.
  struct Known {
    let node: Int
    let place: Int
  }

  private(set) var tree: TreeScan
  let parts: [ContainedPath]
  /// Per file of the tree.
  private(set) var findings: [Finding]
  private(set) var digests: [FewDigests]
  private(set) var failed: [CopyReport.Failure] = []
  private(set) var renames: [Renames.Rename] = []
  private(set) var missing: [String] = []
  private(set) var notes: [String] = []
  private(set) var bytes: Int64 = 0
  /// Per file of the tree, the place in its own history's record; −1 where there is none.
  private var places: [Int32]
  /// What is known of files in a history further out than their own, or under another name.
  private var elsewhere: [Int: Known] = [:]
  /// Per history and known file, whether it was found.
  private var isFound: [[Bool]]
  /// Where files were before that were found under another name.
  private var previous: [Int: ContainedPath] = [:]
  /// Files on record that were not found.
  private var unfound: [Renames.Missing] = []
  /// What is on record and left out by a pattern by now: nothing was compared.
  private(set) var leftOutRecorded: [String] = []

  /// Finds for every file what is known of it.
  init(_ tree: TreeScan, parts: [ContainedPath]) {
    self.tree = tree
    self.parts = parts
    findings = Array(repeating: .open, count: tree.files.count)
    digests = Array(repeating: FewDigests(), count: tree.files.count)
    places = Array(repeating: -1, count: tree.files.count)
    isFound = tree.nodes.map { Array(repeating: false, count: $0.record.files.count) }
    match()
    matchNormalized()
    findMissing()
  }

  /// What is known of a file.
  func known(_ file: Int) -> HistoryRecord.KnownFile? {
    guard let known = place(of: file) else { return nil }
    return tree.nodes[known.node].record.files[known.place]
  }

  /// Where a file was before, in the words of the history that it belongs to.
  func previousPath(_ file: Int) -> ContainedPath? { previous[file] }

  /// Whether the history that the file belongs to knows it, under this name or an earlier one.
  func isKnown(_ file: Int) -> Bool { place(of: file)?.node == Int(tree.files[file].node) }

  /// How many files that are there are on record.
  var present: Int { findings.indices.count { place(of: $0) != nil } }

  /// How many files on record are not there, or are no files any more.
  var absent: Int { unfound.count }

  var newFiles: [Int] { findings.indices.filter { place(of: $0) == nil } }

  // MARK: - Which file is which

  private func place(of file: Int) -> Known? {
    places[file] >= 0 ? Known(node: Int(tree.files[file].node), place: Int(places[file])) : elsewhere[file]
  }

  private mutating func match() {
    let isNested = tree.nodes.count > 1
    for index in tree.files.indices {
      let file = tree.files[index]
      var node = Int(file.node)
      while true {
        let inner = tree.nodes[node].inner(file.path)
        if let (key, place) = tree.nodes[node].record.entry(inner) {
          if node == 0 { tree.share(key, at: index) }
          isFound[node][Int(place)] = true
          if node == Int(file.node), places[index] < 0, elsewhere[index] == nil {
            places[index] = place
          } else if places[index] < 0, elsewhere[index] == nil {
            elsewhere[index] = Known(node: node, place: Int(place))
          }
        }
        // A file may be in the history further out as well, from the time before the inner one was begun.
        guard isNested, let parent = tree.nodes[node].parent else { break }
        node = parent
      }
    }
  }

  /// Names that came by another system may have other code points for the same characters: what is left over is compared in form C.
  private mutating func matchNormalized() {
    var unmatched: [String: [Int]] = [:]
    for file in newFiles where !tree.files[file].path.text.utf8.allSatisfy({ $0 < 0x80 }) {
      unmatched["\(tree.files[file].node)/\(tree.files[file].path.normalized)", default: []].append(file)
    }
    guard !unmatched.isEmpty else { return }
    for (number, node) in tree.nodes.enumerated() {
      for (path, place) in node.record.places where !isFound[number][Int(place)] && !path.text.utf8.allSatisfy({ $0 < 0x80 }) {
        guard let files = unmatched["\(number)/\(node.outer(path).normalized)"], files.count == 1, previous[files[0]] == nil else { continue }
        adopt(files[0], Known(node: number, place: Int(place)), from: path)
        notes.append("\(tree.files[files[0]].path) is recorded with other code points for the same characters, and was taken for the same file")
      }
    }
  }

  private mutating func adopt(_ file: Int, _ known: Known, from path: ContainedPath) {
    isFound[known.node][known.place] = true
    elsewhere[file] = known
    previous[file] = path
  }

  /// Whether every file was found as recorded under the recorded name, with nothing missing, new or by now left out: then recorded hashes of
  /// folders are of what there is.
  var isExact: Bool {
    failed.isEmpty && missing.isEmpty && renames.isEmpty && previous.isEmpty && leftOutRecorded.isEmpty && findings.allSatisfy { $0 == .verified }
  }

  private func isWanted(_ path: ContainedPath) -> Bool { parts.isEmpty || parts.contains { path.isInside($0) } }

  private mutating func findMissing() {
    unfound = []
    for (number, node) in tree.nodes.enumerated() {
      for (path, place) in node.record.places where !isFound[number][Int(place)] {
        let outer = node.outer(path)
        guard isWanted(outer), !tree.isUnread(outer) else { continue }
        guard !isLeftOut(outer, from: number) else {
          leftOutRecorded.append(outer.text)
          continue
        }
        unfound.append(Renames.Missing(path: path, outer: outer, node: number, place: Int(place)))
      }
    }
    unfound.sort { $0.outer < $1.outer }
  }

  private func isLeftOut(_ path: ContainedPath, from node: Int) -> Bool {
    var next: Int? = node
    while let node = next {
      if tree.nodes[node].ignore.leavesOut(tree.nodes[node].inner(path)) { return true }
      next = tree.nodes[node].parent
    }
    return false
  }

  // MARK: - What each is

  /// Reads every file once.
  /// - Parameters:
  ///   - wanted: formats to compute besides those on record; where there are none, all formats on record.
  ///   - detectsRenames: whether a new file is compared with those that are missing.
  mutating func hash(
    _ wanted: [HashAlgorithm], detectsRenames: Bool, _ cancellation: Cancellation, _ progress: (@Sendable (IntegrityProgress) -> Void)?
  ) throws(IntegrityError) {
    let candidates = detectsRenames ? Renames.Candidates(unfound, tree.nodes) : nil
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
    try ManyHasher(folder: scope, cancellation).run(
      count: files.count,
      item: { index in
        .init(path: "\(scope)/\(files[index].path)", size: files[index].size, algorithms: plans[index], number: index)
      },
      onBytes: { count, item in meter.withLock { $0.add(bytes: Int64(count), file: files[item.number].path.text) } },
      take: { item, outcome in
        switch outcome {
        case .hashed(let found, let count):
          results[item.number] = FewDigests(found)
          read += count
        case .unreadable(let reason): problems[item.number] = reason
        }
        meter.withLock { $0.finishFile(files[item.number].path.text) }
      })
    digests = results
    bytes = read
    if let candidates { rename(candidates) }
    for index in files.indices { judge(index, problems[index]) }
  }

  /// Compares lengths only.
  mutating func compareSizes() {
    for index in tree.files.indices {
      guard let known = known(index) else { continue }
      if known.size >= 0, known.size != tree.files[index].size {
        findings[index] = .failed
        failed.append(.init(path: tree.files[index].path.text, reason: "has \(tree.files[index].size) bytes where \(known.size) are recorded"))
      }
    }
  }

  /// Lists what is missing: files, folders, and nested histories that the last generations refer to.
  mutating func listMissing(_ oddities: [FolderScan.Oddity]) {
    let odd = Dictionary(oddities.map { ($0.path, $0.text) }) { first, _ in first }
    for file in unfound {
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
      where isWanted(folder) && !present.contains(folder) && !renamed.contains(folder) && !parts.contains(folder) && !tree.isUnread(folder) {
        if isLeftOut(folder, from: number) || node.ignore.ignores(node.inner(folder), isFolder: true) {
          leftOutRecorded.append("\(folder)/")
        } else {
          missing.append("\(folder)/")
        }
      }
    }
  }

  /// The nested histories that the last generations refer to and that are not there any more; one that stands under another folder was moved.
  mutating func findNestedHistories() {
    let standing = Dictionary(tree.nodes.compactMap { node in node.folder.map { ($0, node) } }) { first, _ in first }
    for (number, node) in tree.nodes.enumerated() where parts.isEmpty {
      for reference in node.record.generations.last?.hashList.references ?? [] {
        let manifest = node.outer(reference.path)
        guard let scope = manifest.parent?.parent, standing[scope] == nil, !isLeftOut(scope, from: number), !tree.isUnread(scope) else { continue }
        if let moved = standing.values.first(where: { $0.record.generations.contains { $0.c4 == reference.c4 } }), let to = moved.folder {
          renames.append(.init(from: scope, to: to, isFolder: true))
        } else {
          missing.append(manifest.text)
        }
      }
    }
  }

  private func formats(_ file: Int, _ wanted: [HashAlgorithm], _ candidates: Renames.Candidates?) -> [HashAlgorithm] {
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
      if known.size >= 0, known.size != tree.files[index].size {
        notes.append(Self.wrongSize(tree.files[index].path, recorded: known.size, found: tree.files[index].size))
      }
      return findings[index] = .verified
    }
    findings[index] = .failed
    if known.size >= 0, known.size != tree.files[index].size {
      return failed.append(fail("has \(tree.files[index].size) bytes where \(known.size) are recorded"))
    }
    let values = wrong.map { old in "\(old) is recorded, \(found[old.algorithm]?.text ?? "nothing") was found" }
    failed.append(fail("has changed: " + values.joined(separator: "; ")))
  }

  /// What is said of a file whose hash is the recorded one and whose size is not.
  static func wrongSize(_ path: ContainedPath, recorded: Int64, found: Int64) -> String {
    "\(path): its hash is the recorded one, but \(recorded) bytes are recorded and it has \(found): whoever wrote the list wrote a wrong size"
  }

  private mutating func rename(_ candidates: Renames.Candidates) {
    var candidates = candidates
    for file in newFiles {
      guard let from = candidates.take(tree.files[file], digests[file], tree.nodes) else { continue }
      adopt(file, Known(node: from.node, place: from.place), from: from.path)
      renames.append(.init(from: from.outer, to: tree.files[file].path, isFolder: false))
    }
    findMissing()
    renames += Renames.folders(
      renames, present: Set(tree.folders.map(\.path)), recorded: Set(tree.nodes.flatMap { $0.record.folders.keys.map($0.outer) }))
  }
}
