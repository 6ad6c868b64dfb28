// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Folders whose hashes are not the recorded ones although every file is: names or empty folders have changed, or a hash was wrong from the start.
struct FolderHashCheck {
  let comparison: Comparison
  let totals: FolderTotals

  /// What does not agree. Only the last generation's hashes are of the files that there are; and a history that was continued by itself says
  /// nothing to the one around it, whose hashes of that folder are then of an earlier time.
  func failures() -> [CopyReport.Failure] {
    let tree = comparison.tree
    let isCurrent = tree.nodes.indices.map { self.isCurrent($0) }
    var failures: [CopyReport.Failure] = []
    for (index, folder) in tree.folders.enumerated() {
      let node = tree.nodes[Int(folder.node)]
      guard isCurrent[Int(folder.node)], let recorded = node.record.folders[node.inner(folder.path)] else { continue }
      failures += compare(recorded, totals.pairs[index], folder.path.text)
    }
    let places = Dictionary(tree.folders.enumerated().map { ($1.path, $0) }) { first, _ in first }
    for (number, node) in tree.nodes.enumerated() where isCurrent[number] {
      let found = node.folder.map { folder in places[folder].map { totals.pairs[$0] } ?? [] } ?? totals.root
      failures += compare(node.record.rootHash, found, node.folder?.text ?? ".")
    }
    return failures
  }

  private func isCurrent(_ number: Int) -> Bool {
    let nodes = comparison.tree.nodes
    let references = nodes[number].record.generations.last?.hashList.references ?? []
    return nodes.indices.allSatisfy { child in
      guard nodes[child].parent == number, let folder = nodes[child].folder, let last = nodes[child].record.generations.last else { return true }
      let path = "\(nodes[number].inner(folder))/\(GenerationName.folder)/\(last.fileName)"
      return references.contains { $0.path.text.utf8.elementsEqual(path.utf8) } && isCurrent(child)
    }
  }

  private func compare(_ recorded: HashList.DirectoryDigests?, _ found: FolderTotals.Pairs, _ path: String) -> [CopyReport.Failure] {
    guard let recorded else { return [] }
    var failures: [CopyReport.Failure] = []
    for case .some(let pair) in found {
      if let content = recorded.content.first(where: { $0.algorithm == pair.content.algorithm }), content != pair.content {
        failures.append(.init(path: path, reason: "the content hash of the folder is not the recorded one"))
      }
      if let structure = recorded.structure.first(where: { $0.algorithm == pair.structure.algorithm }), structure != pair.structure {
        failures.append(.init(path: path, reason: "names or empty folders have changed: the structure hash is not the recorded one"))
      }
    }
    return failures
  }
}
