// SPDX-License-Identifier: Apache-2.0

/// The header of a compound file and its table of sectors, and the reading of chains by it.
struct CompoundFileTables {
  /// The first bytes of every compound file.
  static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  /// What ends a chain.
  static let endOfChain: UInt32 = 0xFFFF_FFFE
  /// A sector that is free; of an entry in the directory: none.
  static let none: UInt32 = 0xFFFF_FFFF
  /// A sector of the table itself.
  static let tableSector: UInt32 = 0xFFFF_FFFD
  /// A sector that lists sectors of the table.
  static let listSector: UInt32 = 0xFFFF_FFFC
  /// Bytes of a block of the small streams.
  static let blockSize = 64
  /// Bytes of an entry of the directory.
  static let entrySize = 128
  /// More than any programme has objects.
  static let mostEntries = 1 << 22
  /// More than all small streams of any programme come to.
  static let mostSmallBytes: Int64 = 1 << 30
  /// How many sectors of the table the header itself lists.
  static let listedInHeader = 109

  let source: CompoundFileSource
  let sectorSize: Int
  let cutoff: UInt32
  let firstMiniTable: UInt32
  private(set) var next: [UInt32] = []
  var notes: [String] = []
  /// How long the file was before it was cut short; nothing where it is whole.
  private(set) var wholeSize: Int64 = 0
  private let firstDirectory: UInt32
  private let isWide: Bool

  init(_ source: CompoundFileSource, subject: String) throws(EditorialError) {
    let header = source.bytes(at: 0, count: 512)
    guard header.count == 512, header.starts(with: Self.signature) else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is no compound file, which an AAF is: it does not begin as one. Export it again as AAF (an MXF is none, whatever it is called)")
    }
    let shift = header.number(at: 30, UInt16.self)
    guard header.number(at: 28, UInt16.self) == 0xFFFE, shift == 9 || shift == 12, header.number(at: 32, UInt16.self) == 6 else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is a compound file with sectors of a size that there is not: its header is damaged; export it again")
    }
    self.source = source
    sectorSize = 1 << shift
    isWide = header.number(at: 26, UInt16.self) >= 4
    firstDirectory = header.number(at: 48, UInt32.self)
    let stated = header.number(at: 56, UInt32.self)
    cutoff = stated == 4096 ? stated : 4096
    firstMiniTable = header.number(at: 60, UInt32.self)
    if stated != 4096 { notes.append("the limit of small streams is said to be \(stated) bytes; 4096 was taken, for there is no other") }
    readTable(header)
  }

  /// How many sectors the file has room for, a last one that is cut short among them.
  private var sectorCount: Int { Int(clamping: max(0, (source.byteCount - 1) / Int64(sectorSize))) }

  /// The table of sectors, of which the header lists the first parts and a chain of sectors the rest.
  private mutating func readTable(_ header: [UInt8]) {
    let wanted = min(Int(header.number(at: 44, UInt32.self)), sectorCount)
    var parts = (0..<Self.listedInHeader).map { header.number(at: 76 + 4 * $0, UInt32.self) }
    var list = header.number(at: 68, UInt32.self)
    // Neither a list nor a part of the table is read twice: a file with holes may be larger than any memory, and say the same of each sector.
    var (lists, taken): (Set<UInt32>, Set<UInt32>) = ([], [])
    while parts.count < wanted, list < sectorCount, lists.insert(list).inserted {
      let numbers = Self.numbers(source.bytes(at: offset(list), count: sectorSize))
      guard let link = numbers.last else { break }
      parts += numbers.dropLast()
      list = link
    }
    let room = sectorCount
    next.reserveCapacity(min(room, parts.count * sectorSize / 4) + sectorSize / 4)
    let perSector = sectorSize / 4
    var last = -1
    for (number, part) in parts.prefix(wanted).enumerated() {
      guard part < room else {
        // A table at the end of the file is the first thing that a cut takes away; a number that no file reaches is damage.
        if part < 1 << 24 { last = max(last, Int(part)) } else { notes.append("a part of the table of sectors lies outside the file") }
        next += Array(repeating: Self.none, count: max(0, min(perSector, room - next.count)))
        continue
      }
      guard taken.insert(part).inserted else {
        notes.append("a part of the table of sectors is listed twice: the table was read up to there")
        break
      }
      let numbers = Self.numbers(source.bytes(at: offset(part), count: sectorSize))
      // What it says of sectors that are not there tells how long the file was.
      for place in max(0, room - number * perSector)..<max(numbers.count, room - number * perSector) where place < numbers.count {
        if numbers[place] != Self.none { last = max(last, number * perSector + place) }
      }
      if next.count < room { next += numbers.prefix(room - next.count) }
    }
    guard last >= room else { return }
    wholeSize = (Int64(last) + 2) * Int64(sectorSize)
    notes.append("it is cut short: \(source.byteCount) of \(wholeSize) bytes are there")
  }

  /// The directory. A place that holds no entry that can be is empty.
  mutating func directory() -> [CompoundFile.Entry?] {
    let bytes = contents(from: firstDirectory, count: min(source.byteCount, Int64(Self.mostEntries * Self.entrySize)))
    if bytes.count == Self.mostEntries * Self.entrySize {
      notes.append("its directory has more than \(Self.mostEntries) entries; the rest was left out")
    }
    return stride(from: 0, to: bytes.count - Self.entrySize + 1, by: Self.entrySize).map { entry(bytes, at: $0) }
  }

  private func entry(_ bytes: [UInt8], at start: Int) -> CompoundFile.Entry? {
    guard let kind = CompoundFile.Entry.Kind(rawValue: bytes[start + 66]) else { return nil }
    let length = min(Int(bytes.number(at: start + 64, UInt16.self)), 64) / 2
    let size = bytes.number(at: start + 120, UInt64.self)
    return CompoundFile.Entry(
      kind: kind, name: String(littleEndianUTF16: bytes[start..<start + 2 * length]), classID: UniqueIdentifier(littleEndian: bytes, at: start + 80),
      // Version 3 writers leave rubbish in the upper half.
      byteCount: isWide ? Int64(clamping: size) : Int64(size & 0xFFFF_FFFF), first: bytes.number(at: start + 116, UInt32.self),
      left: bytes.number(at: start + 68, UInt32.self), right: bytes.number(at: start + 72, UInt32.self),
      child: bytes.number(at: start + 76, UInt32.self))
  }

  /// The first `count` numbers in a chain of sectors, or as many as there are.
  func numbers(from first: UInt32, count: Int) -> [UInt32] { Self.numbers(contents(from: first, count: 4 * Int64(count))) }

  /// At most `count` bytes of a chain of sectors.
  func contents(from first: UInt32, count: Int64) -> [UInt8] {
    Self.contents(from: first, count: count, sectorSize: sectorSize, next: next, source: source)
  }

  /// At most `count` bytes of a chain of sectors, read run by run. A chain that goes in a circle ends with the file's own number of sectors.
  static func contents(from first: UInt32, count: Int64, sectorSize: Int, next: [UInt32], source: CompoundFileSource) -> [UInt8] {
    var bytes: [UInt8] = []
    var sector = first
    var (wanted, steps) = (Int(clamping: count), 0)
    bytes.reserveCapacity(min(wanted, 1 << 16))
    while wanted > 0, sector < next.count, steps < next.count {
      let start = sector
      var run = 0
      repeat {
        run += 1
        steps += 1
        sector = next[Int(sector)]
      } while sector == start + UInt32(run) && sector < next.count && run * sectorSize < wanted && steps < next.count
      let asked = min(wanted, run * sectorSize)
      let part = source.bytes(at: (Int64(start) + 1) * Int64(sectorSize), count: asked)
      bytes += part
      wanted -= asked
      if part.count < asked { break }
    }
    return bytes
  }

  private func offset(_ sector: UInt32) -> Int64 { (Int64(sector) + 1) * Int64(sectorSize) }

  private static func numbers(_ bytes: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBytes { raw in (0..<raw.count / 4).map { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) } }
  }
}

extension String {
  /// A text of two bytes a unit, least significant first, up to the first zero. Almost all names and most texts of such files are ASCII, for which there is no
  /// need to look for pairs.
  init(littleEndianUTF16 data: ArraySlice<UInt8>) {
    let plain: String? = data.withUnsafeBufferPointer { bytes in
      var count = 0
      while 2 * count + 1 < bytes.count, bytes[2 * count] != 0 || bytes[2 * count + 1] != 0 {
        guard bytes[2 * count] < 0x80, bytes[2 * count + 1] == 0 else { return nil }
        count += 1
      }
      return String(unsafeUninitializedCapacity: count) { buffer in
        for place in 0..<count { buffer[place] = bytes[2 * place] }
        return count
      }
    }
    if let plain {
      self = plain
      return
    }
    let units = stride(from: data.startIndex, to: data.endIndex - 1, by: 2).lazy.map { UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8 }
    self = String(decoding: Array(units.prefix { $0 != 0 }), as: UTF16.self)
  }
}

extension [UInt8] {
  /// The number that lies at `place`, least significant byte first. The caller knows that it is there.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(at place: Int, _: Number.Type) -> Number {
    precondition(place >= 0 && place + MemoryLayout<Number>.size <= count, "the number lies within the bytes")
    return withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
  }

  /// Adds a number, least significant byte first.
  mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
