// SPDX-License-Identifier: Apache-2.0

package import Files
package import Hashing

/// The hashes of folders from the hashes of what they hold (ASC MHL v2.0).
///
/// - content: the values of the files and the content values of the folders inside, sorted as text, each decoded, hashed one after another;
/// - structure: per child, the hash of its name's UTF-8 bytes and its value (a folder's structure value), then the same sort and hash.
///
/// An empty folder has the hash of no bytes for both.
package struct DirectoryHasher {
  /// Content and structure of one folder in one format.
  package struct Pair: Equatable {
    /// Over what it holds.
    package let content: Digest
    /// Over the names too.
    package let structure: Digest
  }

  /// The hashes of every folder, in `algorithm`; the scope itself is under nil. Nil when some file has no such value.
  package static func digests(
    files: some Sequence<(path: ContainedPath, digests: [Digest])>, folders: [ContainedPath], algorithm: HashAlgorithm
  ) -> [ContainedPath?: Pair]? {
    var children: [ContainedPath?: Children] = [nil: Children()]
    for folder in folders { children[folder] = Children() }
    for file in files {
      guard let digest = file.digests.first(where: { $0.algorithm == algorithm }) else { return nil }
      children[file.path.parent, default: Children()].add(file.path.name, Pair(content: digest, structure: digest))
    }
    var result: [ContainedPath?: Pair] = [:]
    let deepestFirst = folders.map { (path: $0, depth: $0.depth) }.sorted { $0.depth > $1.depth }
    for folder in deepestFirst.map({ Optional($0.path) }) + [nil] {
      let inside = children.removeValue(forKey: folder) ?? Children()
      let pair = Pair(content: combined(inside.contents, algorithm), structure: combined(inside.structures, algorithm))
      result[folder] = pair
      if let folder { children[folder.parent, default: Children()].add(folder.name, pair) }
    }
    return result
  }

  // MARK: -

  /// What a folder's hashes are made of: a value a child. The names go into them at once and need no memory of their own.
  private struct Children {
    private(set) var contents: [Digest] = []
    private(set) var structures: [Digest] = []

    mutating func add(_ name: String, _ pair: Pair) {
      contents.append(pair.content)
      structures.append(Digest.of(Array(name.utf8) + pair.structure.bytes, algorithm: pair.content.algorithm))
    }
  }

  /// The texts of one format have one length and an alphabet in ASCII order, so sorting the raw values is sorting the texts.
  static func combined(_ digests: [Digest], _ algorithm: HashAlgorithm) -> Digest {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digests.count * algorithm.byteCount)
    for digest in digests.sorted() { bytes += digest.bytes }
    return Digest.of(bytes, algorithm: algorithm)
  }
}
