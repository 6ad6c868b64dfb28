// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Timing

@Test(arguments: [
  (FrameRate.fps29_97df, 2_589_408, 17_982, 107_892), (.fps30df, 2_589_408, 17_982, 107_892), (.fps59_94df, 5_178_816, 35_964, 215_784),
  (.fps119_88df, 10_357_632, 71_928, 431_568),
])
func `drop-frame days, hours and ten minutes have their known lengths`(rate: FrameRate, day: Int, tenMinutes: Int, hour: Int) throws {
  #expect(rate.framesPerDay == day)
  let digits = rate.nominal > 100 ? "000" : "00"
  #expect(try Timecode("00:10:00;\(digits)", at: rate).frameCount.value == tenMinutes)
  #expect(try Timecode("01:00:00;\(digits)", at: rate).frameCount.value == hour)
}

@Test(arguments: [
  (FrameRate.fps29_97df, "00:00:59;29", "00:01:00;02"), (.fps59_94df, "00:00:59;59", "00:01:00;04"), (.fps119_88df, "00:00:59;119", "00:01:00;008"),
  (.fps29_97df, "00:09:59;29", "00:10:00;00"), (.fps29_97, "00:00:59:29", "00:01:00:00"),
])
func `the frame after a minute's last has the next legal label`(rate: FrameRate, last: String, next: String) throws {
  #expect(try Timecode(last, at: rate).advanced(by: 1).description == next)
  #expect(try Timecode(next, at: rate).advanced(by: -1).description == last)
}

@Test func `drop-frame falls behind the clock by 86.4 milliseconds a day`() {
  let rate = FrameRate.fps29_97df
  let milliseconds = rate.framesPerDay * rate.denominator * 1000 - 86_400_000 * rate.numerator  // over the numerator
  #expect(milliseconds * 10 == -864 * rate.numerator)
}

@Test func `non-drop and drop are told apart by what is asked, never guessed from the speed`() throws {
  let label = try Timecode("01:00:00:10", at: FrameRate(30000, 1001))
  #expect(label.description == "01:00:00:10")
  #expect(label.frameCount == 108_010)
}

@Test func `counts outside the day are refused, and wrap where that is asked`() throws {
  #expect(throws: TimingError.self) { try Timecode(-1, at: .fps25) }
  #expect(throws: TimingError.self) { try Timecode(2_160_000, at: .fps25) }
  #expect(Timecode(wrapping: -1, at: .fps25).description == "23:59:59:24")
  #expect(Timecode(wrapping: 2_160_000, at: .fps25).description == "00:00:00:00")
  #expect(Timecode(wrapping: -1, at: .fps29_97df).description == "23:59:59;29")
}

@Test func `advancing past midnight is refused, and wraps where that is asked`() throws {
  let late = try Timecode("23:59:59:20", at: .fps25)
  let error = #expect(throws: TimingError.self) { try late.advanced(by: 5) }
  #expect(error?.code == .outsideDay)
  #expect(late.advanced(wrapping: 5).description == "00:00:00:00")
  #expect(late.advanced(wrapping: 5).advanced(wrapping: -5) == late)
  #expect(throws: TimingError.self) { try late.advanced(by: FrameCount(.max)) }
  #expect(throws: TimingError.self) { try late.advanced(by: FrameCount(.min)) }
  #expect(late.advanced(wrapping: FrameCount(.max)).advanced(wrapping: FrameCount(-.max)) == late)
}

@Test func `distance is signed within the day and duration runs on past midnight`() throws {
  let (late, early) = (try Timecode("23:59:50:00", at: .fps25), try Timecode("00:00:10:00", at: .fps25))
  #expect(try late.distance(to: early) == FrameCount(-2_159_500))
  #expect(try late.duration(until: early) == 500)
  #expect(try early.duration(until: early) == 0)
  let error = #expect(throws: TimingError.self) { try late.distance(to: Timecode(0, at: .fps24)) }
  #expect(error?.code == .rateMismatch)
  #expect(throws: TimingError.self) { try Timecode(0, at: .fps29_97).distance(to: Timecode(0, at: .fps29_97df)) }
}

@Test func `a timecode keeps its count and rate in JSON, and a count past the day is refused there`() throws {
  let timecode = try Timecode("10:00:00;00", at: .fps29_97df)
  #expect(try JSONDecoder().decode(Timecode.self, from: JSONEncoder().encode(timecode)) == timecode)
  let hostile = Data(#"{"frameCount": 99999999, "rate": "25"}"#.utf8)
  #expect(throws: TimingError.self) { try JSONDecoder().decode(Timecode.self, from: hostile) }
}
