// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// The hashes of all folders of a scan, and the order in which a manifest lists entries. One pass, with memory for the folders on the way down.
///
/// The rule is `DirectoryHasher`'s. A folder's entries come before the folder, those of its own folders first, as the reference tool has it.
struct FolderTotals {
  /// An entry of a scan.
  enum Place {
    case file(Int)
    case folder(Int)
  }

  /// A folder's hashes in each format that every file inside it has a value in.
  typealias Pairs = [DirectoryHasher.Pair?]

  let algorithms: [HashAlgorithm]
  /// Per folder of the scan.
  private(set) var pairs: [Pairs]
  /// Of the whole scope.
  private(set) var root: Pairs = []
  /// Files as their number, folders as its complement, in the order of a manifest.
  private var order: [Int32] = []

  /// - Parameter digest: a file's value in one of `algorithms`.
  init(_ tree: TreeScan, _ algorithms: [HashAlgorithm], digest: (_ file: Int, _ algorithm: HashAlgorithm) -> Digest?) {
    self.algorithms = algorithms
    pairs = Array(repeating: [], count: tree.folders.count)
    order.reserveCapacity(tree.files.count + tree.folders.count)
    var open = [Frame(folder: nil, algorithms.count)]
    var (file, folder) = (0, 0)
    // Both lists are in the order of the walk, so the next entry is the smaller of their heads.
    while file < tree.files.count || folder < tree.folders.count {
      let takesFile =
        folder == tree.folders.count
        || file < tree.files.count && Self.precedes(tree.files[file].path.text.utf8, tree.folders[folder].path.text.utf8)
      let path = takesFile ? tree.files[file].path : tree.folders[folder].path
      while let last = open.last?.folder, !path.isInside(tree.folders[last].path) { close(tree, &open) }
      if takesFile {
        let name = Array(path.name.utf8)
        for (index, algorithm) in algorithms.enumerated() {
          let digest = digest(file, algorithm)
          open[open.count - 1].add(name, digest.map { .init(content: $0, structure: $0) }, index)
        }
        open[open.count - 1].files.append(Int32(file))
        file += 1
      } else {
        open.append(Frame(folder: folder, algorithms.count))
        folder += 1
      }
    }
    while open.last?.folder != nil { close(tree, &open) }
    root = open[0].pairs(algorithms)
    order += open[0].files
  }

  /// The entries in the order of a manifest.
  var places: some Sequence<Place> { order.lazy.map { $0 >= 0 ? .file(Int($0)) : .folder(Int(~$0)) } }

  // MARK: -

  /// A folder with what was seen in it so far.
  private struct Frame {
    let folder: Int?
    var files: [Int32] = []
    private var contents: [[Digest]]
    private var structures: [[Digest]]
    /// Per format, whether everything inside has a value.
    private var isWhole: [Bool]

    init(folder: Int?, _ count: Int) {
      self.folder = folder
      contents = Array(repeating: [], count: count)
      structures = contents
      isWhole = Array(repeating: true, count: count)
    }

    mutating func add(_ name: [UInt8], _ pair: DirectoryHasher.Pair?, _ index: Int) {
      guard let pair else { return isWhole[index] = false }
      contents[index].append(pair.content)
      structures[index].append(Digest.of(name + pair.structure.bytes, algorithm: pair.content.algorithm))
    }

    func pairs(_ algorithms: [HashAlgorithm]) -> Pairs {
      algorithms.enumerated().map { index, algorithm in
        guard isWhole[index] else { return nil }
        return DirectoryHasher.Pair(
          content: DirectoryHasher.combined(contents[index], algorithm), structure: DirectoryHasher.combined(structures[index], algorithm))
      }
    }
  }

  private mutating func close(_ tree: TreeScan, _ open: inout [Frame]) {
    let frame = open.removeLast()
    guard let folder = frame.folder else { return }
    pairs[folder] = frame.pairs(algorithms)
    let name = Array(tree.folders[folder].path.name.utf8)
    for (index, pair) in pairs[folder].enumerated() { open[open.count - 1].add(name, pair, index) }
    order += frame.files
    order.append(~Int32(folder))
  }

  /// The order of a walk: names are compared one by one, so "/" comes before every other byte.
  private static func precedes(_ left: String.UTF8View, _ right: String.UTF8View) -> Bool {
    left.lexicographicallyPrecedes(right) { ($0 == 0x2F ? 0 : $0) < ($1 == 0x2F ? 0 : $1) }
  }
}
