// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

/// Against the true clamd.
@Suite(.enabled(if: RealClamd.pair != nil, "clamd is not installed, or may not start here"))
struct VirusScanRealTests {
  private let announcing: RealClamd
  private let silent: RealClamd
  private let folder: TemporaryFolder

  init() throws {
    (announcing, silent) = try #require(RealClamd.pair)
    folder = try TemporaryFolder()
  }

  private func scan(_ address: ClamdAddress, _ method: ScanPolicy.Method = .automatic, _ change: (inout ScanPolicy) -> Void = { _ in }) throws
    -> ScanReport
  {
    var policy = ScanPolicy.ofAnyAge
    policy.method = method
    policy.largestTrusted = 2_000_000  // a proof with 25 MB takes longer than all the rest
    change(&policy)
    return try VirusScanner(address, policy: policy).scan(folder.url.path)
  }

  /// A text longer than both daemons' MaxFileSize, with the marker at its end.
  private var long: [UInt8] { Array(repeating: UInt8(ascii: "x"), count: 1_500_000) + Infection.marker }

  @Test(arguments: [ScanPolicy.Method.stream, .path, .automatic]) func `infected files are found, plain and in an archive`(
    _ method: ScanPolicy.Method
  ) throws {
    try TestCard.write(EngineProbe.testFile, folder.path("DCIM/autorun.com"))
    try TestCard.write(Array("scene 1\n".utf8), folder.path("notes.txt"))
    try TestCard.write(Array("a text with ".utf8) + Infection.marker, folder.path("line\nbreak.txt"))
    try TestCard.write(Infection.marker, folder.path(" led and followed by a space "))
    try TestCard.write(EngineProbe.archive(of: [EngineProbe.testFile]), folder.path("stills.zip"))
    let report = try scan(announcing.socket, method)
    #expect(report.status == .rejected)
    #expect(report["DCIM/autorun.com"]?.signature == "Test.Eicar.UNOFFICIAL")
    #expect(report["stills.zip"]?.signature == "Test.Eicar.UNOFFICIAL")
    #expect(report["line\nbreak.txt"]?.signature == "Test.Marker.UNOFFICIAL")
    #expect(report[" led and followed by a space "]?.verdict == .infected)
    #expect(report["notes.txt"]?.verdict == .clean)
    #expect(report.files.allSatisfy { $0.method == (method == .path ? .scan : .instream) })
    #expect(report.engine.version.hasPrefix("ClamAV "))
    #expect(report.reservations.count == 1)
  }

  @Test func `what a daemon finds stands, however little its OK is worth`() throws {
    try TestCard.write(EngineProbe.archive(of: [EngineProbe.testFile]), folder.path("stills.zip"))
    #expect(try scan(silent.socket)["stills.zip"]?.verdict == .infected)
  }

  @Test func `over TCP everything is sent`() throws {
    try TestCard.write(EngineProbe.testFile, folder.path("a.com"))
    let file = try #require(try scan(announcing.port)["a.com"])
    #expect(file.verdict == .infected && file.method == .instream)
  }

  @Test func `a daemon that announces its limits is found out, and one that does not`() throws {
    try TestCard.write([1], folder.path("a"))
    let (one, other) = (try scan(announcing.socket).engine, try scan(silent.socket).engine)
    #expect(one.announcesLimits && one.announcesEncryption)
    #expect(!other.announcesLimits && !other.announcesEncryption)
  }

  @Test func `a file beyond the limits is not scanned where clamd says so`() throws {
    try TestCard.write(long, folder.path("long.txt"))
    for method in [ScanPolicy.Method.stream, .path] {
      let file = try #require(try scan(announcing.socket, method)["long.txt"])
      #expect(file.verdict == .notScanned)
      #expect(file.reason?.contains("MaxFileSize") == true)
    }
  }

  @Test func `a file beyond the limits is not called clean where clamd says OK`() throws {
    try TestCard.write(long, folder.path("long.txt"))
    // The trap: this daemon's own word about a file with the marker in it is OK.
    let client = ClamdClient(address: silent.socket, patience: .seconds(10), cancellation: Cancellation())
    #expect(try client.scan(path: folder.path("long.txt")) == .nothingFound)
    let report = try scan(silent.socket)
    #expect(report.engine.looksUpTo == 1_000_000)
    #expect(report["long.txt"]?.verdict == .notScanned)
    #expect(report["long.txt"]?.reason?.contains("AlertExceedsMax") == true)
  }

  @Test func `a large file in a ZIP archive is not called clean, about which clamd says OK whatever its settings`() throws {
    // Stored, and between the proof of 1 MB and MaxFileSize, so that clamd has no reason to complain of the archive itself.
    let file = Array(repeating: UInt8(ascii: "x"), count: 1_010_000)
    try TestCard.write(EngineProbe.archive(of: [file]), folder.path("large.zip"))
    try TestCard.write(EngineProbe.archive(of: [Array(file.prefix(900_000))]), folder.path("small.zip"))
    let report = try scan(announcing.socket)
    #expect(report.engine.looksInsideUpTo == 1_000_000)
    #expect(report["large.zip"]?.reason?.contains("1010000 bytes") == true)
    #expect(report["small.zip"]?.verdict == .clean)
  }

  @Test func `an archive that clamd cannot see through is not scanned, whether or not it says so`() throws {
    try TestCard.write(EngineProbe.encrypted, folder.path("locked.zip"))
    try TestCard.write(EngineProbe.tooDeep, folder.path("deep.zip"))
    let told = try scan(announcing.socket)
    #expect(told["locked.zip"]?.reason?.contains("encrypted") == true)
    #expect(told["deep.zip"]?.reason?.contains("beyond a limit") == true)
    #expect(told.status == .partial)
    let untold = try scan(silent.socket)
    #expect(untold.files(.notScanned).count == 2)
    #expect(untold.status == .partial)
  }

  @Test func `a stream beyond the limit is answered while it is being sent, and the answer is heard`() throws {
    try TestCard.write(Array(repeating: UInt8(ascii: "x"), count: 12_000_000), folder.path("long.txt"))
    for address in [announcing.socket, announcing.port] {
      let file = try #require(try scan(address, .stream)["long.txt"])
      #expect(file.verdict == .notScanned)
      #expect(file.reason?.contains("StreamMaxLength") == true, "\(file.reason ?? "")")
    }
  }

  @Test func `a path that clamd is told to leave out is not clean`() throws {
    try TestCard.write(EngineProbe.testFile, folder.path("left-out/a.com"))
    let file = try #require(try scan(announcing.socket, .path)["left-out/a.com"])
    #expect(file.verdict == .notScanned)
    #expect(file.reason?.contains("ExcludePath") == true)
    #expect(try scan(announcing.socket)["left-out/a.com"]?.verdict == .infected)
  }

  @Test func `a hundred files are scanned side by side, each with its own answer`() throws {
    for number in 0..<100 { try TestCard.write(number % 7 == 0 ? EngineProbe.testFile : Array("scene \(number)".utf8), folder.path("\(number).txt")) }
    let report = try scan(announcing.socket)
    #expect(report.files(.infected).count == 15)
    #expect(report.files(.infected).allSatisfy { Int($0.path.dropLast(4)).map { $0 % 7 } == 0 })
    #expect(report.scanned == 100)
  }

  @Test func `signatures of our own have no date, and the usual policy refuses them`() throws {
    try TestCard.write([1], folder.path("a"))
    let error = #expect(throws: IntegrityError.self) { try VirusScanner(announcing.socket).scan(folder.url.path) }
    #expect(error?.code == .refused)
  }
}
