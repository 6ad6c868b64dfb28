// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Integrity
import Markup
import TestSupport
import Testing
import Timing

@testable import Reports

@Suite struct CopyDocumentTests {
  private func document(_ papers: CopyPapers, _ paths: [String] = SampleCopies.paths) throws -> ReportDocument {
    ReportDocument(copy: try SampleCopies.report(paths), papers: papers, colophon: SampleResults.colophon)
  }

  private func sheet(of document: ReportDocument) throws -> ReportDocument.ContactSheet {
    let sheets = document.sections.flatMap(\.blocks).compactMap { if case .sheet(let sheet) = $0 { sheet } else { nil } }
    return try #require(sheets.first)
  }

  @Test func `a copy of clips reads as its golden page`() throws {
    try expectGolden("copy-clips.html", try document(SampleCopies.papers()).body())
  }

  @Test func `the head says how much there is, rate by rate, and how often it was begun`() throws {
    let facts = try document(SampleCopies.papers()).facts
    func value(_ name: String) -> String? { facts.first { $0.name == name }?.value }
    #expect(value("Clips") == "4")
    #expect(value("Running time") == "01:00:12:10 at 25 fps, 00:01:20.500 of sound")
    #expect(value("Hashes") == "md5, xxh64" && value("Runs") == "2, the first begun 2026-11-23 20:10:00 +00:00")
    #expect(value("Virus scan") == "6 files scanned, none infected")
    #expect(value("Finished") == "2026-11-23 22:06:52 +00:00")
  }

  @Test func `every file stands once: with its clip, or in the table of other files`() throws {
    let document = try document(SampleCopies.papers())
    let table = try #require(document.tables.last)
    #expect(table.rows.map { $0.cells[0] } == ["A001R2EC.ale", "=notes, \"x\".txt"])
    let body = document.body()
    for path in SampleCopies.paths.dropLast() where path.hasPrefix("Clips") || path.hasPrefix("Sound") { #expect(body.contains(path)) }
  }

  @Test func `a spanned clip shows its parts, each with its hash, and runs past midnight`() throws {
    let entry = try sheet(of: document(SampleCopies.papers())).entries[1]
    #expect(
      entry.parts.map { $0.map(\.text) } == [
        ["1", "Clips/A001C002_001.mov", "xxh64 0ea03b369a463d9d"], ["2", "Clips/A001C002_002.mov", "xxh64 0ea03b369a463d9d"],
      ])
    #expect(entry.cells[1].map(\.text) == ["23:59:50:00", "00:59:50:00", "01:00:00:00", "90,000 frames"])
  }

  @Test func `a reel that two sources give differently is a caution, and a clip that cannot be read is bad`() throws {
    let entries = try sheet(of: document(SampleCopies.papers())).entries
    #expect(entries[0].troubles == [.init(.caution, "Reel: ‘A001R2EC’ says the ALE, ‘B007’ says the wrapper")])
    #expect(entries[3].troubles.map(\.tone) == [.bad])
    #expect(entries[2].placeholder == "sound only" && entries[3].placeholder == "no picture")
  }

  @Test(arguments: [[], [0xFF, 0xD8], Array("<svg onload=alert(1)>".utf8), [UInt8](repeating: 0xFF, count: 10)] as [[UInt8]])
  func `what is no JPEG is no picture`(bytes: [UInt8]) throws {
    var papers = CopyPapers()
    papers.clips = [try SampleCopies.clip("A", ["a.mov"], poster: bytes)]
    let body = try document(papers, ["a.mov"]).body()
    #expect(!body.contains("<img") && !body.contains("<svg") && body.contains("no picture"))
    #expect(ReportDocument.Picture(jpeg: SampleCopies.jpeg, width: 0, height: 5) == nil)
    #expect(
      ReportDocument.Picture(jpeg: SampleCopies.jpeg + [UInt8](repeating: 0, count: ReportDocument.Picture.mostBytes), width: 1, height: 1) == nil)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=y>", "{{tool}}{{{style}}}", "a\u{202E}vom", "כרטיס", "\u{1F3AC}", "]]>&'", "",
  ])
  func `whatever a clip is called, the page is well formed and says it`(name: String) throws {
    var clip = try SampleCopies.clip(name, [name.isEmpty ? "x" : name.replacingOccurrences(of: "/", with: "∕"), "two"])
    clip.codec = name
    clip.raster = name
    clip.sound = name
    clip.trouble = name
    for item in ClipMetadata.Item.allCases { clip.metadata.add(.init(item, name, from: .wrapper)) }
    let papers = CopyPapers(
      clips: [clip], card: .init(name, entries: [.init(name, name)], faults: [.init(isGrave: false, subject: name, text: name)], notes: [name]))
    let page = ReportDocument(copy: try SampleCopies.report(["two"]), papers: papers, colophon: SampleResults.colophon)
    let elements = try parse("<div>" + page.body() + "</div>").family
    #expect(!elements.contains { $0.name.local == "script" })
    #expect(elements.filter { $0.name.local == "img" }.count == 1)
    let source = try #require(elements.first { $0.name.local == "img" }?["src"])
    #expect(source.wholeMatch(of: #/data:image/jpeg;base64,[A-Za-z0-9+/=]+/#) != nil)
    #expect(!page.html().contains("onerror=y>"))
  }

  @Test func `a scan that did not happen is not said to have found nothing`() throws {
    let papers = CopyPapers(scan: .init("not scanned: the scanner did not answer"))
    let section = try #require(document(papers).sections.first { $0.heading == "Virus scan" })
    #expect(section.blocks == [.paragraph("not scanned: the scanner did not answer")])
  }

  @Test func `frames of different rates are not added up, and a sum may pass a day`() throws {
    var slow = try SampleCopies.clip("a", ["a"], frames: 25 * 86_400 + 5)
    var fast = slow
    fast.rate = .fps29_97df
    slow.frames = FrameCount(25 * 86_400 + 5)
    fast.frames = 1800
    let totals = CopyTotals([slow, fast, slow])
    #expect(totals.runningTime == "48:00:00:10 at 25 fps, 00:01:00;02 at 29.97df fps")
    #expect(totals.table.rows.map { $0.cells[2] } == ["2", "1"])
    slow.frames = FrameCount(.max)
    slow.byteCount = .max
    #expect(CopyTotals([slow, slow]).table.rows.count == 1)
    slow.frames = -1
    #expect(slow.end == nil && slow.duration == Figures.none)
  }

  @Test func `the JSON has the report's keys and the clips', without pictures`() throws {
    let data = try ReportJSON.encode(CopyRecord(try SampleCopies.report(SampleCopies.paths), papers: SampleCopies.papers()))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in ["status", "items", "safeToErase", "clips", "card", "scan", "attempts", "sourceVolume"] { #expect(object[key] != nil, "\(key)") }
    let clips = try #require(object["clips"] as? [[String: Any]])
    #expect(clips.count == 4 && clips.allSatisfy { $0["poster"] is NSNull })
    #expect((clips[1]["digests"] as? [[String]])?.count == 2)
  }
}
