// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Testing

@testable import MXF

@Suite struct MXFStructureTests {
  @Test func `a label is the same in bytes, in words and with another version`() throws {
    let label = try #require(UniversalLabel("urn:smpte:ul:060e2b34.01010102.07020110.02040000"))
    #expect(label == UniversalLabel(0x060e2b34_01010102, 0x07020110_02040000) && label == UniversalLabel(label.bytes))
    #expect(label.description == "060e2b34.01010102.07020110.02040000" && UniversalLabel(label.description) == label)
    #expect(label.matches(label.with(9, at: 7)) && label != label.with(9, at: 7) && !label.matches(label.with(9, at: 8)))
    #expect(UniversalLabel("060e2b34") == nil && UniversalLabel([1, 2, 3]) == nil)
  }

  @Test(arguments: [(0, 1), (127, 1), (128, 2), (0xFFFFFF, 4), (1 << 40, 9)] as [(Int64, Int)])
  func `a length reads as it was written`(count: Int64, width: Int) throws {
    var reader = ByteReader(BERLength.encoded(count, width: width), subject: "x")
    #expect(try BERLength.read(&reader) == count && reader.isAtEnd)
  }

  @Test(arguments: [[0x80], [0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0x88, 0xFF, 0, 0, 0, 0, 0, 0, 0], [0x84, 1]] as [[UInt8]])
  func `a length that is none is refused`(bytes: [UInt8]) {
    #expect(throws: FilesError.self) {
      var reader = ByteReader(bytes, subject: "x")
      _ = try BERLength.read(&reader)
    }
  }

  @Test func `a partition pack reads as it was written`() throws {
    var pack = PartitionPack(.body, pattern: .op1a, containers: [.genericContainers, .avcFrameWrapped])
    (pack.isClosed, pack.isComplete, pack.alignment) = (false, true, 512)
    (pack.position, pack.previous, pack.footer) = (1 << 33, 77, 1 << 40)
    (pack.headerByteCount, pack.indexByteCount, pack.indexStream, pack.bodyOffset, pack.bodyStream) = (1, 2, 3, 1 << 35, 5)
    var reader = ByteReader(pack.encoded, subject: "x")
    let key = try reader.label()
    #expect(PartitionPack.isPack(key))
    let count = try BERLength.read(&reader)
    #expect(Int(count) == reader.remaining)
    #expect(try PartitionPack(key, reader) == pack)
    #expect(!PartitionPack.isPack(key.with(5, at: 13)) && !PartitionPack.isPack(key.with(9, at: 14)))
  }

  @Test func `an index reads as it was written, with slices and without`() throws {
    var segment = IndexTableSegment(identifier: [UInt8](repeating: 7, count: 16), rate: (25, 1), indexStream: 2, bodyStream: 1)
    (segment.start, segment.duration, segment.editUnitByteCount) = (0, 100, 592_000)
    segment.elements = [.init(offset: 0), .init(offset: 568_852)]
    #expect(try Self.again(segment) == segment)
    segment.editUnitByteCount = 0
    segment.elements[1] = .init(positionTable: -1, slice: 1, offset: 0)
    for place in 0..<1000 {
      var entry = IndexTableSegment.Entry(offset: UInt64(place) << 20)
      entry.temporalOffset = Int8(place % 5 - 2)
      entry.keyFrameOffset = -Int8(place % 12)
      entry.flags = place % 12 == 0 ? 0xC0 : 0x33
      entry.slices = [99]
      segment.entries.append(entry)
    }
    #expect(try Self.again(segment) == segment)
    #expect(IndexTableSegment.mostEntries(slices: 1) == 4368)
  }

  private static func again(_ segment: IndexTableSegment) throws -> IndexTableSegment {
    var reader = ByteReader(segment.encoded, subject: "x")
    #expect(try reader.label() == .indexTableSegment)
    let count = try BERLength.read(&reader)
    return try IndexTableSegment(try reader.part(Int(count)))
  }

  @Test func `metadata read as they were written, what nobody knows included`() throws {
    var metadata = HeaderMetadata()
    var preface = MetadataSet(.preface, identifier: [UInt8](repeating: 1, count: 16))
    preface.put(.operationalPattern, .op1a)
    preface.put(.essenceContainers, labels: [.avcFrameWrapped, .wavePCMFrameWrapped])
    preface.put(.conformsToSpecifications, labels: [.op1a])
    var strange = MetadataSet(UniversalLabel(0x060e2b34_02530101, 0x0e040101_00000000), identifier: [UInt8](repeating: 2, count: 16))
    strange.put(UniversalLabel(0x060e2b34_01010101, 0x0e040101_01010101), [1, 2, 3])
    strange.put(.trackName, "naïve 🎬")
    strange.put(.imageAspectRatio, 16, over: 9)
    for set in [preface, strange] { metadata.put(set) }
    let bytes = try metadata.encoded(subject: "x")
    let again = HeaderMetadata(ByteReader(bytes, subject: "x"))
    #expect(again.sets == metadata.sets && again.notes.isEmpty)
    #expect(again[[UInt8](repeating: 2, count: 16)]?.text(.trackName) == "naïve 🎬")
    #expect(again.preface?.labels(.essenceContainers) == [.avcFrameWrapped, .wavePCMFrameWrapped])
    #expect(again.sets[1].rational(.imageAspectRatio).map { [$0.numerator, $0.denominator] } == [16, 9])
    // Cut anywhere, it gives what is whole and says that something lacks.
    for count in stride(from: 17, to: bytes.count, by: 7) {
      let cut = HeaderMetadata(ByteReader(Array(bytes.prefix(count)), subject: "x"))
      #expect(cut.sets.count < 2 || cut.sets == metadata.sets)
    }
  }

  @Test func `a tag that no primer names is written back under its tag`() throws {
    var bytes = KLVBytes.packet(.primerPack, Array(number: UInt32(0)) + Array(number: UInt32(18)))
    bytes += KLVBytes.packet(.preface, [0x3C, 0x0A, 0, 16] + [UInt8](repeating: 1, count: 16) + [0x9F, 0x01, 0, 2, 0xAB, 0xCD])
    let metadata = HeaderMetadata(ByteReader(bytes, subject: "x"))
    #expect(metadata.sets.first?.items.count == 2)
    let again = HeaderMetadata(ByteReader(try metadata.encoded(subject: "x"), subject: "x"))
    #expect(again.sets == metadata.sets)
  }

  @Test func `an active format is stored as the standard has it`() throws {
    let wide = try #require(ActiveFormat(code: 10, isWide: true))
    #expect(wide.stored == 0x54 && ActiveFormat(stored: 0x54) == wide)
    #expect(ActiveFormat(code: 16, isWide: true) == nil && ActiveFormat(code: 8, isWide: false)?.stored == 0x40)
  }
}
