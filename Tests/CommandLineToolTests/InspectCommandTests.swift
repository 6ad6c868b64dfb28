// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct InspectCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  @Test func `what is planted is found at its frames`() throws {
    try TinyMedia.clip(folder.path("clip.mov"), pictures: "..B..FFFFFF..", sound: "TTTSSSSSSTTTT", framesPerMark: 10)
    let result = try program.run("qc", "clip.mov", "--spec", "rushes", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let findings = try #require(try result.document()["findings"]?.list)
    let found = Dictionary(grouping: findings) { $0["check"]?.text ?? "" }.mapValues { list in
      list.map { [$0["startFrame"]?.number ?? -1, $0["endFrame"]?.number ?? -1] }
    }
    // Stillness begins with the last picture that moved; the tone begins at zero, so that its first sample still belongs to the silence.
    #expect(found == ["video.black": [[20, 30]], "video.freeze": [[49, 110]], "audio.silence": [[30, 91]]])
    #expect(findings.first { $0["check"]?.text == "video.black" }?["start"]?.text == "10:00:00:20")
  }

  @Test func `a clip without faults has no findings`() throws {
    try TinyMedia.clip(folder.path("clip.mov"), framesPerMark: 10)
    let result = try program.run("qc", "clip.mov", "--spec", "rushes", "--json")
    #expect(result.status == 0)
    let document = try result.document()
    #expect(document["verdict"]?.text == "pass" && document["findings"]?.list?.isEmpty == true, "\(result.output)")
  }

  @Test func `reports are written as their endings say`() throws {
    try TinyMedia.clip(folder.path("clip.mov"), pictures: ".")
    var formats = ["html", "json"]
    if InstalledTool.isThere("weasyprint") { formats.append("pdf") }
    let result = try program.start(["qc", "clip.mov", "--spec", "rushes"] + formats.flatMap { ["--report", "qc.\($0)"] }).wait()
    #expect(result.status == 0, "\(result.errors)")
    let starts = ["html": "<!", "json": "{", "pdf": "%PDF-"]
    for format in formats {
      let bytes = try Data(contentsOf: folder.url.appendingPathComponent("qc.\(format)"))
      #expect(String(decoding: bytes.prefix(8), as: UTF8.self).lowercased().hasPrefix((starts[format] ?? "?").lowercased()), "\(format)")
    }
  }

  @Test(arguments: [("there.json", "already"), ("new.pdf", "WeasyPrint"), ("nowhere/new.html", "‘nowhere’ does not exist")])
  func `a report that cannot be made is refused before anything is decoded`(report: String, says: String) throws {
    try TinyMedia.clip(folder.path("clip.mov"))
    try Data("kept".utf8).write(to: folder.url.appendingPathComponent("there.json"))
    let result = try program.run(
      "qc", "clip.mov", "--spec", "rushes", "--report", report, "--progress", "json", environment: ["PATH": "/nowhere"])
    #expect(result.status == 2 && result.errors.contains(says), "\(result.errors)")
    #expect(!result.errors.contains("\"progress\""))
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == ["clip.mov", "there.json"])
    #expect(try String(contentsOfFile: folder.path("there.json"), encoding: .utf8) == "kept")
  }
}
