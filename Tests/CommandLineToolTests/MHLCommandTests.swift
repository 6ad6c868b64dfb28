// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct MHLCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try write("abcd\n", "card/Clips/a.mov")
    try write("notes", "card/b.txt")
  }

  private func write(_ text: String, _ name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func statuses(_ commands: [[String]]) throws -> [Int32] { try commands.map { try program.start($0).wait().status } }

  @Test func `every operation answers with the keys of verify and the generation`() throws {
    for arguments in [
      ["mhl", "create", "card"], ["mhl", "verify", "card"], ["mhl", "diff", "card"], ["mhl", "info", "card"], ["mhl", "check", "card"],
      ["mhl", "flatten", "card", "--to", "list.mhl"], ["verify", "card"], ["verify", "card", "--no-generation"],
    ] {
      let result = try program.start(arguments + ["--json"]).wait()
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      let keys = Set(try result.json().keys)
      #expect(keys.isSuperset(of: ["status", "verified", "failed", "missing", "new", "chain", "generation"]), "\(arguments): \(keys)")
    }
  }

  @Test func `a removal is signed and taken back, also in the words of other commands`() throws {
    #expect(try program.run("mhl", "create", "card").status == 0)
    try FileManager.default.moveItem(atPath: folder.path("card/b.txt"), toPath: folder.path("b.txt"))
    let withdrawn = try program.run("mhl", "withdraw", "card", "--path", "b.txt", "--by", "Ann", "--reason", "by mistake")
    #expect(withdrawn.status == 0 && withdrawn.output.contains("b.txt was removed on purpose"), "\(withdrawn.output)\(withdrawn.errors)")
    try FileManager.default.moveItem(atPath: folder.path("b.txt"), toPath: folder.path("card/b.txt"))
    #expect(try program.run("verify", "card").status == 3)
    let undone = try program.run("mhl", "withdraw", "--undo", "card", "--path", "b.txt", "--author", "Bo", "--comment", "wanted")
    #expect(undone.status == 0 && undone.output.contains("b.txt counts again"), "\(undone.output)\(undone.errors)")
    #expect(try program.run("verify", "card").status == 0)
    let info = try program.run("mhl", "info", "card").output
    #expect(info.contains("removed on purpose: b.txt") && info.contains("counts again, removed on purpose before: b.txt"), "\(info)")
    #expect(
      try program.run("mhl", "withdraw", "--undo", "card", "--path", "b.txt", "--author", "Bo", "--comment", "x").errors.contains("was not let go"))
  }

  @Test func `of a folder of copies those that have a history are named`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("drive/day"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: folder.path("card"), toPath: folder.path("drive/day/card"))
    #expect(try program.run("mhl", "create", "drive/day/card").status == 0)
    for command in [["verify", "drive"], ["mhl", "diff", "drive"]] {
      let refused = try program.start(command).wait()
      #expect(refused.status == 2 && refused.errors.contains("it holds a folder that has one: name"), "\(refused.errors)")
      #expect(refused.errors.contains("drive/day/card"), "\(refused.errors)")
    }
  }

  @Test func `verifying counts generations, and only looking does not`() throws {
    #expect(try program.run("mhl", "create", "card", "--json").document()["generation"]?.number == 1)
    #expect(try program.run("verify", "card", "--no-generation", "--json").document()["generation"]?.kind == .null)
    #expect(try program.run("verify", "card", "--json").document()["generation"]?.number == 2)
    #expect(try program.run("verify", "card/b.txt", "--json").document()["generation"]?.number == 3)
  }

  @Test func `the status says what was found`() throws {
    #expect(
      try statuses([["mhl", "diff", "card"], ["mhl", "verify", "card"], ["mhl", "info", "card"], ["mhl", "check", "card"]]) == [2, 2, 2, 2])
    #expect(try statuses([["mhl", "create", "card"], ["mhl", "check", "card"]]) == [0, 0])
    try write("new", "card/new.mov")
    #expect(try statuses([["mhl", "diff", "card"], ["mhl", "verify", "card", "--no-generation"], ["mhl", "create", "card"]]) == [3, 3, 0])
    try write("ABCD\n", "card/Clips/a.mov")
    #expect(try statuses([["mhl", "diff", "card"], ["mhl", "verify", "card"], ["mhl", "create", "card"]]) == [0, 1, 1])
    try write("<ascmhldirectory/>", "card/ascmhl/ascmhl_chain.xml")
    #expect(
      try statuses([["mhl", "check", "card"], ["mhl", "diff", "card"], ["mhl", "create", "card"], ["mhl", "flatten", "card", "--to", "."]]) == [
        1, 1, 1, 2,
      ])
  }

  @Test func `what makes no sense is refused before anything is done`() throws {
    for arguments in [
      ["mhl", "create", "card", "--format", "md5"], ["mhl", "create", "card", "--format", "md5", "--to", "l", "--stand-alone", "m"],
      ["mhl", "create", "card", "--single-file", "../elsewhere"], ["mhl", "create", "card", "--hash", "crc"],
      ["mhl", "create", "card", "--email", "a@b.co"],
      ["mhl", "flatten", "card", "card", "--to", "one.mhl"],
    ] {
      #expect(try program.start(arguments).wait().status != 0, "\(arguments)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("card/ascmhl")))
    }
  }

  @Test func `the words count what was done and nothing else`() throws {
    func says(_ arguments: String...) throws -> String {
      String(try program.start(arguments).wait().output.split(separator: "\n").first ?? "")
    }
    #expect(try says("mhl", "create", "card", "--format", "md5", "--to", "card.md5") == "clean: 2 files listed, 10 bytes read")
    #expect(try says("mhl", "create", "card") == "clean: generation 1, 2 files recorded for the first time, 10 bytes read")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("card/b.txt"))
    #expect(try says("mhl", "diff", "card") == "rejected: 1 of 2 listed files are there; nothing was hashed")
    #expect(try says("mhl", "verify", "card") == "rejected: generation 2, 1 of 2 files as recorded, 5 bytes read")
    #expect(try says("mhl", "check", "card") == "clean: 3 of 3 documents as they should be")
  }

  @Test func `what a pattern leaves out keeps no comparison of names and lengths from being clean`() throws {
    try write("x", "card/cache/render.tmp")
    #expect(try program.run("mhl", "create", "card", "--ignore", "*.tmp").status == 0)
    let diff = try program.run("mhl", "diff", "card")
    #expect(diff.status == 0 && diff.output.contains("2 of 2 listed files are there"), "\(diff.output)")
  }

  @Test func `a pattern that leaves out what is on record makes no clean generation`() throws {
    #expect(try program.run("mhl", "create", "card").status == 0)
    let made = try program.run("mhl", "create", "card", "--ignore", "*.mov")
    #expect(made.status == 3 && made.output.hasPrefix("partial") && made.output.contains("on record, and not compared"), "\(made.output)")
  }

  @Test func `packing lists make the folder that they go to`() throws {
    #expect(try program.run("mhl", "create", "card").status == 0)
    #expect(try program.run("mhl", "flatten", "card", "--to", "lists").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("lists")).count == 1)
  }

  @Test func `what became of one file is told with its name, and that no generation speaks of it`() throws {
    #expect(try program.run("mhl", "create", "card").status == 0)
    let one = try program.run("mhl", "info", "card", "--single-file", "b.txt").output
    #expect(one.contains("b.txt: original xxh64:") && !one.contains("root content"), "\(one)")
    #expect(try program.run("mhl", "info", "card", "--single-file", "c.txt").output.contains("no generation speaks of c.txt"))
  }

  @Test func `formats may stand in one word with commas between them`() throws {
    #expect(try program.run("mhl", "create", "card", "--hash", "MD5,c4", "xxh64,md5").status == 0)
    let manifests = try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("card/ascmhl").path)
    let manifest = try #require(manifests.first { $0.hasSuffix(".mhl") })
    let text = try String(contentsOf: folder.url.appendingPathComponent("card/ascmhl/\(manifest)"), encoding: .utf8)
    for format in ["c4", "md5", "xxh64"] { #expect(text.contains("<\(format) "), "\(format)") }
    for wrong in ["md5,", ",md5", "md5,crc", "md5;c4"] { #expect(try program.run("mhl", "create", "card", "--hash", wrong).status == 64, "\(wrong)") }
  }

  @Test func `a list of another kind is written once and verifies`() throws {
    #expect(try program.run("mhl", "create", "card", "--format", "mhl1", "--hash", "md5", "--to", "card.mhl").status == 0)
    #expect(try program.run("mhl", "create", "card", "--format", "md5", "--to", "card.mhl").status == 2)
    #expect(try program.run("verify", "card", "--against", "card.mhl").status == 0)
    try write("ABCD\n", "card/Clips/a.mov")
    #expect(try program.run("verify", "card", "--against", "card.mhl").status == 1)
  }

  @Test(arguments: [["info"], ["diff"], ["check"], ["flatten", "--to", "list"]])
  func `a path that is not there is said to be that, and not to lack a history`(arguments: [String]) throws {
    let result = try program.start(["mhl", arguments[0], "nowhere"] + arguments.dropFirst()).wait()
    #expect(result.status == 2 && result.errors.hasPrefix("lineup: ‘nowhere’ does not exist"), "\(result.errors)")
  }
}
