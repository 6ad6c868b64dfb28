// SPDX-License-Identifier: Apache-2.0

/// A compound file, read: a small file system of storages and streams in one file, as Microsoft's specification [MS-CFB] describes it.
///
/// Sectors are of 512 bytes (version 3) or 4096 (version 4). A table says which sector follows which (FAT), another one the same of the
/// 64-byte blocks in which small streams lie (miniFAT). Nothing in the file is believed: chains end after as many sectors as the file has, an entry belongs
/// to the first storage that claims it, and no room is made for more bytes than are there.
///
///     let file = try CompoundFile(CompoundFileSource(bytes), subject: "cut.aaf")
///     let header = file.child("Header-2", of: CompoundFile.root)
public struct CompoundFile: Sendable {
  /// What lies in the directory.
  public struct Entry: Hashable, Sendable {
    /// The kinds that are used.
    public enum Kind: UInt8, Hashable, Sendable {
      /// Something that holds others.
      case storage = 1
      /// Bytes.
      case stream = 2
      /// The storage that holds all.
      case root = 5
    }

    /// What it is.
    public var kind: Kind
    /// Its name.
    public var name: String
    /// The class of what a storage holds.
    public var classID: UniqueIdentifier
    /// How many bytes a stream has.
    public var byteCount: Int64
    var first: UInt32
    var left: UInt32
    var right: UInt32
    var child: UInt32
  }

  /// The place of the root in `entries`.
  public static let root = 0
  /// The directory; `nil` where a place is free or damaged.
  public let entries: [Entry?]
  /// What was odd, in words.
  public private(set) var notes: [String] = []
  /// Bytes of a sector, 512 or 4096.
  public let sectorSize: Int
  /// The bytes of the file.
  public let source: CompoundFileSource

  /// That it is cut short, in words for an error; `nil` where it is whole.
  let shortness: String?
  private let cutoff: Int64
  private let next: [UInt32]
  private let nextBlock: [UInt32]
  private let blocks: [UInt8]
  private var places: [Place: Int32] = [:]

  private struct Place: Hashable {
    var parent: Int32
    var name: String
  }

  /// Reads the tables and the directory; streams are read when they are asked for.
  ///
  /// - Throws: `EditorialError.notRecognized` where it is no compound file, or nothing of its directory can be read.
  public init(_ source: CompoundFileSource, subject: String) throws(EditorialError) {
    var tables = try CompoundFileTables(source, subject: subject)
    self.source = source
    sectorSize = tables.sectorSize
    cutoff = Int64(tables.cutoff)
    next = tables.next
    entries = tables.directory()
    guard let root = entries.first ?? nil, root.kind == .root else {
      throw EditorialError(
        .notRecognized, subject: subject, detail: Self.shortness(tables) ?? "has no directory that can be read: the file is damaged; export it again")
    }
    blocks = tables.contents(from: root.first, count: min(root.byteCount, source.byteCount, CompoundFileTables.mostSmallBytes))
    nextBlock = tables.numbers(from: tables.firstMiniTable, count: blocks.count / CompoundFileTables.blockSize + 1)
    if Int64(blocks.count) < root.byteCount {
      tables.notes.append("the small streams are cut short: \(blocks.count) of \(root.byteCount) bytes are there")
    }
    notes = tables.notes
    shortness = Self.shortness(tables)
    index()
  }

  /// The entry of a name in a storage.
  public func child(_ name: String, of storage: Int) -> Int? {
    places[Place(parent: Int32(clamping: storage), name: name)].map(Int.init)
  }

  /// All the bytes of a stream, or as many as can be reached.
  ///
  /// - Parameter limit: no more than these are read.
  public func contents(of entry: Int, limit: Int64 = 1 << 30) -> [UInt8] {
    guard entries.indices.contains(entry), let stream = entries[entry], stream.kind == .stream else { return [] }
    let count = min(stream.byteCount, limit, source.byteCount)
    guard stream.byteCount < cutoff else {
      return CompoundFileTables.contents(from: stream.first, count: count, sectorSize: sectorSize, next: next, source: source)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(count))
    var block = Int(stream.first)
    while bytes.count < count {
      let start = block * CompoundFileTables.blockSize
      guard start < blocks.count else { break }
      bytes += blocks[start..<min(start + CompoundFileTables.blockSize, blocks.count, start + Int(count) - bytes.count)]
      guard block < nextBlock.count else { break }
      block = Int(nextBlock[block])
    }
    return bytes
  }

  // MARK: -

  private static func shortness(_ tables: CompoundFileTables) -> String? {
    guard tables.wholeSize > 0 else { return nil }
    return "is cut short: \(tables.source.byteCount) of \(tables.wholeSize) bytes are there, and what says where the rest lies is not; copy it again"
  }

  /// Finds out which entry lies in which storage. Each is visited once, so that what points in circles ends.
  private mutating func index() {
    var seen = [Bool](repeating: false, count: entries.count)
    var twice = 0
    places.reserveCapacity(entries.count)
    var storages = [Self.root]
    seen[Self.root] = true
    while let storage = storages.popLast() {
      var siblings = [entries[storage]?.child ?? CompoundFileTables.none]
      while let id = siblings.popLast() {
        guard id != CompoundFileTables.none, id < entries.count, let entry = entries[Int(id)] else { continue }
        guard !seen[Int(id)] else {
          twice += 1
          continue
        }
        seen[Int(id)] = true
        siblings.append(entry.left)
        siblings.append(entry.right)
        places[Place(parent: Int32(storage), name: entry.name)] = Int32(id)
        if entry.kind == .storage { storages.append(Int(id)) }
      }
    }
    if twice > 0 { notes.append("\(twice) entries of the directory are claimed twice, and were taken once") }
  }
}
