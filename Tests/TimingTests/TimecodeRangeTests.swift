// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Timing

private func at25(_ text: String) throws -> Timecode { try Timecode(text, at: .fps25) }

@Test func `a range holds its in-point and not its out-point`() throws {
  let range = try TimecodeRange(in: at25("10:00:00:00"), out: at25("10:00:02:00"))
  #expect(range.duration == 50)
  #expect(range.last == (try at25("10:00:01:24")))
  #expect(try range.contains(at25("10:00:00:00")) && !range.contains(at25("10:00:02:00")) && !range.contains(at25("09:59:59:24")))
  #expect(try range.offset(of: at25("10:00:01:00")) == 25)
  #expect(range.offset(of: try Timecode("10:00:01:00", at: .fps24)) == nil)
  #expect(range.description == "10:00:00:00-10:00:02:00")
}

@Test func `a range may cross midnight and says so`() throws {
  let range = try TimecodeRange(in: at25("23:59:59:00"), out: at25("00:00:01:00"))
  #expect(range.duration == 50 && range.crossesMidnight)
  #expect(try range.contains(at25("00:00:00:24")) && !range.contains(at25("12:00:00:00")))
  #expect(try !TimecodeRange(in: at25("23:59:59:00"), out: at25("00:00:00:00")).crossesMidnight)
}

@Test func `an empty range has no last frame, and none is as long as a day`() throws {
  let empty = try TimecodeRange(in: at25("01:00:00:00"), out: at25("01:00:00:00"))
  #expect(empty.isEmpty && empty.last == nil && !empty.contains(empty.start))
  #expect(throws: TimingError.self) { try TimecodeRange(in: at25("01:00:00:00"), duration: 2_160_000) }
  #expect(throws: TimingError.self) { try TimecodeRange(in: at25("01:00:00:00"), duration: -1) }
  #expect(throws: TimingError.self) { try TimecodeRange(in: at25("01:00:00:00"), out: Timecode(0, at: .fps50)) }
}

@Test func `a range keeps itself in JSON and refuses a duration that cannot be`() throws {
  let range = try TimecodeRange(in: at25("10:00:00:00"), duration: 7)
  #expect(try JSONDecoder().decode(TimecodeRange.self, from: JSONEncoder().encode(range)) == range)
  let hostile = Data(#"{"start": {"frameCount": 0, "rate": "25"}, "duration": -4}"#.utf8)
  #expect(throws: TimingError.self) { try JSONDecoder().decode(TimecodeRange.self, from: hostile) }
}

@Test func `times of one side of an edit are measured against their own side`() throws {
  let source = SourceTime(try at25("01:00:00:00"))
  #expect(try source.distance(to: source.advanced(by: 12)) == 12)
  #expect(RecordTime(try at25("10:00:00:00")).description == "10:00:00:00")
}
