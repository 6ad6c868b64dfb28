// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

@Test func `a first generation records every file as original and lists none as new`() throws {
  let scope = try Scope()
  let report = try scope.pass(.create, [.xxh64])
  #expect(report.status == .clean && report.new.isEmpty && report.generation == 1 && report.verified == 0)
  #expect(try scope.actions("Clips/a.mov") == [["original xxh64"]])
  let list = try scope.history().generations[0].hashList
  #expect(list.files.first { $0.path.text == "Clips/empty.mov" }?.size == 0)
  #expect(list.creator.authors.first?.role == "DIT" && list.creator.location == "Stage 4" && list.creator.comment == "first pass")
  #expect(try scope.history().isIntact)
}

@Test func `verifying adds a generation that says verified, failed and original`() throws {
  let scope = try Scope()
  try scope.pass(.create, [.xxh64])
  try scope.write("Abcd\n", "Clips/a.mov")
  try scope.write("n", "new.mov")
  try scope.remove("Sidecar.txt")
  let report = try scope.pass(.verify)
  #expect(report.status == .rejected && report.generation == 2 && report.chain == .init(generations: 2, intact: true))
  #expect(report.failed.map(\.path) == ["Clips/a.mov"] && report.new == ["new.mov"] && report.missing == ["Sidecar.txt"])
  #expect(try scope.actions("Clips/a.mov") == [["original xxh64"], ["failed xxh64"]])
  #expect(try scope.actions("Clips/b.mov") == [["original xxh64"], ["verified xxh64"]])
  #expect(try scope.actions("new.mov") == [["original xxh64"]])
  // A failed hash is no reference: the changed file fails again, and its old contents are right again.
  #expect(try scope.pass(.look).failed.map(\.path) == ["Clips/a.mov"])
  try scope.write("abcd\n", "Clips/a.mov")
  #expect(try scope.pass(.look).failed.isEmpty)
}

@Test func `looking adds nothing`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  for kind in [HistoryPass.Kind.look, .diff] { #expect(try scope.pass(kind).generation == nil) }
  #expect(try Verifier(scope.path).verify().generation == nil)
  #expect(try scope.history().generations.count == 1)
}

@Test func `a part of a history records that part`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  try scope.remove("Sidecar.txt")
  let report = try Verifier(scope.path + "/Clips").verify(recording: Scope.signature)
  #expect(report.status == .clean && report.generation == 2, "\(report)")
  let list = try scope.history().generations[1].hashList
  #expect(list.files.map(\.path.text) == ["Clips/a.mov", "Clips/b.mov", "Clips/empty.mov"] && list.process.rootHash == nil)
  #expect(try Verifier(scope.path + "/Clips/b.mov").verify(recording: Scope.signature).generation == 3)
  #expect(try scope.history().isIntact)
}

@Test func `a new format is verified beside an old one, and left out beside one that failed`() throws {
  let scope = try Scope()
  try scope.pass(.create, [.md5])
  try scope.write("Abcd\n", "Clips/a.mov")
  try scope.pass(.create, [.xxh64])
  #expect(try scope.actions("Clips/b.mov") == [["original md5"], ["verified md5", "verified xxh64"]])
  #expect(try scope.actions("Clips/a.mov") == [["original md5"], ["failed md5"]])
  try scope.write("abcd\n", "Clips/a.mov")
  #expect(try scope.pass(.verify).status == .clean)
  #expect(try scope.actions("Clips/b.mov").last == ["verified md5", "verified xxh64"])
}

@Test func `renames are followed back and forth, and when two files change names`() throws {
  let scope = try Scope([("a", "one"), ("b", "two"), ("d/x", "three"), ("d/y", "four")])
  try scope.pass(.create)
  func step(_ moves: [(String, String)]) throws -> VerificationReport {
    for (from, to) in moves { try scope.move(from, to: to) }
    return try scope.pass(.create) { $0.detectsRenames = true }
  }
  #expect(try step([("a", "c")]).renamed == [.init(from: "a", to: "c")])
  #expect(try step([("c", "a")]).status == .clean)
  #expect(try step([("a", "e")]).status == .clean)
  #expect(try scope.actions("e") == [["verified xxh64"]])
  let folder = try step([("d", "moved/d")])
  #expect(folder.status == .clean && folder.renamed.contains(.init(from: "d/", to: "moved/d/")), "\(folder)")
  #expect(try scope.pass(.look).status == .clean)
  try scope.write("ONE", "e")
  #expect(try scope.pass(.look).failed.map(\.path) == ["e"])
}

@Test func `two files that changed names in one generation keep their hashes`() throws {
  let scope = try Scope([("a", "one"), ("b", "two")])
  try scope.pass(.create)
  let (one, two) = (Digest.of("one"), Digest.of("two"))
  let list = HashList(
    creator: Scope.signature.creator(Timestamp(seconds: 0)), process: .init(kind: .inPlace),
    entries: try [("a", "b", two), ("b", "a", one)].map { path, previous, digest in
      .file(
        .init(
          path: try ContainedPath(path), size: 3, modified: nil, hashes: [.init(digest, action: .verified)], previousPath: try ContainedPath(previous)
        ))
    })
  let record = try #require(try HistoryRecord(scope: scope.path))
  _ = try GenerationWriter(scope: scope.path, gate: DestinationGate()).append(
    list, entries: list.entries, after: record.chain, number: 2, folderName: "A")
  try scope.write("two", "a")
  try scope.write("one", "b")
  #expect(try scope.pass(.look).status == .clean)
}

@Test func `a file on record that a pattern leaves out by now is named once, also where others were renamed`() throws {
  let scope = try Scope([("a", "one"), ("b", "two")])
  try scope.pass(.create)
  try scope.move("b", to: "c")
  let report = try scope.pass(.create) {
    $0.detectsRenames = true
    $0.ignorePatterns = ["a"]
  }
  #expect(report.renamed == [.init(from: "b", to: "c")])
  #expect(report.notes.contains { $0.hasSuffix("because a pattern leaves it out: a") }, "\(report.notes)")
}

@Test func `empty files are renamed only under their own name`() throws {
  let scope = try Scope([("one/e1", ""), ("one/e2", ""), ("x", "x")])
  try scope.pass(.create)
  try scope.move("one", to: "two")
  try scope.move("two/e2", to: "two/e3")
  let report = try scope.pass(.create) { $0.detectsRenames = true }
  #expect(report.renamed.contains(.init(from: "one/e1", to: "two/e1")) && report.missing == ["one/e2"] && report.new == ["two/e3"], "\(report)")
}

@Test func `names in other code points are the same file, and said so`() throws {
  let scope = try Scope([("cafe\u{301}.mov", "c"), ("plain.mov", "p")])
  try scope.pass(.create)
  let manager = FileManager.default
  try manager.removeItem(atPath: "\(scope.path)/cafe\u{301}.mov")
  try scope.write("c", "caf\u{E9}.mov")
  let looked = try scope.pass(.look)
  #expect(looked.status == .clean && looked.notes.contains { $0.contains("code points") }, "\(looked)")
  #expect(try scope.pass(.verify).status == .clean)
  let file = try #require(try scope.history().generations[1].hashList.files.first { $0.previousPath != nil })
  #expect(
    Array(file.path.text.utf8) == Array("caf\u{E9}.mov".utf8) && Array(file.previousPath?.text.utf8 ?? "".utf8) == Array("cafe\u{301}.mov".utf8))
  #expect(try scope.pass(.verify).notes.isEmpty)
  try scope.write("C", "caf\u{E9}.mov")
  #expect(try scope.pass(.look).status == .rejected)
}

@Test func `ignore patterns only grow, and what they leave out is not missing`() throws {
  let scope = try Scope()
  try scope.write("t", "render.tmp")
  try scope.pass(.create)
  try scope.pass(.create) { $0.ignorePatterns = ["*.tmp"] }
  try scope.remove("render.tmp")
  let report = try scope.pass(.create) { $0.ignorePatterns = ["Sidecar.txt"] }
  #expect(report.status == .clean, "\(report)")
  #expect(try scope.history().generations[2].hashList.process.ignorePatterns == IgnorePatterns.standard + ["*.tmp", "Sidecar.txt"])
  // It is no more missing than it is there: nobody looked, and that is said.
  let looked = try scope.pass(.diff)
  #expect(looked.missing.isEmpty && looked.status == .partial && looked.notes.contains { $0.contains("render.tmp") }, "\(looked)")
}

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

@Test func `a volume that cannot be written is verified, and that is said`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let report = try scope.pass(.verify) {
    $0.gate.act = { (act, path) throws(FilesError) in if case .writeManifest = act { throw FilesError(.readOnly, subject: path) } }
  }
  #expect(report.status == .clean && report.verified == 5 && report.generation == nil)
  #expect(report.notes.contains { $0.contains("no generation was added") })
  #expect(throws: IntegrityError.self) {
    try scope.pass(.create) {
      $0.gate.act = { (act, path) throws(FilesError) in if case .writeManifest = act { throw FilesError(.readOnly, subject: path) } }
    }
  }
}

@Test func `stopping adds nothing`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let cancellation = Cancellation()
  cancellation.cancel()
  let pass = HistoryPass(scope.path, as: .verify, signature: Scope.signature)
  #expect(#expect(throws: IntegrityError.self) { try pass.run(cancellation: cancellation) }?.code == .cancelled)
  #expect(try scope.history().generations.count == 1)
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

@Test func `a manifest outside any history verifies its folder`() throws {
  let scope = try Scope()
  let manifest = scope.folder.path("delivery.mhl")
  let report = try scope.pass(.create) { $0.standAlone = manifest }
  #expect(report.status == .clean && report.manifests == [manifest] && report.chain == nil)
  #expect(!FileManager.default.fileExists(atPath: scope.path + "/ascmhl"))
  #expect(try Verifier(scope.path).verify(against: .list(manifest)).status == .clean)
  try scope.makeFolder("more")
  #expect(try Verifier(scope.path).verify(against: .list(manifest)).status == .rejected)
  #expect(throws: IntegrityError.self, "nothing is overwritten") { try scope.pass(.create) { $0.standAlone = manifest } }
}

@Test func `what cannot be written is refused before anything is read`() throws {
  let scope = try Scope()
  let cancellation = Cancellation()
  cancellation.cancel()  // any reading would now end in `cancelled`
  var pass = HistoryPass(scope.path, as: .create, signature: Scope.signature)
  pass.signature.authors = [.init(name: "Ann", email: "ann")]
  #expect(#expect(throws: IntegrityError.self) { try pass.run(cancellation: cancellation) }?.code == .inexpressible)
  pass.signature.authors = []
  pass.standAlone = scope.folder.path("nowhere/list.mhl")
  #expect(#expect(throws: IntegrityError.self) { try pass.run(cancellation: cancellation) }?.code == .unwritable)
}

@Test func `an empty folder gets no history, a tree of empty folders does`() throws {
  let scope = try Scope([], name: "work")
  try scope.makeFolder("")
  let error = #expect(throws: IntegrityError.self) { try scope.pass(.create) }
  #expect(error?.code == .refused && error?.description.contains("is the card mounted?") == true)
  #expect(try FileManager.default.contentsOfDirectory(atPath: scope.path).isEmpty)
  try scope.makeFolder("Clips")
  #expect(try scope.pass(.create).status == .clean)
}

@Test func `a report counts what is listed, what is there, and what is recorded for the first time`() throws {
  let scope = try Scope()
  let first = try scope.pass(.create)
  #expect((first.listed, first.present, first.recorded) == (0, 0, 5))
  try scope.remove("Sidecar.txt")
  try scope.write("n", "new.mov")
  for (kind, recorded) in [(HistoryPass.Kind.diff, 0), (.look, 0), (.verify, 1)] {
    let report = try scope.pass(kind)
    #expect((report.listed, report.present, report.recorded) == (5, 4, recorded), "\(kind): \(report)")
  }
}

@Test func `every trouble is in one report`() throws {
  let scope = try Scope((0..<50).map { ("f\($0)", "\($0)") } + [("A002/n", "n")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create)
  for index in 0..<10 { try scope.write("x\(index)", "f\(index)") }
  for index in 10..<20 { try scope.remove("f\(index)") }
  for index in 0..<10 { try scope.write("new", "n\(index)") }
  try scope.write("N", "A002/n")
  let report = try scope.pass(.verify)
  #expect(report.failed.count == 11 && report.missing.count == 10 && report.new.count == 10 && report.verified == 30)
}

@Test func `many files in many folders come out in one order`() throws {
  let scope = try Scope((0..<300).map { ("d\($0 % 7)/e\($0 % 3)/f\($0)", "\($0)") })
  try scope.pass(.create, [.xxh64, .c4])
  let first = try InputFile.contents(of: scope.manifest(1))
  try scope.remove("ascmhl")
  try scope.pass(.create, [.xxh64, .c4])
  #expect(try InputFile.contents(of: scope.manifest(1)) == first)
}

@Test func `folder totals are those of the folder hasher`() throws {
  let scope = try Scope((0..<60).map { ("d\($0 % 4)/e-\($0 % 3)/f\($0)", "\($0)") } + [("d1.txt", "x"), ("d1-x/y", "y")])
  try scope.makeFolder("d1/empty")
  let tree = try TreeScan(scope.path, record: HistoryRecord(beginningIn: scope.path), ignoring: [])
  var comparison = Comparison(tree, parts: [])
  try comparison.hash([.md5], detectsRenames: false, Cancellation(), nil)
  let totals = comparison.totals(nil)
  let files = tree.files.indices.map { (path: tree.files[$0].path, digests: comparison.digests[$0].all) }
  let expected = try #require(DirectoryHasher.digests(files: files, folders: tree.folders.map(\.path), algorithm: .md5))
  #expect(totals.root == [expected[nil]])
  for (index, folder) in tree.folders.enumerated() { #expect(totals.pairs[index] == [expected[folder.path]]) }
}

@Test(.enabled(if: Fixtures.hasScenarios, "needs the stored ASC MHL scenarios"))
func `the stored scenarios made anew have the stored hashes`() throws {
  let stored = Fixtures.integrity.appendingPathComponent("scenario_03/file_server/A002R2EC").path
  let expected = try #require(try History(scope: stored)).generations
  let scope = try Scope([], name: "work")
  try FileManager.default.copyItem(atPath: stored, toPath: scope.path)
  try scope.remove("ascmhl")
  for generation in expected {
    let formats = Set(generation.hashList.process.rootHash?.content.map(\.algorithm) ?? []).sorted()
    try scope.pass(.create, formats) { pass in
      pass.signature.clock = .fixed(generation.hashList.creator.date)
      pass.name = "A002R2EC"
    }
  }
  let made = try scope.history().generations
  #expect(made.map(\.fileName) == expected.map(\.fileName))
  for (mine, theirs) in zip(made, expected) {
    #expect(mine.hashList.process.rootHash?.content == theirs.hashList.process.rootHash?.content)
    #expect(mine.hashList.process.rootHash?.structure == theirs.hashList.process.rootHash?.structure)
    #expect(mine.hashList.entries.map(\.path) == theirs.hashList.entries.map(\.path))
    for (file, other) in zip(mine.hashList.files, theirs.hashList.files) {
      #expect(file.hashes.map(\.digest) == other.hashes.map(\.digest) && file.hashes.map(\.action) == other.hashes.map(\.action))
    }
  }
}

@Test func `the story of a copy that failed ends with one failed file`() throws {
  // A card is sealed on a travel drive; one clip is damaged on the way to the server and the server's generation says so.
  let scope = try Scope([("Clips/A002C006.mov", "abcd\n"), ("Clips/A002C007.mov", "def\n"), ("Sidecar.txt", "notes\n")])
  try scope.pass(.create, [.xxh64])
  try scope.write("ABCD\n", "Clips/A002C006.mov")
  let report = try scope.pass(.create, [.xxh64])
  #expect(report.status == .rejected && report.failed.map(\.path) == ["Clips/A002C006.mov"] && report.verified == 2)
  #expect(try scope.actions("Clips/A002C006.mov").last == ["failed xxh64"])
  #expect(try HistorySummary.of(scope.path)[0].generations.map(\.failed) == [0, 1])
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
