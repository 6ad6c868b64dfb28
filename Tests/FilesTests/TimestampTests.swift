// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"), (951_782_400, 0, "2000-02-29T00:00:00Z"), (1_772_357_400, 250_000_000, "2026-03-01T09:30:00.250Z"),
      (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"), (253_402_300_799, 0, "9999-12-31T23:59:59Z"), (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
    ] as [(Int64, Int64, String)])
  func `moments are written as RFC 3339 has them, and read back`(seconds: Int64, nanoseconds: Int64, text: String) throws {
    let moment = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    #expect(moment.description == text)
    #expect(Timestamp(text) == moment)
    #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([moment])) == [moment])
  }

  @Test(arguments: [Int64.min, .max]) func `no moment that a file system can hold is too far away to be written`(seconds: Int64) {
    #expect(Timestamp(seconds: seconds).description.hasSuffix(seconds < 0 ? "08:29:52Z" : "15:30:07Z"))
  }

  @Test func `every day of five centuries agrees with Foundation`() throws {
    let formatter = ISO8601DateFormatter()
    for day in stride(from: -100_000, through: 100_000, by: 97) {
      let seconds = Int64(day) * 86400 + 86399
      #expect(Timestamp(seconds: seconds).description == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
    }
  }

  @Test func `offsets, small letters and long fractions are understood`() {
    #expect(Timestamp("2026-03-01T10:30:00+01:00")?.description == "2026-03-01T09:30:00Z")
    #expect(Timestamp("2026-03-01t05:00:00.1234567891-04:30")?.description == "2026-03-01T09:30:00.123456789Z")
    #expect(Timestamp("2016-12-31T23:59:60Z")?.description == "2017-01-01T00:00:00Z")
  }

  @Test(arguments: [
    "", "2026-03-01", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:30:00", "2026-03-01T09:30:00Zx",
    "2026-03-01T09:30:00.Z", "2026-3-01T09:30:00Z", "2026-03-01T09:30:00+25:00", "-026-03-01T09:30:00Z", "２026-03-01T09:30:00Z",
  ]) func `what is no moment is refused`(text: String) { #expect(Timestamp(text) == nil) }

  @Test func `a file name carries the moment as ASC MHL has it`() {
    #expect(Timestamp("2026-03-01T09:30:05.9Z")?.fileNameText == "2026-03-01_093005Z")
    #expect(Timestamp("2026-03-01T09:30:05Z")?.dateText == "2026-03-01")
  }

  @Test func `moments have an order and a distance`() throws {
    let early = Timestamp(seconds: 5, nanoseconds: 999_999_999)
    let late = Timestamp(seconds: 6, nanoseconds: 1)
    #expect(early < late)
    #expect(late.elapsed(since: early) == .nanoseconds(2))
    #expect(early.wholeSecond == Timestamp(seconds: 5))
    #expect(Timestamp(seconds: 1, nanoseconds: -1) == Timestamp(seconds: 0, nanoseconds: 999_999_999))
  }

  @Test func `a fixed clock stands still and the system's runs`() {
    let moment = Timestamp(seconds: 1_772_357_400)
    #expect(WallClock.fixed(moment).now == moment)
    #expect(abs(WallClock.system.now.secondsSince1970 - Date().timeIntervalSince1970) < 5)
  }

  @Test func `this host has a name, a user and a system`() {
    let facts = HostFacts.current(toolVersion: "1.0")
    #expect(!facts.hostName.isEmpty && !facts.user.isEmpty && facts.operatingSystem.contains(" ") && facts.tool == "lineup")
  }
}
