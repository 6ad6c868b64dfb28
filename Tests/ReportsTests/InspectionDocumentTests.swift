// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Markup
import TestSupport
import Testing
import Timing

@testable import Quality
@testable import Reports

@Suite struct InspectionDocumentTests {
  let limits = InspectionProfile(name: "prores-master", black: BlackLimits(), loudness: LoudnessLimits(), truePeak: TruePeakLimits())

  private func document(_ report: InspectionReport) -> ReportDocument {
    ReportDocument(inspection: report, profile: limits, media: SampleResults.media, colophon: SampleResults.colophon)
  }

  @Test func `a rejected programme reads as its golden page`() throws {
    try expectGolden("inspection-fail.html", document(SampleResults.inspection(findings: SampleResults.findings)).body())
  }

  @Test func `a clean programme reads as its golden page`() throws {
    try expectGolden("inspection-pass.html", document(SampleResults.inspection()).body())
  }

  @Test func `the head says nothing twice`() {
    var media = SampleResults.media
    (media.wrapper.name, media.wrapper.profile) = ("MXF OP1a", "OP1a")
    media.video[0].essence.profile = "4:2:2"
    media.video[0].essence.chromaSampling = "4:2:2"
    let document = ReportDocument(inspection: SampleResults.inspection(), profile: limits, media: media, colophon: SampleResults.colophon)
    let facts = Dictionary(uniqueKeysWithValues: document.facts.map { ($0.name, $0.value) })
    #expect(facts["Wrapper"] == "MXF OP1a" && facts["Coding"] == "prores, 4:2:2")
  }

  @Test func `findings are listed by severity, then by time`() {
    let shuffled = [
      SampleResults.finding(.silence, .info, 10, 20, "d"), SampleResults.finding(.black, .mandatory, 90, 95, "b"),
      SampleResults.finding(.freeze, .advisory, 1, 2, "c"), SampleResults.finding(.black, .mandatory, 9, 95, "a"),
    ]
    #expect(SampleResults.inspection(findings: shuffled).groupsByWeight.map(\.first.text) == ["a", "b", "c", "d"])
  }

  @Test func `each severity has a word and a sign of its own`() throws {
    let rows = SampleResults.inspection(findings: SampleResults.findings).findingTable().rows
    #expect(rows.map { "\($0.tone.symbol) \($0.cells[1])" } == ["✘ Mandatory", "✘ Mandatory", "✔ Waived", "▲ Advisory", "● Information"])
  }

  @Test func `what the pictures show is listed by place`() throws {
    var readings = SampleResults.loud
    readings.content = ContentReadings(
      bars: [BarsReading(kind: .ebu75, startFrame: 0, endFrame: 500, confidence: 0.98, worstPatch: "red", worstDeviation: 0.4)],
      clocks: [ClockReading(kind: .clock, startFrame: 500, endFrame: 675, confidence: 1, ticks: 6)],
      cuts: CutsReading(count: 12, mostPerSecond: 2, shortestShot: 9, frames: []),
      light: LightReading(
        transfer: "PQ", maxContent: 1004.19, maxContentFrame: 700, maxAverage: 203.7, maxAverageFrame: 701, declaredContent: 1000),
      legalTexts: [
        LegalTextReading(
          words: "Terms apply.", wordCount: 2, startFrame: 800, endFrame: 900, heldFrames: 100, requiredFrames: 110, letterLines: 31,
          requiredLines: 30, isRead: false)
      ])
    let rows = SampleResults.inspection(readings: readings).contentTable.rows.map(\.cells)
    #expect(
      rows == [
        ["Colour bars", "10:00:00:00", "10:00:20:00", "100/0/75/0, 98 % matches, red 0.4 % off"],
        ["Clock", "10:00:20:00", "10:00:27:00", "counts seconds, 100 % of changes on the second"],
        ["Cuts", "", "", "12 cuts, at most 2 within a second, shortest shot 9 frames"],
        ["Brightest pixel (MaxCLL)", "10:00:28:00", "10:00:28:01", "1004.2 cd/m² measured, 1000 declared"],
        ["Brightest mean (MaxFALL)", "10:00:28:01", "10:00:28:02", "203.7 cd/m² measured, none declared"],
        ["Text ‘Terms apply.’", "10:00:32:00", "10:00:36:00", "2 words: 100 of 110 frames, letters 31 of 30 lines"],
      ])
    let content = ContentLimits(
      bars: BarsLimits(), clock: ClockLimits(), cuts: CutLimits(perSecond: 3), safeArea: .protected14x9,
      light: LightLimits(maximumContent: 1000, missingMetadata: .mandatory), legalText: LegalTextLimits([]))
    #expect(content.askedLimits.map(\.check) == [.bars, .clock, .cuts, .safeArea, .lightLevel, .lightLevel, .lightLevel, .legalText])
  }

  @Test func `a lapsed waiver excuses nothing`() throws {
    var finding = SampleResults.findings[4]
    finding.waiver?.expired = true
    let document = document(SampleResults.inspection(findings: [finding]))
    #expect(document.badge == ReportDocument.Badge("Fail", .bad))
    let html = document.body()
    #expect(html.contains("Lapsed"))
    #expect(!html.contains("Waived"))
  }

  @Test func `a file that was not read whole cannot pass`() {
    let document = document(SampleResults.inspection(unreadable: 1))
    #expect(document.badge == ReportDocument.Badge("Incomplete", .bad))
    #expect(document.summary.contains("1 picture or block of sound could not be read"))
  }

  @Test func `the loudness of silence is a dash, and its chart says so`() throws {
    let html = document(SampleResults.inspection(readings: SampleResults.silent)).body()
    #expect(html.contains(#"<td class="figures"><bdi>–</bdi></td>"#))
    #expect(html.contains("No value to show"))
    #expect(!html.contains("nan") && !html.contains("inf<"))
  }

  @Test func `a report of two thousand findings shows a thousand and counts the rest`() throws {
    let many = (0..<2000).map { SampleResults.finding(.black, .advisory, $0, $0 + 1, "Black.") }
    let html = document(SampleResults.inspection(findings: many)).body()
    #expect(html.contains("1,000 more rows"))
    let bodies = try parse("<body>\(html)</body>").family.filter { $0.name.local == "tbody" }
    #expect(bodies.map(\.children.count).max() == 1000)
  }

  @Test func `the page is well formed, names its language and refers to nothing outside`() throws {
    let document = document(SampleResults.inspection(findings: SampleResults.findings))
    try parse("<body>\(document.body())</body>")
    let html = document.html()
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en-GB\">"))
    let links = try parse("<body>\(document.body())</body>").family.compactMap { $0["href"] }
    #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("file:///") })
    for reference in ["src=", "url(", "@import", "<script", "<link", "<iframe"] { #expect(!html.contains(reference)) }
    #expect(html.replacing("http://www.w3.org/2000/svg", with: "").contains("http://") == false)
  }

  @Test func `every chart has a name and a description for those who cannot see it`() throws {
    let page = try parse("<body>\(document(SampleResults.inspection(findings: SampleResults.findings)).body())</body>")
    let charts = page.family.filter { $0.name.local == "svg" }
    #expect(charts.count == 3)
    for chart in charts {
      #expect(chart["role"] == "img")
      #expect(chart["aria-label"]?.isEmpty == false)
      #expect(chart.first("title")?.text.isEmpty == false)
      #expect(chart.first("desc")?.text.isEmpty == false)
    }
  }

  @Test func `every table has a caption and header cells with a scope`() throws {
    let page = try parse("<body>\(document(SampleResults.inspection(findings: SampleResults.findings)).body())</body>")
    let tables = page.family.filter { $0.name.local == "table" }
    #expect(tables.count == 6)
    for table in tables {
      #expect(table.first("caption")?.text.isEmpty == false)
      #expect(table.family.filter { $0.name.local == "th" }.allSatisfy { $0["scope"] != nil })
    }
  }

  @Test func `the first page has three lists with one line a check, and the lines to be signed`() throws {
    let many = (0..<300).map { SampleResults.finding(.black, .mandatory, $0 * 20, $0 * 20 + 2, "Black \($0).") }
    let page = try parse("<body>\(document(SampleResults.inspection(findings: SampleResults.findings + many)).body())</body>")
    let cover = try #require(page.family.first { $0["class"] == "cover" })
    let lists = cover.family.filter { $0["class"]?.hasPrefix("digest") == true }
    #expect(
      lists.compactMap { $0.first("h3")?.text.trimmingCharacters(in: .whitespaces) } == [
        "To be put right (302)", "To be reviewed (1)", "For information (1)", "Accepted by the client (1)",
      ])
    #expect(lists[0].family.filter { $0.name.local == "li" }.count == 2)
    #expect(cover.family.contains { $0["class"] == "signatures" })
    #expect(cover.family.contains { $0.text.contains("No viewing or listening by a person is on record") })
  }

  @Test func `the first page counts findings as the verdict does, also where several are one line`() throws {
    let page = try parse("<body>\(document(SampleResults.inspection(findings: SampleResults.seen)).body())</body>")
    let heads = page.family.filter { $0["class"]?.hasPrefix("digest") == true }.compactMap {
      $0.first("h3")?.text.trimmingCharacters(in: .whitespaces)
    }
    #expect(SampleResults.seen.count == 6)
    #expect(heads.contains("To be reviewed (6)"))
  }

  @Test func `one fault of four tracks is one row, in the page and in the table for spreadsheets`() {
    let document = document(SampleResults.inspection(findings: SampleResults.seen))
    let sentence = "Channel 1 of stream 1 is silent. The same in streams 2–4."
    #expect(document.csv().components(separatedBy: sentence).count == 2)
    #expect(!document.csv().contains("Channel 1 of stream 2"))
    #expect(document.body().contains(sentence))
  }

  @Test func `what people saw stands with its grade, its circumstances and their names`() {
    var report = SampleResults.inspection(findings: SampleResults.seen)
    report.reviews = SampleResults.seen.compactMap(\.review)
    let html = document(report).body()
    for words in [
      "Viewings and listenings", "A. Lind &amp; Son", "whole programme, once", "Grade 3 of 5, slightly annoying (ITU-R BT.500).",
      "The lowest grade given is 3",
      "Reported by Advanced QC Tool v1 (The Company).",
    ] { #expect(html.contains(words), "\(words)") }
  }

  @Test func `a finding leads to its frame, with a link and a line that play its place`() throws {
    let still = ClipSummary.Poster(jpeg: [0xFF, 0xD8, 0xFF, 0xE0], width: 320, height: 180)
    let report = SampleResults.inspection(path: "/d/It's 50 % \u{201C}new\u{201D}.mov", findings: SampleResults.findings)
    let document = ReportDocument(inspection: report, profile: limits, stills: [1250: still], colophon: SampleResults.colophon)
    let page = try parse("<body>\(document.body())</body>")
    let frame = try #require(page.family.first { $0["id"] == "frame-3" })
    #expect(frame.family.contains { $0["src"]?.hasPrefix("data:image/jpeg;base64,") == true })
    #expect(frame.family.compactMap { $0["href"] } == ["file:///d/It%27s%2050%20%25%20%E2%80%9Cnew%E2%80%9D.mov#t=48.000,55.000"])
    #expect(frame.family.contains { $0.text == "mpv --start=48.000 --end=55.000 --loop-file -- '/d/It'\\''s 50 % \u{201C}new\u{201D}.mov'" })
    let row = try #require(page.family.first { $0["id"] == "finding-3" })
    #expect(row.family.compactMap { $0["href"] } == ["#frame-3"])
    // Every way in the page leads somewhere.
    let names = Set(page.family.compactMap { $0["id"] })
    #expect(page.family.compactMap { $0["href"] }.filter { $0.hasPrefix("#") }.allSatisfy { names.contains(String($0.dropFirst())) })
  }

  @Test func `the picture of a finding is its worst frame where that is known`() throws {
    let still = ClipSummary.Poster(jpeg: [0xFF, 0xD8, 0xFF, 0xE0], width: 320, height: 180)
    var findings = SampleResults.findings
    findings[2].worstFrame = 1260
    let document = ReportDocument(
      inspection: SampleResults.inspection(findings: findings), profile: limits, stills: [1260: still], colophon: SampleResults.colophon)
    let frame = try #require(parse("<body>\(document.body())</body>").family.first { $0["id"] == "frame-3" })
    #expect(frame.family.contains { $0["src"]?.hasPrefix("data:image/jpeg;base64,") == true })
    #expect(document.body().contains("Frame 1260"))
  }

  @Test func `a page without room for all pictures has one of each kind of fault`() {
    func finding(_ check: CheckIdentifier, at frame: Int) -> Finding {
      let place = FrameSpan(frames: FrameCount(frame)..<FrameCount(frame + 2), start: "\(frame)", end: "\(frame + 2)")
      return Finding(check, severity: .advisory, stream: 0, place: place, text: "A fault at \(frame).")
    }
    let findings = (0..<30).map { finding(.blocks, at: $0 * 10) } + [finding(.black, at: 400)]
    let shown = SampleResults.inspection(findings: findings).pictured().map(\.first)
    #expect(shown.count == 24 && shown.last?.check == .black)
    #expect(shown.dropLast().map(\.startFrame) == (0..<23).map { FrameCount($0 * 10) })
  }

  @Test func `a file that is gone gives a report without pictures that says why`() {
    let document = ReportDocument(
      inspection: SampleResults.inspection(findings: SampleResults.findings), profile: limits, stills: [:],
      trouble: "No picture could be taken: it is gone.",
      colophon: SampleResults.colophon)
    #expect(document.body().contains("No picture could be taken: it is gone."))
  }

  @Test func `every measured course has its chart with its limit`() throws {
    var readings = SampleResults.loud
    readings.peakOverTime = PeakSeries(interval: 60, level: [-20, -0.3, nil, -12, -14])
    readings.levelsOverTime = LevelSeries(framesPerPoint: 1500, outside: [0, 0.2, 12, 0, 0])
    readings.flash = FlashReading(reading: "sRGB", luminance: 1.4, red: 0, pattern: 0.2, extended: 0)
    readings.flashOverTime = FlashSeries(framesPerPoint: 3750, luminance: [1.4, 0], red: [0, 0], pattern: [0.2, 0], extended: [0, 0])
    readings.noise = NoiseReading(level: -52)
    readings.noiseOverTime = NoiseSeries(framesPerPoint: 3750, level: [-52, nil])
    readings.sound = SoundReadings(pairs: [PairReading(stream: nil, pair: "L/R", correlation: 0.8, interval: 100, lowest: [0.9, -0.5, nil])])
    var profile = limits
    (profile.levels, profile.sound.phase) = (.r103v3, PhaseLimits())
    let charts = LineChart.all(of: SampleResults.inspection(readings: readings), profile: profile)
    #expect(charts.map(\.title) == ["Loudness", "Peak", "Phase", "Flash and pattern", "Illegal levels", "Luma", "Noise"])
    #expect(charts.map { $0.levels.count } == [1, 1, 1, 1, 1, 2, 0])
    let drawings = try charts.map { try parse($0.draw().svg) }
    // One below the other, all share the places of their time marks.
    let marks = drawings.map { drawing in drawing.family.filter { $0["y2"] == "96" }.compactMap { $0["x1"] } }
    #expect(Set(marks).count == 1 && marks[0].count > 2)
  }

  @Test func `a hostile file name stays text wherever it appears`() throws {
    let name = "a\"\u{301}><script>alert(1)<\u{338}script>\n\u{202E}{{kind}}{{{style}}}.mov"
    var finding = SampleResults.findings[2]
    finding.text = name
    let document = document(SampleResults.inspection(path: name, findings: [finding]))
    let html = document.html()
    #expect(!html.contains("<script"))
    #expect(!html.contains("\u{202E}"))
    #expect(html.contains("{{kind}}"))
    let page = try parse("<body>\(document.body())</body>")
    #expect(page.family.allSatisfy { $0.name.local != "script" })
    let heading = page.family.first { $0.name.local == "h1" }?.first("bdi")?.text
    #expect(heading?.unicodeScalars.starts(with: "a\"\u{301}><script>".unicodeScalars) == true)
  }
}

extension InspectionDocumentTests {
  @Test func `a file of sound alone lists no check of pictures, and says that it has no timecode`() {
    var media = SampleResults.media
    (media.video, media.timecodes) = ([], [])
    var report = SampleResults.inspection()
    report.start = "00:00:00:00"
    let html = ReportDocument(inspection: report, profile: limits, media: media, colophon: SampleResults.colophon).body()
    #expect(!html.contains("video.black"))
    #expect(html.contains("audio.truePeak"))
    #expect(html.contains("no timecode: counted from 00:00:00:00"))
  }
}
