// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

/// Files that were taken into a history and removed on purpose.
@Suite struct WithdrawalTests {
  private let scope: Scope

  init() throws {
    scope = try Scope()
    try scope.pass(.create)
    try scope.write("lunch?", "Clips/note [1].txt")
    try scope.write("y", "Extra/x.txt")
    #expect(try scope.pass(.verify).status == .partial)
    try scope.remove("Clips/note [1].txt")
    try scope.remove("Extra")
    #expect(try scope.pass(.verify).status == .rejected)
  }

  private func withdraw(_ paths: [String], _ signature: Signature = Scope.signature) throws -> VerificationReport {
    try Withdraw(scope.path, paths: paths.map { try ContainedPath($0) }, signature: signature).run()
  }

  @Test func `what was removed on purpose is let go with a name and a reason, and is missing no more`() throws {
    #expect(try withdraw(["Clips/note [1].txt", "Extra"]).status == .clean)
    for kind in [HistoryPass.Kind.look, .verify, .diff] {
      let report = try scope.pass(kind)
      #expect(report.status == .clean && report.missing.isEmpty, "\(report)")
      let note = try #require(report.notes.first { $0.contains("removed on purpose") })
      #expect(note.contains("Clips/note [1].txt, Extra were") && note.contains("on 2020-01-16T09:15:00Z") && note.contains("Ann: first pass"))
    }
    #expect(try scope.history().isIntact)
    if Fixtures.hasReferenceTool { #expect(try scope.ascmhl("diff", ".").status == 0) }
  }

  @Test func `it may be let go at once, before anybody missed it`() throws {
    try scope.write("z", "other.txt")
    #expect(try scope.pass(.verify).new == ["other.txt"])
    try scope.remove("other.txt")
    let report = try withdraw(["other.txt", "Clips/note [1].txt", "Extra"])
    #expect(report.status == .clean, "\(report)")
  }

  @Test func `nothing is let go that is still there, is on no record, or that nobody answers for`() throws {
    try scope.write("lunch?", "Clips/note [1].txt")
    var nameless = Scope.signature
    nameless.authors = []
    var silent = Scope.signature
    silent.comment = " "
    for (paths, signature, words) in [
      (["Clips/note [1].txt"], Scope.signature, "still there"), (["Clips/none.mov"], Scope.signature, "not on record"),
      (["Extra"], nameless, "--author"), (["Extra"], silent, "--comment"),
    ] {
      let error = #expect(throws: IntegrityError.self) { try withdraw(paths, signature) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    #expect(try scope.history().generations.count == 3)
  }

  @Test(arguments: [HistoryPass.Kind.create, .verify, .look, .diff])
  func `a file that comes back is named with who removed it and when, and not vouched for`(kind: HistoryPass.Kind) throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.write("other", "Clips/note [1].txt")
    let report = try scope.pass(kind)
    #expect(report.status == .partial, "\(report)")
    let note = try #require(report.notes.first { $0.hasPrefix("Clips/note [1].txt is there again") })
    #expect(note.contains("on 2020-01-16T09:15:00Z, says generation 4 (Ann: first pass)") && note.contains("not compared"))
    #expect(!report.notes.contains { $0.contains("left out by pattern") || $0.contains("a pattern leaves it out") }, "\(report.notes)")
    #expect(report.notes.contains { $0.hasPrefix("Extra was removed on purpose") }, "\(report.notes)")
  }

  @Test func `a folder that comes back with other files has each of them named`() throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.write("other", "Extra/deep/y.txt")
    let report = try scope.pass(.create)
    #expect(report.status == .partial && report.notes.contains { $0.hasPrefix("Extra/, Extra/deep/y.txt are there again") }, "\(report.notes)")
    #expect(!report.notes.contains { $0.hasPrefix("Extra was removed") || $0.contains("pattern") }, "\(report.notes)")
  }

  @Test func `what belongs to a history inside is let go there, and then the one around it does not miss it either`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.pass(.create, at: "Clips")
    try scope.remove("Clips/a.mov")
    let error = #expect(throws: IntegrityError.self) {
      try Withdraw(scope.path, paths: [ContainedPath("Clips/a.mov")], signature: Scope.signature).run()
    }
    #expect(error?.description.contains("mhl withdraw \(scope.path)/Clips --path a.mov") == true, "\(String(describing: error))")
    #expect(try scope.pass(.look).missing == ["Clips/a.mov"])
    _ = try Withdraw("\(scope.path)/Clips", paths: [ContainedPath("a.mov")], signature: Scope.signature).run()
    let report = try scope.pass(.verify)
    #expect(report.status == .clean && report.notes.contains { $0.hasPrefix("Clips/a.mov was removed on purpose") }, "\(report)")
  }

  @Test func `a folder goes with the history inside it`() throws {
    let scope = try Scope()
    try scope.pass(.create, at: "A/deep")
    try scope.pass(.create)
    try scope.remove("A")
    _ = try Withdraw(scope.path, paths: [ContainedPath("A")], signature: Scope.signature).run()
    #expect(try scope.pass(.verify).status == .clean)
    #expect(try HistoryCheck.run(scope.path).status == .clean)
    if Fixtures.hasReferenceTool { #expect(try scope.ascmhl("diff", ".").status == 0) }
  }

  @Test(.timeLimit(.minutes(1))) func `thousands of removals take no longer one by one`() throws {
    let scope = try Scope()
    let paths = try (0..<6000).map { try ContainedPath("Notes/\($0 % 60)/[\($0)].txt") }
    for path in paths { try scope.write("", path.text) }
    try scope.pass(.create)
    try scope.remove("Notes")
    _ = try Withdraw(scope.path, paths: paths + [ContainedPath("Notes")], signature: Scope.signature).run()
    let report = try scope.pass(.look)
    #expect(report.status == .clean, "\(report)")
    #expect(report.notes.count { $0.contains("removed on purpose") && $0.contains("and 5981 more") } == 1, "\(report.notes)")
  }

  @Test(arguments: ["/Clips/a.mov", "/Clips/*", "Clips/"]) func `a pattern without a name and a reason lets nothing go`(pattern: String) throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.remove("Clips/a.mov")
    var pass = HistoryPass(scope.path, as: .create, signature: Signature(host: Fixtures.host, clock: Fixtures.clock))
    pass.ignorePatterns = [pattern]
    _ = try pass.run()
    #expect(try scope.pass(.look).status == .partial)
  }

  @Test(arguments: ["a", "a b ", "[x]*?", "back\\slash", "#no", "!no", "é/ü.mov", "*\u{301}", "a\\\u{301}b", "?\u{308}[\u{301}"])
  func `a path is one line that fits it alone`(text: String) throws {
    let path = try ContainedPath(text)
    let line = Withdrawal.pattern(for: path)
    for isFolder in [false, true] {
      #expect(IgnorePatterns([line]).ignores(path, isFolder: isFolder))
      #expect(!IgnorePatterns([line]).ignores(try ContainedPath("deeper/\(text)"), isFolder: isFolder))
      #expect(!IgnorePatterns([line]).ignores(try ContainedPath("other\u{301}"), isFolder: isFolder))
    }
  }

  @Test func `a pattern that a person gives for a path is no removal, whoever signs it`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    var pass = HistoryPass(scope.path, as: .create, signature: Scope.signature)
    pass.ignorePatterns = ["/Clips/a.mov"]
    _ = try pass.run()
    try scope.remove("Clips/a.mov")
    let report = try scope.pass(.look)
    #expect(report.status == .partial && !report.notes.contains { $0.contains("removed on purpose") }, "\(report)")
  }

  @Test func `a manifest keeps what it lets go`() throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    let list = try #require(try scope.history().generations.last?.hashList)
    #expect(Set(list.withdrawn.map(\.text)) == ["Clips/note [1].txt", "Extra"])
  }

  // MARK: - Taken back

  @discardableResult private func reinstate(_ paths: [String], _ signature: Signature = Scope.signature) throws -> VerificationReport {
    try Reinstate(scope.path, paths: paths.map { try ContainedPath($0) }, signature: signature).run()
  }

  @Test func `a removal that is taken back is on record, and the file counts from then on`() throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.write("lunch?", "Clips/note [1].txt")
    let report = try reinstate(["Clips/note [1].txt"])
    #expect(report.status == .clean && report.generation == 5, "\(report)")
    #expect(report.notes.contains { $0.hasPrefix("Clips/note [1].txt counts again") && $0.contains("Ann: first pass") }, "\(report.notes)")
    #expect(try scope.pass(.create).status == .clean)
    #expect(try scope.actions("Clips/note [1].txt").suffix(2).allSatisfy { $0 == ["verified xxh64"] })
    for kind in [HistoryPass.Kind.look, .diff] {
      let report = try scope.pass(kind)
      #expect(report.status == .clean && report.notes.contains { $0.hasPrefix("Extra was removed") }, "\(report)")
      #expect(!report.notes.contains { $0.contains("note [1]") || $0.contains("pattern") }, "\(report.notes)")
    }
    let summary = try #require(try HistorySummary.of(scope.path).first)
    #expect(summary.generations.map(\.reinstated).flatMap(\.self) == ["Clips/note [1].txt"])
    if Fixtures.hasReferenceTool { #expect(try scope.ascmhl("diff", ".").status == 0) }
    try scope.write("lunch!", "Clips/note [1].txt")
    #expect(try scope.pass(.look).failed.map(\.path) == ["Clips/note [1].txt"])
    if Fixtures.hasReferenceTool {
      let theirs = try scope.ascmhl("create", "-h", "xxh64", ".")
      #expect(theirs.status == 11, "\(theirs)")
    }
  }

  @Test func `it may be let go again, and taken back again`() throws {
    for _ in 1...2 {
      _ = try withdraw(["Clips/note [1].txt", "Extra"])
      #expect(try scope.pass(.look).status == .clean)
      #expect(try reinstate(["Clips/note [1].txt", "Extra"]).missing.sorted() == ["Clips/note [1].txt", "Extra/", "Extra/x.txt"])
      #expect(try scope.pass(.look).status == .rejected)
    }
    #expect(try scope.history().isIntact)
  }

  @Test func `a folder that is taken back brings what is in it, and new files are recorded`() throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.write("y", "Extra/x.txt")
    try scope.write("z", "Extra/z.txt")
    #expect(try reinstate(["Extra"]).recorded == 1)
    #expect(try scope.pass(.look).status == .clean)
    #expect(try scope.actions("Extra/z.txt") == [["original xxh64"]])
  }

  @Test func `nothing is taken back that was not let go, is another file now, or that nobody answers for`() throws {
    _ = try withdraw(["Clips/note [1].txt", "Extra"])
    try scope.write("dinner", "Clips/note [1].txt")
    var nameless = Scope.signature
    nameless.authors = []
    for (path, signature, words) in [
      ("Clips/note [1].txt", Scope.signature, "is not as it was when it was let go"), ("Clips/a.mov", Scope.signature, "was not let go"),
      ("Extra/x.txt", Scope.signature, "with all that was in ‘Extra’"), ("Extra", nameless, "--author"),
    ] {
      let error = #expect(throws: IntegrityError.self) { try reinstate([path], signature) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    #expect(try scope.history().generations.count == 4)
  }

  @Test func `only patterns that leave something out are named`() throws {
    let scope = try Scope()
    try scope.pass(.create) { $0.ignorePatterns = ["*.tmp", "*.bak", "/old"] }
    try scope.write("x", "Clips/x.tmp")
    let note = try #require(try scope.pass(.look).notes.first { $0.contains("left out by pattern") })
    #expect(note == "1 file is left out by pattern: *.tmp")
  }

  @Test func `a list that a removed file is missing from says who removed it`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    let list = scope.folder.path("list.mhl")
    try FileManager.default.copyItem(atPath: scope.manifest(1), toPath: list)
    try scope.remove("Clips/a.mov")
    _ = try Withdraw(scope.path, paths: [ContainedPath("Clips/a.mov")], signature: Scope.signature).run()
    let report = try Verifier(scope.path).verify(against: .list(list))
    #expect(report.missing == ["Clips/a.mov"] && report.notes.contains { $0.hasPrefix("Clips/a.mov was removed on purpose on 2020") }, "\(report)")
  }
}
