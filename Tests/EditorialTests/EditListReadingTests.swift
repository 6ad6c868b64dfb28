// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import Testing
import Timing

struct `Reading edit decision lists` {
  private func read(_ text: String, _ rate: FrameRate? = .fps24) throws -> (list: EditDecisionList, notes: [ParseNote]) {
    try EditDecisionList.read(Array(text.utf8), rate: rate, subject: "cut.edl")
  }

  private func range(_ start: String, _ end: String, _ rate: FrameRate) throws -> TimecodeRange {
    try TimecodeRange(in: Timecode(start, at: rate), out: Timecode(end, at: rate))
  }

  private let plain = """
    TITLE:   Episode 3
    FCM: NON-DROP FRAME
    001  A001C003 V     C        01:00:04:05 01:00:05:12 10:00:00:00 10:00:01:07
    * FROM CLIP NAME:  take_1
    002  A001C007 AA/V  C        01:00:06:13 01:00:08:15 10:00:01:07 10:00:03:09
    """

  @Test func `a rate that the frame numbers contradict is told once for the whole list`() throws {
    let list = "TITLE: x\nFCM: NON-DROP FRAME\n001  A V C 01:00:00:00 01:00:01:20 10:00:00:00 10:00:01:20\n"
    let notes = try EditDecisionList.read(Array(list.utf8), rate: FrameRate(17), subject: "x.edl").notes
    #expect(notes.first?.description == "it has frame numbers up to 20, and 17 has none above 16: check the rate")
    #expect(try EditDecisionList.read(Array(list.utf8), rate: .fps25, subject: "x.edl").notes.isEmpty)
  }

  @Test func `a plain list is read without a word`() throws {
    let (list, notes) = try read(plain)
    #expect(notes.isEmpty && list.title == "Episode 3" && list.rate == .fps24 && list.edits.count == 2)
    let first = list.edits[0]
    #expect(first.event == "001" && first.reel == "A001C003" && first.channels == "V" && first.transition == .cut && first.clipName == "take_1")
    #expect(try first.source == range("01:00:04:05", "01:00:05:12", .fps24) && first.record == range("10:00:00:00", "10:00:01:07", .fps24))
    #expect(list.edits[1].pictureTrack == 1 && list.edits[1].soundTracks == [1, 2])
  }

  @Test func `a byte order mark, UTF-16 and old line ends change nothing`() throws {
    let list = try read(plain).list
    for end in ["\r", "\r\n"] { #expect(try read(plain.replacingOccurrences(of: "\n", with: end)).list == list) }
    #expect(try EditDecisionList.read([0xEF, 0xBB, 0xBF] + Array(plain.utf8), rate: .fps24, subject: "cut.edl").list == list)
    let wide = plain.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try EditDecisionList.read([0xFF, 0xFE] + wide, rate: .fps24, subject: "cut.edl").list == list)
  }

  @Test(arguments: [
    ("001  my clip 01.mov V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00", "my clip 01.mov"),
    ("001  A001_C002 V2 V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00", "A001_C002 V2"),
    ("000001  A001C001_140720_R2E4 V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00", "A001C001_140720_R2E4"),
    ("1 C V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00", "C"),
    ("001\tBL\tV\tC\t01:00:00:00\t01:00:01:00\t00:00:00:00\t00:00:01:00", "BL"),
  ])
  func `a reel is all that stands between the number and the channel`(line: String, reel: String) throws {
    let (list, notes) = try read("TITLE: x\n" + line)
    #expect(list.edits.map(\.reel) == [reel] && list.edits.allSatisfy { $0.transition == .cut } && notes.isEmpty)
  }

  @Test(arguments: [
    ("V D 010", EditDecisionList.Transition.dissolve(10)), ("V W001 026", .wipe(code: 1, 26)), ("V K B", .keyBackground),
    ("V K B 000", .keyBackground),
    ("V K 020", .key(20)), ("V K (020)", .key(20)), ("V K", .key(0)), ("V K O 012", .keyOut(12)), ("V KO 012", .keyOut(12)),
  ])
  func `dissolves, wipes and keys are told apart`(columns: String, transition: EditDecisionList.Transition) throws {
    let (list, notes) = try read("TITLE: x\n002  TST \(columns) 01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00")
    #expect(list.edits.map(\.transition) == [transition] && list.edits.map(\.reel) == ["TST"] && notes.isEmpty)
  }

  @Test(arguments: [
    ("005  REEL  V      008 01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", "dissolve"),
    ("005  REEL  V          01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", "cut"),
    ("005  REEL      C      01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", "read as V"),
    ("005  V     C          01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", "no reel"),
    ("005  REEL  V   D      01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00", "no duration"),
  ])
  func `what a line lacks is supposed, and its line is named`(line: String, word: String) throws {
    let (list, notes) = try read("TITLE: x\n" + line)
    #expect(list.edits.count == 1 && notes.map(\.line) == [2] && notes[0].text.contains(word))
    #expect(list.edits[0].record.duration == 48)
  }

  @Test func `drop-frame is believed from the mode, with colons too`() throws {
    let (list, notes) = try read(
      "TITLE: x\nFCM: DROP FRAME\n001 AX V C 00:00:59:20 00:01:00:12 01:00:00:00 01:00:00:20\n", .fps29_97)
    #expect(list.rate == .fps29_97df && list.edits[0].source.duration == 20 && list.edits[0].record.duration == 20 && notes.isEmpty)
  }

  @Test func `a mode behind the first edit is the source's alone`() throws {
    let (list, notes) = try read(
      """
      TITLE: x
      FCM: DROP FRAME
      001 A V C 00:00:10;00 00:00:11;00 01:00:00;00 01:00:01;00
      FCM: NON-DROP FRAME
      002 B V C 00:00:10:00 00:00:11:00 01:00:01;00 01:00:02;00
      FCM: DROP FRAME
      003 C V C 00:00:10;00 00:00:11;00 01:00:02;00 01:00:03;00
      """, .fps29_97)
    #expect(list.edits.map(\.source.rate) == [.fps29_97df, .fps29_97, .fps29_97df] && list.edits.allSatisfy { $0.record.rate == .fps29_97df })
    #expect(notes.isEmpty)
  }

  @Test func `without a rate the lowest that the frame numbers allow is taken, and said`() throws {
    let line = "001 AX V C 00:00:00:00 00:00:01:%@ 00:00:00:00 00:00:01:%@"
    for (frames, rate) in [("10", FrameRate.fps24), ("24", .fps25), ("29", .fps30), ("49", .fps50), ("59", .fps60)] {
      let (list, notes) = try read("TITLE: x\n" + line.replacingOccurrences(of: "%@", with: frames), nil)
      #expect(list.rate == rate && notes.contains { $0.line == 0 && $0.text.contains("frame rate") })
    }
    #expect(try read("TITLE: x\nFCM: DROP FRAME\n001 AX V C 00:00:00:00 00:00:01:10 00:00:00:00 00:00:01:10", nil).list.rate == .fps29_97df)
  }

  @Test func `labels that do not exist become the nearest, with a note each`() throws {
    let (list, notes) = try read(
      "TITLE: x\nFCM: DROP FRAME\n001 AX V C 00:01:00:00 00:01:02:45 24:00:00:00 24:00:02:10", .fps29_97)
    #expect(notes.map(\.line) == [0, 3, 3, 3, 3])
    #expect(list.edits[0].source.start.description == "00:01:00;02" && list.edits[0].source.end.description == "00:01:02;29")
    #expect(list.edits[0].record.start.description == "00:00:00;00")
  }

  @Test func `an out-point before its in-point and a run past midnight are noted`() throws {
    let (list, notes) = try read(
      "TITLE: x\n001 A V C 01:00:10:00 01:00:05:00 00:00:00:00 00:00:05:00\n002 B V C 23:59:59:00 00:00:01:00 00:00:05:00 00:00:07:00")
    #expect(notes.map(\.line) == [2, 3] && notes[0].text.contains("before its in-point") && notes[1].text.contains("midnight"))
    #expect(list.edits[1].source.duration == 48)
  }

  @Test func `motion memories give a speed, exact where the lengths say the same`() throws {
    let (list, _) = try read(
      """
      TITLE: x
      001  Z682 156 V     C        01:00:10:21 01:00:10:22 01:08:30:00 01:08:30:17
      M2   Z682 156       000.0                01:00:10:21
      002  Z686_5A. V     C        01:00:06:00 01:00:08:22 01:11:31:16 01:11:33:04
      M2   Z686_5A.       047.6                01:00:06:00
      003  Z687     V     C        01:00:06:00 01:00:08:00 01:11:33:04 01:11:35:04
      M2   Z687       -024.0
      004  Z688     V     C        01:00:06:00 01:00:08:00 01:11:35:04 01:11:37:04
      M2   Z688       048     01:00:06:00
      """)
    #expect(list.edits[0].motions == [.init(reel: "Z682 156", framesPerSecond: Ratio(0)!, trigger: "01:00:10:21")])
    #expect(list.edits[0].speed(at: .fps24) == Ratio(0))
    // 70 frames in 36 are 46.67 a second: the list's own 47.6 stands.
    #expect(list.edits[1].speed(at: .fps24) == Ratio(476, 240))
    // 200 % of 23.976 is 47.952, which the list rounds to 48.0.
    #expect(list.edits[3].speed(at: .fps23_976) == Ratio(2))
    #expect(list.edits[2].speed(at: .fps24) == Ratio(-1))
    // Lengths that are equal do not undo a motion memory.
    #expect(list.edits[3].speed(at: .fps24) == Ratio(2))
    let exact = try read("TITLE: x\n001 A V C 01:00:00:00 01:00:02:02 00:00:00:00 00:00:03:00\nM2 A 016.7 01:00:00:00\n").list
    #expect(exact.edits[0].speed(at: .fps24) == Ratio(50, 72))
  }

  @Test func `comments are found with and without a space, a star or a colon`() throws {
    let (list, notes) = try read(
      """
      * made by hand
      TITLE: x
      001  AX V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00
      *FROM CLIP NAME:  ZZ100_501 (LAY3)
      * ASC_SOP (0.1 0.2 0.3) (1.0 -0.0122 0.0305) (1.0 0.0 1.0)
      *ASC_SAT: 0.9
      SOURCE FILE: ZZ100: 501.LAY3
      * LOC: 01:00:00:12 RED     check the edge
      * just a word
      """)
    let edit = list.edits[0]
    #expect(notes.isEmpty && list.preamble == ["* made by hand"])
    #expect(edit.clipName == "ZZ100_501 (LAY3)" && edit.sourceFile == "ZZ100: 501.LAY3" && edit.comment("asc_sat") == "0.9")
    #expect(edit.comment("ASC_SOP") == "(0.1 0.2 0.3) (1.0 -0.0122 0.0305) (1.0 0.0 1.0)")
    #expect(edit.locators == [.init(label: "01:00:00:12", color: "RED", text: "check the edge")])
    #expect(edit.comments.last == .init(key: "", value: "just a word"))
  }

  @Test func `a comment that was wrapped is whole again`() throws {
    let (list, _) = try read(
      """
      TITLE: x
      001  AX V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00
      * COMMENT: the grip walks through the left of the frame just as she turns, pleas
      * e paint him out
      """)
    #expect(list.edits[0].comment("COMMENT")?.hasSuffix("turns, please paint him out") == true)
  }

  @Test func `AUD lines, splits and other lines stay where they were`() throws {
    let (list, notes) = try read(
      """
      TITLE: x
      SPLIT: AUDIO DELAY= 00:00:00:05
      001  AX NONE C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00
      AUD  3    4
      FINAL CUT PRO REEL: AX REPLACED BY: tape one
      >>> SOURCE AX tape one MF: /media/tape one
      """)
    #expect(list.edits[0].soundTracks == [3, 4] && list.edits[0].pictureTrack == nil && list.edits[0].statements.count == 3 && notes.isEmpty)
    #expect(list.preamble == ["SPLIT: AUDIO DELAY= 00:00:00:05"])
  }

  @Test func `a line that only begins like an edit is kept, and named`() throws {
    let (list, notes) = try read(plain + "\n003  A001C009 V C 01:00:06:13 01:00:08:15 10:00:03\n")
    #expect(list.edits.count == 2 && list.edits[1].statements == ["003  A001C009 V C 01:00:06:13 01:00:08:15 10:00:03"])
    #expect(notes.map(\.line) == [6])
  }

  @Test func `what is no list is refused, and so is nothing`() {
    for text in ["", "hello\n", "TITLE: x\nFCM: DROP FRAME\n", "\u{1}\u{2}\u{3}"] {
      #expect(throws: EditorialError.self) { try read(text) }
    }
  }
}
