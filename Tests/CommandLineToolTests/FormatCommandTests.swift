// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Formatting as an operator meets it.
@Suite struct FormatCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }
  private static let answers = ["clockNumber=ABC/WXYZ001/001", "title=Morning", "agency=Northlight", "advertiser=Harbour Tea", "product=Blend"]
    .flatMap {
      ["--set", $0]
    }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("in.mov"), pictures: ".....", sound: ".....")
  }

  private func format(_ arguments: [String]) throws -> Program.Result { try program.start(["format"] + arguments, environment: [:]).wait() }

  @Test func `a dry run prints the table and makes nothing`() throws {
    let result = try format(["in.mov", "out.mov", "--layout", "uk-commercial", "--dry-run"] + Self.answers)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("09:59:50:00  09:59:57:00      175  slate"))
    #expect(result.output.contains("10:00:00:00  10:00:01:00       25  commercial"))
    #expect(result.output.contains("out.mov would have 400 frames; nothing was made"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mov")))
  }

  @Test func `what is made has the promised document, and ffprobe finds the same`() throws {
    let result = try format(["in.mov", "out.mov", "--layout", "uk-commercial", "--json"] + Self.answers)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let document = try result.document()
    #expect(document["output"]?.text?.hasSuffix("/out.mov") == true)
    #expect(document["sections"]?.list?.map { $0["name"]?.text } == ["slate", "black", "commercial", "hold"])
    #expect(document["sections.2.start"]?.text == "10:00:00:00" && document["sections.2.frames"]?.number == 25)
    #expect(document["layout.0.kind"]?.text == "clock" && document["layout.3.frames"]?.number == 125)
    guard let ffprobe = InstalledTool("ffprobe") else { return }
    let probed = try ffprobe.run(
      "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames:stream_tags=timecode", "-of", "csv=p=0",
      "out.mov",
      in: folder.url)
    #expect(probed.output.contains("400") && probed.output.contains("09:59:50:00"), "\(probed.output)")
    // The specification whose layout it is finds nothing amiss in where things stand.
    let inspected = try program.run("qc", "out.mov", "--spec", "uk-commercial-xdcam", "--json")
    let findings = try inspected.document()["findings"]?.list ?? []
    let misplaced = findings.filter { $0["check"]?.text == "file.layout" && $0["severity"]?.text == "mandatory" }
    #expect(misplaced.isEmpty, "\(misplaced.compactMap { $0["text"]?.text })")
  }

  @Test func `a specification's layout is built by its name`() throws {
    let result = try format(["in.mov", "out.mov", "--spec", "uk-commercial-as11", "--dry-run"] + Self.answers)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("ident clock") && result.output.contains("hold"))
  }

  @Test(arguments: [
    (["in.mov", "out.mov"], 64, "either --layout or --spec"),
    (["in.mov", "out.mov", "--layout", "uk-comercial"], 64, "did you mean ‘uk-commercial’"),
    (["in.mov", "out.mkv", "--layout", "uk-commercial"], 64, "makes .mov files"),
    (["in.mov", "out.mov", "--layout", "uk-commercial"], 2, "needs ‘clockNumber’"),
    (
      [
        "in.mov", "out.mov", "--layout", "uk-commercial", "--set", "clockNumber=ABC/WXYZ001/010", "--set", "title=a", "--set", "agency=b", "--set",
        "advertiser=c",
        "--set", "product=d",
      ], 2, "says 10 seconds"
    ),
    (["nothing.mov", "out.mov", "--layout", "essence-only"], 2, "nothing.mov"),
  ])
  func `mistakes are told before anything is made`(_ arguments: [String], _ status: Int, _ sentence: String) throws {
    let result = try format(arguments)
    #expect(Int(result.status) == status && result.errors.contains(sentence), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mov")))
  }

  @Test func `layouts are listed and explained`() throws {
    let list = try format(["layouts"])
    for name in ["uk-programme", "uk-commercial-hold10", "sky-programme", "au-commercial", "leader-2pop", "essence-only"] {
      #expect(list.output.contains(name))
    }
    let one = try format(["layouts", "uk-programme"])
    #expect(one.output.contains("sync flash") && one.output.contains("09:59:57:06 for 2f") && one.output.contains("second-hand"))
    #expect(one.output.contains("productionNumber"))
  }
}
