// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// Histories that are valid and made to vouch for nothing: their patterns leave out the very files they stand beside.
@Suite struct HostileIgnoreTests {
  private let folder: TemporaryFolder
  private let signature = Signature(
    host: HostFacts(hostName: "suite", operatingSystem: "test", user: "ada", toolVersion: "1"), clock: .fixed(Timestamp(seconds: 1_700_000_000)))

  init() throws {
    folder = try TemporaryFolder()
    try TestCard.write(Array("clip".utf8), folder.path("card/Clips/A001.mov"))
    try TestCard.write(Array("note".utf8), folder.path("card/b.txt"))
  }

  private func pass(_ kind: HistoryPass.Kind, ignoring patterns: [String] = []) throws -> VerificationReport {
    var pass = HistoryPass(folder.path("card"), as: kind, signature: signature)
    pass.ignorePatterns = patterns
    return try pass.run()
  }

  @Test(arguments: ["*", "Clips/"])
  func `a file that is on record is not clean because a pattern leaves it out by now`(_ pattern: String) throws {
    #expect(try pass(.create).status == .clean)
    _ = try pass(.create, ignoring: [pattern])
    let report = try pass(.look)
    #expect(report.status == .partial, "\(report)")
    #expect(report.notes.contains { $0.contains("not compared") && $0.contains("A001.mov") })
    #expect(report.notes.contains { $0.contains("left out by pattern") && $0.contains(pattern) })
  }

  @Test func `nothing compared is not clean`() throws {
    #expect(try pass(.create, ignoring: ["*.mov", "*.txt"]).verified == 0)
    #expect(try pass(.look).status == .partial)
  }

  @Test func `what lies in a folder for histories, or is called like a system file, is told and speaks against erasing`() throws {
    for path in ["card/Clips/ascmhl/A002.mov", "card/.DS_Store/A003.mov", "card/ascmhl/notes/A004.mov"] {
      try TestCard.write(Array("clip".utf8), folder.path(path))
    }
    try FileManager.default.createDirectory(atPath: folder.path("one"), withIntermediateDirectories: true)
    let plan = CopyPlan(source: folder.path("card"), destinations: [folder.path("one")], host: signature.host, clock: signature.clock)
    let report = try Copier(plan).run()
    #expect(report.status == .partial && !report.safeToErase)
    #expect(Set(report.skipped.map(\.path)).isSuperset(of: ["Clips/ascmhl/A002.mov", ".DS_Store"]), "\(report.skipped)")
    #expect(report.skipped.contains { $0.path.hasPrefix("ascmhl/notes") })
  }
}
