// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import TestSupport
import Testing

@testable import MediaIO

struct IndexTableTests {
  /// The value of a segment as a writer sets it down.
  private func value(start: UInt64 = 0, duration: UInt64, entries: UInt32? = nil, unitBytes: UInt32 = 0, rate: UInt32 = 25) -> [UInt8] {
    func item(_ tag: UInt16, _ bytes: [UInt8]) -> [UInt8] { number(tag) + number(UInt16(bytes.count)) + bytes }
    var set = item(0x3C0A, Array(repeating: 7, count: 16)) + item(0x3F0B, number(rate) + number(UInt32(1)))
    set += item(0x3F0C, number(start)) + item(0x3F0D, number(duration))
    set += item(0x3F05, number(unitBytes)) + item(0x3F06, number(UInt32(2))) + item(0x3F07, number(UInt32(1)))
    if let entries { set += item(0x3F0A, number(entries) + number(UInt32(11)) + Array(repeating: 0, count: Int(entries) * 11)) }
    return set
  }

  private func number(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

  private func table(_ values: [[UInt8]]) throws -> WrapperPartitions.IndexTable {
    let segments = try values.map { try #require(IndexSegment($0)) }
    return try #require(WrapperPartitions.IndexTable.tables(of: segments).first)
  }

  @Test func `segments without a gap are one whole table, repeated ones among them`() throws {
    let whole = try table([value(duration: 10, entries: 10), value(start: 10, duration: 5, entries: 5), value(duration: 10, entries: 10)])
    #expect(whole == .init(number: 2, segments: 3, rate: Ratio(25, 1), editUnits: 15))
  }

  @Test func `gaps and entries that are not as stated are told`() throws {
    let gap = try table([value(start: 2, duration: 8, entries: 8), value(start: 12, duration: 3, entries: 2)])
    #expect(gap.editUnits == 15)
    #expect(
      gap.faults == [
        "edit units 0 to 1 are in no segment", "edit units 10 to 11 are in no segment",
        "the segment from edit unit 12 on states 3 edit units and lists 2",
      ])
  }

  @Test func `edit units of one size need no entries, and no end`() throws {
    #expect(try table([value(duration: 100, unitBytes: 4096)]) == .init(number: 2, segments: 1, rate: Ratio(25, 1), editUnits: 100))
    #expect(try table([value(duration: 0, unitBytes: 4096)]).editUnits == nil)
  }

  @Test func `a segment cut at any byte is refused or read, never more`() {
    let whole = value(duration: 3, entries: 3)
    for length in 0..<whole.count { _ = IndexSegment(Array(whole.prefix(length))) }
    #expect(IndexSegment(Array(whole.prefix(40))) == nil)
  }

  @Test func `numbers that lie do not overflow`() throws {
    let table = try table([value(start: .max, duration: .max, entries: 1)])
    #expect(table.editUnits == .max && table.faults.count == 2)
  }

  @Test(
    .enabled(if: Judge.isHere),
    arguments: [["-c:v", "mpeg2video", "-b:v", "20M", "-g", "12", "-bf", "2"], ["-c:v", "dnxhd", "-profile:v", "dnxhr_lb"]])
  func `a file that another writer made has a table as long as its pictures`(_ coding: [String]) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("whole.mxf")
    let source = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=2", "-pix_fmt", "yuv422p"]
    _ = try Judge.run("ffmpeg", source + coding + [path])
    let tables = try #require(WrapperPartitions(path: path)?.indexTables)
    #expect(tables.count == 1 && tables.first?.faults == [] && tables.first?.rate == Ratio(25, 1))
    #expect(tables.first?.editUnits == 50 || tables.first?.editUnits == nil)
  }
}
