// SPDX-License-Identifier: Apache-2.0

import Delivery
import TestSupport
import Testing
import Timing

struct `Clock number` {
  @Test(arguments: [
    ("AAA/ABCD001/030", "AAA", "AB", "CD", 1, 30, false),  // Clearcast, “How do I create a clock number and slate?”
    ("DIR/CORP001/030", "DIR", "CO", "RP", 1, 30, false),  // Clearcast, “What is a clock number?”
    ("AMV/BTBB001/180", "AMV", "BT", "BB", 1, 180, false),
    ("ABC/WXYZ01/0720", "ABC", "WX", "YZ", 1, 720, true),  // Peach: the usual long ones run 720, 1770 or 1800 s
    ("ABC/WXYZ99/1800", "ABC", "WX", "YZ", 99, 1800, true),
    ("ABC/WXYZ01/0181", "ABC", "WX", "YZ", 1, 181, true),
  ])
  func `both forms are read in parts and written as they were`(
    text: String, agency: String, advertiser: String, product: String, version: Int, seconds: Int, isLong: Bool
  ) throws {
    let (clock, notes) = try ClockNumber.reading(text)
    #expect(clock.agency == agency && clock.advertiser == advertiser && clock.product == product)
    #expect(clock.version == version && clock.seconds == seconds && clock.isLongForm == isLong && notes.isEmpty)
    #expect(clock.description == text)
    #expect(try ClockNumber(agency: agency, advertiser: advertiser, product: product, version: version, seconds: seconds) == clock)
  }

  @Test(arguments: [
    ("abc/wxyz001/030", ["small letters were read as capitals"]), ("ABC_WXYZ001_030", ["‘_’ and ‘-’ were read as slashes"]),
    ("ABC-WXYZ001-030", ["‘_’ and ‘-’ were read as slashes"]),
    (" abc_wxyz001-030\n", ["white space around it was left out", "small letters were read as capitals", "‘_’ and ‘-’ were read as slashes"]),
  ])
  func `what can be meant in one way only is read with a note and written strictly`(text: String, notes: [String]) throws {
    let read = try ClockNumber.reading(text)
    #expect(read.value.description == "ABC/WXYZ001/030" && read.notes == notes)
  }

  @Test(arguments: [
    ("", "text", "as ABC/WXYZ001/030"), ("ABC", "slashes", "as ABC/WXYZ001/030"),
    ("ABCWXYZ001030", "slashes", "write ‘ABC/WXYZ001/030’"), ("ABCWXYZ010720", "slashes", "write ‘ABC/WXYZ01/0720’"),
    ("ABCWXYZ011100", "slashes", "‘ABC/WXYZ011/100’ or ‘ABC/WXYZ01/1100’"), ("ABC/WXYZ001/030/1", "slashes", "write two"),
    ("AB1/WXYZ001/030", "agency", "three letters"), ("AB/WXYZ001/030", "agency", "three letters"), ("ABCD/WXYZ001/030", "agency", "three letters"),
    ("ABC/1XYZ001/030", "advertiser", "two letters for the advertiser"), ("ABC/WX0Z001/030", "product", "two letters for the product"),
    ("ABC//030", "advertiser", "two letters"), ("ABC/WXYZ/030", "version", "three digits"), ("ABC/WXYZ1/030", "version", "three digits"),
    ("ABC/WXYZO01/030", "version", "three digits"), ("ABC/WXYZ001/30", "seconds", "three digits"), ("ABC/WXYZ001/", "seconds", "three digits"),
    ("ABC/WXYZ001/00030", "seconds", "three digits"), ("ABC/WXYZ01/030", "version", "three and three"),
    ("ABC/WXYZ001/0720", "seconds", "two and four"),
    ("ABC/WXYZ001/000", "seconds", "how many seconds go to air"), ("ABC/WXYZ001/240", "seconds", "write ABC/WXYZ01/0240"),
    ("ABC/WXYZ01/0030", "seconds", "write ABC/WXYZ001/030"), ("ABC/WXYZ100/240", "version", "take one below 100"),
    ("ABC/WXÝZ001/030", "characters", "plain letters and digits"), ("ABC/WXYZ001/030.mxf", "seconds", "three digits"),
    ("ABC/WXYZ001/٠٣٠", "characters", "plain letters and digits"), ("ABC\u{0}/WXYZ001/030", "characters", "plain letters"),
  ])
  func `a wrong number is told with the part that is wrong and what to try`(text: String, part: String, remedy: String) {
    let fault = #expect(throws: IdentifierFault.self) { try ClockNumber.reading(text) }
    #expect(fault?.part == part && fault?.remedy.contains(remedy) == true, "\(String(describing: fault))")
    #expect(fault?.kind == .clock && fault?.description.hasPrefix("the clock number ‘") == true)
  }

  @Test(arguments: [
    ("ABC", "WXY", "Z", 1, 30, "advertiser"), ("ABC", "WX", "", 1, 30, "product"), ("A/C", "WX", "YZ", 1, 30, "agency"),
    ("ABC", "WX", "YZ", 1000, 30, "version"), ("ABC", "WX", "YZ", -1, 30, "version"), ("ABC", "WX", "YZ", 100, 240, "version"),
    ("ABC", "WX", "YZ", 1, 0, "seconds"), ("ABC", "WX", "YZ", 1, -30, "seconds"), ("ABC", "WX", "YZ", 1, 10_000, "seconds"),
  ])
  func `parts that make no number are refused by name`(
    agency: String, advertiser: String, product: String, version: Int, seconds: Int, part: String
  ) {
    let fault = #expect(throws: IdentifierFault.self) {
      try ClockNumber(agency: agency, advertiser: advertiser, product: product, version: version, seconds: seconds)
    }
    #expect(fault?.part == part, "\(String(describing: fault))")
  }

  @Test func `a length agrees to the frame, with nothing behind it or a whole hold that stands still`() throws {
    let clock = try ClockNumber.reading("ABC/WXYZ001/030").value
    func hold(_ frames: Int, still: Int, _ rate: FrameRate = .fps25) -> Int? {
      clock.hold(behind: ClockedLength(frames: FrameCount(frames), still: FrameCount(still), rate: rate))?.value
    }
    #expect(hold(750, still: 1) == 0 && hold(750, still: 750) == 0)
    #expect(hold(875, still: 125) == 125 && hold(875, still: 200) == 125 && hold(1000, still: 250) == 250)
    #expect(hold(749, still: 1) == nil && hold(751, still: 1) == nil && hold(0, still: 0) == nil)
    #expect(hold(875, still: 124) == nil && hold(800, still: 50) == nil && hold(1125, still: 375) == nil)
    #expect(hold(899, still: 1, .fps29_97) == 0 && hold(900, still: 1, .fps29_97) == 0 && hold(901, still: 1, .fps29_97) == nil)
    #expect(hold(1500, still: 1, .fps50) == 0 && hold(.max, still: 1) == nil)
  }
}
