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

@Test func `ignore patterns only grow, and what they leave out is not missing`() throws {
  let scope = try Scope()
  try scope.write("t", "render.tmp")
  try scope.pass(.create)
  try scope.pass(.create) { $0.ignorePatterns = ["*.tmp"] }
  try scope.remove("render.tmp")
  let report = try scope.pass(.create) { $0.ignorePatterns = ["Sidecar.txt"] }
  #expect(report.status == .partial, "what is on record and not compared any more is no clean result: \(report)")
  #expect(try scope.history().generations[2].hashList.process.ignorePatterns == IgnorePatterns.standard + ["*.tmp", "Sidecar.txt"])
  // It is no more missing than it is there: nobody looked, and that is said.
  let looked = try scope.pass(.diff)
  #expect(looked.missing.isEmpty && looked.status == .partial && looked.notes.contains { $0.contains("render.tmp") }, "\(looked)")
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
