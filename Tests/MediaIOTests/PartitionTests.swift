// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import TestSupport
import Testing

@testable import MediaIO

struct PartitionTests {
  /// A file of partition packs with nothing between them but filler, as a writer with these faults would leave it.
  struct Drawing {
    var statuses: [UInt8] = [4, 4, 4]
    var pattern: [UInt8] = [1, 1]
    var alignment: UInt32 = 1
    var runIn = 0
    var listsBody = true
    var hasRandomIndex = true
    var breaksChain = false
    var namesFooter = true

    private static let spacing = 512

    func bytes() -> [UInt8] {
      let places = statuses.indices.map { UInt64($0 * Self.spacing) }
      let footer = namesFooter ? places.last ?? 0 : 0
      var file = [UInt8](repeating: 0x20, count: runIn)
      for (index, status) in statuses.enumerated() {
        let kind: UInt8 = index == 0 ? 2 : index == statuses.count - 1 ? 4 : 3
        var pack = PartitionPack.key + [kind, status, 0, 0x83, 0, 0, 88]
        func add(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.bigEndian) { pack += Array($0) } }
        add(UInt16(1)); add(UInt16(3)); add(alignment)
        add(places[index])
        add(breaksChain && index == 2 ? 700 : index > 0 ? places[index - 1] : 0)
        add(footer)
        add(UInt64(0)); add(UInt64(0)); add(UInt32(0)); add(UInt64(0)); add(UInt32(index < 2 ? 1 : 0))
        pack += [0x06, 0x0E, 0x2B, 0x34, 0x04, 0x01, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, pattern[0], pattern[1], 0x09, 0x00]
        add(UInt32(0)); add(UInt32(16))
        // Essence in the body, and filler everywhere up to the next pack.
        let element: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x01, 0x02, 0x01, 0x01, 0x0D, 0x01, 0x03, 0x01, 0x15, 0x01, 0x05, 0x01, 2, 7, 7]
        if index == 1 { pack += element }
        let filler: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x01, 0x01, 0x01, 0x02, 0x03, 0x01, 0x02, 0x10, 0x01, 0, 0, 0, 0x83]
        let rest = Self.spacing - pack.count - filler.count - 3
        file += pack + filler + [0, UInt8(rest >> 8), UInt8(rest & 0xFF)] + [UInt8](repeating: 0, count: rest)
      }
      if hasRandomIndex {
        let listed = places.indices.filter { listsBody || $0 != 1 }
        var pack: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01, 0x11, 0x01, 0x00]
        pack += [0x83, 0, 0, UInt8(listed.count * 12 + 4)]
        for index in listed { pack += [0, 0, 0, index == 1 ? 1 : 0] + withUnsafeBytes(of: places[index].bigEndian) { Array($0) } }
        pack += withUnsafeBytes(of: UInt32(pack.count + 4).bigEndian) { Array($0) }
        file += pack
      }
      return file
    }

    func read() throws -> WrapperPartitions? {
      let folder = try TemporaryFolder()
      try Data(bytes()).write(to: folder.url.appending(path: "drawn.mxf"))
      return WrapperPartitions(path: folder.path("drawn.mxf"))
    }
  }

  @Test(arguments: [0, 5000]) func `a whole file is read with its parts`(runIn: Int) throws {
    let partitions = try #require(try Drawing(runIn: runIn).read())
    let closed = WrapperPartitions.Partition(isClosed: true, isComplete: true)
    #expect(
      partitions
        == WrapperPartitions(
          header: closed, footer: closed, bodyCount: 1, essencePartitions: 1, patterns: ["OP1a"], alignments: [1], randomIndex: .consistent,
          indexTables: []))
  }

  @Test(arguments: [(1, false, false), (2, true, false), (3, false, true), (4, true, true)] as [(UInt8, Bool, Bool)])
  func `the header's state is that of its key`(status: UInt8, closed: Bool, complete: Bool) throws {
    #expect(try Drawing(statuses: [status, 4, 4]).read()?.header == .init(isClosed: closed, isComplete: complete))
  }

  @Test func `a random index that leaves a partition out, or is not there, is told`() throws {
    #expect(try Drawing(listsBody: false).read()?.randomIndex == .contradicts("does not list the partition at byte 512"))
    #expect(try Drawing(hasRandomIndex: false).read()?.randomIndex == .missing)
  }

  @Test func `a broken chain is told where it breaks`() throws {
    let partitions = try #require(try Drawing(breaksChain: true).read())
    #expect(partitions.faults == ["there is no partition at byte 700, where one is said to be"])
    #expect(partitions.randomIndex == .contradicts("cannot be compared, since the chain of partitions is broken"))
  }

  @Test func `a header that names no footer is read by the random index, else alone`() throws {
    #expect(try Drawing(namesFooter: false).read()?.footer != nil)
    let alone = try #require(try Drawing(hasRandomIndex: false, namesFooter: false).read())
    #expect(alone.footer == nil && alone.bodyCount == 0)
  }

  @Test func `patterns and grid are those of the packs`() throws {
    let partitions = try #require(try Drawing(pattern: [0x10, 0], alignment: 512).read())
    #expect(partitions.patterns == ["OPAtom"] && partitions.alignments == [512])
  }

  @Test func `files cut at any byte are read or refused, never crash`() throws {
    let folder = try TemporaryFolder()
    let whole = Drawing().bytes()
    for length in stride(from: 0, to: whole.count, by: 97) {
      try Data(whole.prefix(length)).write(to: folder.url.appending(path: "cut.mxf"))
      let partitions = WrapperPartitions(path: folder.path("cut.mxf"))
      #expect(partitions?.randomIndex != .consistent)
    }
  }

  @Test func `the index of a QuickTime file is before or behind its essence`() throws {
    let folder = try TemporaryFolder()
    func atom(_ name: String, _ size: UInt8 = 16) -> [UInt8] { [0, 0, 0, size] + Array(name.utf8) + [UInt8](repeating: 0, count: Int(size) - 8) }
    func answer(_ bytes: [UInt8]) throws -> Bool? {
      try Data(bytes).write(to: folder.url.appending(path: "a.mov"))
      return QuickTimeAtom.indexComesFirst(folder.path("a.mov"), byteCount: bytes.count)
    }
    #expect(try answer(atom("ftyp") + atom("moov") + atom("mdat")) == true)
    #expect(try answer(atom("ftyp") + atom("mdat") + atom("free") + atom("moov")) == false)
    #expect(try answer(atom("ftyp") + atom("moov") + [0, 0, 0, 0] + Array("mdat".utf8)) == true)
    #expect(try answer(atom("ftyp") + atom("mdat")) == nil)
  }
}
