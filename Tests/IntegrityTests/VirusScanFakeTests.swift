// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Integrity

/// A moment two days after the signatures that the fake claims.
private let clock = WallClock.fixed(Timestamp(seconds: 1_789_721_400))

private func scan(_ fake: FakeClamd, _ files: [String: [UInt8]], _ change: (inout ScanPolicy) -> Void = { _ in }) throws -> ScanReport {
  let folder = try TemporaryFolder()
  for (name, bytes) in files { try TestCard.write(bytes, folder.path(name)) }
  var policy = ScanPolicy()
  policy.largestTrusted = 100_000  // what a proof costs grows with it
  change(&policy)
  return try VirusScanner(fake.address, policy: policy, clock: clock).scan(folder.url.path)
}

/// The usual policy, with a proof that takes no time.
private let quick = {
  var policy = ScanPolicy()
  policy.largestTrusted = 100_000
  return policy
}()

private let notes = ["notes.txt": Array("scene 1".utf8)]

@Test func `a report says what looked, with which signatures and how old they were`() throws {
  let report = try scan(FakeClamd(), notes)
  #expect(report.status == .clean)
  #expect(report.engine.words == "ClamAV 1.4.6, signatures 27000 of 2026-09-16")
  #expect(report.ageDays == 2)
  #expect(report.summary == "1 of 1 file scanned, none infected")
  #expect(try JSONDecoder().decode(ScanReport.self, from: JSONEncoder().encode(report)) == report)
}

@Test(arguments: [
  "", "stream: OK", "garbage␀", "1: stream: OK␀", "stream: OK␀stream: OK␀", "other: OK␀", "␀", "stream: OK␀ ", "INSTREAM size limit exceeded. ERROR␀",
  "stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND␀",
])
func `whatever a scanner babbles, a file is not scanned rather than clean`(_ babble: String) throws {
  let report = try scan(FakeClamd { _, _ in .say(babble.replacing("␀", with: "\0")) }, notes)
  #expect(report.status == .partial)
  #expect(report["notes.txt"]?.verdict == .notScanned)
  #expect(report["notes.txt"]?.reason?.isEmpty == false)
  #expect(report.summary == "0 of 1 file scanned; 1 could not be scanned")
  #expect(report.reservations.count == 1)
}

@Test func `random answers never make a file clean`() throws {
  let random = Mutex(SeededRandom(17))
  let fake = try FakeClamd { _, _ in
    .say(random.withLock { random in (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) } })
  }
  let files = Dictionary(uniqueKeysWithValues: (0..<100).map { ("\($0).txt", [UInt8]("x".utf8)) })
  #expect(try scan(fake, files).scanned == 0)
}

@Test func `an answer without end is cut off`() throws {
  let report = try scan(FakeClamd { _, _ in .say(Array(repeating: 0x41, count: 100_000)) }, notes)
  #expect(report["notes.txt"]?.reason?.contains("no end") == true)
}

@Test func `an answer that never comes is not waited for, and a scanner that is silent is not asked again and again`() throws {
  let files = Dictionary(uniqueKeysWithValues: (0..<20).map { ("\($0).txt", [UInt8]("x".utf8)) })
  let report = try scan(FakeClamd { _, _ in .hold }, files) {
    $0.connections = 4
    $0.patience = .seconds(2)
  }
  #expect(report.files(.notScanned).count == 20)
  #expect(report.files.contains { $0.reason == "clamd stopped answering" })
  #expect(report.files.contains { $0.reason == "clamd did not answer in time" })
}

@Test func `an OK before the whole file was sent is not believed`() throws {
  let large = Array(repeating: UInt8(ascii: "x"), count: 5_000_000)
  let report = try scan(FakeClamd { _, _ in .interrupt(Array("stream: OK\0".utf8)) }, ["large.txt": large])
  #expect(report["large.txt"]?.verdict == .notScanned)
}

@Test func `a limit told while a file is being sent is heard, and the file then read by clamd itself`() throws {
  let large = Array(repeating: UInt8(ascii: "x"), count: 5_000_000)
  let fake = try FakeClamd { command, _ in
    command == "zINSTREAM" ? .interrupt(Array("INSTREAM size limit exceeded. ERROR\0".utf8)) : .say("\(command.dropFirst("zSCAN ".count)): OK\0")
  }
  #expect(try scan(fake, ["large.txt": large])["large.txt"]?.method == .scan)
  let report = try scan(fake, ["large.txt": large]) { $0.method = .stream }
  #expect(report["large.txt"]?.reason?.contains("StreamMaxLength") == true)
}

@Test func `a large file that clamd cannot read is sent`() throws {
  let fake = try FakeClamd { command, _ in
    command == "zINSTREAM" ? .say("stream: OK\0") : .say("\(command.dropFirst("zSCAN ".count)): File path check failure: Permission denied. ERROR\0")
  }
  let files = ["a.txt": Array(repeating: UInt8(ascii: "x"), count: 1000)]
  #expect(try scan(fake, files) { $0.streamedFirst = 10 }["a.txt"]?.method == .instream)
  let report = try scan(fake, files) { $0.method = .path }
  #expect(report["a.txt"]?.reason == "clamd: File path check failure: Permission denied.")
}

@Test func `a file that changes while it is scanned is not clean`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("growing.txt"))
  let path = folder.path("growing.txt")
  let fake = try FakeClamd { _, content in
    if !content.isEmpty { try? TestCard.write([1, 2], path) }
    return .say("stream: OK\0")
  }
  let report = try VirusScanner(fake.address, policy: quick, clock: clock).scan(folder.url.path)
  #expect(report["growing.txt"]?.reason?.contains("changed") == true)
}

@Test func `a file that a link took the place of is not clean although SCAN says OK`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a.txt"))
  let path = folder.path("a.txt")
  let fake = try FakeClamd { command, _ in
    unlink(path)
    symlink("/etc/hostname", path)
    return .say("\(command.dropFirst("zSCAN ".count)): OK\0")
  }
  var policy = ScanPolicy()
  policy.method = .path
  #expect(try VirusScanner(fake.address, policy: policy, clock: clock).scan(folder.url.path).status == .partial)
}

@Test func `signatures older than the policy, of unknown age or of tomorrow are refused`() throws {
  func refusal(_ version: String, days: Int?) throws -> IntegrityError? {
    let fake = try FakeClamd(version: .say("\(version)\0"))
    return #expect(throws: IntegrityError.self) { try scan(fake, notes) { $0.maximumDatabaseAge = days.map(ScanPolicy.days) } }
  }
  let old = try refusal("ClamAV 1.4.6/26900/Sat Aug  1 08:50:00 2026", days: 7)
  #expect(old?.code == .refused)
  #expect(old?.explanation.contains("48 days old") == true)
  #expect(try refusal("ClamAV 1.4.6", days: 7)?.explanation.contains("not known") == true)
  #expect(try refusal("ClamAV 1.4.6/27000/soon", days: 7)?.code == .refused)
  #expect(try refusal("ClamAV 1.4.6/27000/Mon Sep 28 08:50:00 2026", days: 7)?.code == .refused)
  let fake = try FakeClamd(version: .say("ClamAV 1.4.6\0"))
  #expect(try scan(fake, notes) { $0.maximumDatabaseAge = nil }.status == .clean)
}

@Test(arguments: ["", "SSH-2.0-OpenSSH_9.2\r\n", "ClamAV 1.4.6", "␀␀"]) func `what is not clamd is refused before any file is touched`(
  _ version: String
) throws {
  let fake = try FakeClamd(version: .say(version.replacing("␀", with: "\0")))
  let error = #expect(throws: IntegrityError.self) { try scan(fake, notes) }
  #expect(error?.code == .unreadable)
  #expect(error?.explanation.contains("nothing was scanned") == true)
}

@Test func `a scanner that is not there is named with what to try`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a/a.txt"))
  for address in [ClamdAddress.socketFile(folder.path("nothing")), .port(host: "127.0.0.1", number: try ListeningSocket(port: ()).number)] {
    let error = #expect(throws: IntegrityError.self) { try VirusScanner(address).scan(folder.path("a")) }
    #expect(error?.subject == address.description)
    #expect(error?.explanation.contains("check that clamd runs") == true)
  }
}

@Test func `a scanner that is silent about its limits is believed as far as it was seen to look, and about archives not at all`() throws {
  let files = ["big.txt": Array(repeating: UInt8(ascii: "x"), count: 150_000), "a.zip": EngineProbe.encrypted, "small.txt": Array("x".utf8)]
  let report = try scan(FakeClamd(announces: false, looksUpTo: 120_000), files) { $0.largestTrusted = 2_000_000 }
  #expect(report.engine.looksUpTo == 100_000)
  #expect(report["big.txt"]?.reason?.contains("AlertExceedsMax") == true)
  #expect(report["a.zip"]?.reason?.contains("AlertExceedsMax") == true)
  #expect(report["small.txt"]?.verdict == .clean)
  #expect(try scan(FakeClamd(announces: false), files) { $0.largestTrusted = 200_000 }["big.txt"]?.verdict == .clean)
  #expect(try scan(FakeClamd(announces: false), files) { $0.largestTrusted = 120_000 }["big.txt"]?.verdict == .notScanned)
  #expect(try scan(FakeClamd(), files)["big.txt"]?.verdict == .clean)
}

@Test func `a scanner that does not find the test file is no scanner`() throws {
  let fake = try FakeClamd(looksUpTo: 0)
  let error = #expect(throws: IntegrityError.self) { try scan(fake, notes) }
  #expect(error?.code == .unreadable)
  #expect(error?.explanation.contains("EICAR") == true)
}

@Test func `every entry is accounted for, and what is left out says why`() throws {
  let folder = try TemporaryFolder()
  let movie = Array("\0\0\0\u{8}ftyp".utf8) + [0, 0, 0, 0] + Array("mdat".utf8) + Array(repeating: 7, count: 1_000_000)
  try TestCard.write(movie, folder.path("card/Clips/A001C001.mov"))
  try TestCard.write(movie + EngineProbe.encrypted, folder.path("card/Clips/A001C002.mov"))
  try TestCard.write(Array("MZ".utf8), folder.path("card/Clips/A001C003.mov"))
  try TestCard.write([], folder.path("card/empty"))
  try TestCard.write([1], folder.path("card/.DS_Store"))
  try TestCard.write([1], folder.path("card/ascmhl/line\nbreak"))
  symlink("/etc/hostname", folder.path("card/link"))
  mkfifo(folder.path("card/pipe"), 0o600)
  let asked = Mutex<[String]>([])
  let fake = try FakeClamd { _, content in
    if !content.isEmpty { asked.withLock { $0.append("\(content.count)") } }
    return .say("stream: OK\0")
  }
  let report = try VirusScanner(fake.address, policy: quick, clock: clock).scan(folder.path("card"))
  #expect(report.files(.leftOut).map(\.path).sorted() == ["Clips/A001C001.mov", "empty", "link", "pipe"])
  #expect(report.files(.leftOut).allSatisfy { $0.reason?.isEmpty == false })
  #expect(report.status == .clean)
  #expect(report.summary == "4 of 8 files scanned, none infected; 4 left out by kind")
  #expect(report["Clips/A001C002.mov"]?.suspicion == "it has a ZIP archive at its end")
  #expect(report["Clips/A001C003.mov"]?.suspicion?.contains("program") == true)
  #expect(asked.withLock { $0.count } == 4)
}

@Test func `a folder with nothing in it is no clean scan`() throws {
  let folder = try TemporaryFolder()
  let fake = try FakeClamd()
  for path in [folder.url.path, folder.path("nowhere")] {
    let error = #expect(throws: IntegrityError.self) { try VirusScanner(fake.address, policy: quick, clock: clock).scan(path) }
    #expect(error?.subject == path)
  }
}

@Test func `a sparse file of a hundred gigabytes is not sent`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("huge.bin"))
  #expect(truncate(folder.path("huge.bin"), 100_000_000_000) == 0)
  let fake = try FakeClamd()
  let report = try VirusScanner(fake.address, policy: quick, clock: clock).scan(folder.path("huge.bin"))
  #expect(report["huge.bin"]?.reason?.contains("2 GB") == true)
}

@Test func `a scan that is stopped says so`() throws {
  let cancellation = Cancellation()
  let fake = try FakeClamd { _, _ in
    cancellation.cancel()
    return .hold
  }
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a.txt"))
  let error = #expect(throws: IntegrityError.self) {
    try VirusScanner(fake.address, policy: quick, clock: clock).scan(folder.url.path, cancellation: cancellation)
  }
  #expect(error?.code == .cancelled)
}

@Test func `progress ends at all files and all bytes`() throws {
  let folder = try TemporaryFolder()
  for number in 0..<5 { try TestCard.write(Array(repeating: 1, count: 100_000), folder.path("\(number).bin")) }
  let last = Mutex<IntegrityProgress?>(nil)
  let fake = try FakeClamd()
  _ = try VirusScanner(fake.address, policy: quick, clock: clock).scan(folder.url.path) { step in last.withLock { $0 = step } }
  let step = try #require(last.withLock { $0 })
  #expect(step.filesDone == 5 && step.filesTotal == 5)
  #expect(step.bytesDone == 500_000 && step.bytesTotal == 500_000)
}
