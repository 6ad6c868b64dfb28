// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@Test(arguments: [
  (FrameRate.fps60, "01:00:00:30", "01:00:00:15.0"), (.fps60, "01:00:00:31", "01:00:00:15.1"), (.fps59_94df, "00:01:00;04", "00:01:00;02.0"),
  (.fps59_94df, "00:00:59;59", "00:00:59;29.1"), (.fps50, "10:00:00:49", "10:00:00:24.1"), (.fps48, "00:00:01:00", "00:00:01:00.0"),
  (.fps47_952, "23:59:59:47", "23:59:59:23.1"), (.fps59_94, "00:00:00:01", "00:00:00:00.1"),
])
func `a frame reads the same in full numbers and in pairs`(rate: FrameRate, full: String, paired: String) throws {
  let timecode = try Timecode(full, at: rate)
  #expect(try PairedTimecode(timecode).description == paired)
  #expect(try PairedTimecode(paired, at: rate).timecode == timecode)
}

@Test func `every frame of ten drop-frame minutes survives pairs`() throws {
  for count in 0..<35_964 {
    let timecode = try Timecode(FrameCount(count), at: .fps59_94df)
    let paired = try PairedTimecode(timecode)
    if try PairedTimecode(paired.description, at: .fps59_94df).timecode != timecode { Issue.record("\(timecode) does not survive as \(paired)") }
  }
}

@Test(arguments: [FrameRate.fps25, .fps29_97df, .fps72, .fps120, .fps100])
func `rates outside pair notation are refused`(rate: FrameRate) {
  #expect(throws: TimingError.self) { try PairedTimecode(Timecode(0, at: rate)) }
}

@Test(arguments: ["01:00:00:15", "01:00:00:15.2", "01:00:00:30.0", "01:00:00;15.0", ".0", ""])
func `what is no label of a pair is refused`(text: String) { #expect(throws: TimingError.self) { try PairedTimecode(text, at: .fps60) } }

@Test(arguments: [(FilmGauge.mm35FourPerf, "123+04", 1972), (.mm35FourPerf, "0+00", 0), (.mm35FourPerf, "5400+15", 86_415), (.mm16, "123+04", 4924)])
func `feet and frames count at the gauge's frames a foot`(gauge: FilmGauge, text: String, frames: Int) throws {
  #expect(try Footage(text, on: gauge).frameCount.value == frames)
  #expect(try Footage(FrameCount(frames), on: gauge).description == text)
}

@Test func `ninety feet of 35 mm pass in a minute at 24`() throws { #expect(try Footage(1440, on: .mm35FourPerf).description == "90+00") }

@Test(arguments: ["123", "123+", "+04", "12+3+4", "-1+00", "123+16", "1e3+00", "99999999999999999999+00", "9000000000000000000+00"])
func `what is no footage is refused`(text: String) { #expect(throws: TimingError.self) { try Footage(text, on: .mm35FourPerf) } }

@Test func `a length of film is not negative`() { #expect(throws: TimingError.self) { try Footage(-1, on: .mm16) } }
