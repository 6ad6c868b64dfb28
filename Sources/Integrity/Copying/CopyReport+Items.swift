// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

extension CopyReport {
  /// A file that was read.
  public struct Item: Codable, Equatable, Sendable {
    /// Where it is in every copy.
    public let path: ContainedPath
    /// Its length in bytes.
    public let size: Int64
    /// When it was last modified.
    public let modified: Timestamp
    /// Its hashes, as read from the source.
    public let digests: [Digest]
  }

  /// The files that were read, in the order of their paths on the source. Each is made when it is asked for: a card of a million files is in
  /// memory once, as it was scanned, and here are only the hashes.
  public struct Items: RandomAccessCollection, Sendable {
    private enum Storage: Sendable {
      /// Files by their places among those of a scan, and their hashes.
      case scanned([FolderEntry], places: [Int32], digests: [FewDigests])
      /// Files of a report that was kept as text.
      case listed([Item])
    }

    private let storage: Storage

    /// None of the files of a scan.
    init() { storage = .listed([]) }

    /// Those of `files` that are at `places`, in ascending order, with the hashes of each.
    init(_ files: [FolderEntry], at places: [Int32], digests: [FewDigests]) {
      precondition(places.count == digests.count, "every file that was read has its hashes")
      storage = .scanned(files, places: places, digests: digests)
    }

    /// The place before the first.
    public var startIndex: Int { 0 }

    /// How many there are.
    public var endIndex: Int {
      switch storage {
      case .scanned(_, let places, _): places.count
      case .listed(let items): items.count
      }
    }

    /// The file at a place in this list.
    public subscript(_ index: Int) -> Item {
      switch storage {
      case .scanned(let files, let places, let digests):
        let file = files[Int(places[index])]
        return Item(path: file.path, size: file.facts.size, modified: file.facts.modified, digests: digests[index].all)
      case .listed(let items): return items[index]
      }
    }

    /// The path of the file at a place in this list, without the cost of its hashes.
    func path(at index: Int) -> ContainedPath {
      switch storage {
      case .scanned(let files, let places, _): files[Int(places[index])].path
      case .listed(let items): items[index].path
      }
    }

    /// The hashes of the file at this place among those of the scan; nil where it was not read.
    func digests(ofFile place: Int) -> [Digest]? {
      guard case .scanned(_, let places, let digests) = storage else { return nil }
      let index = places.indices.firstPlace { places[$0] >= place }
      return index < places.count && places[index] == place ? digests[index].all : nil
    }
  }
}

extension CopyReport.Items: Equatable {
  /// Whether the same files are in both, whoever holds them.
  public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

extension CopyReport.Items: Codable {
  /// Reads a list.
  public init(from decoder: any Decoder) throws { storage = .listed(try [CopyReport.Item](from: decoder)) }

  /// Writes a list.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for item in self { try list.encode(item) }
  }
}

extension Range<Int> {
  /// The first number that `isPast` is true of, where it is true of all that follow as well; the end where it is of none.
  func firstPlace(_ isPast: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
