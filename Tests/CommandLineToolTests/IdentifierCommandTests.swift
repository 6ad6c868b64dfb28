// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct IdentifierCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  @Test func `identifiers of every kind are told from each other, good from wrong`() throws {
    let good = try program.run(
      "id", "check", "abc_wxyz001_030", "ABCD1234000H", "10.5240/7791-8534-2C23-9030-8610-5", "0000-0000-D07A-0090-Q-0000-0000-X", "--json")
    #expect(good.status == 0 && good.errors.isEmpty, "\(good.errors)")
    let document = try good.document()
    #expect((0..<4).compactMap { document["identifiers.\($0).kind"]?.text } == ["clock", "ad-id", "eidr", "isan"])
    #expect(document["status"]?.text == "clean" && document["identifiers.0.canonical"]?.text == "ABC/WXYZ001/030")
    #expect(document["identifiers.0.seconds"]?.number == 30 && document["identifiers.0.parts.agency"]?.text == "ABC")
    #expect(document["identifiers.0.notes"]?.list?.count == 2 && document["identifiers.0.fault"]?.kind == .null)
    let wrong = try program.run("id", "check", "ABC/WXYZ001/030", "ABC/WX1Z001/030", "what is this?", "--json")
    #expect(wrong.status == 1)
    let faults = try wrong.document()
    #expect(faults["status"]?.text == "rejected" && faults["identifiers.0.valid"]?.truth == true)
    #expect(faults["identifiers.1.fault.part"]?.text == "product" && faults["identifiers.2.fault.part"]?.text == "kind")
    #expect(faults["identifiers.2.kind"]?.kind == .null)
    let text = try program.run("id", "check", "10.5240/7791-8534-2C23-9030-8610-6", "--kind", "eidr")
    #expect(text.status == 1 && text.output.hasPrefix("WRONG  eidr") && text.output.contains("where its digits ask for ‘5’"), "\(text.output)")
    #expect(try program.run("id", "check", "x", "--kind", "upc").status == 64)
  }

  @Test(.enabled(if: InstalledTool("python3")?.hasModule("stdnum") == true, "python-stdnum judges check characters"))
  func `check characters are those of python-stdnum`() throws {
    var random = SeededRandom(37)
    func digits(_ count: Int) -> String { String((0..<count).map { _ in "0123456789ABCDEF".randomElement(using: &random) ?? "0" }) }
    let (works, versions, suffixes) = ((0..<20).map { _ in digits(16) }, (0..<20).map { _ in digits(24) }, (0..<20).map { _ in digits(20) })
    let script = """
      import sys
      from stdnum import isan
      from stdnum.iso7064 import mod_37_36
      for text in sys.argv[1:]:
          print(text + mod_37_36.calc_check_digit(text) if len(text) == 20 else isan.format(text, add_check_digits=True))
      """
    let python = try #require(InstalledTool("python3"))
    let answers = try python.run(["-c", script] + works + versions + suffixes, in: folder.url).output.split(separator: "\n").map(String.init)
    #expect(answers.count == 60)
    let eidr = answers.suffix(20).map { "10.5240/" + $0 }
    let check = try program.start(["id", "check"] + answers.prefix(40) + eidr + ["--json"]).wait()
    #expect(check.status == 0, "\(check.output)")
    let document = try check.document()
    for (index, answer) in answers.prefix(40).enumerated() { #expect(document["identifiers.\(index).canonical"]?.text == "ISAN \(answer)") }
    let wrong = eidr.map { $0.dropLast() + ($0.hasSuffix("7") ? "8" : "7") }.filter { !eidr.contains(String($0)) }
    let refused = try program.start(["id", "check"] + wrong.map { String($0) } + ["--json"]).wait().document()
    #expect(refused["identifiers"]?.list?.allSatisfy { $0["fault.part"]?.text == "check character" } == true && wrong.count > 15)
  }

  @Test func `a commercial's file is named for its destination`() throws {
    let peach = try program.run("id", "name", "ABC/WXYZ001/030", "--for", "peach")
    #expect(peach.status == 0 && peach.output == "ABC-WXYZ001-030.mxf; also taken: ABCWXYZ001030.mxf\n", "\(peach.output)\(peach.errors)")
    let all = try program.run("id", "name", "abc/wxyz001/030", "--extension", ".mov", "--json").document()
    #expect(all["clock"]?.text == "ABC/WXYZ001/030" && all["names"]?.list?.count == 3 && all["notes"]?.list?.count == 1)
    #expect(all["names.1.name"]?.text == "ABC_WXYZ001_030.mov" && all["names.1.certainty"]?.text == "unsure")
    let unknown = try program.run("id", "name", "ABC/WXYZ001/030", "--for", "peech", "--json")
    #expect(unknown.status == 64 && unknown.output.contains("did you mean ‘peach’?"))
    let wrong = try program.run("id", "name", "ABCWXYZ001030.mxf", "--for", "peach")
    #expect(wrong.status == 2 && wrong.errors.contains("has no slash"), "\(wrong.errors)")
    try "destinations: []\n".write(toFile: folder.path("ours.yaml"), atomically: true, encoding: .utf8)
    let incomplete = try program.run("id", "name", "ABC/WXYZ001/030", "--destinations", "ours.yaml")
    #expect(incomplete.status == 2 && incomplete.errors.contains("needs ‘sources’"), "\(incomplete.errors)")
  }

  @Test func `a clock number is taken apart and put together`() throws {
    let parsed = try program.run("clock", "parse", "abc/wxyz01/0720", "--json").document()
    #expect(parsed["clock"]?.text == "ABC/WXYZ01/0720" && parsed["seconds"]?.number == 720 && parsed["longForm"]?.truth == true)
    let made = try program.run(
      "clock", "make", "--agency", "abc", "--advertiser", "wx", "--product", "yz", "--number", "1", "--seconds", "30")
    #expect(made.status == 0 && made.output == "ABC/WXYZ001/030\n")
    let wrong = try program.run("clock", "parse", "ABC/WXYZ001/240")
    #expect(wrong.status == 2 && wrong.errors.contains("write ABC/WXYZ01/0240"), "\(wrong.errors)")
    #expect(
      try program.run("clock", "make", "--agency", "a", "--advertiser", "wx", "--product", "yz", "--number", "1", "--seconds", "30").status == 2)
  }

  // MARK: - The register

  private func assign(_ arguments: String...) throws -> Program.Result {
    try program.start(["id", "assign"] + arguments + ["--workspace", "house", "--json", "--quiet"]).wait()
  }

  @Test func `a number is given once, to what lasts as long as it says`() throws {
    try TinyMedia.clip(folder.path("ad.mov"), pictures: "....", framesPerMark: 5)
    try TinyMedia.clip(folder.path("one.mov"), pictures: ".....", framesPerMark: 5)
    let short = try assign("ABC/WXYZ001/001", "ad.mov")
    #expect(short.status == 1)
    #expect(
      try short.document()["outcome"]?.text == "wrongDuration" && short.output.contains("there are 20 frames (0.80 s at 25)"), "\(short.output)")
    let given = try assign("ABC/WXYZ001/001", "one.mov", "--order", "WO-1")
    #expect(given.status == 0, "\(given.output)\(given.errors)")
    #expect(try given.document()["outcome"]?.text == "assigned" && given.document()["content.activeFrames"]?.number == 25)
    #expect(try given.document()["content.order"]?.text == "WO-1" && given.document()["earlier"]?.kind == .null)

    let again = try assign("abc_wxyz001_001", "one.mov")
    #expect(again.status == 1)
    #expect(try again.document()["outcome"]?.text == "needsReason" && again.document()["earlier.path"]?.text?.hasSuffix("/one.mov") == true)
    try TinyMedia.clip(folder.path("new.mov"), pictures: "B....", framesPerMark: 5)
    let taken = try assign("ABC/WXYZ001/001", "new.mov", "--reason", "the client likes the number")
    #expect(taken.status == 1)
    let refusal = try taken.document()
    #expect(refusal["outcome"]?.text == "taken" && refusal["earlier.path"]?.text?.hasSuffix("/one.mov") == true)
    #expect(refusal["fault"]?.text?.contains("/one.mov") == true && refusal["fault"]?.text?.contains("/new.mov") == true)

    let supplied = try assign("ABC/WXYZ001/001", "one.mov", "--reason", "upload broke off")
    #expect(supplied.status == 0, "\(supplied.output)")
    #expect(try supplied.document()["outcome"]?.text == "resupplied" && supplied.document()["content.reason"]?.text == "upload broke off")
    let second = try assign("ABC/WXYZ002/001", "one.mov")
    #expect(second.status == 0 && second.errors.contains("has ABC/WXYZ001/001 too"))
    let listed = try program.run("id", "list", "--workspace", "house", "--json").document()
    #expect(listed["assignments"]?.list?.compactMap { $0["identifier"]?.text } == ["ABC/WXYZ001/001", "ABC/WXYZ001/001", "ABC/WXYZ002/001"])
    let audit = try program.run("audit", "list", "--workspace", "house", "--json").document()
    #expect(
      audit["entries"]?.list?.compactMap { $0["event.action"]?.text } == ["identifier.assigned", "identifier.resupplied", "identifier.assigned"])
    #expect(audit["entries.1.event.details.reason"]?.text == "upload broke off")
    #expect(try program.run("audit", "verify", "--workspace", "house").status == 0)
  }

  @Test func `clock and black before a commercial and a still hold behind it are no part of its length`() throws {
    // Ten seconds before the message, one second of it, five seconds of hold: at 5 frames a mark.
    let marks = String(repeating: "B", count: 50) + "....." + String(repeating: "F", count: 25)
    try TinyMedia.clip(folder.path("clocked.mov"), pictures: marks, sound: String(repeating: "S", count: 80), start: "09:59:50:00")
    let given = try assign("ABC/WXYZ001/001", "clocked.mov")
    #expect(given.status == 0, "\(given.output)\(given.errors)")
    let document = try given.document()
    #expect(document["content.frames"]?.number == 400 && document["content.activeFrames"]?.number == 25)
    #expect(document["notes.0"]?.text == "the last 125 frames stand still behind the commercial, and are no part of it")
    let elsewhere = try assign("ABC/WXYZ002/001", "clocked.mov", "--som", "10:00:01:00")
    #expect(try elsewhere.status == 1 && elsewhere.document()["outcome"]?.text == "wrongDuration")
  }

  @Test func `the same pictures and sound in another wrapper are the same content`() throws {
    try TinyMedia.clip(folder.path("one.mov"), pictures: ".....", framesPerMark: 5)
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    #expect(try ffmpeg.run("-v", "error", "-i", "one.mov", "-map", "0:v", "-map", "0:a", "-c", "copy", "one.mkv", in: folder.url).status == 0)
    #expect(try assign("ABCD1234000H", "one.mov").status == 0)
    let again = try assign("ABCD1234000H", "one.mkv", "--reason", "as Matroska")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    #expect(try again.document()["outcome"]?.text == "resupplied")
  }

  @Test func `what cannot be given a number is refused with what to try`() throws {
    try Data("no media".utf8).write(to: folder.url.appendingPathComponent("x.mxf"))
    try TinyMedia.clip(folder.path("one.mov"), pictures: ".....", framesPerMark: 5)
    #expect(try assign("ABC/WXYZ001/030", "none.mxf").status == 2 && assign("ABC/WX1Z001/030", "x.mxf").status == 2)
    #expect(!FileManager.default.fileExists(atPath: folder.path("house")))
    #expect(try assign("ABC/WXYZ001/030", "x.mxf").status == 2)
    let work = try assign("10.5240/7791-8534-2C23-9030-8610-5", "one.mov")
    #expect(work.status == 2 && work.errors.contains("names a work"), "\(work.errors)")
    #expect(try assign("ABC/WXYZ001/001", "one.mov", "--reason", " ").status == 64)
    #expect(try assign("ABC/WXYZ001/001", "one.mov", "--som", "25:00:00:00").status == 2)
    let nowhere = try program.run("id", "assign", "ABC/WXYZ001/001", "one.mov")
    #expect(nowhere.status == 64 && nowhere.errors.contains("say which workspace"), "\(nowhere.errors)")
    #expect(try program.run("id", "list", "--workspace", "nowhere").status == 2)
    let listed = try program.run("id", "list", "--workspace", "house", "--json").document()
    #expect(listed["assignments"]?.list?.isEmpty == true)
  }
}
