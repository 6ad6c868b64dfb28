// SPDX-License-Identifier: Apache-2.0

public import Files

/// Writes a file of operational pattern 1a, frame-wrapped, every element's edit unit in its own packet (SMPTE ST 377-1:2019, 378, 379-2).
///
///     var writer = try OP1aWriter("HL_E01.mxf", plan)
///     for … { try writer.append(sizes) { element, memory in … } }
///     try writer.finish()
///
/// Where every edit unit has the same length, the whole index table stands before the essence, as AS-11 wants it, and the essence is in one
/// partition; otherwise the table stands in the footer. Partitions have one thing each, and no alignment grid. The file gets its name when it
/// is finished, and what is not finished leaves nothing.
public struct OP1aWriter: ~Copyable {
  private var plan: OP1aPlan
  private let keys: [[UInt8]]
  private let out: WritingTarget
  private let path: String
  private var made: OP1aMetadata
  private var partitions: [(pack: PartitionPack, position: Int64)] = []
  /// Where the next byte goes.
  private var place: Int64 = 0
  private var essenceStart: Int64 = 0
  /// Where the header metadata and the index before the essence begin.
  private var (metadataPlace, indexPlace): (Int64, Int64) = (0, 0)
  private var count: Int64 = 0
  private var entries: [IndexTableSegment.Entry] = []
  private let memory: EditUnitMemory
  private let system: SystemItem?

  /// Begins the file with its header.
  /// - Throws: `FilesError`: there is one of that name already, the metadata cannot be written, or the disk refuses.
  public init(_ path: String, _ plan: OP1aPlan) throws(FilesError) {
    try self.init(.named(SafeWriter(path)), path, plan)
  }

  /// Begins the file on an empty one that somebody else holds under a temporary name, and names afterwards.
  init(holding path: String, _ plan: OP1aPlan) throws(FilesError) { try self.init(.held(OutputFile(continuing: path)), path, plan) }

  private init(_ out: consuming WritingTarget, _ path: String, _ plan: OP1aPlan) throws(FilesError) {
    precondition(!plan.elements.isEmpty && plan.duration >= 0, "a file has elements")
    (self.plan, self.path) = (plan, path)
    keys = plan.keys.map(\.bytes)
    made = OP1aMetadata(plan)
    memory = EditUnitMemory()
    system = plan.mapping == .d10 ? SystemItem(plan, package: made.filePackage) : nil
    self.out = out
  }

  /// Writes the header, once, before the first edit unit.
  private mutating func begin() throws(FilesError) {
    guard partitions.isEmpty else { return }
    var header = pack(.header)
    let metadata = try made.metadata.encoded(subject: path)
    let room = plan.aligned(metadata.count + max(plan.fill, KLVBytes.smallestFill))
    header.headerByteCount = Int64(room)
    try add(header)
    metadataPlace = place
    try write(metadata)
    try write(KLVBytes.fill(room - metadata.count))
    if let size = plan.editUnitByteCount {
      let segment = constantIndex(size).encoded
      var index = pack(.body)
      index.indexStream = OP1aMetadata.indexStream
      index.indexByteCount = Int64(plan.aligned(segment.count))
      try add(index)
      indexPlace = place
      try write(onGrid(segment))
    }
    var body = pack(.body)
    body.bodyStream = OP1aMetadata.bodyStream
    try add(body)
    essenceStart = place
  }

  private func pack(_ kind: PartitionPack.Kind) -> PartitionPack {
    var pack = PartitionPack(kind, pattern: .op1a, containers: made.containers)
    pack.alignment = plan.alignment
    return pack
  }

  /// Bytes with the fill up to the grid.
  private func onGrid(_ bytes: [UInt8]) -> [UInt8] {
    let gap = plan.aligned(bytes.count) - bytes.count
    return gap > 0 ? bytes + KLVBytes.fill(gap) : bytes
  }

  private mutating func add(_ pack: PartitionPack) throws(FilesError) {
    var pack = pack
    pack.position = place
    pack.previous = partitions.last?.position ?? 0
    partitions.append((pack, place))
    try write(onGrid(pack.encoded))
  }

  private mutating func write(_ bytes: [UInt8]) throws(FilesError) {
    let outcome = bytes.withUnsafeBytes { bytes in Result { () throws(FilesError) in try out.write(bytes) } }
    try outcome.get()
    place += Int64(bytes.count)
  }

  // MARK: - Essence

  /// A frame of 8K in sixteen bits of four channels has less.
  private static let largestElement = 512 << 20

  /// Adds an edit unit.
  /// - Parameters:
  ///   - sizes: how many bytes each element has, in the order of the plan.
  ///   - flags: of the picture: whether it can be entered here, and how far display order is from coded order (ST 377-1, 11.2.3).
  ///   - fill: puts the bytes of an element, counted from nought, where they belong.
  /// - Throws: `FilesError`: the disk refuses; `malformed`: an element has not the length that the plan gives, or there are more than the plan has.
  public mutating func append(
    _ sizes: [Int], flags: PictureFlags = PictureFlags(), _ fill: (Int, UnsafeMutableRawBufferPointer) throws(FilesError) -> Void
  ) throws(FilesError) {
    try begin()
    guard plan.isOpen || count < plan.duration else {
      throw FilesError(.malformed, subject: path, remedy: "more edit units came than the \(plan.duration) it was to have")
    }
    for (element, size) in zip(plan.elements, sizes) {
      if let wanted = element.byteCount, plan.alignment == 1 ? wanted != size : wanted < size {
        throw FilesError(.malformed, subject: path, remedy: "edit unit \(count) has \(size) bytes where each has \(wanted)")
      }
      guard size >= 0, size <= Self.largestElement else {
        throw FilesError(.tooLarge, subject: path, remedy: "an element of edit unit \(count) has \(size) bytes, and no frame has so many")
      }
    }
    let width = plan.lengthWidth
    let slots = zip(plan.elements, sizes).map { plan.slot($0.byteCount ?? $1) }
    let total = slots.reduce(plan.systemSlot, +)
    let bytes = memory.bytes(total)
    var (offset, slices) = (plan.systemSlot, [UInt32]())
    if let system { bytes[..<offset].copyBytes(from: onGrid(system.bytes(count))) }
    for (element, size) in sizes.enumerated() {
      let next = offset + slots[element]
      bytes[offset..<offset + 16].copyBytes(from: keys[element])
      bytes[offset + 16..<offset + 16 + width].copyBytes(from: BERLength.encoded(Int64(size), width: width))
      offset += 16 + width
      try fill(element, UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      offset += size
      if next > offset {
        guard next - offset >= KLVBytes.smallestFill else {
          throw FilesError(
            .malformed, subject: path, remedy: "an element of edit unit \(count) has \(size) bytes, and no fill can follow it on the grid")
        }
        bytes[offset..<next].copyBytes(from: KLVBytes.fill(next - offset))
        offset = next
      }
      if plan.elements[element].byteCount == nil, element + 1 < sizes.count { slices.append(UInt32(offset)) }
    }
    if !plan.isConstant {
      entries.append(
        .init(
          temporalOffset: flags.temporalOffset, keyFrameOffset: flags.keyFrameOffset, flags: flags.bits, offset: UInt64(place - essenceStart),
          slices: slices))
    }
    try out.write(UnsafeRawBufferPointer(bytes))
    place += Int64(total)
    count += 1
  }

  /// What the index says of a picture (ST 377-1:2019, 11.2.3).
  public struct PictureFlags: Hashable, Sendable {
    /// From display order to coded order, in edit units.
    public var temporalOffset: Int8
    /// To the key picture before it, in edit units: nought or less.
    public var keyFrameOffset: Int8
    /// Bit 7: can be entered here; bits 5 and 4: needs pictures after it, before it.
    public var bits: UInt8

    /// Those of a picture that needs no other.
    public init(temporalOffset: Int8 = 0, keyFrameOffset: Int8 = 0, bits: UInt8 = 0x80) {
      (self.temporalOffset, self.keyFrameOffset, self.bits) = (temporalOffset, keyFrameOffset, bits)
    }
  }

  // MARK: - The end

  /// Puts right what nobody knew when it was written: how many edit units there are, what the index says of the pictures, and what `change`
  /// changes of the sets, none of which may get another length by it.
  mutating func settle(_ flags: [PictureFlags], _ change: (inout MetadataSet) -> Void) throws(FilesError) {
    precondition(plan.isOpen && !partitions.isEmpty, "only what was left open is settled, once it has begun")
    plan.duration = count
    for (number, flags) in flags.enumerated() where entries.indices.contains(number) {
      (entries[number].temporalOffset, entries[number].keyFrameOffset, entries[number].flags) = (
        flags.temporalOffset, flags.keyFrameOffset, flags.bits
      )
    }
    let before = try made.metadata.encoded(subject: path).count
    made.settle(duration: count, change)
    let metadata = try made.metadata.encoded(subject: path)
    precondition(metadata.count == before, "header metadata keep their length")
    try out.write(metadata, at: metadataPlace)
    if let size = plan.editUnitByteCount { try out.write(constantIndex(size).encoded, at: indexPlace) }
  }

  /// Ends the file: footer, list of partitions, the header's last words; then it gets its name.
  /// - Parameter check: is given the whole file under its temporary name, and throws where it may not get its own.
  /// - Throws: `FilesError`: the disk refuses; `malformed`: fewer edit units came than the plan has.
  public consuming func finish(_ check: (String) throws(FilesError) -> Void = { (_) throws(FilesError) in }) throws(FilesError) {
    guard count == plan.duration else {
      throw FilesError(.malformed, subject: path, remedy: "\(count) edit units came where it was to have \(plan.duration)")
    }
    try begin()
    try end()
    try check(out.path)
    try out.commit()
  }

  private mutating func end() throws(FilesError) {
    let index = plan.isConstant ? [] : variableIndex().flatMap(\.encoded)
    var footer = pack(.footer)
    footer.footer = place
    if !index.isEmpty { (footer.indexStream, footer.indexByteCount) = (OP1aMetadata.indexStream, Int64(plan.aligned(index.count))) }
    let position = place
    try add(footer)
    if !index.isEmpty { try write(onGrid(index)) }
    try write(RandomIndexPack(partitions.map { .init(bodyStream: $0.pack.bodyStream, position: $0.position) }).encoded)
    // Every pack says where the footer is, which is known only now.
    for (written, place) in partitions where written.kind != .footer {
      var pack = written
      pack.footer = position
      try out.write(pack.encoded, at: place)
    }
  }

  private func segment() -> IndexTableSegment {
    IndexTableSegment(
      identifier: plan.newIdentifier(), rate: (plan.rate.numerator, plan.rate.denominator), indexStream: OP1aMetadata.indexStream,
      bodyStream: OP1aMetadata.bodyStream)
  }

  /// Where each element begins in its edit unit: those after one whose length varies are counted from its end.
  private func indexElements() -> [IndexTableSegment.Element] {
    var (elements, slice, offset) = ([IndexTableSegment.Element](), UInt8(0), plan.systemSlot)
    if system != nil { elements.append(.init(positionTable: 0, slice: 0, offset: 0)) }
    // Pictures out of display order are found by their temporal offsets (11.2.3, PosTableIndex).
    let isReordered = entries.contains { $0.temporalOffset != 0 }
    for element in plan.elements {
      elements.append(.init(positionTable: isReordered && element.kind == .picture ? -1 : 0, slice: slice, offset: UInt32(offset)))
      if let size = element.byteCount { offset += plan.slot(size) } else { (slice, offset) = (slice + 1, 0) }
    }
    return elements
  }

  private func constantIndex(_ size: Int) -> IndexTableSegment {
    var segment = segment()
    segment.duration = plan.duration
    segment.editUnitByteCount = UInt32(size)
    segment.elements = indexElements()
    return segment
  }

  private func variableIndex() -> [IndexTableSegment] {
    let most = IndexTableSegment.mostEntries(slices: entries.first?.slices.count ?? 0)
    let elements = indexElements()
    return stride(from: 0, to: entries.count, by: most).map { first in
      var segment = segment()
      segment.start = Int64(first)
      segment.entries = Array(entries[first..<min(entries.count, first + most)])
      segment.duration = Int64(segment.entries.count)
      segment.elements = elements
      return segment
    }
  }
}

/// Memory for an edit unit, which grows and is used again.
private final class EditUnitMemory {
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)

  deinit { memory.deallocate() }

  func bytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count < count {
      memory.deallocate()
      memory = .allocate(byteCount: count + count / 4, alignment: 4096)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[..<count])
  }
}
