// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Foundation
import Integrity
import Quality
import TestSupport
import Testing
import Timing

@testable import Operations

struct ReadTextsTests {
  typealias Line = Tesseract.Line

  /// Whether this machine has Tesseract and an ffmpeg that draws text; the set-up for tests installs both.
  static let canRead = (try? Tesseract()) != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")

  private func line(_ words: String, _ left: Int, _ top: Int, _ width: Int = 400, _ height: Int = 30, confidence: Double = 90) -> Line {
    Line(words: words, left: left, top: top, width: width, height: height, confidence: confidence)
  }

  /// What is read of lines in every thirteenth frame of 25 a second, on a program that nobody calls.
  private func reading(_ samples: [[Line]]) throws -> [ReadText] {
    var reading = ReadTexts(try Tesseract(environment: ["LINEUP_TESSERACT": "/bin/sh"]), rate: .fps25)
    for (index, lines) in samples.enumerated() { reading.take(lines, frame: index * 13) }
    return reading.texts(width: 1280, height: 720)
  }

  @Test func `a machine without Tesseract is told what to install`() {
    let error = #expect(throws: OperationsError.self) { try Tesseract(environment: ["PATH": "/nowhere"]) }
    #expect(error?.description.contains("Tesseract is not installed. Install it (Debian: apt-get install tesseract-ocr") == true)
    let other = #expect(throws: OperationsError.self) { try Tesseract(environment: ["LINEUP_TESSERACT": "/nowhere/reader"]) }
    #expect(other?.description.contains("‘/nowhere/reader’ is not a program") == true)
  }

  @Test func `a reading that takes too long is told as that, with its picture`() throws {
    let folder = try TemporaryFolder()
    let program = folder.path("slow")
    try Data("#!/bin/sh\necho level\nexec tail -f /dev/null\n".utf8).write(to: URL(fileURLWithPath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let bytes = [UInt8](repeating: 128, count: 64 * 16)
    try bytes.withUnsafeBytes { memory in
      let plane = Picture.Plane(base: try #require(memory.baseAddress), stride: 64, width: 64, height: 16)
      let gray = PixelFormat(name: "gray", model: .gray, components: [.init(plane: 0, step: 1, depth: 8)])
      let picture = Picture(
        format: gray, width: 64, height: 16, planes: [plane], position: 42, attributes: PictureAttributes(), owner: TemporaryOwner())
      let error = #expect(throws: OperationsError.self) {
        try Tesseract(environment: ["LINEUP_TESSERACT": program], seconds: 0.2).lines(in: picture, cancellation: Cancellation())
      }
      #expect(error?.description.contains("took longer than 0.2 seconds over the picture at frame 42") == true)
    }
  }

  /// Owns nothing: the picture's memory outlives it.
  private final class TemporaryOwner: Sendable {}

  @Test func `of many texts the first are measured, and the report says how many are not`() throws {
    let read = (0..<205).map { index -> ReadText in
      let text = LegalText(words: "Text number \(index)", left: 0, top: 0, width: 90, height: 20, isRead: true)
      return ReadText(text: text, frames: index * 30..<index * 30 + 20)
    }
    let marked = LegalText(words: "Text number 204", left: 0, top: 0, width: 90, height: 20, frame: FrameCount(204 * 30 + 5))
    let joined = LegalTextLimits([marked]).joined(with: read)
    // What a person marked is compared with everything that was read.
    #expect(joined.texts.first?.readAs == "Text number 204")
    #expect(joined.texts.count == 201 && joined.unmeasured == 4)
    #expect(LegalTextLimits([marked]).joined(with: Array(read.prefix(100))).unmeasured == nil)
  }

  @Test func `words of a line are joined, and what is not sure or no word is left out`() {
    let table = """
      level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
      4\t1\t1\t1\t1\t0\t10\t20\t200\t30\t-1\t
      5\t1\t1\t1\t1\t1\t10\t20\t80\t30\t96\tTerms
      5\t1\t1\t1\t1\t2\t100\t22\t90\t34\t90\tapply.
      5\t1\t1\t1\t1\t3\t200\t22\t10\t10\t95\t—
      5\t1\t2\t1\t1\t1\t500\t600\t80\t30\t31\tleaf
      """
    #expect(Tesseract.lines(ofTable: table) == [line("Terms apply.", 10, 20, 180, 36, confidence: 93)])
    #expect(Tesseract.lines(ofTable: "") == [])
  }

  @Test func `a line is followed though one reading of it fails and letters differ`() throws {
    let read = try reading([[], [line("Terms apply.", 100, 600)], [], [line("Terms appIy.", 102, 601, confidence: 70)], [], [], []])
    #expect(read.map(\.text.words) == ["Terms apply."])
    #expect(read.first?.frames == 0..<53 && read.first?.text.isRead == true)
  }

  @Test func `lines under each other are one text, those elsewhere or at another time are not`() throws {
    let (one, two) = (line("First line of it.", 100, 600), line("Second line of it.", 100, 640))
    #expect(try reading([[one, two], [one, two]]).map(\.text.words) == ["First line of it. Second line of it."])
    #expect(try reading([[one], [one], [one, two], [one, two]]).count == 2)
    #expect(try reading([[one, line("A title up here", 100, 60)], [one, line("A title up here", 100, 60)]]).count == 2)
  }

  @Test func `one word in one picture is no text`() throws {
    #expect(try reading([[line("leaf", 10, 10)], []]).isEmpty)
    #expect(try reading([[line("a card of words", 10, 10)], []]).count == 1)
  }

  @Test func `a person's words stay, and what was read of them is beside them`() {
    let marked = LegalText(words: "18+. Terms apply.", left: 90, top: 590, width: 500, height: 60)
    func read(_ words: String, _ left: Int, _ top: Int, _ frames: Range<Int>) -> ReadText {
      ReadText(text: LegalText(words: words, left: left, top: top, width: 400, height: 40, isRead: true), frames: frames)
    }
    let joined = LegalTextLimits([marked]).joined(with: [read("18+. Terms appIy", 100, 600, 0..<100), read("Shop now", 700, 100, 0..<50)])
    #expect(joined.texts.map(\.words) == ["18+. Terms apply.", "Shop now"])
    #expect(joined.texts.map(\.readAs) == ["18+. Terms appIy", nil] && joined.texts.map(\.isRead) == [false, true])
    var timed = marked
    timed.frame = 300
    #expect(LegalTextLimits([timed]).joined(with: [read("18+. Terms apply.", 100, 600, 0..<100)]).texts.map(\.readAs) == ["", nil])
  }

  @Test(.enabled(if: canRead)) func `a text that nobody marked is read, measured to the frame and told as advice`() async throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // From frame 10 up to frame 60.
    let text = "drawtext=font=DejaVu Sans:text='Terms and conditions apply':fontsize=40:fontcolor=white:x=200:y=600:enable='between(n,10,59)'"
    process.arguments = [
      "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=0x204060:size=1280x720:rate=25:duration=3.2,\(text)", "-c:v", "prores_ks",
      "-pix_fmt", "yuv422p10le", folder.path("ad.mov"),
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let specification = try SpecificationLibrary().specification(named: "rushes")
    let result = try await Inspect(folder.path("ad.mov"), specification: specification, readsTexts: true).run(in: world("2026-01-01T00:00:00Z"))
    let texts = try #require(result.report.readings.content?.legalTexts)
    #expect(texts.map(\.words) == ["Terms and conditions apply"] && texts.map(\.isRead) == [true])
    // Four words, significant: 0.8 + 2 + 2 s.
    #expect(texts.first?.startFrame == 10 && texts.first?.heldFrames == 50 && texts.first?.requiredFrames == 120)
    let found = result.report.findings.filter { $0.check == .legalText }
    #expect(!found.isEmpty && found.allSatisfy { $0.severity == .advisory && $0.text.contains("which a program read and nobody marked") })
  }
}
