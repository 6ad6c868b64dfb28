// SPDX-License-Identifier: Apache-2.0

/// Writes a compound file ([MS-CFB]) from its beginning to its end in one pass: streams that are too large for memory come piece by piece from whoever has them.
///
///     var writer = CompoundFileWriter(sectorSize: 4096)
///     let storage = writer.addStorage("Header-2", in: CompoundFileWriter.root, classID: id)
///     writer.addStream("properties", in: storage, bytes)
///     try writer.write { chunk in try file.write(chunk) }
struct CompoundFileWriter {
  /// What a stream holds.
  enum Content: Sendable {
    case bytes([UInt8])
    /// So many bytes that are asked for when they are written.
    case supplied(Int64, @Sendable (_ offset: Int64, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int)

    var byteCount: Int64 {
      switch self {
      case .bytes(let bytes): Int64(bytes.count)
      case .supplied(let count, _): count
      }
    }
  }

  private struct Node {
    var name: [UInt16]
    var isStorage: Bool
    var classID: UniqueIdentifier
    var content: Content
    var children: [Int32] = []
    var links = (left: CompoundFileTables.none, right: CompoundFileTables.none, child: CompoundFileTables.none)
    var isBlack = true
    var first = CompoundFileTables.endOfChain
  }

  /// The place of the root.
  static let root = 0
  /// The first byte that programs lock: the sector around it stays unused where sectors are of 4096 bytes.
  private static let lockedByte: Int64 = 0x7FFF_FF00

  private let sectorSize: Int
  private let signature: UniqueIdentifier
  private var nodes: [Node]

  /// A file with an empty root.
  ///
  /// - Parameters:
  ///   - sectorSize: 512, for files below 2 GB, or 4096.
  ///   - signature: what the header says of the kind of file.
  init(sectorSize: Int = 4096, signature: UniqueIdentifier = .zero, classID: UniqueIdentifier = .zero) {
    precondition(sectorSize == 512 || sectorSize == 4096, "a sector has 512 or 4096 bytes")
    (self.sectorSize, self.signature) = (sectorSize, signature)
    nodes = [Node(name: Array("Root Entry".utf16), isStorage: true, classID: classID, content: .bytes([]))]
  }

  /// Adds a storage, in which others can be.
  mutating func addStorage(_ name: String, in parent: Int, classID: UniqueIdentifier) -> Int {
    add(Node(name: Array(name.utf16), isStorage: true, classID: classID, content: .bytes([])), to: parent)
  }

  /// Adds a stream.
  mutating func addStream(_ name: String, in parent: Int, _ content: Content) {
    _ = add(Node(name: Array(name.utf16), isStorage: false, classID: .zero, content: content), to: parent)
  }

  private mutating func add(_ node: Node, to parent: Int) -> Int {
    precondition((1...31).contains(node.name.count), "a name in a compound file has 1 to 31 characters")
    nodes.append(node)
    nodes[parent].children.append(Int32(nodes.count - 1))
    return nodes.count - 1
  }

  // MARK: - Layout

  /// Where everything lies.
  private struct Layout {
    var next: [UInt32] = []
    var nextBlock: [UInt32] = []
    var blocks: [UInt8] = []
    var lists: [UInt32] = []
    var tables: [UInt32] = []
    var directory: [UInt32] = []
    var blockTable: [UInt32] = []
    /// Streams with sectors of their own, in the order in which they lie.
    var large: [Int] = []
  }

  /// Writes the file.
  ///
  /// - Parameter sink: takes the bytes, in order.
  /// - Throws: what `sink` or a supplier throws, and `EditorialError` where a supplier ends too early.
  mutating func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    for storage in nodes.indices where nodes[storage].isStorage { balance(storage) }
    var layout = lay()
    try emit(header(layout), sink)
    try emit(listSectors(layout), sink)
    try emit(numbers(&layout.next, paddedWith: CompoundFileTables.none), sink)
    try emit(directory(layout), sink)
    try emit(numbers(&layout.nextBlock, paddedWith: CompoundFileTables.none), sink)
    try emit(padded(layout.blocks), sink)
    var sector =
      Int64(layout.lists.count + layout.tables.count + layout.directory.count + layout.blockTable.count) + sectors(Int64(layout.blocks.count))
    for stream in layout.large { try emitStream(nodes[stream].content, at: &sector, sink) }
  }

  private func sectors(_ bytes: Int64) -> Int64 { (bytes + Int64(sectorSize) - 1) / Int64(sectorSize) }

  private var lockedSector: Int64? { sectorSize == 4096 ? Self.lockedByte / 4096 - 1 : nil }

  private mutating func lay() -> Layout {
    var layout = Layout()
    for place in nodes.indices where !nodes[place].isStorage {
      let count = nodes[place].content.byteCount
      if case .bytes(let bytes) = nodes[place].content, count < 4096 {
        guard count > 0 else { continue }
        nodes[place].first = UInt32(layout.nextBlock.count)
        let blocks = (bytes.count + CompoundFileTables.blockSize - 1) / CompoundFileTables.blockSize
        for number in 1...blocks {
          layout.nextBlock.append(number == blocks ? CompoundFileTables.endOfChain : UInt32(layout.nextBlock.count + 1))
        }
        layout.blocks += bytes
        layout.blocks += Array(repeating: 0, count: blocks * CompoundFileTables.blockSize - bytes.count)
      } else {
        layout.large.append(place)
      }
    }
    let perSector = sectorSize / 4
    let directory = sectors(Int64(nodes.count * CompoundFileTables.entrySize))
    let blockTable = Int64((layout.nextBlock.count + perSector - 1) / perSector)
    let others =
      directory + blockTable + sectors(Int64(layout.blocks.count)) + layout.large.reduce(0) { $0 + sectors(nodes[$1].content.byteCount) } + 1
    var (tables, lists) = (Int64(1), Int64(0))
    while true {
      let wanted = (others + tables + lists + Int64(perSector) - 1) / Int64(perSector)
      let listed = max(0, wanted - Int64(CompoundFileTables.listedInHeader))
      let lists2 = (listed + Int64(perSector) - 2) / Int64(perSector - 1)
      if wanted <= tables, lists2 <= lists { break }
      (tables, lists) = (max(tables, wanted), max(lists, lists2))
    }
    layout.lists = allocate(Int(lists), chained: false, mark: CompoundFileTables.listSector, &layout)
    layout.tables = allocate(Int(tables), chained: false, mark: CompoundFileTables.tableSector, &layout)
    layout.directory = allocate(Int(directory), &layout)
    layout.blockTable = allocate(Int(blockTable), &layout)
    nodes[Self.root].first = allocate(Int(sectors(Int64(layout.blocks.count))), &layout).first ?? CompoundFileTables.endOfChain
    for stream in layout.large {
      nodes[stream].first = allocate(Int(sectors(nodes[stream].content.byteCount)), &layout).first ?? CompoundFileTables.endOfChain
    }
    return layout
  }

  private func allocate(_ count: Int, chained: Bool = true, mark: UInt32 = 0, _ layout: inout Layout) -> [UInt32] {
    var sectors: [UInt32] = []
    sectors.reserveCapacity(count)
    for _ in 0..<count {
      if let lockedSector, layout.next.count == Int(lockedSector) { layout.next.append(CompoundFileTables.endOfChain) }
      let sector = UInt32(layout.next.count)
      if chained, let last = sectors.last { layout.next[Int(last)] = sector }
      layout.next.append(chained ? CompoundFileTables.endOfChain : mark)
      sectors.append(sector)
    }
    return sectors
  }

  // MARK: - Directory

  /// Orders what is in a storage, by the length of the names and then by capital letters, as a balanced tree: what is in its last, incomplete row is red.
  private mutating func balance(_ storage: Int) {
    let ordered = nodes[storage].children.map { (Self.key(nodes[Int($0)].name), $0) }.sorted { first, second in
      first.0.count != second.0.count ? first.0.count < second.0.count : first.0.lexicographicallyPrecedes(second.0)
    }.map(\.1)
    guard !ordered.isEmpty else { return }
    var depth = 0
    while (1 << (depth + 1)) - 1 < ordered.count { depth += 1 }
    let isFull = (1 << (depth + 1)) - 1 == ordered.count
    nodes[storage].links.child = link(ordered[...], depth: 0, redAt: isFull ? -1 : depth)
  }

  private mutating func link(_ ordered: ArraySlice<Int32>, depth: Int, redAt red: Int) -> UInt32 {
    guard !ordered.isEmpty else { return CompoundFileTables.none }
    let middle = ordered.startIndex + ordered.count / 2
    let place = Int(ordered[middle])
    nodes[place].isBlack = depth != red
    nodes[place].links.left = link(ordered[..<middle], depth: depth + 1, redAt: red)
    nodes[place].links.right = link(ordered[(middle + 1)...], depth: depth + 1, redAt: red)
    return UInt32(place)
  }

  private static func key(_ name: [UInt16]) -> [UInt16] {
    name.map { unit in
      if unit < 128 { return (97...122).contains(unit) ? unit - 32 : unit }
      guard let scalar = Unicode.Scalar(unit) else { return unit }
      let capital = scalar.properties.uppercaseMapping.utf16
      return capital.count == 1 ? capital.first ?? unit : unit
    }
  }

  private func directory(_ layout: Layout) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(layout.directory.count * sectorSize)
    for (place, node) in nodes.enumerated() {
      for unit in node.name { bytes.append(number: unit) }
      bytes += Array(repeating: 0, count: 64 - 2 * node.name.count)
      bytes.append(number: UInt16(2 * node.name.count + 2))
      bytes.append(place == Self.root ? 5 : node.isStorage ? 1 : 2)
      bytes.append(node.isBlack ? 1 : 0)
      bytes.append(number: node.links.left)
      bytes.append(number: node.links.right)
      bytes.append(number: node.links.child)
      bytes += node.classID.littleEndianBytes
      bytes += Array(repeating: 0, count: 20)  // state and times, which AAF does not use
      bytes.append(number: node.isStorage && place != Self.root ? 0 : node.first)
      bytes.append(number: place == Self.root ? Int64(layout.blocks.count) : node.content.byteCount)
    }
    let empty = layout.directory.count * sectorSize / CompoundFileTables.entrySize - nodes.count
    for _ in 0..<empty {
      bytes += Array(repeating: 0, count: 68) + Array(repeating: 0xFF, count: 12) + Array(repeating: 0, count: 48)
    }
    return bytes
  }

  // MARK: - Bytes

  private func header(_ layout: Layout) -> [UInt8] {
    var bytes = CompoundFileTables.signature + signature.littleEndianBytes
    let isWide = sectorSize == 4096
    for number in [0x3E, isWide ? 4 : 3, 0xFFFE, isWide ? 12 : 9, 6, 0, 0, 0] as [UInt16] { bytes.append(number: number) }
    let directory = isWide ? UInt32(layout.directory.count) : 0
    let none = CompoundFileTables.endOfChain
    for number in [
      directory, UInt32(layout.tables.count), layout.directory.first ?? none, 0, 4096, layout.blockTable.first ?? none,
      UInt32(layout.blockTable.count),
      layout.lists.first ?? none, UInt32(layout.lists.count),
    ] { bytes.append(number: number) }
    for place in 0..<CompoundFileTables.listedInHeader {
      bytes.append(number: place < layout.tables.count ? layout.tables[place] : CompoundFileTables.none)
    }
    return padded(bytes)
  }

  private func listSectors(_ layout: Layout) -> [UInt8] {
    var bytes: [UInt8] = []
    let perSector = sectorSize / 4 - 1
    let rest = Array(layout.tables.dropFirst(CompoundFileTables.listedInHeader))
    for number in layout.lists.indices {
      for place in number * perSector..<(number + 1) * perSector { bytes.append(number: place < rest.count ? rest[place] : CompoundFileTables.none) }
      bytes.append(number: number + 1 < layout.lists.count ? layout.lists[number + 1] : CompoundFileTables.endOfChain)
    }
    return bytes
  }

  private func numbers(_ numbers: inout [UInt32], paddedWith filler: UInt32) -> [UInt8] {
    let perSector = sectorSize / 4
    let isTable = numbers.first.map { $0 == CompoundFileTables.tableSector || $0 == CompoundFileTables.listSector } ?? false
    // The table says of itself how many sectors it has, and these may be more than its numbers fill.
    let wanted =
      isTable ? numbers.count { $0 == CompoundFileTables.tableSector } * perSector : (numbers.count + perSector - 1) / perSector * perSector
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * wanted)
    for number in numbers { bytes.append(number: number) }
    for _ in numbers.count..<max(numbers.count, wanted) { bytes.append(number: filler) }
    return bytes
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + Array(repeating: 0, count: (sectorSize - bytes.count % sectorSize) % sectorSize)
  }

  private func emit(_ bytes: [UInt8], _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if !bytes.isEmpty { try bytes.withUnsafeBytes(sink) }
  }

  private func emitStream(_ content: Content, at sector: inout Int64, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * sectorSize, alignment: 16)
    defer { buffer.deallocate() }
    var offset = Int64(0)
    while offset < content.byteCount {
      if sector == lockedSector {
        try emit(Array(repeating: 0, count: sectorSize), sink)
        sector += 1
      }
      var room = Int64(buffer.count)
      if let lockedSector, sector < lockedSector { room = min(room, (lockedSector - sector) * Int64(sectorSize)) }
      let count = Int(min(room, content.byteCount - offset))
      try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), from: content, at: offset)
      let whole = Int(sectors(Int64(count))) * sectorSize
      for place in count..<whole { buffer[place] = 0 }
      try sink(UnsafeRawBufferPointer(rebasing: buffer[..<whole]))
      offset += Int64(count)
      sector += Int64(whole / sectorSize)
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer, from content: Content, at offset: Int64) throws {
    switch content {
    case .bytes(let bytes):
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)..<Int(offset) + buffer.count])) }
    case .supplied(let total, let supply):
      var filled = 0
      while filled < buffer.count {
        let count = try supply(offset + Int64(filled), UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        guard count > 0 else {
          throw EditorialError(
            .damaged, subject: "embedded media",
            detail: "ended after \(offset + Int64(filled)) of \(total) bytes: the sound file is shorter than was said; check it and write again")
        }
        filled += count
      }
    }
  }
}
