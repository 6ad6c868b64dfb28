// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What people do with reports: waive, add, compare.
@Suite struct QualityCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  /// A clip that stands still, inspected against a specification that forbids it.
  private func inspect(_ name: String, pictures: String = "..FFFFFF..", report: String, _ more: [String] = []) throws -> Program.Result {
    try TinyMedia.clip(folder.path(name), pictures: pictures, framesPerMark: 10)
    let spec = """
      name: house
      title: House
      summary: No stillness.
      sources:
        - {id: room, document: House, edition: "1", checked: 2026-11-27, certainty: house}
      file: {source: room}
      inspection:
        source: room
        freeze: {difference: -60, seconds: 2}
      """
    try FileManager.default.createDirectory(atPath: folder.path("specs"), withIntermediateDirectories: true)
    try spec.write(toFile: folder.path("specs/house.yaml"), atomically: true, encoding: .utf8)
    return try program.start(["qc", name, "--spec", "house", "--specs", "specs", "--report", report] + more).wait()
  }

  @Test func `a waiver passes this very content and lapses with the next`() throws {
    #expect(try inspect("v1.mov", report: "v1.json").status == 1)
    let listed = try program.run("qc", "waive", "v1.json")
    #expect(listed.status == 0)
    #expect(listed.output.contains("1  mandatory video.freeze"))
    let waived = try program.run("qc", "waive", "v1.json", "--finding", "1", "--by", "J. Okafor", "--reason", "End card", "--waivers", "w.json")
    #expect(waived.status == 0, "\(waived.errors)")
    #expect(try program.run("qc", "v1.mov", "--spec", "house", "--specs", "specs", "--waivers", "w.json").status == 0)
    // The same fault in other content: the waiver is shown, and excuses nothing.
    let next = try inspect("v2.mov", pictures: "..FFFFFF...", report: "v2.json", ["--waivers", "w.json"])
    #expect(next.status == 1)
    #expect(next.output.contains("lapsed"))
    let confirmed = try program.run("qc", "waive", "v2.json", "--lapsed", "--by", "J. Okafor", "--waivers", "w.json")
    #expect(confirmed.status == 0, "\(confirmed.errors)")
    for name in ["v1.mov", "v2.mov"] {
      #expect(try program.run("qc", name, "--spec", "house", "--specs", "specs", "--waivers", "w.json").status == 0)
    }
  }

  @Test func `what a person saw joins the report, and the next version is compared`() throws {
    #expect(try inspect("v1.mov", report: "v1.json").status == 1)
    let added = try program.run(
      "qc", "add", "v1.json", "--by", "A. Lind", "--at", "10:00:00:05-10:00:00:10", "--text", "Boom in shot", "--grade", "3", "--out", "seen.json")
    #expect(added.status == 1, "\(added.errors)")
    #expect(try inspect("v2.mov", pictures: "....", report: "v2.json").status == 0)
    let compared = try program.run("qc", "compare", "seen.json", "v2.json", "--json")
    #expect(compared.status == 0)
    let document = try compared.document()
    #expect(document["fixed"]?.list?.compactMap { $0["check"]?.text } == ["video.freeze"])
    #expect(document["unchecked"]?.list?.compactMap { $0["check"]?.text } == ["human.picture"])
    #expect(document["new"]?.list?.isEmpty == true && document["remaining"]?.list?.isEmpty == true)
  }

  @Test func `a report goes out as EBU QC, comes back as findings, and is compared with our own`() throws {
    #expect(try inspect("v1.mov", report: "v1.json", ["--report", "v1.xml"]).status == 1)
    let imported = try program.run("qc", "import", "v1.xml", "--out", "theirs.json")
    #expect(imported.status == 1, "\(imported.errors)")
    #expect(imported.output.contains("reported by lineup"))
    #expect(try inspect("v2.mov", pictures: "....", report: "v2.json").status == 0)
    let compared = try program.run("qc", "compare", "theirs.json", "v1.json", "--report", "changes.html", "--json")
    #expect(try compared.document()["remaining"]?.list?.count == 1)
    #expect(try String(contentsOfFile: folder.path("changes.html"), encoding: .utf8).contains("Remaining (1)"))
    let other = try program.run("qc", "import", "v1.xml", "--into", "v2.json", "--out", "both.json")
    #expect(other.status == 2 && other.errors.contains("other content"))
    let joined = try program.run("qc", "import", "v1.xml", "--into", "v1.json", "--out", "both.json")
    #expect(joined.status == 1 && joined.output.contains("the verdict stays FAIL"), "\(joined.errors)")
    let refused = try program.run("qc", "import", "v1.json", "--out", "x.json")
    #expect(refused.status == 2 && !refused.errors.isEmpty)
  }

  @Test func `a report with a viewing is written as a page with pictures, as long as the file is there`() throws {
    #expect(try inspect("v1.mov", report: "v1.json").status == 1)
    let added = ["qc", "add", "v1.json", "--by", "A. Lind", "--at", "10:00:00:05", "--text", "Boom in shot", "--grade", "3", "--out", "seen.json"]
    #expect(try program.start(added).wait().status == 1)
    let written = try program.run(
      "qc", "report", "seen.json", "--specs", "specs", "--report", "seen.html", "--report", "seen.xml", "--report", "seen.csv")
    #expect(written.status == 1, "\(written.errors)")
    let page = try String(contentsOfFile: folder.path("seen.html"), encoding: .utf8)
    #expect(page.components(separatedBy: "data:image/jpeg;base64,").count == 3)
    #expect(page.contains("Boom in shot") && page.contains("Grade 3 of 5"))
    try FileManager.default.removeItem(atPath: folder.path("v1.mov"))
    let gone = try program.run("qc", "report", "seen.json", "--specs", "specs", "--report", "gone.html")
    #expect(gone.status == 1)
    let bare = try String(contentsOfFile: folder.path("gone.html"), encoding: .utf8)
    #expect(!bare.contains("data:image/jpeg;base64,") && bare.contains("No picture could be taken"))
    #expect(try program.run("qc", "report", "seen.json").status == 64)
  }

  @Test(arguments: [
    (["waive", "v1.json", "--finding", "7", "--by", "a", "--reason", "b", "--waivers", "w.json"], 2, "there is no finding 7"),
    (["waive", "v1.json", "--finding", "1"], 64, "--by"), (["waive", "v1.mov"], 2, "is no report of an inspection"),
    (["waive", "v1.json", "--lapsed", "--by", "a", "--waivers", "w.json"], 2, "has lapsed"),
    (["add", "v1.json", "--by", "a", "--at", "09:00:00:00", "--text", "b", "--out", "x.json"], 2, "lies outside the file"),
    (["add", "v1.json", "--by", "a", "--at", "10:00:01:00-10:00:00:00", "--text", "b", "--out", "x.json"], 2, "runs backwards"),
    (["add", "v1.json", "--by", "a", "--on", "2999-01-01", "--out", "x.json"], 64, "has not come yet"),
    (["add", "v1.json", "--by", "a", "--on", "2026-99-99", "--out", "x.json"], 64, "write the day as"),
    (["add", "v1.json", "--by", "a", "--at", "half past", "--text", "b", "--out", "x.json"], 2, "is no timecode"),
    (["add", "v1.json", "--by", "a", "--text", "b", "--grade", "9", "--out", "x.json"], 64, "1 to 5"),
    (["add", "v1.json", "--by", "a", "--text", "b", "--out", "v1.json"], 2, "v1.json"),
    (["add", "v1.json", "--by", "a", "--text", String(repeating: "b", count: 4001), "--out", "x.json"], 64, "at most 4,000 characters"),
    (["compare", "v1.json", "nowhere.json"], 2, "nowhere.json"),
  ]) func `a mistake is named`(_ arguments: [String], _ status: Int, _ words: String) throws {
    _ = try inspect("v1.mov", report: "v1.json")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path("v1.json")))
    let result = try program.start(["qc"] + arguments).wait()
    #expect(result.status == Int32(status))
    #expect((result.errors + result.output).contains(words), "\(result.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("v1.json"))) == before)
    #expect(!FileManager.default.fileExists(atPath: folder.path("x.json")) && !FileManager.default.fileExists(atPath: folder.path("w.json")))
  }

  @Test(arguments: [
    (#""frames": *[0-9]+"#, #""frames": 9223372036854775807"#), (#""frames": *[0-9]+"#, #""frames": -1"#),
    (#""endFrame": *[0-9]+"#, #""endFrame": 9223372036854775806"#),
  ]) func `a report that counts more than any programme has is refused`(_ count: String, _ absurd: String) throws {
    _ = try inspect("v1.mov", report: "v1.json")
    let report = try String(contentsOfFile: folder.path("v1.json"), encoding: .utf8)
    let bent = try report.replacing(Regex(count), with: absurd)
    #expect(bent != report)
    try bent.write(toFile: folder.path("bent.json"), atomically: true, encoding: .utf8)
    for form in ["html", "csv", "xml"] {
      let result = try program.run("qc", "report", "bent.json", "--report", "x.\(form)")
      #expect(result.status == 2 && result.errors.contains("counts more frames than any programme has"), "\(result.errors)")
    }
  }

  @Test func `a patched version is examined where it changed, and everything again where the measurements are damaged`() throws {
    #expect(try inspect("v1.mov", pictures: "....FFFFFF......", report: "v1.json", ["--keep-measurements"]).status == 1)
    let again = try inspect("v2.mov", pictures: "....FFFFFF..B...", report: "v2.json", ["--since", "v1.json", "--keep-measurements"])
    #expect(again.status == 1, "\(again.errors)")
    #expect(again.output.contains("taken over from v1.json"), "\(again.output)")
    let merged = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.url.appendingPathComponent("v2.json"))) as? [String: Any]
    let recheck = try #require(merged?["recheck"] as? [String: Any])
    #expect((recheck["reportDigest"] as? String)?.hasPrefix("xxh128:") == true)
    #expect((recheck["takenOver"] as? [Any])?.isEmpty == false)
    let kept = folder.url.appendingPathComponent("v2.measurements")
    var bytes = try Data(contentsOf: kept)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: kept)
    let whole = try inspect("v3.mov", pictures: "....FFFFFF..B...", report: "v3.json", ["--since", "v2.json"])
    #expect(whole.status == 1, "\(whole.errors)")
    #expect(whole.output.contains("everything was examined again: the measurements beside the earlier report are damaged"))
    #expect(try program.run("qc", "v1.mov", "--spec", "house", "--specs", "specs", "--keep-measurements").status == 64)
  }
}
