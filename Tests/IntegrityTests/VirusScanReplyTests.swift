// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@testable import Integrity

private func reply(_ text: String, about subject: String = "stream") throws -> ClamdReply { try ClamdReply(Array(text.utf8), about: subject) }

@Test func `each form of an answer is read for what it is`() throws {
  #expect(try reply("stream: OK\0") == .nothingFound)
  #expect(try reply("stream: Win.Test.EICAR_HDB-1 FOUND\0") == .found("Win.Test.EICAR_HDB-1"))
  #expect(try reply("/a: b/c OK: OK\0", about: "/a: b/c OK") == .nothingFound)
  #expect(try reply("/line\nbreak: X FOUND\0", about: "/line\nbreak") == .found("X"))
  #expect(try reply("INSTREAM size limit exceeded. ERROR\0") == .streamTooLong)
}

// ␀ stands for the NUL that ends an answer, so that the tests' own output has none.
@Test(arguments: [
  "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND␀", "stream: Heuristics.Limits.Exceeded FOUND␀", "stream: Heuristics.Encrypted.Zip FOUND␀",
  "stream: Can't allocate memory ERROR␀", "Command read timed out. ERROR␀", "UNKNOWN COMMAND␀", "stream: Excluded␀", "stream: OK ERROR␀",
])
func `what says that clamd did not look is neither clean nor infected`(_ text: String) throws {
  guard case .notLookedAt(let reason) = try reply(text.replacing("␀", with: "\0")) else {
    Issue.record("\(text) was believed")
    return
  }
  #expect(!reason.isEmpty)
}

@Test(arguments: [
  "", "␀", "stream: OK", "stream: OK\n", "stream: ok␀", " stream: OK␀", "stream: OK ␀", "stream: OK␀stream: X FOUND␀", "1: stream: OK␀",
  "2: OK␀", "OK␀", "stream:OK␀", "stream:  FOUND␀", "stream: ␀", "other: OK␀", "HTTP/1.1 200 OK␀", "\u{FEFF}stream: OK␀",
])
func `what is no answer to the question is not believed`(_ text: String) {
  #expect(throws: ClamdFault.self) { try reply(text.replacing("␀", with: "\0")) }
}

@Test func `no damage turns an answer into OK`() throws {
  var random = SeededRandom(7)
  let answers = [
    "stream: Test.Eicar.UNOFFICIAL FOUND\0", "INSTREAM size limit exceeded. ERROR\0", "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
  ]
  for answer in answers.map({ Array($0.utf8) }) {
    for length in 0..<answer.count { #expect(throws: ClamdFault.self) { try ClamdReply(Array(answer[..<length]), about: "stream") } }
    for _ in 0..<2000 {
      var bytes = answer
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
      #expect((try? ClamdReply(bytes, about: "stream")) != .nothingFound)
    }
  }
}

@Test func `number and date of the signatures are read from the version`() throws {
  let engine = try #require(ScanEngine(answer: "ClamAV 1.4.6/27000/Wed Sep 16 08:50:00 2026"))
  #expect(engine.version == "ClamAV 1.4.6")
  #expect(engine.database == 27000)
  #expect(engine.databaseDate == Timestamp("2026-09-16T08:50:00Z"))
  #expect(ScanEngine(answer: "ClamAV 1.4.6/27000/Sun Sep  6 08:50:00 2026")?.databaseDate == Timestamp("2026-09-06T08:50:00Z"))
  #expect(ScanEngine(answer: "ClamAV 1.4.6")?.databaseDate == nil)
  #expect(ScanEngine(answer: "ClamAV 1.4.6/27000/yesterday")?.databaseDate == nil)
  #expect(ScanEngine(answer: "ClamAV 1.4.6/27000/Wed Feb 31 08:50:00 2026")?.databaseDate == nil)
  #expect(ScanEngine(answer: "SSH-2.0-OpenSSH") == nil)
}

@Test func `no damage to a version crashes or makes signatures younger than their year`() {
  var random = SeededRandom(11)
  let answer = Array("ClamAV 1.4.6/27000/Wed Sep 16 08:50:00 2026".utf8)
  for length in 0...answer.count { _ = ScanEngine(answer: String(decoding: answer[..<length], as: UTF8.self))?.ageDays(at: Timestamp(seconds: .max)) }
  for _ in 0..<2000 {
    var bytes = answer
    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
    _ = ScanEngine(answer: String(decoding: bytes, as: UTF8.self))?.ageDays(at: Timestamp(seconds: 1_800_000_000))
  }
}

@Test func `age counts whole days, and a date ahead of the clock is no age`() throws {
  let made = try #require(Timestamp("2026-09-16T08:50:00Z"))
  let engine = ScanEngine(
    version: "ClamAV 1.4.6", database: 1, databaseDate: made, announcesLimits: true, announcesEncryption: true, looksUpTo: 1, looksInsideUpTo: 1)
  #expect(engine.ageDays(at: made) == 0)
  #expect(engine.ageDays(at: Timestamp(seconds: made.seconds + 8 * 86_400 - 1)) == 7)
  #expect(engine.ageDays(at: Timestamp(seconds: made.seconds + 8 * 86_400)) == 8)
  #expect(engine.ageDays(at: Timestamp(seconds: made.seconds - 86_399)) == 0)  // the daemon's zone is not known
  #expect(engine.ageDays(at: Timestamp(seconds: made.seconds - 86_400)) == nil)
}

@Test func `addresses are read as they are typed`() throws {
  #expect(try ClamdAddress("/run/clamav/clamd.ctl") == .socketFile("/run/clamav/clamd.ctl"))
  #expect(try ClamdAddress("./clamd.sock").isLocal)
  #expect(try ClamdAddress("scanner.example:3310") == .port(host: "scanner.example", number: 3310))
  #expect(try ClamdAddress("[::1]:3310").description == "[::1]:3310")
  for text in ["", "clamd", "host:", "host:0", "host:65536", ":3310", "::1:3310", "[]:3310", "/" + String(repeating: "x", count: 103)] {
    #expect(throws: IntegrityError.self, "\(text)") { try ClamdAddress(text) }
  }
}
