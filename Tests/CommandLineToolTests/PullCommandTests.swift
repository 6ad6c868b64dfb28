// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `pull` and `pull checkin`, as an operator runs them.
@Suite struct PullCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("media/A001C001.mov"), pictures: "....", framesPerMark: 10, start: "10:00:00:00")
    try """
    TITLE: reel 1
    FCM: NON-DROP FRAME
    001  A001C001 V C 10:00:00:10 10:00:00:20 01:00:00:00 01:00:00:10
    * FROM CLIP NAME: A001C001
    * VFX: HRB_010

    """.write(toFile: folder.path("cut.edl"), atomically: true, encoding: .utf8)
  }

  private func pull(_ more: String...) throws -> Program.Result {
    try program.start(["pull", "cut.edl", "--rate", "25", "--media", "media", "--name-from", "comment:VFX"] + more, environment: [:]).wait()
  }

  @Test func `a pull is listed first, then written, and checked in again`() throws {
    let listed = try pull("--list-only", "--json")
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(try listed.document()["pulls.0.sourceIn"]?.text == "10:00:00:02" && listed.document()["pulls.0.file"]?.kind == .null)
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))

    let pulled = try pull("--to", "out", "--as", "prores-proxy", "--report", "pull.html", "--json")
    #expect(pulled.status == 0, "\(pulled.errors)")
    let document = try pulled.document()
    #expect(document["pulls.0.file"]?.text == folder.path("out/media/HRB_010.mov") && document["pulls.0.frames"]?.number == 26)
    #expect(document["short"]?.list?.isEmpty == true && document["pulls.0.firstFrame"]?.number == 1001)
    #expect(try String(contentsOfFile: folder.path("pull.html"), encoding: .utf8).contains("HRB_010"))

    try FileManager.default.createDirectory(atPath: folder.path("back"), withIntermediateDirectories: true)
    #expect(try program.run("pull", "checkin", "back", "--against", "out").status == 3)
    try FileManager.default.copyItem(atPath: folder.path("out/media/HRB_010.mov"), toPath: folder.path("back/HRB_010_comp_v002.mov"))
    let back = try program.run(
      "pull", "checkin", "back", "--against", "out/pull.json", "--raster", "320x180", "--cut", "cut.edl", "--rate", "25", "--out", "new.otio",
      "--json")
    #expect(back.status == 0, "\(back.output)\(back.errors)")
    #expect(try back.document()["shots.0.version"]?.number == 2 && back.document()["clips"]?.number == 1)
    #expect(try String(contentsOfFile: folder.path("new.otio"), encoding: .utf8).contains("HRB_010_comp_v002.mov"))
  }

  @Test func `a return one frame short is refused with the shot named`() throws {
    #expect(try pull("--to", "out", "--as", "prores-proxy", "--handles", "0").status == 0)
    try TinyMedia.clip(folder.path("back/HRB_010_v001.mov"), pictures: ".", sound: ".", framesPerMark: 9, start: "10:00:00:10")
    let back = try program.run("pull", "checkin", "back", "--against", "out")
    #expect(back.status == 1 && back.output.contains("HRB_010  REFUSED") && back.output.contains("it is 1 frame short: 9 of 10"))
  }

  @Test func `what is short of handles ends in part, and plain mistakes are told`() throws {
    let short = try pull("--to", "out", "--as", "prores-proxy", "--handles", "12", "--json")
    #expect(short.status == 3)
    #expect(try short.document()["short.0.head"]?.number == 2 && short.document()["short.0.lacksCut"]?.kind == .flag)
    #expect(try pull("--to", "out").errors.contains("already"))
    #expect(try pull().status == 64 && pull("--to", "x", "--list-only").status == 64 && pull("--to", "x", "--as", "wav-24").status == 64)
    #expect(try pull("--list-only", "--by-timecode", "--first-shown", "1001").status == 64)
    #expect(try program.run("pull", "checkin", "media", "--against", "cut.edl").errors.contains("no record of a pull"))
    let unnamed = try program.run("pull", "cut.edl", "--rate", "25", "--media", "media", "--name-from", "comment:NO", "--only-named", "--list-only")
    #expect(unnamed.status == 2 && unnamed.errors.contains("nothing to pull"))
  }
}
