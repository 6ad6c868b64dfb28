// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

@testable import Operations

/// Masters put between what a layout has around them, and proved by decoding.
@Suite struct FormatProgrammeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let commercial = [
    "clockNumber": "abc/wxyz001/002", "title": "Señora Ærø", "agency": "Northlight", "advertiser": "Harbour Tea", "product": "Breakfast blend",
  ]

  private func request(
    _ parts: [String], _ layout: FormatLayout, answers: [String: String] = [:], preset: String = "ffv1", target: String = "out.mkv"
  ) throws -> FormatProgramme {
    FormatProgramme(
      parts.map { folder.path($0) }, to: folder.path(target), layout: layout, answers: answers, encoding: try #require(Encoding.preset(preset)))
  }

  private func kinds(_ report: FormatProgramme.Report) -> [String] { report.sections.map { "\($0.start) \($0.kind) \($0.frames)" } }

  @Test func `a commercial gets its slate, black and hold, and every frame is where it was planned`() async throws {
    try DrawnPart.write(folder.path("in.mkv"), frames: 50)
    let request = try request(["in.mkv"], FormatLayout.chosen("uk-commercial"), answers: Self.commercial)
    let report = try await request.run(in: world("2026-11-28T12:00:00Z"))
    #expect(report.passed, "\(report.sections.flatMap(\.proofs).filter { !$0.passed }) \(report.faults)")
    #expect(kinds(report) == ["09:59:50:00 clock 175", "09:59:57:00 black 75", "10:00:00:00 programme 50", "10:00:02:00 hold 125"])
    // The counter burnt into the source says which picture stands where, whatever our own proof says.
    let numbers = try DrawnPart.numbers(folder.path("out.mkv"))
    #expect(numbers.count == 425 && numbers[..<250].allSatisfy { $0 == nil })
    #expect(Array(numbers[250..<300]) == (0..<50).map { $0 } && numbers[300...].allSatisfy { $0 == 49 })
    let programme = try #require(report.sections.first { $0.kind == "programme" })
    #expect(programme.proofs.filter { $0.what.hasSuffix("picture") }.map(\.found) == ["identical", "identical"])
    #expect(report.notes.contains { $0.contains("was silenced for 6 frames") })
    // The source has its sound from the first sample on; what was written is silent for six frames and then goes on in step.
    #expect(try MediaReader.probe(folder.path("out.mkv")).audio.first?.facts.sampleCount ?? 425 * 1920 == 425 * 1920)
  }

  @Test func `parts break on whole minutes, in a preset that loses something`() async throws {
    try DrawnPart.write(folder.path("1.mov"), frames: 30, width: 160, height: 90, preset: "prores-422-hq")
    try DrawnPart.write(folder.path("2.mov"), frames: 20, first: 100, width: 160, height: 90, preset: "prores-422-hq")
    let layout = try DrawnPart.layout(
      ["name: programme, from: 10:00:55:00, to: end-1s, holds: [programme]", "name: end hold, from: end-1s, to: end, holds: [still, silence]"],
      "  parts: {freeze: 1s, black: 1s, clock: 1s, blackBefore: 1s}\n  textless: {black: 10f, between: 5f}")
    var request = try request(["1.mov", "2.mov"], layout, preset: "prores-422-hq", target: "out.mov")
    request.textless = [folder.path("2.mov")]
    let report = try await request.run(in: world("2026-11-28T12:00:00Z"))
    #expect(report.passed, "\(report.sections.flatMap(\.proofs).filter { !$0.passed }) \(report.faults)")
    #expect(
      kinds(report) == [
        "10:00:55:00 programme 30", "10:00:56:05 hold 25", "10:00:57:05 black 45", "10:00:59:00 black 25", "10:01:00:00 programme 20",
        "10:01:00:20 hold 25", "10:01:01:20 black 10", "10:01:02:05 textless 20",
      ])
    let numbers = try DrawnPart.numbers(folder.path("out.mov"))
    #expect(numbers[29] == 29 && numbers[54] == 29 && numbers[55] == nil && numbers[125] == 100 && numbers[169] == 119 && numbers[180] == 100)
  }

  @Test(arguments: [("ebu-stereo", [ChannelLayout.stereo], "ebuStereo"), ("glits", [.mono, .mono], "glits"), ("ebu-stereo", [.surround51], "blits")])
  func `line-up is recognised in what was written`(asked: String, sound: [ChannelLayout], found: String) async throws {
    try DrawnPart.write(folder.path("in.mkv"), frames: 10, width: 160, height: 90, sound: sound)
    let layout = try DrawnPart.layout(
      [
        "name: line-up, from: 09:59:44:00, to: 09:59:59:00, holds: [bars, tone], tone: \(asked)",
        "name: programme, from: 10:00:00:00, to: end, holds: [programme]",
      ], "  surroundTone: blits\n  sync: {at: 09:59:59:10, frames: 2, pip: 1}")
    let report = try await request(["in.mkv"], layout).run(in: world("2026-11-28T12:00:00Z"))
    #expect(report.passed, "\(report.sections.flatMap(\.proofs).filter { !$0.passed }) \(report.faults)")
    let tone = report.sections.first?.proofs.first { $0.what == "tone" }
    #expect(tone?.found.hasPrefix("\(found), -18") == true, "\(tone?.found ?? "none")")
    #expect(report.sections.first { $0.kind == "sync" }?.proofs.contains { $0.found == "100 % white" } == true)
  }

  @Test func `a file that is a frame off does not prove right, and leaves nothing`() async throws {
    try DrawnPart.write(folder.path("in.mkv"), frames: 20, width: 160, height: 90)
    func layout(black: String) throws -> FormatLayout {
      try DrawnPart.layout(
        [
          "name: black, from: \(black), to: 10:00:00:00, holds: [black, silence]",
          "name: programme, from: 10:00:00:00, to: end-10f, holds: [programme]",
          "name: hold, from: end-10f, to: end, holds: [still, silence]",
        ])
    }
    let day = try world("2026-11-28T12:00:00Z").clock.now
    let planned = try request(["in.mkv"], layout(black: "09:59:59:10")).job(on: day)
    let other = try request(["in.mkv"], layout(black: "09:59:59:09")).job(on: day)
    let path = folder.path("made.mkv")
    let trace = try planned.writing.run(to: path, cancellation: Cancellation(), task: nil, show: { _ in })
    func proof(_ plan: FormatPlan) throws -> (sections: [FormattedSection], faults: [String]) {
      try FormatProof(
        plan: plan, trace: trace, directions: planned.directions, tracks: planned.writing.tracks, encoding: planned.writing.encoding,
        isSurround: false
      ).run(path, cancellation: Cancellation(), task: nil, show: { _ in })
    }
    let right = try proof(planned.plan)
    #expect(right.faults.isEmpty && right.sections.allSatisfy(\.passed))
    let wrong = try proof(other.plan)
    #expect(wrong.faults.contains { $0.contains("45 pictures where 46 were planned") } && wrong.faults.contains { $0.contains("timecode begins at") })
    let failures = wrong.sections.flatMap { section in section.proofs.filter { !$0.passed }.map { "\(section.kind) \($0.what)" } }
    for failure in ["black black", "black level", "black sound", "programme first picture", "hold still"] {
      #expect(failures.contains(failure), "\(failures)")
    }
  }

  @Test func `what can be told beforehand is told before anything is written`() async throws {
    try DrawnPart.write(folder.path("in.mkv"), frames: 50, width: 160, height: 90)
    let layout = try FormatLayout.chosen("uk-commercial")
    let environment = try world("2026-11-28T12:00:00Z")
    func refusal(_ change: (inout FormatProgramme) throws -> Void) async throws -> String {
      var request = try request(["in.mkv"], layout, answers: Self.commercial)
      try change(&request)
      do {
        _ = try await request.run(in: environment)
        return ""
      } catch { return "\(error)" }
    }
    #expect(try await refusal { $0.answers["clockNumber"] = "ABC/WXYZ001/030" }.contains("says 30 seconds and"))
    #expect(try await refusal { $0.answers["agency"] = nil }.contains("needs ‘agency’"))
    #expect(try await refusal { $0.answers["title"] = "題" }.contains("‘題’"))
    #expect(try await refusal { $0.encoding = try #require(Encoding.preset("proxy-h264-540p")) }.contains("mastering preset"))
    try DrawnPart.write(folder.path("silent.mkv"), frames: 50, width: 160, height: 90, sound: [])
    #expect(
      try await refusal {
        $0.parts = [folder.path("silent.mkv")]
        $0.layout = try FormatLayout.chosen("uk-programme")
        $0.answers = ["title": "T", "productionNumber": "1"]
      }.contains("has no sound track"))
    try Data("theirs".utf8).write(to: folder.url.appendingPathComponent("out.mkv"))
    #expect(try await refusal { _ in }.contains("already"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["in.mkv", "out.mkv", "silent.mkv"])
  }

  @Test func `a damaged source is refused and leaves nothing`() async throws {
    try DrawnPart.write(folder.path("in.mkv"), frames: 50, width: 160, height: 90)
    var bytes = try Data(contentsOf: folder.url.appendingPathComponent("in.mkv"))
    // FFV1 has a checksum for every slice: any byte within a picture will do.
    let middle = bytes.count / 2
    for index in middle..<middle + 64 { bytes[index] ^= 0x5A }
    try bytes.write(to: folder.url.appendingPathComponent("in.mkv"))
    let request = try request(["in.mkv"], FormatLayout.chosen("essence-only"))
    let error = await #expect(throws: OperationsError.self) { _ = try await request.run(in: world("2026-11-28T12:00:00Z")) }
    #expect(error?.description.contains("cannot be decoded whole and is not formatted") == true, "\(error?.description ?? "")")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["in.mkv"])
  }

  @Test(arguments: [(1920, 1080, false), (480, 270, true)])
  func `interlaced pictures keep their fields through clock, programme and hold`(width: Int, height: Int, hasClock: Bool) async throws {
    try DrawnPart.write(
      folder.path("in.mov"), frames: 6, width: width, height: height, scan: .interlacedTopFirst, preset: "prores-422-hq", sound: [.mono, .mono])
    let clock = hasClock ? ["name: clock, from: 09:59:55:00, to: 09:59:59:15, holds: [clock, silence]"] : []
    let layout = try DrawnPart.layout(
      clock + [
        "name: black, from: 09:59:59:20, to: 10:00:00:00, holds: [black, silence]",
        "name: programme, from: 10:00:00:00, to: end-5f, holds: [programme]", "name: hold, from: end-5f, to: end, holds: [still, silence]",
      ], hasClock ? "  card: programme\n  face: analogue" : "",
      items: hasClock ? "items:\n  - {key: title, help: Title., required: true, source: room}" : "")
    let report = try await request(
      ["in.mov"], layout, answers: hasClock ? ["title": "Harbour Lights"] : [:], preset: "prores-422-hq", target: "out.mov"
    ).run(in: world("2026-11-28T12:00:00Z"))
    #expect(report.passed, "\(report.sections.flatMap(\.proofs).filter { !$0.passed }) \(report.faults)")
    let facts = try #require(try MediaReader.probe(folder.path("out.mov"), countingPictures: true).video.first?.facts)
    #expect((facts.scan, facts.frameCount) == (.interlacedTopFirst, FrameCount(hasClock ? 136 : 16)))
  }

  @Test func `a person's reader and Tesseract both read the clock number`() throws {
    guard let tesseract = try? Tesseract() else { return }
    let card = IdentCard(
      headline: "ABC/WXYZ001/030",
      rows: [.init("Title", "Morning"), .init("Agency", "Northlight"), .init("Advertiser", "Harbour Tea"), .init("Duration", "30 seconds")])
    let form = PictureForm(format: .yuv422p10, width: 1280, height: 720, scan: .interlacedTopFirst)
    let clock = try IdentClock(card, face: .countdown, in: form, lettering: try Lettering())
    let lines = try tesseract.lines(in: clock.picture(at: 0, framesToGo: 250, rate: .fps25), cancellation: Cancellation()).map(\.words)
    let all = lines.joined(separator: " ")
    for word in ["ABC/WXYZ001/030", "Morning", "Northlight", "Harbour", "30"] { #expect(all.contains(word), "\(lines)") }
  }
}
