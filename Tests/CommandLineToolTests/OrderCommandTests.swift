// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import TestSupport
import Testing

/// Whole orders, as a machine room runs them.
@Suite struct OrderCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func order(_ tasks: String, title: String = "Episode 3") throws {
    try "reference: WO-1\ntitle: \(title)\ntasks:\n\(tasks)\n".write(toFile: folder.path("order.yaml"), atomically: true, encoding: .utf8)
  }

  private func run(_ more: String...) throws -> Program.Result {
    try Program(folder: folder.url).start(["run", "order.yaml", "--json", "--quiet"] + more, environment: ["PATH": "/nowhere"]).wait()
  }

  private func status(_ task: Int, in result: Program.Result) throws -> String? { try result.document()["tasks.\(task).status"]?.text }

  private func report() throws -> JSON {
    try JSON(String(contentsOfFile: folder.path("workspace/reports/WO-1/order-report.json"), encoding: .utf8))
  }

  @Test func `one of two independent tasks fails and the other is done`() throws {
    try TinyMedia.clip(folder.path("card/clip.mov"), pictures: ".")
    try order(
      """
        - {id: good, transcode: {input: card, preset: prores-lt}}
        - {id: bad, transcode: {input: card, preset: prores-lt}}
      """)
    try FileManager.default.createDirectory(atPath: folder.path("bad"), withIntermediateDirectories: true)
    try Data("a stranger's".utf8).write(to: folder.url.appendingPathComponent("bad/clip.mov"))
    let result = try run()
    #expect(result.status == 3, "\(result.output)\(result.errors)")
    #expect(try result.document()["status"]?.text == "partial")
    #expect(try status(0, in: result) == "clean" && status(1, in: result) == "failed")
    #expect(try String(contentsOfFile: folder.path("bad/clip.mov"), encoding: .utf8) == "a stranger's")

    let report = try report()
    let source = Digest.of(try Data(contentsOf: folder.url.appendingPathComponent("card/clip.mov")), algorithm: .xxh64).text
    #expect(report["sources.0.digests.xxh64"]?.text == source)
    #expect(report["exceptions"]?.list?.count == 1)
    #expect(report["exceptions.0"]?.text?.contains("‘bad’") == true && report["exceptions.0"]?.text?.contains("already") == true)
  }

  @Test func `one bad clip on a card keeps neither the card from being copied nor the others from being encoded`() throws {
    for name in ["1.mov", "3.mov"] { try TinyMedia.clip(folder.path("card/\(name)"), pictures: ".") }
    try TinyMedia.truncatedCopy(of: folder.path("card/1.mov"), at: folder.path("card/2.mov"))
    try order(
      """
        - {id: card, offload: {source: card, to: store}}
        - {id: proxies, transcode: {input: card, preset: prores-lt}}
      """)
    let result = try run()
    #expect(result.status == 3, "\(result.output)\(result.errors)")
    #expect(try status(0, in: result) == "clean" && status(1, in: result) == "partial")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("proxies")).sorted() == ["1.mov", "3.mov"])
    #expect(try report()["exceptions.0"]?.text?.contains("2.mov") == true)
  }

  @Test func `a proxy of a damaged clip is a proxy in part, however often the order is run`() throws {
    for name in ["1.mov", "2.mov"] { try TinyMedia.clip(folder.path("card/\(name)")) }
    try TinyMedia.damagedCopy(of: folder.path("card/2.mov"), at: folder.path("card/3.mov"))
    try order("  - {id: proxies, transcode: {input: card, preset: prores-lt}}")
    for _ in 1...2 {
      let result = try run()
      #expect(result.status == 3, "\(result.output)\(result.errors)")
      #expect(try report()["exceptions.0"]?.text?.contains("3.mov: stream 0") == true)
    }
  }

  @Test func `a clip that cannot be opened rejects its card, whatever else is in part`() throws {
    try TinyMedia.clip(folder.path("card/1.mov"))
    try TinyMedia.truncatedCopy(of: folder.path("card/1.mov"), at: folder.path("card/2.mov"))
    try TinyMedia.damagedCopy(of: folder.path("card/1.mov"), at: folder.path("card/3.mov"))
    try order("  - {id: check, qc: {input: card, spec: rushes, report: [json]}}")
    let result = try run()
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(try status(0, in: result) == "rejected")
  }

  @Test func `what an inspection rejects goes no further`() throws {
    let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/Delivery/Specifications")
    let rushes = try String(contentsOf: shipped.appendingPathComponent("rushes.yaml"), encoding: .utf8)
    try FileManager.default.createDirectory(atPath: folder.path("specs"), withIntermediateDirectories: true)
    let strict = rushes.replacing("name: rushes", with: "name: strict").replacing("frames: 5}", with: "frames: {value: 5, level: mandatory}}")
    try strict.write(toFile: folder.path("specs/strict.yaml"), atomically: true, encoding: .utf8)
    try TinyMedia.clip(folder.path("card/clip.mov"), pictures: ".B.", sound: "...")
    try order(
      """
        - {id: check, qc: {input: card, spec: strict}}
        - {id: proxies, needs: [check], transcode: {input: card, preset: prores-lt}}
      """)
    let result = try run("--specs", "specs")
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(try status(0, in: result) == "rejected" && status(1, in: result) == "blocked")
    #expect(try result.document()["tasks.0.findings.mandatory"]?.number == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path("proxies")))
  }

  @Test func `an order whose title was edited keeps the proxies that the catalogue proves, and refuses a stranger's`() throws {
    let proxies = "  - {id: proxies, transcode: {input: card, preset: prores-lt}}"
    try TinyMedia.clip(folder.path("card/clip.mov"), pictures: ".")
    try order(proxies)
    #expect(try run().status == 0)
    let made = try FileManager.default.attributesOfItem(atPath: folder.path("proxies/clip.mov"))
    try order(proxies, title: "Episode 4")
    let kept = try run()
    #expect(kept.status == 0, "\(kept.output)\(kept.errors)")
    let now = try FileManager.default.attributesOfItem(atPath: folder.path("proxies/clip.mov"))
    #expect(now[.systemFileNumber] as? Int == made[.systemFileNumber] as? Int && now[.modificationDate] as? Date == made[.modificationDate] as? Date)

    try Data("a stranger's".utf8).write(to: folder.url.appendingPathComponent("proxies/clip.mov"))
    try order(proxies, title: "Episode 5")
    #expect(try run().status == 2)
    #expect(try String(contentsOfFile: folder.path("proxies/clip.mov"), encoding: .utf8) == "a stranger's")
  }

  @Test func `clips that are called the same keep their folders`() throws {
    for folder in ["A", "B"] { try TinyMedia.clip(self.folder.path("rolls/\(folder)/clip.mov"), pictures: ".") }
    try order("  - {id: proxies, transcode: {input: rolls, preset: prores-lt}}")
    #expect(try run().status == 0)
    for folder in ["A", "B"] { #expect(FileManager.default.fileExists(atPath: self.folder.path("proxies/\(folder)/clip.mov"))) }
  }

  @Test(arguments: [
    ("  - {id: a, transcode: {input: card, preset: prores-lt, to: p}}\n  - {id: b, transcode: {input: card, preset: prores-proxy, to: p}}", "5"),
    ("  - {id: a, transcode: {input: ~/card, preset: prores-lt}}", "4"), ("  - {id: a, offload: {source: card, to: ~/copy}}", "4"),
    ("  - {id: a, verify: {input: card, against: ~/card.md5}}", "4"),
  ])
  func `what could only fail is refused with its line before anything starts`(tasks: String, line: String) throws {
    try TinyMedia.clip(folder.path("card/clip.mov"), pictures: ".")
    try order(tasks)
    let result = try run()
    #expect(result.status == 2)
    #expect(result.errors.contains("order.yaml:\(line):"), "\(result.errors)")
    #expect(tasks.contains("~") == result.errors.contains("‘~’ is not known"), "\(result.errors)")
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)).subtracting(["workspace"]) == ["card", "order.yaml"])
  }

  @Test func `a card with an odd name goes through the whole order`() throws {
    let card = "Card 🎬 één\nA"
    try TinyMedia.clip(folder.path("\(card)/cl ip\n1.mov"), pictures: "..")
    try order(
      """
        - {id: card, offload: {source: "Card 🎬 één\\nA", to: "st ore"}}
        - {id: check, qc: {input: card, spec: rushes, report: [html, json]}}
        - {id: proxies, needs: check, transcode: {input: card, preset: prores-lt}}
        - {id: master, deliver: {input: "card/cl ip\\n1.mov", spec: prores-master, to: out, set: {seriesTitle: "Ünï 🎬"}}}
      """)
    let result = try run()
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.path("proxies/cl ip\n1.mov")))
    #expect(FileManager.default.contentsEqual(atPath: folder.path(card), andPath: folder.path("st ore/\(card)")) == false, "its history is added")
    #expect(try Program(folder: folder.url).run("verify", "st ore/\(card)").status == 0)
    let again = try run()
    #expect(again.status == 0)
    for task in 0..<4 { #expect(try again.document()["tasks.\(task).wasDone"].map { if case .flag(true) = $0 { true } else { false } } == true) }
  }
}
