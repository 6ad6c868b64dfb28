// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Files

extension WrapperPartitions {
  /// The partitions of the MXF file at `path`, found from its footer back to its header; `nil` where not even a header partition can be read.
  init?(path: String) {
    guard let file = PartitionFile(path), let header = file.header else { return nil }
    var (chain, faults) = file.chain(from: header)
    chain.sort { $0.position < $1.position }
    let places = chain.map { $0.position - header.start }
    let randomIndex = file.randomIndex(against: places, isWhole: faults.isEmpty)
    if header.stated != 0 { faults.append("the header partition gives its own place as byte \(header.stated), where it is at 0") }
    let footer = chain.last { $0.kind == .footer }
    self.init(
      header: Partition(header), footer: footer.map(Partition.init), bodyCount: chain.count { $0.kind == .body },
      essencePartitions: file.essencePartitions(chain), patterns: chain.map(\.pattern).unique, alignments: chain.map(\.alignment).unique,
      randomIndex: randomIndex, faults: faults, indexTables: file.indexSegments(chain).map { IndexTable.tables(of: $0) })
  }
}

extension WrapperPartitions.Partition {
  fileprivate init(_ pack: PartitionPack) { self.init(isClosed: pack.isClosed, isComplete: pack.isComplete) }
}

extension Array where Element: Hashable {
  /// Each element once, where it came first.
  fileprivate var unique: [Element] {
    var met: Set<Element> = []
    return filter { met.insert($0).inserted }
  }
}

/// A partition pack (SMPTE ST 377-1:2019, 7.1).
struct PartitionPack {
  enum Kind: UInt8 {
    case header = 2
    case body = 3
    case footer = 4
  }

  /// The first 13 bytes of the keys of partition packs.
  static let key: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01]
  /// Key, length and everything up to the list of essence containers.
  static let size = 16 + 9 + 88

  let kind: Kind
  let isClosed: Bool
  let isComplete: Bool
  /// The size of the alignment grid, in bytes.
  let alignment: Int
  /// Where the pack is in the file, and where it says that it is, from the end of the run-in.
  let position: Int
  let stated: Int
  /// The end of the run-in; what positions count from.
  let start: Int
  /// Where the partition before begins, and the footer, from the end of the run-in; `nil` for none.
  let previous: Int?
  let footer: Int?
  /// Whether it says that it holds a part of an index table.
  let holdsIndex: Bool
  /// Whether it names a body stream; it may do so and hold none of its essence.
  let namesEssence: Bool
  /// The operational pattern as people write it, or its label in hexadecimal.
  let pattern: String

  /// The pack that `bytes` begin with, at `position`; `nil` where that is none.
  init?(_ bytes: [UInt8], at position: Int, start: Int) {
    var reader = ByteReader(bytes, subject: "a partition pack", origin: position)
    guard reader.starts(with: Self.key), let kind = reader.peek(13).flatMap(Kind.init(rawValue:)), let status = reader.peek(14),
      (1...4).contains(status)
    else { return nil }
    do throws(FilesError) {
      try reader.skip(16)
      _ = try MXFHeader.length(&reader)
      try reader.skip(4)
      alignment = Int(try reader.integer(UInt32.self))
      stated = Int(clamping: try reader.integer(UInt64.self))
      let before = Int(clamping: try reader.integer(UInt64.self))
      let last = Int(clamping: try reader.integer(UInt64.self))
      try reader.skip(8)
      holdsIndex = try reader.integer(UInt64.self) != 0
      try reader.skip(4 + 8)
      namesEssence = try reader.integer(UInt32.self) != 0
      let label = try reader.bytes(16)
      pattern = WrapperDescription.operationalPattern(item: Int(label[12]), package: Int(label[13])) ?? label.map { Self.hex($0) }.joined()
      previous = kind == .header ? nil : before
      footer = last > 0 ? last : nil
    } catch {
      return nil
    }
    self.kind = kind
    (isClosed, isComplete) = (status % 2 == 0, status > 2)
    (self.position, self.start) = (position, start)
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}

/// A file whose partitions are looked for.
private final class PartitionFile {
  /// A file of ten hours with a partition a second has fewer.
  private static let maximumPartitions = 50_000
  private static let maximumRunIn = 65_536
  private static let randomIndexKey: [UInt8] = [
    0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01, 0x11, 0x01, 0x00,
  ]

  private let file: InputFile
  private let byteCount: Int

  init?(_ path: String) {
    guard let file = try? InputFile(path), let size = try? file.facts().size else { return nil }
    self.file = file
    byteCount = Int(clamping: size)
  }

  /// The header partition's pack, behind a run-in if there is one.
  var header: PartitionPack? {
    guard let head = try? file.bytes(at: 0, count: min(byteCount, Self.maximumRunIn + PartitionPack.size)) else { return nil }
    var reader = ByteReader(head, subject: "the header partition")
    while !reader.isAtEnd, !reader.starts(with: PartitionPack.key) {
      guard (try? reader.skip(1)) != nil else { return nil }
    }
    let start = reader.offset
    guard let pack = PartitionPack(Array(head[start...]), at: start, start: start), pack.kind == .header else { return nil }
    return pack
  }

  /// Every partition from the footer back to `header`, and what broke the chain.
  func chain(from header: PartitionPack) -> (packs: [PartitionPack], faults: [String]) {
    guard let last = header.footer ?? footerByRandomIndex else { return ([header], []) }
    var packs = [header]
    var place = last
    while place > 0 {
      guard packs.count < Self.maximumPartitions else { return (packs, ["it has more than \(Self.maximumPartitions) partitions"]) }
      guard let pack = pack(at: place, start: header.start) else {
        return (packs, ["there is no partition at byte \(place), where one is said to be"])
      }
      packs.append(pack)
      if pack.stated != place { return (packs, ["the partition at byte \(place) gives its place as byte \(pack.stated)"]) }
      guard let previous = pack.previous, previous < place else {
        return (packs, ["the partition at byte \(place) names no partition before it"])
      }
      place = previous
    }
    return (packs, [])
  }

  /// How many of `chain`, which is in file order, hold essence: a generic container's element, or the system item before it, among what follows the pack.
  func essencePartitions(_ chain: [PartitionPack]) -> Int {
    var budget = 500_000  // elements that are looked at in all
    return chain.indices.count { index in
      let end = index + 1 < chain.count ? chain[index + 1].position : byteCount
      var place = chain[index].position
      while chain[index].namesEssence, place < end, budget > 0 {
        budget -= 1
        guard let head = try? file.bytes(at: Int64(place), count: min(25, byteCount - place)) else { return false }
        var reader = ByteReader(head, subject: "an element")
        if reader.starts(with: MXFHeader.essence) || reader.starts(with: MXFHeader.systemItem) { return true }
        guard (try? reader.skip(16)) != nil, let length = try? MXFHeader.length(&reader) else { return false }
        let (next, isTooFar) = (place + reader.offset).addingReportingOverflow(length)
        if isTooFar { return false }
        place = next
      }
      return false
    }
  }

  /// The segments of index tables in `chain`, which is in file order; `nil` where one that is said to be there cannot be read.
  func indexSegments(_ chain: [PartitionPack]) -> [IndexSegment]? {
    var segments: [IndexSegment] = []
    var budget = 500_000  // elements that are looked at in all
    for index in chain.indices where chain[index].holdsIndex {
      let end = index + 1 < chain.count ? chain[index + 1].position : byteCount
      var (place, met) = (chain[index].position, 0)
      while place < end, budget > 0 {
        budget -= 1
        guard let head = try? file.bytes(at: Int64(place), count: min(25, byteCount - place)) else { return nil }
        var reader = ByteReader(head, subject: "an element")
        // Behind the index comes the essence.
        if reader.starts(with: MXFHeader.essence) || reader.starts(with: MXFHeader.systemItem) { break }
        guard (try? reader.skip(16)) != nil, let length = try? MXFHeader.length(&reader) else { break }
        let value = place + reader.offset
        if IndexSegment.isKey(head) {
          guard length <= min(IndexSegment.largest, byteCount - value), let bytes = try? file.bytes(at: Int64(value), count: length),
            let segment = IndexSegment(bytes)
          else { return nil }
          segments.append(segment)
          met += 1
        }
        let (next, isTooFar) = value.addingReportingOverflow(length)
        if isTooFar { break }
        place = next
      }
      if met == 0 { return nil }
    }
    return segments
  }

  /// How the random index pack agrees with the partitions at `places`, counted from the end of the run-in.
  func randomIndex(against places: [Int], isWhole: Bool) -> WrapperPartitions.RandomIndex {
    guard let listed = randomIndexEntries else { return .missing }
    if listed.sorted() != listed { return .contradicts("lists partitions out of order") }
    guard isWhole else { return .contradicts("cannot be compared, since the chain of partitions is broken") }
    let (known, told) = (Set(places), Set(listed))
    if let absent = places.first(where: { !told.contains($0) }) { return .contradicts("does not list the partition at byte \(absent)") }
    if let extra = listed.first(where: { !known.contains($0) }) {
      return .contradicts("lists a partition at byte \(extra), where the chain has none")
    }
    return .consistent
  }

  private var footerByRandomIndex: Int? { randomIndexEntries?.last.flatMap { $0 > 0 ? $0 : nil } }

  /// The places that the random index pack lists; `nil` where there is no such pack at the end of the file (ST 377-1, 12).
  private lazy var randomIndexEntries: [Int]? = {
    guard byteCount >= 37, let tail = try? file.bytes(at: Int64(byteCount - 4), count: 4), tail.count == 4 else { return nil }
    let length = tail.reduce(0) { $0 << 8 | Int($1) }
    guard length >= 21, length <= min(byteCount, 16 + 9 + 12 * Self.maximumPartitions + 4),
      let bytes = try? file.bytes(at: Int64(byteCount - length), count: length)
    else { return nil }
    var reader = ByteReader(bytes, subject: "the random index pack")
    guard reader.starts(with: Self.randomIndexKey), (try? reader.skip(16)) != nil, let size = try? MXFHeader.length(&reader) else { return nil }
    guard size == reader.remaining, size >= 4 else { return nil }
    var places: [Int] = []
    while reader.remaining >= 16 {
      guard (try? reader.skip(4)) != nil, let place = try? reader.integer(UInt64.self) else { return nil }
      places.append(Int(clamping: place))
    }
    return places
  }()

  private func pack(at place: Int, start: Int) -> PartitionPack? {
    let (position, isTooFar) = place.addingReportingOverflow(start)
    guard !isTooFar, position < byteCount, let bytes = try? file.bytes(at: Int64(position), count: min(PartitionPack.size, byteCount - position))
    else {
      return nil
    }
    return PartitionPack(bytes, at: position, start: start)
  }
}
