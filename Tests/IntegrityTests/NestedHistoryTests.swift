// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// Histories inside others, and those that are damaged or were left unfinished.

@Test func `a pattern reaches the histories inside, and a path into one is theirs`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("A002/x.tmp", "x"), ("A002/cut/y.mov", "y"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create) { $0.ignorePatterns = ["*.tmp", "/A002/cut"] }
  #expect(try scope.history("A002").generations[1].hashList.process.ignorePatterns == IgnorePatterns.standard + ["*.tmp", "/cut"])
  #expect(try scope.history("A002").generations[1].hashList.files.map(\.path.text) == ["x.mov"])
}

@Test func `each file is in the closest history, and the parent refers to the child`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("A002/deep/y.mov", "y"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002/deep")
  try scope.pass(.create, at: "A002")
  let report = try scope.pass(.create)
  #expect(report.manifests.count == 3 && report.chain?.generations == 6)
  #expect(try scope.history("A002/deep").generations.map(\.hashList.files.count) == [1, 1, 1])
  #expect(try scope.history().generations[0].hashList.files.map(\.path.text) == ["z.mov"])
  let reference = try #require(try scope.history().generations[0].hashList.references.first)
  #expect(reference.path.text.hasPrefix("A002/ascmhl/0002_A002_"))
  #expect(try reference.c4 == scope.history("A002").generations[1].c4)
  // A change in a child does not reach its parent, whose hashes of that folder are then of an earlier time.
  try scope.write("new", "A002/deep/new.mov")
  try scope.pass(.create, at: "A002/deep")
  #expect(try scope.history().generations.count == 1)
  #expect(try scope.pass(.look).status == .clean)
}

@Test func `a history inside that is gone or changed is found from outside`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create)
  let last = try scope.manifest(2, in: "A002")
  let first = try #require(try History(scope: "\(scope.path)/A002")).chain.links[0]
  try FileManager.default.removeItem(atPath: last)
  try TestCard.write(try HashChain(links: [first]).xml(), "\(scope.path)/A002/ascmhl/ascmhl_chain.xml")
  let cut = try scope.pass(.verify)
  #expect(cut.status == .rejected && cut.generation == nil && cut.notes.contains { $0.contains("refers to it") }, "\(cut)")
  try scope.remove("A002/ascmhl")
  #expect(try scope.pass(.look).missing.contains { $0.hasPrefix("A002/ascmhl/0002_A002") })
}

@Test func `nothing is added to a damaged history`() throws {
  for name in ["changed", "unlisted", "gap", "chain"] {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.pass(.create)
    let chain = "\(scope.path)/ascmhl/ascmhl_chain.xml"
    switch name {
    case "changed": try TestCard.write(try InputFile.contents(of: scope.manifest(1)) + [0x20], try scope.manifest(1))
    case "unlisted": try TestCard.write(try InputFile.contents(of: scope.manifest(1)), "\(scope.path)/ascmhl/0003_A.mhl")
    case "gap":
      let links = try scope.history().chain.links
      try TestCard.write(try HashChain(links: [links[1]]).xml(), chain)
    default: try TestCard.write(try InputFile.contents(of: chain) + [0x0A], chain)
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: "\(scope.path)/ascmhl").sorted()
    for kind in [HistoryPass.Kind.verify, .create] {
      let report = try scope.pass(kind)
      #expect(report.status == .rejected && report.generation == nil && report.chain?.intact == false, "\(name): \(report)")
      #expect(report.notes.contains { $0.contains("no generation was added") })
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scope.path)/ascmhl").sorted() == before)
  }
}

@Test func `a run that was killed between manifest and chain is ended by the next`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let chain = "\(scope.path)/ascmhl/ascmhl_chain.xml"
  let earlier = try InputFile.contents(of: chain)
  try scope.pass(.verify)
  try FileManager.default.moveItem(atPath: chain, toPath: PendingFile.temporaryPath(for: chain))
  try TestCard.write(earlier, chain)
  #expect(try scope.pass(.look).status == .rejected)
  let report = try scope.pass(.verify)
  #expect(report.status == .clean && report.generation == 3, "\(report)")
  #expect(try scope.history().isIntact)
}

@Test func `the story of two cards on one drive ends in nested histories`() throws {
  let scope = try Scope([("A002R2EC/Clips/c1.mov", "1"), ("A003R2EC/Clips/c2.mov", "2")], name: "Reels")
  try scope.pass(.create, [.xxh64], at: "A002R2EC")
  try scope.pass(.create, [.xxh64], at: "A003R2EC")
  try scope.write("summary", "Summary.txt")
  #expect(try scope.pass(.create, [.xxh64]).status == .clean)
  let list = try scope.history().generations[0].hashList
  #expect(list.references.map(\.path.text).map { String($0.prefix(20)) } == ["A002R2EC/ascmhl/0002", "A003R2EC/ascmhl/0002"])
  #expect(list.folders.map(\.path.text) == ["A002R2EC", "A003R2EC"], "a scope's own folder is recorded in the history around it")
  #expect(try list.folders[0].digests.content == scope.history("A002R2EC").generations[1].hashList.process.rootHash?.content)
}

@Test(arguments: [HashAlgorithm.xxh64, .md5])
func `a history begun later hides no damage that the one around it has on record`(_ format: HashAlgorithm) throws {
  let scope = try Scope([("CLIP/a.mov", "abcd\n"), ("CLIP/b.mov", "def\n"), ("z.mov", "z")])
  try scope.pass(.create, [.xxh64])
  try scope.write("abXd\n", "CLIP/a.mov")
  try scope.pass(.create, [format], at: "CLIP")
  for kind in [HistoryPass.Kind.look, .verify, .look] {
    let report = try scope.pass(kind)
    #expect(report.status == .rejected && report.failed.map(\.path) == ["CLIP/a.mov"] && report.verified == 2, "\(report)")
    #expect(report.failed.first?.reason.contains("history of ‘CLIP’") == true && report.failed.first?.reason.contains("‘A001R2EC’") == true)
  }
  #expect(try scope.actions("a.mov", in: "CLIP").last?.allSatisfy { $0.hasPrefix("failed") } == true, "what the run found is on record")
  try scope.write("abcd\n", "CLIP/a.mov")
  let restored = try scope.pass(.look)
  #expect(restored.status == .rejected && restored.failed.map(\.path) == ["CLIP/a.mov"], "the inner history is of the damaged file")
}

@Test func `a history begun later of files that are as they were is clean, with what each has on record`() throws {
  let scope = try Scope([("CLIP/a.mov", "abcd\n"), ("CLIP/deep/b.mov", "def\n"), ("z.mov", "z")])
  try scope.pass(.create, [.xxh64])
  try scope.pass(.create, [.md5], at: "CLIP")
  try scope.pass(.create, [.c4], at: "CLIP/deep")
  for kind in [HistoryPass.Kind.look, .verify, .look, .create, .diff] {
    let report = try scope.pass(kind)
    #expect(report.status == .clean, "\(report)")
  }
  try scope.write("longer than it was", "CLIP/a.mov")
  #expect(try scope.pass(.diff).failed.map(\.path) == ["CLIP/a.mov"])
}
