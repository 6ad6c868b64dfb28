// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@Test func `an hour of labels at 23.976 lasts 3603.6 seconds`() throws {
  let hour = try Timecode("01:00:00:00", at: .fps23_976)
  #expect(try hour.convertedByRealTime(to: .fps25).description == "01:00:03:15")
  #expect(hour.samplesSinceMidnight(sampleRate: 48_000) == 172_972_800)
  #expect(try Timecode(samplesSinceMidnight: 172_972_800, sampleRate: 48_000, at: .fps23_976) == hour)
}

@Test func `by frame count each frame keeps its number`() throws {
  let film = try Timecode("01:00:00:00", at: .fps24)
  #expect(try film.convertedByFrameCount(to: .fps25).description == "00:57:36:00")
  #expect(try film.convertedByRealTime(to: .fps25).description == "01:00:00:00")
  #expect(throws: TimingError.self) { try Timecode("23:59:59:24", at: .fps25).convertedByFrameCount(to: .fps24) }
}

@Test func `drop-frame and non-drop labels of one instant differ by the numbers left out`() throws {
  let drop = try Timecode("01:00:00;00", at: .fps29_97df)
  #expect(try drop.convertedByRealTime(to: .fps29_97).description == "00:59:56:12")
  #expect(try drop.convertedByFrameCount(to: .fps29_97) == drop.convertedByRealTime(to: .fps29_97))
}

@Test func `an instant between two frames is refused unless a rounding is named`() throws {
  let odd = try Timecode("00:00:00:01", at: .fps24)  // 1.0417 frames of 25
  let error = #expect(throws: TimingError.self) { try odd.convertedByRealTime(to: .fps25) }
  #expect(error?.code == .inexact)
  #expect(error?.remedy == "at 25 the instant lies between frames 1 and 2; round it")
  #expect(try odd.convertedByRealTime(to: .fps25, rounding: .down).frameCount == 1)
  #expect(try odd.convertedByRealTime(to: .fps25, rounding: .nearest).frameCount == 1)
  #expect(try odd.convertedByRealTime(to: .fps25, rounding: .up).frameCount == 2)
  #expect(try FrameCount(1).convertedByRealTime(from: .fps25, to: FrameRate("12.5"), rounding: .nearest) == 1)
  #expect(try FrameCount(-1).convertedByRealTime(from: .fps25, to: FrameRate("12.5"), rounding: .down) == -1)
}

@Test(arguments: FrameRate.all)
func `a conversion to a finer rate and back ends where it began`(rate: FrameRate) throws {
  for count in stride(from: 0, to: rate.framesPerDay, by: 99_991) {
    let fine = try FrameCount(count).convertedByRealTime(from: rate, to: FrameRate(240), rounding: .up)
    #expect(try fine.convertedByRealTime(from: FrameRate(240), to: rate, rounding: .down) == FrameCount(count))
  }
}

@Test func `a count too large for the other rate is an error and no crash`() throws {
  let error = #expect(throws: TimingError.self) { try FrameCount(.max).convertedByRealTime(from: FrameRate(1), to: .fps25) }
  #expect(error?.code == .outOfRange)
  #expect(try FrameCount(.max).convertedByRealTime(from: .fps25, to: .fps25) == FrameCount(.max))
}
