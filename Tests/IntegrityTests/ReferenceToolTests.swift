// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// What we write the reference tool accepts, and the other way round.
@Suite(.enabled(if: Fixtures.hasReferenceTool, "needs ascmhl 1.2 in .venv-judges"))
struct ReferenceToolTests {
  private func expectAccepted(_ scope: Scope, _ comment: Comment? = nil) throws {
    for judged in [try scope.ascmhl("diff", "."), try scope.ascmhl("info", "."), try scope.ascmhlDebug("verify", ".")] {
      #expect(judged.status == 0, comment ?? "\(judged.output)")
    }
  }

  @Test(arguments: [[HashAlgorithm.xxh64], [.md5], [.c4, .md5, .sha1, .xxh128, .xxh3, .xxh64]])
  func `it accepts a history of ours`(_ algorithms: [HashAlgorithm]) throws {
    let scope = try Scope()
    try scope.makeFolder("EMPTY")
    #expect(try scope.pass(.create, algorithms).status == .clean)
    try expectAccepted(scope)
    // With more formats than one it fails over its own histories, too.
    guard algorithms.count == 1 else { return }
    let hashes = try scope.ascmhlDebug("verify", "-dh", "-h", algorithms[0].rawValue, ".")
    #expect(hashes.status == 0, "\(hashes.output)")
  }

  @Test(arguments: ["xxh64", "md5", "sha1", "c4", "xxh3", "xxh128"])
  func `we accept a history of its own`(_ format: String) throws {
    let scope = try Scope()
    try scope.makeFolder("EMPTY")
    #expect(try scope.ascmhl("create", "-h", format, ".").status == 0)
    let report = try Verifier(scope.path).verify()
    #expect(report.status == .clean && report.verified == 5, "\(report)")
    #expect(try scope.pass(.diff).status == .clean)
  }

  @Test func `folder and root hashes are the same whoever makes them`() throws {
    let (ours, theirs) = (try Scope(), try Scope())
    for scope in [ours, theirs] { try scope.makeFolder("EMPTY/inner") }
    try ours.pass(.create, [.xxh64, .c4])
    #expect(try theirs.ascmhl("create", "-h", "xxh64", "-h", "c4", ".").status == 0)
    func hashes(_ scope: Scope) throws -> [String: [Digest]] {
      let list = try scope.history().generations[0].hashList
      var all = ["/": (list.process.rootHash?.content ?? []) + (list.process.rootHash?.structure ?? [])]
      for folder in list.folders { all[folder.path.text] = folder.digests.content + folder.digests.structure }
      return all.mapValues { $0.sorted() }
    }
    #expect(try hashes(ours) == hashes(theirs))
    let order = { (scope: Scope) in try scope.history().generations[0].hashList.entries.map(\.path.text) }
    #expect(try order(ours) == order(theirs))
  }

  @Test(arguments: [["o", "t", "o"], ["t", "o", "t"], ["o", "t", "o", "t", "t", "o"]])
  func `generations alternate`(_ makers: [String]) throws {
    let scope = try Scope()
    let formats: [HashAlgorithm] = [.xxh64, .md5, .c4, .xxh128, .sha1, .xxh3]
    for (index, maker) in makers.enumerated() {
      try scope.write("new \(index)", "Clips/new\(index).mov")
      if maker == "o" {
        #expect(try scope.pass(.create, [formats[index]]).status == .clean)
      } else {
        let created = try scope.ascmhl("create", "-h", formats[index].rawValue, ".")
        #expect(created.status == 0, "\(created.output)")
      }
      try expectAccepted(scope)
      let report = try Verifier(scope.path).verify()
      #expect(report.status == .clean && report.chain == .init(generations: index + 1, intact: true), "\(report)")
    }
  }

  @Test func `nested histories go both ways`() throws {
    for first in ["o", "t"] {
      let scope = try Scope([("A002/x.mov", "x"), ("A002/in/y.mov", "y"), ("A003/z.mov", "z"), ("report.txt", "r")], name: "reel")
      func create(_ maker: String, _ inner: String) throws {
        if maker == "o" {
          try scope.pass(.create, [.xxh64], at: inner)
        } else {
          #expect(try Fixtures.run(try #require(Fixtures.ascmhl), ["create", "-h", "xxh64", "\(scope.path)/\(inner)"]).status == 0)
        }
      }
      let second = first == "o" ? "t" : "o"
      try create(first, "A002")
      try create(second, "A003")
      try create(second, "")
      try create(first, "")
      try expectAccepted(scope)
      let report = try Verifier(scope.path).verify()
      #expect(report.status == .clean && report.verified == 4, "\(report)")
      #expect(report.chain?.generations == 2 + 3 + 3)
      #expect(try scope.history().generations.last?.hashList.references.count == 2)
      #expect(try scope.history().generations.last?.hashList.files.map(\.path.text) == ["report.txt"])
      try scope.write("X", "A002/x.mov")
      #expect(try scope.ascmhlDebug("verify", ".").status == 11)
      #expect(try Verifier(scope.path).verify().failed.map(\.path) == ["A002/x.mov"])
    }
  }

  @Test func `single files go both ways`() throws {
    let scope = try Scope()
    try scope.pass(.create, [.xxh64])
    try scope.write("late", "Clips/late.mov")
    try scope.pass(.create, [.xxh64]) { $0.parts = [try ContainedPath("Clips/late.mov")] }
    try scope.write("later", "Clips/later.mov")
    #expect(try scope.ascmhl("create", "-h", "xxh64", "-sf", scope.path + "/Clips/later.mov", ".").status == 0)
    try expectAccepted(scope)
    #expect(try Verifier(scope.path).verify().status == .clean)
    #expect(try scope.history().generations.map(\.hashList.files.count) == [5, 1, 1])
  }

  @Test func `renames go both ways`() throws {
    for first in ["o", "t"] {
      let scope = try Scope([("a.mov", "one"), ("b.mov", "two"), ("c.mov", "three")])
      try scope.pass(.create, [.xxh64])
      try scope.move("a.mov", to: "renamed.mov")
      if first == "o" {
        let report = try scope.pass(.create, [.xxh64]) { $0.detectsRenames = true }
        #expect(report.status == .clean && report.renamed == [.init(from: "a.mov", to: "renamed.mov")], "\(report)")
      } else {
        #expect(try scope.ascmhl("create", "-h", "xxh64", "-dr", ".").status == 0)
      }
      #expect(try scope.ascmhl("diff", ".").status == 0)
      #expect(try Verifier(scope.path).verify().status == .clean)
      #expect(try scope.pass(.verify).status == .clean)
      let next = try scope.ascmhl("create", "-h", "xxh64", ".")
      #expect(next.status == 0, "\(next.output)")
    }
  }

  @Test func `packing lists say the same`() throws {
    let scope = try Scope([("A002/x.mov", "x"), ("top.mov", "top"), ("gone.mov", "g")], name: "reel")
    try scope.pass(.create, [.xxh64], at: "A002")
    try scope.pass(.create, [.xxh64])
    try scope.pass(.create, [.md5])
    try scope.write("changed", "gone.mov")
    try scope.pass(.create, [.xxh64])
    try scope.makeFolder("../out")
    let ours = try PackingList(of: scope.path, signature: Scope.signature)
    #expect(ours.fileName == "packinglist_reel_2020-01-16_091500Z.mhl")
    let flattened = try scope.ascmhl("flatten", ".", scope.folder.path("out"))
    #expect(flattened.status == 0, "\(flattened.output)")
    let out = try FileManager.default.contentsOfDirectory(atPath: scope.folder.path("out"))
    let name = try #require(out.first { $0.hasPrefix("packinglist_reel_") })
    let theirs = try HashList.reading(InputFile.contents(of: scope.folder.path("out/\(name)")), subject: name).value
    func said(_ list: HashList) -> [String: Set<String>] {
      Dictionary(list.files.map { ($0.path.text, Set($0.hashes.map { "\($0.action?.rawValue ?? "") \($0.digest)" })) }) { first, _ in first }
    }
    #expect(said(ours.list) == said(theirs))
    #expect(ours.list.process.kind == .flatten && ours.list.folders.isEmpty)
  }

  @Test func `what it finds with an exit status, we find`() throws {
    struct Case {
      let status: Int32
      let damage: (Scope) throws -> Void
      let isFound: (VerificationReport) -> Bool
    }
    let cases: [Case] = [
      Case(status: 10, damage: { try $0.remove("Clips/b.mov") }, isFound: { $0.missing == ["Clips/b.mov"] }),
      Case(status: 11, damage: { try $0.write("xbcd\n", "Clips/a.mov") }, isFound: { $0.failed.map(\.path) == ["Clips/a.mov"] }),
      Case(status: 21, damage: { try $0.write("n", "Clips/new.mov") }, isFound: { $0.new == ["Clips/new.mov"] }),
      Case(
        status: 31,
        damage: { scope in
          let manifest = try scope.manifest(1)
          try TestCard.write(try InputFile.contents(of: manifest) + [0x0A], manifest)
        }, isFound: { $0.chain?.intact == false && $0.notes.contains { $0.contains("was changed after it was written") } }),
      Case(
        status: 32, damage: { try $0.remove("ascmhl/ascmhl_chain.xml") },
        isFound: { $0.chain?.intact == false && $0.notes.contains { $0.contains("ascmhl_chain.xml is missing") } }),
      Case(
        status: 33, damage: { try FileManager.default.removeItem(atPath: try $0.manifest(1)) },
        isFound: { $0.chain?.intact == false && $0.notes.contains { $0.contains("is missing, although ascmhl_chain.xml lists it") } }),
    ]
    for example in cases {
      let scope = try Scope()
      #expect(try scope.ascmhl("create", "-h", "xxh64", ".").status == 0)
      try example.damage(scope)
      let judged = example.status == 21 ? try scope.ascmhl("diff", ".") : try scope.ascmhlDebug("verify", ".")
      #expect(judged.status == example.status, "\(judged.output)")
      let before = try FileManager.default.contentsOfDirectory(atPath: "\(scope.path)/ascmhl").count
      let report = try scope.pass(.verify)
      #expect(example.isFound(report), "\(example.status): \(report)")
      let after = try FileManager.default.contentsOfDirectory(atPath: "\(scope.path)/ascmhl").count
      #expect(after - before == (example.status >= 30 ? 0 : 1))
    }
    let bare = try Scope()
    #expect(try bare.ascmhl("diff", ".").status == 30)
    #expect(#expect(throws: IntegrityError.self) { try bare.pass(.verify) }?.code == .noHistory)
    let folders = try Scope()
    #expect(try folders.ascmhl("create", "-h", "xxh64", ".").status == 0)
    try folders.makeFolder("Clips/EMPTY")
    #expect(try folders.ascmhlDebug("verify", "-dh", "-h", "xxh64", ".").status == 12)
    #expect(try Verifier(folders.path).verify().notes.contains { $0.contains("without a file") && $0.contains("Clips/EMPTY/") })
  }

  @Test func `its faults are not ours`() throws {
    let scope = try Scope([("a.mov", "one"), ("empty.mov", "")])
    try scope.pass(.create, [.xxh64])
    try scope.makeFolder("NEW EMPTY")
    try FileManager.default.createSymbolicLink(atPath: scope.path + "/dangling", withDestinationPath: "nowhere")
    try scope.move("a.mov", to: "b.mov")
    let report = try scope.pass(.create, [.xxh64]) { $0.detectsRenames = true }
    #expect(report.status == .partial && report.notes.contains { $0.contains("dangling") }, "\(report)")
    #expect(try scope.actions("b.mov") == [["verified xxh64"]])
    let list = try scope.history().generations[1].hashList
    #expect(list.files.first { $0.path.text == "empty.mov" }?.size == 0)
    #expect(list.files.first { $0.path.text == "b.mov" }?.previousPath?.text == "a.mov")
  }
}
