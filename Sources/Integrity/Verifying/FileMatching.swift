// SPDX-License-Identifier: Apache-2.0

import Files

/// Which file of a scope is which of its histories, and which of those on record are not there.
struct FileMatching {
  /// Where what is known of a file stands.
  struct Known {
    let node: Int
    let place: Int
  }

  private(set) var tree: TreeScan
  let parts: [ContainedPath]
  private(set) var notes: [String] = []
  /// Per file of the tree, the place in its own history's record; −1 where there is none.
  private var places: [Int32]
  /// What is known of files in a history further out than their own, or under another name.
  private var elsewhere: [Int: Known] = [:]
  /// What histories further out than the one that a file is compared with have on record of it besides, closest first: from the time before the
  /// inner one was begun.
  private var besides: [Int: [Known]] = [:]
  /// Per history and known file, whether it was found.
  private var isFound: [[Bool]]
  /// Where files were before that were found under another name.
  private(set) var previous: [Int: ContainedPath] = [:]
  /// Files on record that were not found.
  private(set) var unfound: [Renames.Missing] = []
  /// What is on record and left out by a pattern by now: nothing was compared.
  private(set) var leftOutRecorded: [String] = []
  /// What was let go, is on record and is gone; each once.
  private(set) var withdrawn: [Withdrawal] = []
  private var withdrawnPaths: Set<ContainedPath> = []
  /// The histories, by their folders.
  private let nodesByFolder: [ContainedPath: Int]

  /// Finds for every file what is known of it.
  init(_ tree: TreeScan, parts: [ContainedPath]) {
    self.tree = tree
    self.parts = parts
    nodesByFolder = Dictionary(tree.nodes.indices.compactMap { node in tree.nodes[node].folder.map { ($0, node) } }) { first, _ in first }
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

  /// What histories further out have on record of a file besides `known`, and which they are.
  func knownBesides(_ file: Int) -> [(node: TreeScan.Node, known: HistoryRecord.KnownFile)] {
    (besides[file] ?? []).map { (tree.nodes[$0.node], tree.nodes[$0.node].record.files[$0.place]) }
  }

  /// The history in whose words `known` is.
  func source(of file: Int) -> TreeScan.Node { tree.nodes[place(of: file)?.node ?? Int(tree.files[file].node)] }

  /// Whether the history that the file belongs to knows it, under this name or an earlier one.
  func isKnown(_ file: Int) -> Bool { place(of: file)?.node == Int(tree.files[file].node) }

  /// How many files that are there are on record.
  var present: Int { tree.files.indices.count { place(of: $0) != nil } }

  var newFiles: [Int] { tree.files.indices.filter { place(of: $0) == nil } }

  /// Where what is known of a file stands, if anything is.
  private func place(of file: Int) -> Known? {
    places[file] >= 0 ? Known(node: Int(tree.files[file].node), place: Int(places[file])) : elsewhere[file]
  }

  /// A file was found under another name or place than recorded.
  mutating func adopt(_ file: Int, _ known: Known, from path: ContainedPath) {
    isFound[known.node][known.place] = true
    elsewhere[file] = known
    previous[file] = path
  }

  /// Whether the path is in what was asked for.
  func isWanted(_ path: ContainedPath) -> Bool { parts.isEmpty || parts.contains { path.isInside($0) } }

  /// The history that a path belongs to, present or not: the closest around it.
  private func closest(_ path: ContainedPath) -> Int {
    guard !nodesByFolder.isEmpty else { return 0 }
    var next = path.parent
    while let folder = next {
      if let node = nodesByFolder[folder] { return node }
      next = folder.parent
    }
    return 0
  }

  /// Whether a pattern of any history around it leaves the path out by now.
  func isLeftOut(_ path: ContainedPath) -> Bool {
    var next: Int? = closest(path)
    while let node = next {
      if tree.nodes[node].ignore.leavesOut(tree.nodes[node].inner(path)) { return true }
      next = tree.nodes[node].parent
    }
    return false
  }

  /// Whether an entry that history `node` has on record was let go, by that or a closer one. What is gone indeed is told of once; what came back the
  /// scan has told of.
  mutating func letsGo(_ path: ContainedPath, of node: Int) -> Bool {
    var next = closest(path)
    while true {
      if let withdrawal = tree.nodes[next].withdrawals.covering(path) {
        let isGone = FileFacts.isAbsent("\(tree.scope)/\(path)")
        if isGone, withdrawnPaths.insert(withdrawal.path).inserted { withdrawn.append(withdrawal) }
        return isGone || tree.hasReturned(path)
      }
      guard next != node, let parent = tree.nodes[next].parent else { return false }
      next = parent
    }
  }

  /// Lists anew what is on record and was not found.
  mutating func findMissing() {
    (unfound, leftOutRecorded, withdrawn, withdrawnPaths) = ([], [], [], [])
    for (number, node) in tree.nodes.enumerated() {
      for (path, place) in node.record.places where !isFound[number][Int(place)] {
        let outer = node.outer(path)
        guard isWanted(outer), !tree.isUnread(outer) else { continue }
        guard !isLeftOut(outer) else {
          if !letsGo(outer, of: number) { leftOutRecorded.append(outer.text) }
          continue
        }
        unfound.append(Renames.Missing(path: path, outer: outer, node: number, place: Int(place)))
      }
    }
    unfound.sort { $0.outer < $1.outer }
  }

  // MARK: -

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
          if places[index] >= 0 || elsewhere[index] != nil {
            besides[index, default: []].append(Known(node: node, place: Int(place)))
          } else if node == Int(file.node) {
            places[index] = place
          } else {
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
}
