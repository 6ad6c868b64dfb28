// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Editorial

/// Compound files as we write and read them, by the rules of [MS-CFB].
struct `Compound files` {
  private func written(_ sectorSize: Int, _ streams: [(String, [UInt8])], folders: Int = 0) throws -> [UInt8] {
    var writer = CompoundFileWriter(sectorSize: sectorSize)
    for number in 0..<folders {
      let storage = writer.addStorage("folder \(number)", in: CompoundFileWriter.root, classID: UniqueIdentifier(high: UInt64(number), low: 7))
      writer.addStream("in it", in: storage, .bytes([UInt8(number & 255)]))
    }
    for (name, bytes) in streams { writer.addStream(name, in: CompoundFileWriter.root, .bytes(bytes)) }
    var bytes: [UInt8] = []
    try writer.write { bytes += $0 }
    return bytes
  }

  private func contents(_ name: String, of file: CompoundFile, in storage: Int = CompoundFile.root) -> [UInt8]? {
    file.child(name, of: storage).map { file.contents(of: $0) }
  }

  private func noise(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) } }

  @Test(arguments: [512, 4096])
  func `streams of every length around a block, a sector and the limit of small ones come back`(sectorSize: Int) throws {
    let lengths = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 8192, 100_000]
    let bytes = try written(sectorSize, lengths.map { ("stream \($0)", noise($0)) }, folders: 50)
    let file = try CompoundFile(CompoundFileSource(bytes), subject: "test")
    #expect(file.notes.isEmpty && file.sectorSize == sectorSize && bytes.count % sectorSize == 0)
    for length in lengths {
      let entry = try #require(file.child("stream \(length)", of: CompoundFile.root))
      let isSame = file.contents(of: entry) == noise(length)
      #expect(isSame, "\(length)")
    }
    for number in 0..<50 {
      let storage = try #require(file.child("folder \(number)", of: CompoundFile.root))
      #expect(file.entries[storage]?.classID == UniqueIdentifier(high: UInt64(number), low: 7))
      #expect(contents("in it", of: file, in: storage) == [UInt8(number)])
    }
  }

  @Test(arguments: [512, 4096])
  func `a table that the header has no room for is listed in sectors of its own`(sectorSize: Int) throws {
    // 109 sectors of the table are listed in the header: they cover 6.8 MiB at 512 bytes and 436 MiB at 4096.
    let size = sectorSize == 512 ? 20 << 20 : 450 << 20
    var writer = CompoundFileWriter(sectorSize: sectorSize)
    writer.addStream("small", in: CompoundFileWriter.root, .bytes([1, 2, 3]))
    writer.addStream("large", in: CompoundFileWriter.root, .supplied(Int64(size)) { _, buffer in buffer.count })
    writer.addStream("last", in: CompoundFileWriter.root, .bytes(noise(5000)))
    let folder = try TemporaryFolder()
    try writeSparsely(&writer, to: folder.path("large.bin"))
    let file = try CompoundFile(CompoundFileSource(path: folder.path("large.bin")), subject: "large.bin")
    #expect(file.notes.isEmpty)
    #expect(contents("last", of: file) == noise(5000))
    #expect(file.child("large", of: CompoundFile.root).flatMap { file.entries[$0]?.byteCount } == Int64(size))
  }

  @Test func `a file beyond 2 GiB leaves out the sector of the bytes that programs lock`() throws {
    var writer = CompoundFileWriter(sectorSize: 4096)
    let size = Int64(0x8000_0000) + 5000
    writer.addStream(
      "essence", in: CompoundFileWriter.root,
      .supplied(size) { offset, buffer in
        // Marks where the stream begins, on each side of the locked bytes and where it ends.
        for mark in [0, 0x7FFE_0000, 0x7FFF_F000, size - 1] where mark >= offset && mark < offset + Int64(buffer.count) {
          buffer[Int(mark - offset)] = 0xAA
        }
        return buffer.count
      })
    writer.addStream("last", in: CompoundFileWriter.root, .bytes(noise(5000)))
    let folder = try TemporaryFolder()
    let path = folder.path("huge.bin")
    try writeSparsely(&writer, to: path)
    let source = try CompoundFileSource(path: path)
    let file = try CompoundFile(source, subject: path)
    #expect(contents("last", of: file) == noise(5000))
    #expect(source.bytes(at: 0x7FFF_F000, count: 4096) == [UInt8](repeating: 0, count: 4096))
    #expect(file.child("essence", of: CompoundFile.root).flatMap { file.entries[$0]?.byteCount } == size)
  }

  /// Writes only what is not zero: what is between is a hole.
  private func writeSparsely(_ writer: inout CompoundFileWriter, to path: String) throws {
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    var offset: UInt64 = 0
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    try writer.write { chunk in
      let isEmpty = zeros.withUnsafeBytes {
        chunk.count <= $0.count && memcmp(chunk.baseAddress ?? $0.baseAddress!, $0.baseAddress!, chunk.count) == 0
      }
      if !isEmpty {
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(chunk))
      }
      offset += UInt64(chunk.count)
    }
    try handle.truncate(atOffset: offset)
    try handle.close()
  }

  @Test func `the directory is a red-black tree in the order of length and capital letters`() throws {
    for count in [1, 2, 3, 4, 7, 8, 20, 100] {
      let names = (0..<count).map { ["B", "a", "Cc", "bb", "é", "Z9"][$0 % 6] + String($0 / 6) }
      let file = try CompoundFile(CompoundFileSource(written(512, names.map { ($0, [1]) })), subject: "test")
      let colors = try colors(written(512, names.map { ($0, [1]) }))
      var blackDepths: Set<Int> = []
      func walk(_ id: UInt32, blacks: Int, parentIsRed: Bool) -> [String] {
        guard id != 0xFFFF_FFFF, let entry = file.entries[Int(id)] else {
          blackDepths.insert(blacks)
          return []
        }
        let isRed = colors[Int(id)] == 0
        #expect(!(isRed && parentIsRed))
        let next = blacks + (isRed ? 0 : 1)
        return walk(entry.left, blacks: next, parentIsRed: isRed) + [entry.name] + walk(entry.right, blacks: next, parentIsRed: isRed)
      }
      let ordered = walk(try #require(file.entries[0]).child, blacks: 0, parentIsRed: false)
      #expect(ordered == names.sorted { ($0.utf16.count, $0.uppercased()) < ($1.utf16.count, $1.uppercased()) })
      #expect(blackDepths.count == 1)
    }
  }

  private func colors(_ bytes: [UInt8]) throws -> [UInt8] {
    let first = Int(bytes.number(at: 48, UInt32.self))
    return stride(from: (first + 1) * 512, to: bytes.count - 127, by: 128).map { bytes[$0 + 67] }
  }

  // MARK: - Hostile files

  @Test func `tables that go in circles, sizes without end and entries claimed twice end`() throws {
    let good = try written(512, [("a", noise(5000)), ("b", noise(100))], folders: 3)
    let table = (Int(good.number(at: 76, UInt32.self)) + 1) * 512
    let directory = (Int(good.number(at: 48, UInt32.self)) + 1) * 512
    func changed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
      var bytes = good
      change(&bytes)
      return bytes
    }
    func put(_ bytes: inout [UInt8], _ place: Int, _ value: UInt32) {
      for shift in 0..<4 { bytes[place + shift] = UInt8(truncatingIfNeeded: value >> UInt32(8 * shift)) }
    }
    let hostile = [
      changed { bytes in for sector in 0..<128 { put(&bytes, table + 4 * sector, 0) } },  // every sector follows itself or the first
      changed { bytes in for sector in 0..<128 { put(&bytes, table + 4 * sector, UInt32(sector)) } },
      changed { bytes in put(&bytes, 44, 0x7FFF_FFFF) },  // two thousand million sectors of table
      changed { bytes in put(&bytes, 68, 0) },  // a list of tables that is the table itself
      changed { bytes in put(&bytes, 72, 0xFFFF_FFFF) },
      changed { bytes in put(&bytes, 48, 0xFFFF_FF00) },
      changed { bytes in put(&bytes, 60, 0) },
      changed { bytes in for entry in 1..<6 { put(&bytes, directory + 128 * entry + 120, 0xFFFF_FFFF) } },
      changed { bytes in for entry in 0..<6 { for link in [68, 72, 76] { put(&bytes, directory + 128 * entry + link, 1) } } },
      changed { bytes in for entry in 0..<6 { put(&bytes, directory + 128 * entry + 76, 0) } },
    ]
    for (number, bytes) in hostile.enumerated() {
      guard let file = try? CompoundFile(CompoundFileSource(bytes), subject: "hostile") else { continue }
      for entry in file.entries.indices { #expect(file.contents(of: entry).count <= bytes.count, "\(number)") }
    }
  }

  @Test func `a file with a hole of 100 GB whose tables say the same again and again is answered at once`() throws {
    let folder = try TemporaryFolder()
    var bytes = try written(4096, [("a", noise(5000)), ("b", noise(100))])
    func put(_ place: Int, _ value: UInt32) {
      for shift in 0..<4 { bytes[place + shift] = UInt8(truncatingIfNeeded: value >> UInt32(8 * shift)) }
    }
    put(44, 0x7FFF_FFFF)
    for place in 1..<109 { put(76 + 4 * place, UInt32(bytes.count / 4096 + 5)) }
    put(68, UInt32(bytes.count / 4096 + 5))
    put(60, UInt32(bytes.count / 4096 + 5))
    let path = folder.path("hole.aaf")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 100_000_000_000)
    try handle.close()
    let file = try CompoundFile(CompoundFileSource(path: path), subject: path)
    #expect(file.notes.contains { $0.contains("listed twice") } && contents("a", of: file) == noise(5000))
  }

  @Test func `media that ends too early is an error that says how much there was`() throws {
    var writer = CompoundFileWriter()
    writer.addStream("essence", in: CompoundFileWriter.root, .supplied(10_000) { offset, buffer in offset < 6000 ? min(buffer.count, 3000) : 0 })
    let error = #expect(throws: EditorialError.self) { try writer.write { _ in } }
    #expect(error?.code == .damaged && error?.description.contains("after 6000 of 10000 bytes") == true)
  }
}
