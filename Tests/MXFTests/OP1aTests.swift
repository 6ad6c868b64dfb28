// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import MXF

@Suite struct OP1aTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func written(_ drawn: DrawnMXF) throws -> MXFFile {
    try drawn.write(to: folder.path("a.mxf"))
    return try MXFFile(folder.path("a.mxf"))
  }

  @Test(arguments: [true, false]) func `every element reads as it was written, frame by frame`(isConstant: Bool) throws {
    let drawn = DrawnMXF(30, isConstant: isConstant)
    let file = try written(drawn)
    #expect(file.notes.isEmpty && file.tracks.map(\.kind) == [.picture, .sound, .sound])
    #expect(file.tracks.map(\.number) == [0x1501_0500, 0x1602_0100, 0x1602_0101])
    #expect(file.tracks.allSatisfy { $0.duration == 30 && $0.rate == .init(25, 1) && $0.descriptor != nil })
    #expect(file.timecode == StatedTimecode(start: 900_000, base: 25, isDropFrame: false))
    var frame = 0
    try file.forEachContentPackage { (package) throws(FilesError) in
      for (track, wanted) in zip(file.tracks, [drawn.pictures[frame]] + drawn.sounds.map { $0[frame] }) {
        let packet = package.element(track.number)
        #expect(try packet.map { (packet) throws(FilesError) in try file.source.bytes(at: packet.value, count: Int(packet.count)) } == wanted)
      }
      frame += 1
      return true
    }
    #expect(frame == 30)
    #expect(try file.frameCount() == 30)
  }

  @Test func `where frames have one length the whole index comes first, and the essence is in one partition`() throws {
    let file = try written(DrawnMXF(30, isConstant: true, tracks: 4))
    #expect(file.partitions.map(\.pack.kind) == [.header, .body, .body, .footer])
    #expect(file.partitions.map(\.pack.bodyStream) == [0, 0, 1, 0] && file.partitions.map(\.pack.indexStream) == [0, 2, 0, 0])
    #expect(file.partitions.allSatisfy { $0.pack.isClosed && $0.pack.isComplete && $0.pack.alignment == 1 && $0.pack.pattern == .op1a })
    let segment = try #require(file.index.first)
    #expect(file.index.count == 1 && segment.duration == 30 && segment.editUnitByteCount == 5 * 20 + 3000 + 4 * 60)
    #expect(segment.elements.map(\.offset) == [0, 3020, 3100, 3180, 3260])
    let essence = file.partitions[2]
    var place = essence.packet.end
    try file.forEachContentPackage { (package) throws(FilesError) in
      #expect(package.elements.map(\.position) == segment.elements.map { place + Int64($0.offset) })
      place += Int64(segment.editUnitByteCount)
      return true
    }
    #expect(place == file.partitions[3].packet.position)
  }

  @Test func `where they differ every frame is in the index after them, sound by its slice`() throws {
    let drawn = DrawnMXF(9000, isConstant: false, tracks: 1, size: 20)
    let file = try written(drawn)
    #expect(file.partitions.map(\.pack.kind) == [.header, .body, .footer] && file.partitions[2].pack.indexStream == 2)
    #expect(file.index.count == 3 && file.index.map(\.start) == [0, 4368, 8736])
    let entries = file.index.flatMap(\.entries)
    let start = file.partitions[1].packet.end
    var frame = 0
    try file.forEachContentPackage { (package) throws(FilesError) in
      let entry = entries[frame]
      #expect(package.elements.map(\.position) == [start + Int64(entry.offset), start + Int64(entry.offset) + Int64(entry.slices[0])])
      #expect(entry.keyFrameOffset == -Int8(frame % 12) && entry.flags == (frame % 12 == 0 ? 0xC0 : 0x20))
      frame += 1
      return true
    }
    #expect(frame == 9000 && entries.count == 9000)
  }

  @Test func `packs link one another, and the list at the end names each`() throws {
    let file = try written(DrawnMXF(3, isConstant: true))
    let places = file.partitions.map(\.packet.position)
    #expect(file.partitions.map(\.pack.position) == places && file.partitions.map(\.pack.previous) == [0] + places.dropLast())
    #expect(Set(file.partitions.map(\.pack.footer)) == [places[3]])
    #expect(file.randomIndex?.entries.map(\.position) == places && file.randomIndex?.entries.map(\.bodyStream) == [0, 0, 1, 0])
    // There is room after the metadata for others: a fill of 8,192 bytes at least.
    let header = file.partitions[0]
    let fill = try file.source.packet(at: header.packet.end + header.pack.headerByteCount - 8192)
    #expect(fill.key.matches(.fill) && fill.end == file.partitions[1].packet.position)
  }

  @Test func `without its last packet the partitions are found by their links, and without its end from packet to packet`() throws {
    let whole = try written(DrawnMXF(5, isConstant: true))
    let bytes = try Data(contentsOf: URL(filePath: whole.path))
    let list = try #require(whole.partitions.last).packet.end
    try bytes.prefix(Int(list)).write(to: URL(filePath: folder.path("b.mxf")))
    let linked = try MXFFile(folder.path("b.mxf"))
    #expect(linked.partitions == whole.partitions && linked.randomIndex == nil && linked.index == whole.index)
    #expect(try linked.frameCount() == 5)
    try bytes.prefix(Int(whole.partitions[3].packet.position)).write(to: URL(filePath: folder.path("c.mxf")))
    let walked = try MXFFile(folder.path("c.mxf"))
    #expect(walked.partitions == whole.partitions.dropLast() && walked.notes.contains { $0.contains("not all linked") })
    #expect(try walked.frameCount() == 5)
  }

  @Test func `a list that names one partition again and again is not believed`() throws {
    let whole = try written(DrawnMXF(5, isConstant: true))
    var bytes = try Array(Data(contentsOf: URL(filePath: whole.path)))
    let entries = whole.partitions.map { RandomIndexPack.Entry(bodyStream: $0.pack.bodyStream, position: $0.packet.position) }
    let list = try #require(whole.partitions.last).packet.end
    bytes.removeLast(bytes.count - Int(list))
    bytes += RandomIndexPack(entries + (0..<5000).map { _ in entries[2] }).encoded
    try Data(bytes).write(to: URL(filePath: folder.path("again.mxf")))
    let file = try MXFFile(folder.path("again.mxf"))
    #expect(file.partitions == whole.partitions && file.notes.contains { $0.contains("in no order") })
    #expect(try file.frameCount() == 5)
  }

  @Test func `what is not what the plan says is refused, and leaves nothing`() throws {
    let drawn = DrawnMXF(2, isConstant: true, tracks: 0)
    func attempt(_ sizes: [Int], finishing: Bool) throws {
      var writer = try OP1aWriter(folder.path("x.mxf"), drawn.plan)
      for size in sizes { try writer.append([size]) { _, memory in memory.initializeMemory(as: UInt8.self, repeating: 0) } }
      if finishing { try writer.finish() }
    }
    #expect(throws: FilesError.self) { try attempt([3000, 2999], finishing: true) }
    #expect(throws: FilesError.self) { try attempt([3000], finishing: true) }
    #expect(throws: FilesError.self) { try attempt([3000, 3000, 3000], finishing: true) }
    try attempt([3000, 3000], finishing: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    try attempt([3000, 3000], finishing: true)
    #expect(throws: FilesError.self) { try attempt([3000, 3000], finishing: true) }
  }

  @Test func `a file that is cut anywhere, or has any byte changed, is read as far as it goes`() throws {
    let drawn = DrawnMXF(6, isConstant: false, tracks: 1, size: 40)
    let bytes = try Array(Data(contentsOf: URL(filePath: try written(drawn).path)))
    var random = SeededRandom(7)
    for round in 0..<400 {
      var broken = bytes
      if round % 2 == 0 {
        broken.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      } else {
        for _ in 0..<3 {
          broken[Int.random(in: 0..<min(broken.count, round % 3 == 0 ? 400 : broken.count), using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
      }
      try Data(broken).write(to: URL(filePath: folder.path("broken.mxf")))
      guard let file = try? MXFFile(folder.path("broken.mxf")) else { continue }
      var count = 0
      try? file.forEachContentPackage { (package) throws(FilesError) in
        count += 1
        return package.elements.allSatisfy { $0.end <= file.byteCount }
      }
      #expect(count <= 60)
      _ = (file.tracks, file.timecode, AS11Metadata(file))
    }
  }
}
