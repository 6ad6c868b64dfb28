// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The papers of an offload, and what an operator is told before and after when they cannot be had.
@Suite struct OffloadPapersTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder.url)
    for name in ["a.txt", "b.txt"] { try write(name, to: "roll/\(name)") }
    #expect(try run("keys", "create").status == 0)
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try program.start(arguments, environment: ["LINEUP_KEY": folder.path("keys/key.pem")]).wait()
  }

  private func write(_ text: String, to name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

  private func codes(_ document: JSON) -> [String] { (document["problems"]?.list ?? []).compactMap { $0["code"]?.text } }

  @Test func `a dry run tells of a scanner, a key and a folder that are not there`() throws {
    let result = try run(
      "offload", "roll", "--to", "one", "--dry-run", "--json", "--scan", folder.path("nobody.sock"), "--receipt", "r.json", "--key", "no.pem",
      "--report", "nowhere/r.html")
    #expect(result.status == 2)
    #expect(codes(try result.document()).sorted() == ["paper", "paper", "scanner"])
    #expect(try run("offload", "roll", "--to", "one", "--dry-run", "--receipt", "r.json").status == 0)
  }

  @Test(arguments: [["--report", "roll/r.html"], ["--receipt", "roll/r.json"], ["--scan", "nobody:1", "--quarantine", "one/roll/aside"]])
  func `nothing of ours is written among the camera’s files`(options: [String]) throws {
    let environment = ["LINEUP_KEY": folder.path("keys/key.pem")]
    let result = try program.start(["offload", "roll", "--to", "one"] + options, environment: environment).wait()
    #expect(result.status == 2 && result.errors.contains("name a place outside"), "\(result.errors)")
    #expect(!exists("one"))
    let preview = try program.start(["offload", "roll", "--to", "one", "--dry-run", "--json"] + options, environment: environment).wait()
    #expect(codes(try preview.document()).contains("place"))
  }

  @Test func `no receipt is written into a folder that has a history`() throws {
    #expect(try run("offload", "roll", "--to", "one").status == 0)
    for place in ["one/roll/r.json", "one/roll/ascmhl/r.json"] {
      #expect(try run("receipt", "one/roll", "--out", place).errors.contains("name a place outside"))
    }
    #expect(try run("verify", "one/roll", "--no-generation").status == 0)
  }

  @Test func `the next report takes the next free name, and the one that is there stays`() throws {
    try write("somebody's", to: "r.html")
    let result = try run("offload", "roll", "--to", "one", "--report", "r.html", "--json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try result.document()["written.0"]?.text == "r-2.html")
    #expect(try String(contentsOfFile: folder.path("r.html"), encoding: .utf8) == "somebody's")
    #expect(result.output.contains("is there already and stays as it is"))
  }

  @Test func `a copy that was not read back is not called proved, and is read before it gets a receipt`() throws {
    let result = try run("offload", "roll", "--to", "one", "--verify", "transfer", "--receipt", "r.json")
    #expect(result.status == 0 && result.output.contains("sizes compared; not read back") && !result.output.contains("proved"), "\(result.output)")
    #expect(try run("verify", "one/roll", "--against", "r.json").status == 0)
  }

  @Test func `where something was left out no receipt is signed, and the reason is told`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("roll/link"), withDestinationPath: "a.txt")
    let result = try run("offload", "roll", "--to", "one", "--receipt", "r.json", "--json")
    #expect(result.status == 3 && !exists("r.json"))
    #expect(result.output.contains("no receipt was written: 1 thing of the source was left out"))
  }

  @Test func `a workspace that cannot be written hides neither the verdict nor the document`() throws {
    try write("", to: "workspace/reports")
    let result = try run("offload", "roll", "--to", "one", "--workspace", "workspace", "--json")
    #expect(result.status == 2 && result.errors.contains("could not be recorded"), "\(result.errors)")
    let document = try result.document()
    #expect(document["status"]?.text == "clean" && document["destinations.0.status"]?.text == "clean")
    #expect(document["notes"]?.list?.contains { $0.text?.contains("could not be recorded") == true } == true)
  }

  @Test(arguments: [["--name", "{bad"], ["--name", "../up"], ["--max-database-age", "3"]])
  func `a bad pattern, or an age of no scanner, is a mistake in the command line`(options: [String]) throws {
    #expect(try program.start(["offload", "roll", "--to", "one"] + options).wait().status == 64)
  }

  @Test func `the copy that is not like the others is the one that is named`() throws {
    #expect(try run("offload", "roll", "--to", "one", "two").status == 0)
    try write("changed", to: "roll/a.txt")
    #expect(try run("offload", "roll", "--to", "three").status == 0)
    let odd = try run("receipt", "one/roll", "two/roll", "three/roll", "--out", "r.json")
    #expect(odd.status == 2 && odd.errors.contains("three/roll’ gets no receipt") && odd.errors.contains("not a copy of \(folder.path("one/roll"))"))
    #expect(try run("offload", "roll", "--to", "four", "--hash", "md5").status == 0)
    let other = try run("receipt", "three/roll", "four/roll", "--out", "r.json")
    #expect(other.status == 2 && other.errors.contains("no hash is common"), "\(other.errors)")
  }

  @Test func `the plan of an order names a missing source before anything that its name lacks, and a scanner that does not answer`() throws {
    let order = """
      reference: A
      tasks:
        - id: missing
          offload: {source: nothing, to: [one], name: "{camera}/{reel}"}
        - id: scanned
          offload: {source: roll, to: [two], scan: \(folder.path("nobody.sock"))}
        - id: named
          offload: {source: roll, to: [three]}
      """
    try write(order, to: "order.yaml")
    let plan = try run("run", "order.yaml", "--dry-run")
    #expect(plan.status == 2 && plan.errors.contains("nothing: there is no such file") && !plan.errors.contains("--set"), "\(plan.errors)")
    #expect(plan.errors.contains("task ‘scanned’: \(folder.path("nobody.sock"))"))
    #expect(plan.output.contains("to \(folder.path("three/roll"))"), "\(plan.output)")
  }
}
