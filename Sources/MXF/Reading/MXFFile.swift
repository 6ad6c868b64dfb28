// SPDX-License-Identifier: Apache-2.0

public import Files

/// An MXF file as it is on the disk: its partitions, its header metadata and its index tables (SMPTE ST 377-1:2019).
///
///     let file = try MXFFile("HL_E01.mxf")
///     try file.forEachContentPackage { package in … }
///
/// Reading is lenient: what is damaged is named in `notes`, and what is whole is given. Nothing is believed that the bytes do not bear out.
public final class MXFFile: Sendable {
  /// The file's path.
  public let path: String
  /// Its length in bytes.
  public let byteCount: Int64
  /// Where the header partition begins: a file may begin with something else (6.5, the run-in).
  public let start: Int64
  /// A partition and where it is.
  public struct Partition: Hashable, Sendable {
    /// What it says.
    public let pack: PartitionPack
    /// The pack's own packet.
    public let packet: KLVPacket
  }
  /// The partitions in file order.
  public let partitions: [Partition]
  /// The list of partitions at the end; nothing where there is none.
  public let randomIndex: RandomIndexPack?
  /// The metadata: those of the footer where only they are final, else those of the header.
  public let metadata: HeaderMetadata
  /// The parts of index tables, in file order.
  public let index: [IndexTableSegment]
  /// The tracks of essence in the file, in their order.
  public let tracks: [EssenceTrack]
  /// What is damaged or missing.
  public let notes: [String]

  let source: PacketSource

  /// Bounds against files that claim much.
  private static let mostRunIn: Int64 = 65_536
  private static let mostPartitions = 100_000
  /// A pack that names sixty kinds of container has as many bytes.
  private static let largestPack: Int64 = 2048
  /// Packets that are gone through where partitions are not linked, and in an index.
  private static let mostPackets = 20_000_000
  private static let mostNotes = 100
  private static let mostMetadata: Int64 = 64 << 20
  private static let mostIndexSegments = 200_000

  /// Reads all but the essence of the file at `path`.
  /// - Throws: `FilesError`: it cannot be read, or is no MXF file (`malformed`).
  public init(_ path: String) throws(FilesError) {
    let source = try PacketSource(path)
    guard let start = try Self.start(source) else {
      throw FilesError(.malformed, subject: path, remedy: "it is no MXF file: it does not begin with a header partition")
    }
    var notes: [String] = []
    let randomIndex = Self.randomIndex(source)
    let partitions = Self.partitions(source, from: start, randomIndex, &notes)
    metadata = Self.metadata(source, partitions, &notes)
    tracks = metadata.essenceTracks
    index = Self.index(source, partitions, &notes)
    (self.path, byteCount, self.start, self.partitions, self.randomIndex, self.notes) = (path, source.size, start, partitions, randomIndex, notes)
    self.source = source
  }

  // MARK: -

  private static func start(_ source: PacketSource) throws(FilesError) -> Int64? {
    let head = try source.bytes(at: 0, count: Int(min(source.size, mostRunIn + 16)))
    var place = 0
    while place + 16 <= head.count {
      if head[place] == 0x06, let label = UniversalLabel(head[place..<place + 16]), PartitionPack.isPack(label),
        label[13] == PartitionPack.Kind.header.rawValue
      {
        return Int64(place)
      }
      place += 1
    }
    return nil
  }

  /// The last four bytes of a file say how long the pack is.
  private static func randomIndex(_ source: PacketSource) -> RandomIndexPack? {
    guard source.size >= 4, let tail = try? source.bytes(at: source.size - 4, count: 4) else { return nil }
    let count = tail.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    guard count >= 20, count <= min(source.size, 4 << 20), let packet = try? source.packet(at: source.size - count),
      packet.key.matches(.randomIndexPack)
    else {
      return nil
    }
    return (try? source.value(of: packet, limit: 4 << 20)).flatMap { try? RandomIndexPack($0) }
  }

  /// By the random index where its entries are partitions; else from the footer back; else from pack to pack.
  private static func partitions(
    _ source: PacketSource, from start: Int64, _ randomIndex: RandomIndexPack?, _ notes: inout [String]
  ) -> [Partition] {
    func partition(at place: Int64) -> Partition? {
      guard let packet = try? source.packet(at: place), PartitionPack.isPack(packet.key),
        let value = try? source.value(of: packet, limit: largestPack),
        let pack = try? PartitionPack(packet.key, value)
      else { return nil }
      return Partition(pack: pack, packet: packet)
    }
    func areApart(_ partitions: [Partition]) -> Bool { zip(partitions, partitions.dropFirst()).allSatisfy { $0.packet.end <= $1.packet.position } }
    if let randomIndex {
      let places = randomIndex.entries.prefix(mostPartitions).map(\.position)
      let isRising = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
      let found = isRising ? places.map { partition(at: start + $0) } : []
      let all = found.compactMap(\.self)
      if !all.isEmpty, all.count == found.count, all[0].packet.position == start, areApart(all) { return all }
      notes.append("its random index pack points to places where no partition begins, or is in no order")
    }
    guard let header = partition(at: start) else { return [] }
    var chain: [Partition] = []
    var place = header.pack.footer > 0 ? start + header.pack.footer : -1
    while place > start, chain.count < mostPartitions, let one = partition(at: place) {
      chain.append(one)
      let before = start + one.pack.previous
      guard before < place else { break }
      place = before
    }
    if place == start, areApart([header] + chain.reversed()) { return [header] + chain.reversed() }
    notes.append("its partitions are not all linked: they were looked for from packet to packet")
    var (found, next) = ([header], header.packet.end)
    var count = 0
    while found.count < mostPartitions, count < mostPackets, let packet = try? source.packet(at: next) {
      count += 1
      if PartitionPack.isPack(packet.key), let one = partition(at: next) { found.append(one) }
      guard packet.end > next else { break }
      next = packet.end
    }
    return found
  }

  /// Where what a pack counts begins: a fill may stand between it and the pack.
  static func contents(of partition: Partition, _ source: PacketSource) -> Int64 {
    guard let packet = try? source.packet(at: partition.packet.end), packet.key.matches(.fill) else { return partition.packet.end }
    return packet.end
  }

  private static func metadata(_ source: PacketSource, _ partitions: [Partition], _ notes: inout [String]) -> HeaderMetadata {
    let holders = partitions.filter { $0.pack.headerByteCount > 0 }
    // The header's own are what a file is known by, unless only later ones are final.
    guard let best = holders.first(where: { $0.pack.isClosed && $0.pack.isComplete }) ?? holders.last(where: \.pack.isClosed) ?? holders.last else {
      notes.append("no partition has header metadata")
      return HeaderMetadata()
    }
    let place = contents(of: best, source)
    let count = min(best.pack.headerByteCount, mostMetadata, max(0, source.size - place))
    guard let bytes = try? source.bytes(at: place, count: Int(count)) else {
      notes.append("its header metadata cannot be read")
      return HeaderMetadata()
    }
    let read = HeaderMetadata(ByteReader(bytes, subject: source.path, origin: Int(place)))
    notes += read.notes
    return read
  }

  private static func index(_ source: PacketSource, _ partitions: [Partition], _ notes: inout [String]) -> [IndexTableSegment] {
    var segments: [IndexTableSegment] = []
    var packets = 0
    for (number, partition) in partitions.enumerated() where partition.pack.indexByteCount > 0 {
      var place = contents(of: partition, source) + partition.pack.headerByteCount
      // What a pack counts ends where the next begins: otherwise many could count the same.
      let next = number + 1 < partitions.count ? partitions[number + 1].packet.position : source.size
      let end = min(next, place + partition.pack.indexByteCount)
      while place < end, segments.count < mostIndexSegments, packets < mostIndexSegments, let packet = try? source.packet(at: place),
        packet.end > place
      {
        packets += 1
        if packet.key.matches(.indexTableSegment) {
          do throws(FilesError) { segments.append(try IndexTableSegment(try source.value(of: packet, limit: 1 << 20))) } catch {
            if notes.count < mostNotes { notes.append("the part of its index table at byte \(place) cannot be read: \(error.remedy)") }
          }
        } else if !packet.key.matches(.fill) {
          break
        }
        place = packet.end
      }
    }
    return segments
  }
}
