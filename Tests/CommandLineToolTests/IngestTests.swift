// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A card taken in as on a night shift: a recording in two parts of which one is gone, sound, papers, and something that somebody dropped on it.
@Suite struct IngestTests {
  private let folder: TemporaryFolder
  private let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder.url)
    try TinyMedia.clip(folder.path("A001R2EC/A001C001_261127_R2EC.mov"), framesPerMark: 25)
    try TinyMedia.clip(folder.path("A001R2EC/A001C002_261127_R2EC.mov"), framesPerMark: 25)
    try write("Heading\nFIELD_DELIM\tTABS\nFPS\t25\n\nColumn\nName\tTracks\tStart\tEnd\tScene\tTake\n\nData\n", "A001R2EC/A001R2EC_AVID.ale")
  }

  private func write(_ text: String, _ path: String) throws {
    let url = folder.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func manifests(in copy: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("\(copy)/ascmhl")).filter { $0.hasSuffix(".mhl") }
  }

  @Test(.enabled(if: ClamdDaemon.program != nil, "needs clamd"))
  func `what is infected stays behind and is named, and everything else is copied, proved and papered`() throws {
    let clamd = try ClamdDaemon(settings: "AlertExceedsMax yes\nAlertEncrypted yes")
    try write(ClamdDaemon.testFile, "A001R2EC/setup.exe")
    let result = try program.run(
      "offload", "A001R2EC", "--to", "one", "two", "--scan", clamd.socket, "--max-database-age", "any", "--quarantine", "aside", "--report",
      "report.csv",
      "--report", "report.html", "--workspace", "workspace", "--json")
    #expect(result.status == 3, "\(result.errors)")
    let document = try result.document()
    #expect(document["status"]?.text == "partial" && document["scan.status"]?.text == "rejected")
    #expect(document["scan.infected.0.path"]?.text == "setup.exe" && document["scan.quarantined.0.path"]?.text == "setup.exe")
    #expect(document["skipped.0.path"]?.text == "setup.exe" && document["safeToErase"]?.truth == false)
    let output = result.output
    #expect(output.contains("infected") && !FileManager.default.fileExists(atPath: folder.path("one/A001R2EC/setup.exe")))
    for copy in ["one/A001R2EC", "two/A001R2EC"] {
      #expect(try manifests(in: copy).count == 1)
      #expect(try program.run("verify", copy, "--no-generation").status == 0)
    }
    #expect(try String(contentsOfFile: folder.path("report.html"), encoding: .utf8).contains("setup.exe"))
    let rows = try String(contentsOfFile: folder.path("report.csv"), encoding: .utf8)
    #expect(rows.contains("A001C001_261127_R2EC.mov") && rows.contains("A001R2EC"))
    #expect(try program.run("audit", "verify", "--workspace", "workspace").status == 0)
  }

  @Test func `a scanner that does not answer keeps everything from being copied`() throws {
    let result = try program.run("offload", "A001R2EC", "--to", "one", "--scan", folder.path("nobody.sock"))
    #expect(result.status == 2 && result.errors.contains("nobody.sock"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("one")))
  }

  @Test func `a card that was taken in is known again, by the card command too, and goes where somebody insists`() throws {
    let first = try program.run("offload", "A001R2EC", "--to", "one", "--workspace", "workspace")
    #expect(first.status == 0, "\(first.errors)")
    let known = try program.run("card", "A001R2EC", "--workspace", "workspace", "--json").document()
    #expect(known["earlierCopy"]?.text?.contains("one/A001R2EC") == true)
    #expect(try program.run("card", "A001R2EC", "--json").document()["earlierCopy"]?.kind == .null)
    let again = try program.run("offload", "A001R2EC", "--to", "two", "--name", "{source}-again", "--workspace", "workspace", "--json")
    #expect(again.status == 2 && again.errors.contains("copied before") && again.errors.contains("--accept-duplicate"))
    #expect(try again.document()["status"]?.text == "failed" && !FileManager.default.fileExists(atPath: folder.path("two")))
    let look = try program.run("offload", "A001R2EC", "--to", "two", "--workspace", "workspace", "--dry-run", "--json").document()
    #expect(look["problems.0.code"]?.text == "duplicate")
    #expect(try program.run("offload", "A001R2EC", "--to", "two", "--workspace", "workspace", "--accept-duplicate").status == 0)
  }

  @Test func `the folder is named by the pattern and counted, and the card’s own folder stays as it is`() throws {
    let arguments = ["offload", "A001R2EC", "--to", "one", "--name", "{production}/{camera}_{counter:3}", "--set", "production=Señor & Co", "--json"]
    let first = try program.start(arguments).wait()
    #expect(first.status == 0, "\(first.errors)")
    // An ARRI reel is known by its own folder, which stays as it is beneath the named one.
    let copy = "one/Senor-and-Co/A_001/A001R2EC"
    #expect(FileManager.default.fileExists(atPath: folder.path("\(copy)/A001C001_261127_R2EC.mov")), "\(first.output)")
    #expect(try first.document()["notes.0"]?.text?.contains("became") == true)
  }

  @Test func `the next card gets the next number, and a copy that was killed goes on under the one it has`() throws {
    for roll in ["roll-a", "roll-b"] { try write("sound of \(roll)", "\(roll)/notes.txt") }
    let naming = ["--to", "one", "--name", "{production}/roll_{counter:2}", "--set", "production=HL", "--json"]
    #expect(try program.start(["offload", "roll-a"] + naming).wait().status == 0)
    FileManager.default.createFile(atPath: folder.path("roll-b/long.bin"), contents: Data(count: 200_000_000))
    let part = folder.path("one/HL/roll_02/.long.bin.lineup-part")
    // A machine that is quick, or slow to look, may find the copy complete already: then it is made again.
    var isHalfMade = false
    for _ in 0..<10 where !isHalfMade {
      try? FileManager.default.removeItem(atPath: folder.path("one/HL/roll_02"))
      let killed = try program.start(["offload", "roll-b"] + naming)
      while killed.isRunning, !FileManager.default.fileExists(atPath: part) { usleep(500) }
      killed.signal(SIGKILL)
      _ = killed.wait()
      isHalfMade = FileManager.default.fileExists(atPath: part)
    }
    try #require(isHalfMade)
    let resumed = try program.start(["offload", "roll-b"] + naming).wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("one/HL")).sorted() == ["roll_01", "roll_02"])
    #expect(try manifests(in: "one/HL/roll_02").count == 1)
  }

  @Test func `two cards that are copied at once each get a number of their own`() throws {
    for roll in ["roll-a", "roll-b"] { try write("sound of \(roll)", "\(roll)/\(roll).txt") }
    let both = try ["roll-a", "roll-b"].map { try program.start(["offload", $0, "--to", "one", "--name", "roll_{counter:2}"]) }
    for result in both.map({ $0.wait() }) { #expect(result.status == 0, "\(result.output)\(result.errors)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("one")).sorted() == ["roll_01", "roll_02"])
  }

  @Test func `a clip that cannot be read speaks against erasing, with papers and without, and is an exception of an order`() throws {
    try TinyMedia.clip(folder.path("whole.mov"), pictures: "..", sound: "..", start: "10:00:00:00")
    try FileManager.default.createDirectory(atPath: folder.path("roll"), withIntermediateDirectories: true)
    try TinyMedia.truncatedCopy(of: folder.path("whole.mov"), at: folder.path("roll/cut.mov"))
    for papers in [[], ["--report", "roll.html"]] {
      let copied = try program.start(["offload", "roll", "--to", "to\(papers.count)"] + papers).wait()
      #expect(copied.output.contains("NOT safe to erase") && copied.output.contains("clip cut could not be read"), "\(copied.output)")
    }
    let order = """
      reference: WO-1
      title: Card
      tasks:
        - {id: card, offload: {source: roll, to: [a, b]}}
      """
    try Data(order.utf8).write(to: folder.url.appendingPathComponent("order.yaml"))
    let run = try program.run("run", "order.yaml", "--workspace", "ws")
    #expect(run.output.contains("ended clean, and:") && run.output.contains("could not be described"), "\(run.output)\(run.errors)")
    #expect(run.output.contains("the workspace ‘ws’ did not exist and is made"), "\(run.output)")
  }

  @Test func `a copy that is made whole again says what its history lists besides`() throws {
    #expect(try program.run("offload", "A001R2EC", "--to", "one").status == 0)
    try write("note", "one/A001R2EC/note.txt")
    #expect(try program.run("verify", "one/A001R2EC").status == 3)
    for gone in ["note.txt", "A001C002_261127_R2EC.mov"] { try FileManager.default.removeItem(atPath: folder.path("one/A001R2EC/" + gone)) }
    let again = try program.run("offload", "A001R2EC", "--to", "one")
    #expect(again.status == 0 && again.output.contains("lists also what is not there (note.txt)"), "\(again.output)\(again.errors)")
    #expect(try program.run("verify", "one/A001R2EC", "--no-generation").status == 1)
    #expect(try program.run("mhl", "withdraw", "one/A001R2EC", "--path", "note.txt", "--author", "Ann", "--comment", "a stray").status == 0)
    #expect(try program.run("verify", "one/A001R2EC", "--no-generation").status == 0)
  }

  @Test func `a dry run says what is in the way and writes nothing`() throws {
    try write("other", "one/A001R2EC/A001C001_261127_R2EC.mov")
    let result = try program.run("offload", "A001R2EC", "--to", "one", "--dry-run", "--json")
    #expect(result.status == 2)
    let document = try result.document()
    #expect(document["problems.0.code"]?.text == "collision" && document["cards.0.format"]?.text == "arri")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("one/A001R2EC")) == ["A001C001_261127_R2EC.mov"])
  }

  @Test func `a receipt is signed for every copy, and a client checks it`() throws {
    let key = ["LINEUP_KEY": folder.path("key.pem")]
    #expect(try program.run("keys", "create", environment: key).status == 0)
    let result = try program.start(
      ["offload", "A001R2EC", "--to", "one", "two", "--receipt", "receipt.json", "--recipient", "Northlight"], environment: key
    ).wait()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try program.run("verify", "two/A001R2EC", "--against", "receipt.json").status == 0)
    try Data("x".utf8).write(to: folder.url.appendingPathComponent("two/A001R2EC/A001R2EC_AVID.ale"))
    #expect(try program.run("verify", "two/A001R2EC", "--against", "receipt.json").status == 1)
  }

  @Test func `without a key no card is copied for a receipt that could not be signed`() throws {
    let result = try program.start(
      ["offload", "A001R2EC", "--to", "one", "--receipt", "receipt.json"], environment: ["LINEUP_KEY": folder.path("none.pem")]
    ).wait()
    #expect(result.status == 2 && result.errors.contains("keys create"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("one")))
  }

  @Test func `a workspace knows the clips of a card by reel`() throws {
    #expect(try program.run("offload", "A001R2EC", "--to", "one", "--workspace", "workspace").status == 0)
    let audit = try program.run("audit", "list", "--workspace", "workspace")
    #expect(audit.output.contains("clip.recorded") && audit.output.contains("A001C002_261127_R2EC"), "\(audit.output)\(audit.errors)")
  }
}
