// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct ByteReaderTests {
  @Test func `numbers come in both orders and every width`() throws {
    var reader = ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xFE, 9, 8, 7], subject: "x")
    #expect(try reader.integer(UInt16.self) == 0x0102)
    #expect(try reader.integer(UInt16.self, .little) == 0x0403)
    #expect(try reader.integer(UInt32.self) == 0x0506_0708)
    #expect(try reader.integer(Int16.self) == -2)
    #expect(try reader.unsigned(width: 3, .little) == 0x070809)
    #expect(reader.isAtEnd)
    try reader.seek(to: 10)
    #expect(try reader.unsigned(width: 3) == 0x090807)
  }

  @Test func `a length that lies is an error that says where`() throws {
    var reader = ByteReader([1, 2, 3, 4], subject: "A001.mxf", origin: 100)
    try reader.skip(1)
    for count in [4, Int.max, -1] {
      let error = #expect(throws: FilesError.self) { try reader.bytes(count) }
      #expect(error?.code == .truncated && error?.subject == "A001.mxf")
      #expect(error?.description.contains("byte 101") == true)
    }
    #expect(reader.remaining == 3)
    #expect(throws: FilesError.self) { try reader.integer(UInt64.self) }
    #expect(throws: FilesError.self) { try reader.seek(to: 99) }
    #expect(throws: FilesError.self) { try reader.seek(to: .min) }
    #expect(throws: FilesError.self) { try reader.seek(to: .max) }
  }

  @Test func `a part cannot see beyond itself`() throws {
    var reader = ByteReader(Array("RIFFdata!".utf8), subject: "x")
    #expect(reader.starts(with: "RIFF".utf8) && !reader.starts(with: "RIFX".utf8))
    try reader.skip(4)
    var part = try reader.part(4)
    #expect(part.offset == 4 && part.remaining == 4 && part.peek(3) == UInt8(ascii: "a") && part.peek(4) == nil && part.peek(-1) == nil)
    #expect(try part.text(4) == "data")
    #expect(throws: FilesError.self) { try part.integer(UInt8.self) }
    #expect(throws: FilesError.self) { try part.seek(to: 3) }
    #expect(try reader.bytes(1) == Array("!".utf8))
  }

  @Test func `text ends at NUL and shows what is not UTF-8`() throws {
    var reader = ByteReader([0x61, 0, 0x62, 0xFF, 0x63], subject: "x")
    #expect(try reader.text(3) == "a")
    #expect(try reader.text(2) == "\u{FFFD}c")
  }
}
