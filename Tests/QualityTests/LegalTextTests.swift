// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct LegalTextTests {
  static let box = LegalText(words: "Eighteen plus. Terms apply.", left: 40, top: 40, width: 240, height: 60)

  /// A picture of 320 × 180 that moves with `index`; letters of `lines` rows stand from column 60 on, every eighth with an ascender of six rows.
  static func picture(_ index: Int, lines: Int?) -> Picture {
    Drawn.grey { x, y in
      if let lines, (60..<260).contains(x) {
        let (letter, stroke) = ((x - 60) / 10, (x - 60) % 10)
        let top = letter % 8 == 0 ? 54 : 60
        if (2..<6).contains(stroke), (top..<60 + lines).contains(y) { return 0.95 }
      }
      return 0.2 + Double((x / 3 + y / 2 + index * 11) % 40) / 400
    }
  }

  static let empty = (0..<3).map { picture($0, lines: nil) }
  static let small = (0..<3).map { picture($0, lines: 5) }

  /// So many frames without the text, then with it, then without.
  static func programme(_ before: Int, _ held: Int, _ after: Int) -> [Picture] {
    (0..<before + held + after).map { (before..<before + held).contains($0) ? small[$0 % 3] : empty[$0 % 3] }
  }

  @Test func `sixteen words of significant information need 8.2 seconds`() {
    let text = LegalText(words: Array(repeating: "word", count: 16).joined(separator: " "), left: 0, top: 0, width: 10, height: 10)
    #expect(text.wordCount == 16 && text.requiredTenths == 82)
    #expect(text.requiredFrames(at: .fps25) == 205 && text.requiredFrames(at: .fps29_97) == 246)
    var other = text
    other.isSignificant = false
    #expect(other.requiredTenths == 62)
    other.words = "18+ only — begambleaware.org"
    #expect(other.wordCount == 3 && other.requiredTenths == 26)
  }

  @Test func `the least height follows the raster`() {
    var text = Self.box
    #expect(text.requiredLines(pictureHeight: 1080, isWide: true) == 30 && text.requiredLines(pictureHeight: 2160, isWide: true) == 60)
    #expect(text.requiredLines(pictureHeight: 576, isWide: true) == 16 && text.requiredLines(pictureHeight: 576, isWide: false) == 14)
    text.isOnBlock = true
    #expect(text.requiredLines(pictureHeight: 1080, isWide: true) == 26 && text.requiredLines(pictureHeight: 2160, isWide: true) == 52)
    #expect(text.requiredLines(pictureHeight: 576, isWide: true) == 14 && text.requiredLines(pictureHeight: 576, isWide: false) == 12)
  }

  @Test func `hold and height are measured to the frame and line over a moving picture`() throws {
    let report = try Drawn.inspect(Self.programme(10, 50, 10), ContentLimits(legalText: LegalTextLimits([Self.box])))
    let reading = try #require(report.readings.content?.legalTexts?.first)
    #expect(reading.startFrame == 10 && reading.endFrame == 60 && reading.heldFrames == 50 && reading.requiredFrames == 120)
    #expect(reading.letterLines == 5 && reading.requiredLines == 16)
    let (hold, height) = (report.findings.first { $0.unit == "frames" }, report.findings.first { $0.unit == "lines" })
    #expect(hold?.value == 50 && hold?.limit == 120 && hold?.drawnPlace == 10..<60)
    let lines = try #require(reading.textLines)
    #expect((6..<16).contains(lines) && height?.value == Double(lines) && height?.limit == 16 && height?.severity == .mandatory)
    #expect(
      hold?.text == "The text ‘Eighteen plus. Terms apply.’ stands for 50 frames (2.00 s); its 4 words need 120 frames (4.8 s).")
  }

  @Test func `a text that stands to the frame as long as it must is no finding`() throws {
    for (held, findings) in [(119, 1), (120, 0)] {
      let report = try Drawn.inspect(Self.programme(5, held, 5), ContentLimits(legalText: LegalTextLimits([Self.box])))
      #expect(report.findings.count { $0.unit == "frames" } == findings)
    }
  }

  @Test func `of two holds the marked frame says which`() throws {
    var text = Self.box
    text.frame = 70
    let pictures = Self.programme(5, 50, 5) + Self.programme(5, 20, 5)
    let reading = try #require(try Drawn.inspect(pictures, ContentLimits(legalText: LegalTextLimits([text]))).readings.content?.legalTexts?.first)
    #expect(reading.startFrame == 65 && reading.endFrame == 85)
  }

  @Test func `an empty box, or one beyond the picture, is a finding`() throws {
    var far = Self.box
    far.left = 5000
    let report = try Drawn.inspect(Self.programme(30, 0, 0), ContentLimits(legalText: LegalTextLimits([Self.box, far])))
    #expect(report.findings.map(\.check) == [.legalText, .legalText])
    #expect(report.findings.allSatisfy { $0.text.contains("Nothing stands in the box") })
  }
}
