// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Foundation
import Testing
import Timing

struct `Reading Avid logs` {
  @Test func `a camera's list is read without a word`() throws {
    let (list, notes) = try Lists.read(Lists.camera)
    #expect(notes.isEmpty)
    #expect(list.field("fps") == "25" && list.rate == .fps25)
    #expect(list.rows.count == 2)
    #expect(list.value("name", in: 1) == "A002C007_141024_R2EC")
    #expect(list.start(ofRow: 0) == (try Timecode("10:00:00:00", at: .fps25)))
    #expect(list.frames(ofRow: 0) == 250 && list.frames(ofRow: 1) == 12)
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func `every kind of line end is one`(end: String) throws {
    let (list, notes) = try Lists.read(Lists.camera.replacingOccurrences(of: "\n", with: end))
    #expect(try list == Lists.read(Lists.camera).list)
    #expect(notes.isEmpty)
  }

  @Test func `a byte order mark is no part of the first word`() throws {
    let (list, notes) = try AvidLogExchange.read([0xEF, 0xBB, 0xBF] + Array(Lists.camera.utf8), subject: "list.ale")
    #expect(list.heading.count == 4 && notes.isEmpty)
  }

  @Test func `UTF-16 is read in both orders, with and without its mark`() throws {
    let expected = try Lists.read(Lists.camera).list
    for (mark, isBig) in [([0xFF, 0xFE], false), ([0xFE, 0xFF], true), ([], false), ([], true)] as [([UInt8], Bool)] {
      let bytes = Lists.camera.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      let (list, notes) = try AvidLogExchange.read(mark + bytes, subject: "list.ale")
      #expect(list == expected)
      #expect(notes.isEmpty == !mark.isEmpty)
    }
  }

  @Test func `accents of a Mac's and of a Windows list are told apart by their line ends`() throws {
    let text = Lists.camera.replacingOccurrences(of: "kept", with: "caf#")
    func read(_ byte: UInt8, _ end: String) throws -> (list: AvidLogExchange, notes: [ParseNote]) {
      let bytes = Array(text.replacingOccurrences(of: "\n", with: end).utf8).map { $0 == UInt8(ascii: "#") ? byte : $0 }
      return try AvidLogExchange.read(bytes, subject: "list.ale")
    }
    let (mac, macNotes) = try read(0x8E, "\r")
    #expect(mac.value("My Own", in: 0) == "café" && macNotes.map(\.line) == [0])
    let (windows, windowsNotes) = try read(0xE9, "\r\n")
    #expect(windows.value("My Own", in: 0) == "café" && windowsNotes.first?.text.contains("Latin") == true)
  }

  @Test func `heading fields on one line are taken apart, and the line is named`() throws {
    let (list, notes) = try Lists.read(
      "Heading\nFIELD_DELIM\tTABS\tVIDEO_FORMAT\t1080\tFPS\t23.98\n\nColumn\nName\tTracks\tStart\tEnd\n\nData\nA\tV\t\t\n")
    #expect(list.heading.map(\.name) == ["FIELD_DELIM", "VIDEO_FORMAT", "FPS"])
    #expect(list.rate == .fps23_976)
    #expect(notes.map(\.line) == [2])
  }

  @Test func `missing markers and a missing heading are noted where they should be`() throws {
    let (list, notes) = try Lists.read("Name\tTracks\tStart\tEnd\nA\tV\t01:00:00:00\t01:00:01:00\n")
    #expect(list.columns.count == 4 && list.rows.count == 1)
    #expect(notes.map(\.line) == [1, 0, 0])
    let (noData, more) = try Lists.read("Heading\nFPS\t24\nColumn\nName\tTracks\tStart\tEnd\nA\tV\t01:00:00:00\t01:00:01:00\n")
    #expect(noData.rows == [["A", "V", "01:00:00:00", "01:00:01:00"]])
    #expect(more.map(\.line) == [5])
  }

  @Test func `rows of the wrong length are filled or kept, blank ones left out, all with their lines`() throws {
    let head = "Heading\nFPS\t25\n\nColumn\nName\tTracks\tStart\tEnd\n\nData\n"
    let (list, notes) = try Lists.read(head + "A\tV\n\t\t\t\nB\tV\t01:00:00:00\t01:00:01:00\tmore\nC\tV\t01:00:00:00\t01:00:01:00\t\t\n")
    #expect(list.rows.map { $0[0] } == ["A", "B", "C"])
    #expect(list.rows.map(\.count).max() == 5 && list.columns.count == 5 && list.columns.last == "")
    #expect(list.rows[1].last == "more")
    #expect(notes.map(\.line) == [8, 9, 10])
  }

  @Test func `of a column that is there twice the first value counts`() throws {
    let (list, notes) = try Lists.read("Heading\nFPS\t25\nColumn\nName\tTracks\tStart\tEnd\tTape\ttape\nData\nA\tV\t\t\t\tR1\n")
    #expect(list.value("Tape", in: 0) == "R1")
    #expect(notes.map(\.line) == [4])
  }

  @Test(
    arguments: [
      ("23.98", FrameRate.fps23_976), ("23.976", .fps23_976), ("24", .fps24), ("25.00", .fps25), ("29,97", .fps29_97), ("29.97 DF", .fps29_97df),
      ("47.95", .fps47_952), ("59.94", .fps59_94), ("50", .fps50),
    ])
  func `rates are read in all their forms`(text: String, rate: FrameRate) throws {
    #expect(try Lists.read("Heading\nFPS\t\(text)\nColumn\nName\tTracks\tStart\tEnd\nData\n").list.rate == rate)
  }

  @Test func `a row's own rate comes first, and its labels say drop-frame`() throws {
    let (list, _) = try Lists.read(
      "Heading\nFPS\t25\nColumn\nName\tTracks\tStart\tEnd\tFPS\nData\nA\tV\t00:00:59;29\t00:01:00;02\t29.97\nB\tV\t10:00:00:00\t10:00:01:00\t\n")
    #expect(list.rate(ofRow: 0) == .fps29_97df && list.frames(ofRow: 0) == 1)
    #expect(list.rate(ofRow: 1) == .fps25)
  }

  @Test func `a list without columns is none`() {
    for text in ["", "\n\n", "Heading\nFPS\t25\n", "hello\nworld\n", "<?xml version=\"1.0\"?>\n<a/>\n"] {
      #expect(#expect(throws: EditorialError.self) { try Lists.read(text) }?.code == .notRecognized)
    }
  }

  @Test func `what columns mean becomes facts of the clip, and what says nothing does not`() throws {
    let (list, _) = try Lists.read(Lists.camera)
    let first = list.metadata(ofRow: 0)
    #expect(first[.reel] == "A002R2EC" && first[.scene] == "12A" && first[.take] == "3" && first[.circled] == "yes" && first[.model] == "ALEXA")
    #expect(list.metadata(ofRow: 1)[.circled] == nil)
    let (other, _) = try Lists.read(
      "Heading\nFPS\t25\nColumn\nName\tTracks\tStart\tEnd\tCamroll\tScene\tShoot Date\tSource File\nData\nA\tV\t\t\tA007\tN/A\t20190501\tC:\\a\\A.mov\n"
    )
    #expect(other.metadata(ofRow: 0)[.reel] == "A007" && other.metadata(ofRow: 0)[.scene] == nil)
    #expect(other.metadata(ofRow: 0)[.shootDate] == "2019-05-01")
    #expect(other.names(ofRow: 0) == ["A", "A"])
  }
}
