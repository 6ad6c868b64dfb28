// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// Copies that were put right, or copied back: whoever verifies them twice is told the same twice.
@Suite struct RestoredCopyTests {
  @Test func `a file that was damaged and put back is clean the first time it is verified, and the second`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.write("abcX\nlonger", "Clips/a.mov")
    #expect(try scope.pass(.verify).status == .rejected)
    try scope.write("abcd\n", "Clips/a.mov")
    for run in 1...2 {
      let report = try scope.pass(.verify)
      #expect(report.status == .clean && report.failed.isEmpty, "run \(run): \(report)")
      #expect(!report.notes.contains { $0.contains("wrong size") }, "run \(run): \(report.notes)")
    }
  }

  @Test(arguments: ["Clips/b.mov", "A/deep"]) func `what was missing and was put back is clean the first time, and the second`(lost: String) throws {
    let scope = try Scope()
    try scope.pass(.create)
    try FileManager.default.moveItem(atPath: "\(scope.path)/\(lost)", toPath: scope.folder.path("aside"))
    #expect(try scope.pass(.verify).status == .rejected)
    try FileManager.default.moveItem(atPath: scope.folder.path("aside"), toPath: "\(scope.path)/\(lost)")
    for run in 1...2 {
      let report = try scope.pass(.verify)
      #expect(report.status == .clean && report.failed.isEmpty, "run \(run): \(report)")
    }
  }

  @Test(arguments: ["more", "Clips/more/deep"])
  func `an empty folder that was added is told of, and is no reason to reject, the first time or the second`(name: String) throws {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.makeFolder(name)
    for kind in [HistoryPass.Kind.look, .verify] {
      let report = try scope.pass(kind)
      #expect(report.status == .clean && report.verified == 5 && report.failed.isEmpty, "\(report)")
      #expect(report.notes.contains { $0.contains("without a file") && $0.contains("\(name)/") }, "\(report.notes)")
    }
    #expect(try scope.pass(.verify).status == .clean)
    // It is on record by now.
    try scope.remove(name)
    #expect(try scope.pass(.look).missing.contains("\(name)/"))
  }

  @Test func `a folder hash that was wrong from the start is still found`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    let manifest = try scope.manifest(1)
    let hash = try #require(try scope.history().generations[0].hashList.process.rootHash?.content.first?.text)
    let text = try String(contentsOfFile: manifest, encoding: .utf8).replacingOccurrences(of: hash, with: String(hash.reversed()))
    try TestCard.write(Array(text.utf8), manifest)
    let name = SystemPath.split(manifest).name
    let chain = HashChain(links: [.init(number: 1, fileName: name, c4: Digest.of(Array(text.utf8), algorithm: .c4))])
    try TestCard.write(try chain.xml(), "\(scope.path)/ascmhl/ascmhl_chain.xml")
    let report = try scope.pass(.look)
    #expect(report.chain?.intact == true && report.status == .rejected && report.failed.contains { $0.path == "." }, "\(report)")
  }
}
