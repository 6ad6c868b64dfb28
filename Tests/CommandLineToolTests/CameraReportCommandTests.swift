// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import TestSupport
import Testing
import Timing

/// `camera-report`, as an operator runs it.
@Suite struct CameraReportCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("card/A001C001.mov"), pictures: ".B", sound: "..", start: "10:00:00:00")
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: folder.path(path), encoding: .utf8) }

  @Test func `a card's clips are listed and written as log, table and document`() throws {
    let result = try program.run("camera-report", "card", "--out", "r.ale", "--out", "r.csv", "--out", "r.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("A001C001  10:00:00:00, 10 frames, at 25") && result.output.contains("written: r.ale"))
    #expect(try text("r.ale").contains("FPS\t25\n") && text("r.ale").contains("A001C001\tVA1A2\t10:00:00:00\t10:00:00:10\t"))
    #expect(try text("r.csv").hasPrefix("Name,Files,Start,End") && text("r.csv").contains("\r\nA001C001,A001C001.mov,10:00:00:00"))
    #expect(try JSON(text("r.json"))["clips.0.frames"]?.number == 10)
  }

  @Test func `a clip that cannot be read ends in status 3, and the others are written`() throws {
    try Data("not media".utf8).write(to: folder.url.appendingPathComponent("card/A001C002.mov"))
    let result = try program.run("camera-report", "card", "--out", "r.csv", "--json")
    #expect(result.status == 3)
    let document = try result.document()
    #expect(document["clips.0.trouble"]?.kind == .null && document["clips.1.trouble"]?.text?.contains("A001C002.mov") == true)
    #expect(try text("r.csv").contains("A001C002"))
  }

  @Test func `a folder that could not be looked into is named, and ends in status 3`() throws {
    let name = Array((folder.path("card") + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
    #expect(mkdir(name, 0o755) == 0)
    #expect(try program.run("folders", "create", "--in", ".", "--set", "production=X", "--workspace", "w").status == 0)
    let result = try program.run("camera-report", "card", "--workspace", "w")
    #expect(
      result.status == 3 && result.output.contains("NOT READ: ‘card/caf\\xE9’") && result.output.contains("NOT all clips are listed"),
      "\(result.output)")
    #expect(try program.run("audit", "list", "--workspace", "w").output.contains("camera-report.partial"))
    let document = try program.run("camera-report", "card", "--json").document()
    #expect(document["unread"]?.list?.count == 1 && document["clips.0.trouble"]?.kind == .null)
    // What lies beside a file that was named is not asked for.
    #expect(try program.run("camera-report", "card/A001C001.mov").status == 0)
  }

  @Test func `a copy that was not finished is told to be one`() throws {
    try Data().write(to: folder.url.appendingPathComponent(".lineup-journal-\(Digest.of("card").text)"))
    for path in ["card", "."] {
      let result = try program.run("camera-report", path)
      #expect(result.status == 3 && result.output.contains("UNFINISHED: ‘") && result.output.contains("goes on where it stopped"), "\(result.output)")
    }
    #expect(try program.run("camera-report", "card", "--json").document()["unfinished"]?.list?.count == 1)
  }

  @Test func `logs of two rates get their rates in their names, and neither has the other's clips`() throws {
    try TinyMedia.clip(folder.path("card/A001C002.mov"), pictures: "..", sound: "..", start: "10:00:00:00", rate: .fps23_976)
    let result = try program.run("camera-report", "card", "--out", "r.ale")
    #expect(result.status == 0 && result.output.contains("written: r_23.976.ale") && result.output.contains("written: r_25.ale"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("r.ale")))
    #expect(try text("r_25.ale").contains("A001C001") && !text("r_25.ale").contains("A001C002"))
    #expect(try text("r_23.976.ale").contains("FPS\t23.976\n") && text("r_23.976.ale").contains("A001C002"))
  }

  @Test func `nothing is written over, and nothing onto the card`() throws {
    try "mine".write(toFile: folder.path("r.ale"), atomically: true, encoding: .utf8)
    let again = try program.run("camera-report", "card", "--out", "r.ale")
    #expect(again.status == 2 && again.errors.contains("there already"))
    #expect(try text("r.ale") == "mine")
    let inside = try program.run("camera-report", "card", "--out", "card/r.csv")
    #expect(inside.status == 2 && inside.errors.contains("outside"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("card/r.csv")))
  }

  @Test func `mistakes are told before a card is read`() throws {
    #expect(try program.run("camera-report", "card", "--out", "r.xls").status == 64)
    #expect(try program.run("camera-report", "card", "--out", "r.csv", "--out", "r.csv").status == 64)
    let nowhere = try program.run("camera-report", "card", "--out", "nowhere/r.csv")
    #expect(nowhere.status == 2 && nowhere.errors.contains("nowhere"))
    #expect(try program.run("camera-report", "none").status == 2)
  }

  @Test func `with a workspace the report has its audit entry`() throws {
    #expect(try program.run("folders", "create", "--in", ".", "--set", "production=X", "--workspace", "w").status == 0)
    #expect(try program.run("camera-report", "card", "--workspace", "w").status == 0)
    let audit = try program.run("audit", "list", "--workspace", "w")
    #expect(audit.output.contains("camera-report.clean"), "\(audit.output)\(audit.errors)")
  }
}
